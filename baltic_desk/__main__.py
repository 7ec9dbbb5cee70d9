"""`python -m baltic_desk` is the command `baltic-desk`."""

import sys

from baltic_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
