"""Type 1: the copy looks another way and is the same code, docstrings aside."""

import ast
import tokenize
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.clones import words
from benchmarks.clones.operators.model import Draw, meaning
from benchmarks.clones.text import (
    INDENT,
    Edit,
    Text,
    applied,
    count,
    indented,
    is_docstring,
    tokens,
)

_OPENING, _CLOSING = "([{", ")]}"
_TIGHT = {
    "=",
    "==",
    "!=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "|",
    "&",
    ",",
    ":",
    "<",
    ">",
    "<=",
    ">=",
    "+=",
    "-=",
    "->",
}


def verbatim(source: str, draw: Draw) -> str | None:
    """The copy is left as it is."""
    return source


def blank_lines(source: str, draw: Draw) -> str | None:
    """Blank lines come between statements, those that were there go."""
    text = Text(source)
    edits = []
    for spot in text.spots():
        above = spot.start
        while above and text.source[:above].endswith("\n\n"):
            above -= 1
        if above < spot.start:
            edits.append(Edit(above, spot.start, ""))
        elif spot.node is not spot.block[0] and draw.dice.random() < 0.4:
            edits.append(Edit(spot.start, spot.start, "\n" * draw.dice.choice((1, 1, 2))))
    return applied(source, edits) if edits else None


def spaces(source: str, draw: Draw) -> str | None:
    """Spaces around operators and inside of brackets come or go, in one style throughout."""
    text, loose = Text(source), draw.dice.random() < 0.5
    edits: list[Edit] = []
    depth = 0
    found = tokens(source)
    for left, right in pairwise(found):
        depth += (left.string in tuple(_OPENING)) - (left.string in tuple(_CLOSING))
        if left.end[0] != right.start[0] or right.type in (tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL):
            continue
        start, end = (text.starts[row - 1] + column for row, column in (left.end, right.start))
        gap = source[start:end]
        inner = left.string in tuple(_OPENING) or right.string in tuple(_CLOSING)
        operator = left.type == tokenize.OP or right.type == tokenize.OP
        marked = left.string in _TIGHT or right.string in _TIGHT
        if loose and gap == "" and depth and inner and left.string + right.string not in ("()", "[]", "{}"):
            edits.append(Edit(start, end, " "))
        elif not loose and gap == " " and operator and marked:
            edits.append(Edit(start, end, ""))
    return applied(source, edits) if edits else None


def comments(source: str, draw: Draw) -> str | None:
    """Comments come above statements, and behind them."""
    edits = []
    for spot in Text(source).spots():
        chance = draw.dice.random()
        if chance < 0.35:
            edits.append(Edit(spot.start, spot.start, f"{spot.indent}# {words.remark(draw.dice)}\n"))
        elif chance < 0.5 and spot.simple and "#" not in source[spot.start : spot.end]:
            edits.append(Edit(spot.end - 1, spot.end - 1, f"  # {words.remark(draw.dice)}"))
    return applied(source, edits) if edits else None


def rewrapped(source: str, draw: Draw) -> str | None:
    """Calls of one line are spread, one argument a line; those of several lines are joined."""
    text, changed = Text(source), source
    for first, last in reversed(list(_calls(source))):
        start = text.starts[first.start[0] - 1] + first.start[1]
        end = text.starts[last.end[0] - 1] + last.end[1]
        inside = source[start:end]
        line = text.lines[first.start[0] - 1]
        indent = line[: len(line) - len(line.lstrip())]
        other = _joined(inside) if "\n" in inside else _spread(inside, indent)
        attempt = changed[:start] + other + changed[end:]
        if other != inside and _same(attempt, source):
            changed = attempt
    return changed if changed != source else None


def docstring_added(source: str, draw: Draw) -> str | None:
    """A function that says nothing of itself does."""
    text = Text(source)
    (block,) = (body for node in text.tree.body if (body := getattr(node, "body", None)))
    if is_docstring(block[0], block):
        return None
    for spot in text.row(block[:1]):
        told = [words.remark(draw.dice) for _ in range(draw.dice.randint(1, 4))]
        # A method is moved to the right later, and what stands in a string is not.
        margin = spot.indent + INDENT * ("(self" in source[: spot.start])
        rest = "".join(f"\n{margin}{line}".rstrip(" ") for line in ["", *told[1:]]) if told[1:] else ""
        ending = f"\n{margin}" if rest else ""
        return applied(
            source, [Edit(spot.start, spot.start, f'{spot.indent}"""{told[0]}{rest}{ending}"""\n')]
        )
    return None


def docstring_dropped(source: str, draw: Draw) -> str | None:
    """A function's docstring goes."""
    text = Text(source)
    function = text.tree.body[0]
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or len(function.body) < 2:
        return None
    first, second = function.body[:2]
    if not is_docstring(first, function.body) or not (function.lineno < first.lineno < second.lineno):
        return None
    assert first.end_lineno is not None
    return applied(source, [Edit(text.starts[first.lineno - 1], text.starts[first.end_lineno], "")])


def quotes(source: str, draw: Draw) -> str | None:
    """Strings in one kind of quotes have the other, where that needs no escape."""
    text = Text(source)
    swapped = {"'": '"', '"': "'"}
    edits = []
    for token in tokens(source):
        body = token.string.lstrip("rRbBuUfF")
        if token.type != tokenize.STRING or "\\" in body:
            continue
        mark = body[:3] if body[:3] in ('"""', "'''") else body[0]
        inside = body[len(mark) : -len(mark)]
        if "'" not in inside and '"' not in inside:
            prefix = token.string[: -len(body)]
            other = swapped[mark[0]] * len(mark)
            start = text.starts[token.start[0] - 1] + token.start[1]
            edits.append(Edit(start, start + len(token.string), f"{prefix}{other}{inside}{other}"))
    return applied(source, edits) if edits else None


def into_a_class(source: str, draw: Draw) -> str | None:
    """The function becomes a static method of a fresh class."""
    function = ast.parse(source).body[0]
    name = getattr(function, "name", "")
    if "staticmethod" in source or count(function) < 1:
        return None
    if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function)):
        return None  # As a method it would not find itself.
    return f"class {words.title(draw.dice)}:\n{INDENT}@staticmethod\n{indented(source)}"


def _calls(source: str) -> Iterator[tuple[tokenize.TokenInfo, tokenize.TokenInfo]]:
    """The outermost brackets of calls in statements: the token that opens and the one that closes."""
    opened: list[tuple[tokenize.TokenInfo, bool]] = []
    before: tokenize.TokenInfo | None = None
    for token in tokens(source):
        if token.type == tokenize.OP and token.string in _OPENING:
            call = token.string == "(" and before is not None and before.string[-1:] not in ("", *"=,:")
            named = before is not None and (before.type == tokenize.NAME or before.string in (")", "]"))
            opened.append((token, call and named))
        elif token.type == tokenize.OP and token.string in _CLOSING:
            first, call = opened.pop()
            if call and not opened:
                yield first, token
        before = token


def _joined(inside: str) -> str:
    """Brackets on one line; as they were where a comment or a string of several lines stands in them."""
    found = [t for t in tokens(inside + "\n") if t.string and t.type not in (tokenize.NEWLINE,)]
    if any(t.type == tokenize.COMMENT or "\n" in t.string.strip("\n") for t in found):
        return inside
    rows = [row.strip() for row in inside.split("\n")]
    joined = rows[0]
    for row in rows[1:]:
        glued = joined[-1:] in tuple(_OPENING) or row[:1] in tuple(_CLOSING)
        if row[:1] in tuple(_CLOSING):
            joined = joined.removesuffix(",")
        joined += row if glued or not row else f" {row}"
    return joined


def _spread(inside: str, indent: str) -> str:
    """Brackets with one argument a line."""
    parts, depth, place = [], 0, 1
    for token in tokens(inside + "\n"):
        depth += (token.string in tuple(_OPENING)) - (token.string in tuple(_CLOSING))
        if token.string == "," and depth == 1:
            parts.append(inside[place : token.start[1]].strip())
            place = token.end[1]
    parts.append(inside[place:-1].strip())
    given = [part for part in parts if part]
    if len(given) < 2:
        return inside
    lines = "".join(f"{indent}{INDENT}{part},\n" for part in given)
    return f"(\n{lines}{indent})"


def _same(attempt: str, source: str) -> bool:
    try:
        return meaning(ast.parse(attempt)) == meaning(ast.parse(source))
    except SyntaxError:
        return False
