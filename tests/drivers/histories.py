"""A checkout with a history, made for a test, and what is compared in it."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

from tests.drivers.cli import Done, write
from tests.unit.trees import git

SCHEMA = json.loads((files("ssot_lint.render") / "compare.schema.json").read_text(encoding="utf-8"))

TOTAL = """\
def total(items, discount):
    amount = 0
    for item in items:
        if item.is_free:
            continue
        amount += item.price * item.number
    if discount is not None:
        amount -= discount.of(amount)
    return amount
"""

POLICY = """\
version: 1
factories:
  shop.engine:Engine: {use: "shop.factory:make_engine"}
imports:
  deprecated: {"shop.settings": "shop.config"}
shims:
  warn: DeprecationWarning
  public: true
  redirects: {"shop.settings:Settings": "shop.config:Settings"}
contracts:
  shop.engine:Engine: {methods: {run: {params: [job]}}}
"""

BEFORE = {
    "compliance.yaml": POLICY,
    "shop/__init__.py": "",
    "shop/prices.py": TOTAL,
    "shop/basket.py": TOTAL.replace("item", "product").replace("def total", "def basket_total"),
    "shop/sale.py": "from shop.basket import basket_total\n\n\ndef sell(items):\n"
    "    return basket_total(items, None)\n",
    "shop/engine.py": "class Engine:\n    def run(self, job):\n        return job\n",
    "shop/factory.py": "from shop.engine import Engine\n\n\ndef make_engine():\n    return Engine()\n",
    "shop/settings.py": "class Settings:\n    def __init__(self, path=None):\n"
    "        self.path = path\n        self.values = {}\n",
    "shop/jobs.py": "from shop.engine import Engine\nfrom shop.settings import Settings\n\n\n"
    "def first():\n    return Engine().run(Settings())\n\n\ndef second():\n    return Engine().run(1)\n",
    "shop/more.py": "from shop.settings import Settings\n\nDEFAULTS = Settings()\n",
}
"""Two functions that are one, an engine built around its factory, settings in an old place."""

AFTER: Mapping[str, str | None] = {
    "shop/basket.py": "from shop.prices import total as basket_total\n\n__all__ = ['basket_total']\n",
    "shop/sale.py": "from shop.prices import total\n\n\ndef sell(items):\n    return total(items, None)\n",
    "shop/config.py": BEFORE["shop/settings.py"],
    "shop/settings.py": "import warnings\n\nfrom shop.config import Settings\n\n__all__ = ['Settings']\n\n"
    "warnings.warn('use shop.config', DeprecationWarning, stacklevel=2)\n",
    "shop/jobs.py": "from shop.config import Settings\nfrom shop.factory import make_engine\n\n\n"
    "def first():\n    return make_engine().run(Settings())\n\n\ndef second():\n"
    "    return make_engine().run(1)\n",
    "shop/more.py": "from shop.config import Settings\n\nDEFAULTS = Settings()\n",
}
"""The refactoring of it: the copy merged, the factory used, the old path a shim."""


def begin(root: Path, sources: Mapping[str, str | bytes]) -> str:
    """Make the checkout with a first commit, whose id is returned."""
    root.mkdir(exist_ok=True)
    git(root, "init", "-b", "main")
    return commit(write(root, sources))


def change(root: Path, sources: Mapping[str, str | None]) -> None:
    """Write files, and remove those that are None."""
    for path in (path for path, text in sources.items() if text is None):
        (root / path).unlink()
    write(root, {path: text for path, text in sources.items() if text is not None})


def commit(root: Path) -> str:
    """Commit all there is."""
    git(root, "add", "-A")
    git(root, "commit", "--allow-empty", "-m", "one")
    return git(root, "rev-parse", "HEAD")


def sentence(done: Done) -> str:
    """The first line of a comparison."""
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.partition("\n")[0]


def compared(done: Done) -> Any:
    """The JSON that was printed, valid by the published schema."""
    assert done.returncode in (0, 1), done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return document


def findings(document: Any, word: str) -> list[str]:
    """The findings that were remedied, say, each as `code path:symbol`."""
    return [
        f"{rule['code']} {finding['path']}:{finding['symbol'].partition(':')[2]}"
        for rule in document["rules"]
        for finding in rule[word]
    ]
