"""`python -m ssot_lint`."""

import sys

# `python -m` puts the working directory first, and the project analysed there may hold a click.py.
if not sys.flags.safe_path:
    del sys.path[0]

from ssot_lint.drivers.cli import main

if __name__ == "__main__":
    main(prog_name="ssot-lint")
