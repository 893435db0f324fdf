"""`python -m docs [FOLDER]`: build the site, by default into `site/`."""

import sys
from pathlib import Path

from docs.build import ROOT, build
from docs.text import DocsError

if __name__ == "__main__":
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    try:
        build(output)
    except DocsError as error:
        sys.exit(f"docs: {error}")
    print(f"docs: {output / 'index.html'}")
