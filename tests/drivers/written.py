"""A project with a little of everything, and what stands in the page that `ssot-lint report` wrote of it."""

import json
from pathlib import Path
from typing import Any

import html5lib

COPY = "def total(items):\n" + "".join(f"    a{n} = f(items, {n})\n" for n in range(7)) + "    return a0\n"
SOURCES = {
    "shop/__init__.py": "from shop.prices import total\n",
    "shop/prices.py": f"def f(items, n):\n    return items\n\n\n{COPY}",
    "shop/old.py": f"from shop.prices import f\n\n\n{COPY}",
    "shop/jobs.py": "from shop.basket import total\nfrom shop.prices import total as t\n",
    "shop/basket.py": "from shop.prices import total\n\n\ndef cost(items):\n    return total(items)\n",
    "shop/more.py": "from shop.prices import total\n",
    "tests/test_a.py": "def test_a():\n    x = 1\n",
}


def written(root: Path, name: str = "ssot-report.html") -> str:
    return (root / name).read_text(encoding="utf-8")


def data(page: str) -> Any:
    """What the script of a page is given."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return json.loads(str(next(each.text for each in tree.iter("script") if each.get("id") == "data")))


def said(page: str) -> str:
    """What stands in the page before its script adds anything."""
    (main,) = html5lib.parse(page, namespaceHTMLElements=False).iter("main")
    return " ".join("".join(main.itertext()).split())
