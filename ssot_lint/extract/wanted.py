"""Which strings of a source the policy asks for, and whether a source may have any."""

import ast
import re
import warnings
from collections.abc import Iterator
from functools import cache

from ssot_lint.extract.walk import Walk
from ssot_lint.model import Sought

_REMEMBERED = 80  # characters; longer strings hardly ever occur twice


class Wanted(dict[str, bool]):
    """String -> whether the policy asks for it, found out once a process."""

    def __init__(self, sought: Sought) -> None:
        super().__init__(dict.fromkeys(sought.values, True))
        self.holders = frozenset(sought.holders)
        self.defined = self.holders.union(sought.places)
        self.mentions = bool(sought.places)
        self.docstrings = sought.docstrings
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._searches = [re.compile(pattern).search for pattern in sought.patterns]

    def __missing__(self, text: str) -> bool:
        found = any(search(text) for search in self._searches)
        if len(text) < _REMEMBERED:
            self[text] = found
        return found


@cache
def wanted(sought: Sought) -> Wanted:
    """What tells the strings that are sought."""
    return Wanted(sought)


def may_have(walk: Walk, tree: ast.Module, asked: Wanted) -> bool:
    """Whether a walked source may have strings, or what holds or reads them, that are asked for."""
    if any(asked[text] for text in walk.texts or ()):
        return True
    if asked.docstrings and any(asked[text] for text in _docstrings(walk, tree)):
        return True
    defined = asked.defined
    return bool(defined) and (
        any(pending.node.name in defined for pending in walk.definitions)
        or any(binding.name in defined for binding in walk.bindings)
    )


def _docstrings(walk: Walk, tree: ast.Module) -> Iterator[str]:
    for body in (tree.body, *(pending.node.body for pending in walk.definitions)):
        text = body[0].value if body and isinstance(body[0], ast.Expr) else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value
