"""Asks other tools beside ssot-lint, and writes IMPORTS.md: `python -m benchmarks.oracles`.

They come with the `test` extra. Django is looked at where `python -m benchmarks.corpora django` has
laid it.
"""

from benchmarks.corpora import HERE
from benchmarks.oracles.page import page


def main() -> None:
    """Write the page, and print it."""
    told = page()
    (HERE / "IMPORTS.md").write_text(told, encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
