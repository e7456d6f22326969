"""Makes the data of this feature from ESCO: run by hand, never by the app."""
