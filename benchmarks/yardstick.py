"""The least that any analysis does: read and `ast.parse` each file, in one process.

`python yardstick.py LIST`, where LIST holds the paths, NUL between them. Run as a file of its own,
so that the process pays for nothing else. The garbage collector is left as Python sets it.
"""

import ast
import sys
import warnings


def main(names: str) -> None:
    """Parse every listed file, the broken ones as far as they go."""
    warnings.simplefilter("ignore")
    with open(names, "rb") as listing:
        paths = listing.read().split(b"\0")
    for path in paths:
        with open(path, "rb") as source:
            text = source.read()
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue


if __name__ == "__main__":
    main(sys.argv[1])
