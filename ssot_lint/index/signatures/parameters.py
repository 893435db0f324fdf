"""What arguments a callable takes, and whether a call's are among them, as Python itself binds them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from ssot_lint.model import STAR_ARGS, STAR_KWARGS, Definition, Parameter

# String literals and comments; then, again and again, the innermost brackets.
_TEXT = re.compile(
    r"'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|\#[^\n]*", re.DOTALL
)
_BRACKETS = re.compile(r"\[[^][(){}]*\]|\([^][(){}]*\)|\{[^][(){}]*\}")
_ODD = re.compile(r"""[][(){}'"\\#]|\blambda\b""")
_PARAMETER = re.compile(r"\s*(\*{0,2})\s*(\w*)\s*(?:[:=]|\Z)")


class Signature(msgspec.Struct, frozen=True, gc=False):
    """What a callable takes.

    `ordered` may be given by position, the first `unnamed` of them in no other way; `named` by name alone.
    `optional` are those of both that may be left out. `more`: any number by position besides (`*args`);
    `others`: any other names (`**kwargs`), but for `given`, which an instance or class is given for already.
    """

    ordered: tuple[str, ...] = ()
    unnamed: int = 0
    named: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    more: bool = False
    others: bool = False
    given: str = ""

    @property
    def bound(self) -> "Signature":
        """What is left to be given where the first argument is given already, as `self` is."""
        if not self.ordered:
            return self  # `*args` takes it; a function that takes nothing cannot be a method
        return msgspec.structs.replace(
            self,
            ordered=self.ordered[1:],
            unnamed=max(0, self.unnamed - 1),
            optional=self.optional - {self.ordered[0]},
            given="" if self.unnamed else self.ordered[0],
        )

    @property
    def can_be_bound(self) -> bool:
        """Whether it takes a first argument by position."""
        return bool(self.ordered) or self.more


ANYTHING = Signature(more=True, others=True)
"""What takes whatever it is given."""


def signature_of(definition: Definition) -> Signature:
    """What a function takes as it is written, its first parameter included."""
    return _read_flat(definition.signature) or _of_parameters(definition.parameters)


def _of_parameters(parameters: Sequence[Parameter]) -> Signature:
    by_kind: dict[str, list[str]] = {}
    for parameter in parameters:
        by_kind.setdefault(parameter.kind, []).append(parameter.name)
    unnamed = by_kind.get("positional", [])
    return Signature(
        (*unnamed, *by_kind.get("standard", ())),
        len(unnamed),
        tuple(by_kind.get("keyword", ())),
        frozenset(p.name for p in parameters if p.optional and not p.kind.startswith("variadic")),
        "variadic" in by_kind,
        "variadic-keyword" in by_kind,
    )


@lru_cache(maxsize=1 << 16)
def _read_flat(text: str) -> Signature | None:
    """The same, read off the text; None where that takes a parser."""
    flat = text
    if _ODD.search(flat):
        flat = _TEXT.sub("0", flat)
        before = ""
        while before != flat:
            before, flat = flat, _BRACKETS.sub("0", flat)
        if _ODD.search(flat):
            return None
    if not flat.isascii():
        return None  # beyond ASCII a name has several spellings
    ordered: list[str] = []
    named: list[str] = []
    optional: list[str] = []
    unnamed, by_name, more, others = 0, False, False, False
    for piece in flat.split(","):
        if piece.strip() == "/":
            unnamed = len(ordered)
            continue
        found = _PARAMETER.match(piece)
        if found is None:
            return None
        stars, name = found[1], found[2]
        if stars == "**":
            others = True
        elif stars:
            by_name, more = True, bool(name)
        elif name:
            (named if by_name else ordered).append(name)
            if "=" in piece:
                optional.append(name)
        elif piece.strip():
            return None
    return Signature(tuple(ordered), unnamed, tuple(named), frozenset(optional), more, others)


class Misfit(NamedTuple):
    """Why arguments cannot be bound; `unknown` is the name given that no parameter has."""

    reason: str
    unknown: str = ""


def misfit(signature: Signature, positional: int, keywords: Sequence[str], flags: int) -> Misfit | None:
    """Why a call cannot be bound that gives so many arguments by position and those names; None if it can.

    What `*args` and `**kwargs` at the call (`flags`) may bring is taken to be what is needed.
    """
    ordered = signature.ordered
    if positional > len(ordered) and not signature.more:
        return Misfit(f"takes {_counted(len(ordered), 'positional argument')}, {positional} given")
    found = _misfit_by_name(signature, positional, keywords) or _lack(signature, positional, keywords, flags)
    if found is not None and any(map(_is_private, (*keywords, *ordered, *signature.named))):
        return None  # the name of the class around goes into it
    return found


def _misfit_by_name(signature: Signature, positional: int, keywords: Sequence[str]) -> Misfit | None:
    ordered, unnamed = signature.ordered, signature.unnamed
    for name in keywords:
        if name == signature.given:
            return Misfit(f"is given {name!r} twice, once by what it is called through")
        if name in ordered[unnamed:]:
            if ordered.index(name) < positional:
                return Misfit(f"is given {name!r} twice, by position and by name")
        elif name not in signature.named and not signature.others:
            if name in ordered:
                return Misfit(f"takes {name!r} by position only")
            return Misfit(f"has no parameter {name!r}", name)
    return None


def _lack(signature: Signature, positional: int, keywords: Sequence[str], flags: int) -> Misfit | None:
    missing = _missing(signature, positional, keywords, flags)
    if not missing:
        return None
    return Misfit(f"misses the argument{'s' if len(missing) > 1 else ''} {', '.join(map(repr, missing))}")


def _missing(signature: Signature, positional: int, keywords: Sequence[str], flags: int) -> list[str]:
    """The parameters that need an argument and get none."""
    ordered, unnamed, optional = signature.ordered, signature.unnamed, signature.optional
    missing = []
    if not flags & STAR_ARGS:
        missing = [
            name
            for place, name in enumerate(ordered[positional:], positional)
            if name not in optional and (place < unnamed or not (name in keywords or flags & STAR_KWARGS))
        ]
    if not flags & STAR_KWARGS:
        missing += [name for name in signature.named if name not in optional and name not in keywords]
    return missing


def fits(signature: Signature, positional: int, keywords: Sequence[str], flags: int) -> bool:
    """Whether a call can be bound."""
    # as most are: nothing by name, and enough by position
    left = signature.ordered[positional:]
    enough = left or positional == len(signature.ordered)
    if not keywords and not signature.named and enough and signature.optional.issuperset(left):
        return True
    return misfit(signature, positional, keywords, flags) is None


def _is_private(name: str) -> bool:
    return name.startswith("__") and not name.endswith("__")


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
