"""What ``make`` calls: sets the project up, starts its parts and runs its checks (standard library only)."""
