"""``python -m app.evaluation``: see ``command_line``. Apart from it, because child processes import that by name."""

import sys

from app.evaluation.command_line import main

if __name__ == "__main__":
    sys.exit(main())
