"""The names of an import statement: taken out, changed in their place, put into another statement."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from ssot_lint.model import MovedImport

WIDTH = 88  # columns; more names than fit are written one a line

Node = cst.ImportAlias | cst.ImportStar
Gap = cst.BaseParenthesizableWhitespace
Imports = cst.Import | cst.ImportFrom


class Comments(NamedTuple):
    """The comments on lines of their own above a name, and the one on its line."""

    above: tuple[cst.Comment, ...] = ()
    beside: cst.Comment | None = None

    @property
    def has_any(self) -> bool:
        """Whether there are any."""
        return bool(self.above or self.beside)


class Alias(NamedTuple):
    """An imported name, and what is to become of it; `bound` is the name that it binds, "*" for a star."""

    node: Node
    bound: str
    change: MovedImport | None
    of_from: bool

    @classmethod
    def of(cls, statement: Imports, node: Node, change: MovedImport | None) -> "Alias":
        """A name of a statement."""
        bound = "*"
        if isinstance(node, cst.ImportAlias):
            bound = node.evaluated_alias or node.evaluated_name.partition(".")[0]
        return cls(node, bound, change, isinstance(statement, cst.ImportFrom))

    @property
    def stays(self) -> bool:
        """Whether it stays in its statement, changed perhaps."""
        return self.change is None or (not self.of_from and self.change.name is None)

    @property
    def wanted(self) -> tuple[str, str | None, str] | None:
        """Module, name and bound name as it is to be."""
        return (self.change.module, self.change.name, self.bound) if self.change else None


def dotted(name: str) -> cst.Attribute | cst.Name:
    """`a.b.c` as libcst has it."""
    first, *others = name.split(".")
    node: cst.Attribute | cst.Name = cst.Name(first)
    for other in others:
        node = cst.Attribute(node, cst.Name(other))
    return node


# ------------------------------------------------------------------------------------------- in place


def in_place(statement: Imports, aliases: Sequence[Alias]) -> Imports | None:
    """The statement with all its names changed where they stand; None where some must leave it."""
    if isinstance(statement, cst.Import):
        if not all(alias.stays for alias in aliases):
            return None
        return statement.with_changes(names=_as_written(statement, aliases))
    modules = {alias.change.module if alias.change and alias.change.name else None for alias in aliases}
    if len(modules) > 1 or None in modules:
        return None
    space = cst.SimpleWhitespace(" ")
    after, before = statement.whitespace_after_from, statement.whitespace_before_import
    changed = statement.with_changes(
        module=dotted(modules.pop() or ""),
        relative=(),
        whitespace_after_from=space if after.empty else after,
        whitespace_before_import=space if before.empty else before,
    )
    if isinstance(statement.names, cst.ImportStar):
        return changed
    return changed.with_changes(names=_as_written(statement, aliases))


def _as_written(statement: Imports, aliases: Sequence[Alias]) -> list[cst.ImportAlias]:
    """The names changed, each with the comma and the comments that it has in the statement."""
    assert not isinstance(statement.names, cst.ImportStar), "a star has no name"
    pairs = zip(aliases, statement.names, strict=True)
    return [_renamed(alias).with_changes(comma=node.comma) for alias, node in pairs]


def _renamed(alias: Alias) -> cst.ImportAlias:
    """A name as it is to be, with the comma and the comments after it."""
    node = alias.node
    assert isinstance(node, cst.ImportAlias), "a star has no name"
    if alias.change is None:
        return node
    name = alias.change.name or alias.change.module
    again = node.asname is not None and node.evaluated_name == node.evaluated_alias
    if alias.bound == name and not again:
        return node.with_changes(name=dotted(name), asname=None)
    if node.asname is not None:
        return node.with_changes(name=dotted(name))
    return node.with_changes(name=dotted(name), asname=_as(alias.bound))


def _as(bound: str) -> cst.AsName:
    space = cst.SimpleWhitespace(" ")
    return cst.AsName(cst.Name(bound), whitespace_before_as=space, whitespace_after_as=space)


# -------------------------------------------------------------------------------------------- taken out


def without(statement: Imports, leaving: Collection[int]) -> tuple[Imports | None, dict[int, Comments]]:
    """The statement without some of its names, None without all, and the comments of each by its number.

    Between each two names is a gap, in which line breaks and comments stand; a name that leaves makes
    one gap of two.
    """
    if isinstance(statement.names, cst.ImportStar):
        return None, {0: Comments()}
    names = list(statement.names)
    gaps = _gaps(statement)
    trailing = isinstance(names[-1].comma, cst.Comma)
    comments: dict[int, Comments] = {}
    for number in sorted(leaving, reverse=True):
        is_last = number == len(names) - 1
        comments[number] = _comments_of(gaps[number], gaps[number + 1])
        gaps[number : number + 2] = [_merged(gaps[number], gaps[number + 1], is_last)]
        del names[number]
    if not names:
        # what is told of the whole statement
        around = (*_comments_in(gaps[0]), *comments[0].above)
        return None, {**comments, 0: comments[0]._replace(above=around)}
    return _assembled(statement, names, gaps, trailing), comments


def _gaps(statement: Imports) -> list[Gap]:
    names = statement.names
    assert not isinstance(names, cst.ImportStar), "a star stands alone"
    has_parentheses = isinstance(statement, cst.ImportFrom) and statement.lpar is not None
    none = cst.SimpleWhitespace("")
    first: Gap = statement.lpar.whitespace_after if has_parentheses else none  # type: ignore[union-attr]
    last: Gap = statement.rpar.whitespace_before if has_parentheses else none  # type: ignore[union-attr]
    gaps = [each.comma.whitespace_after if isinstance(each.comma, cst.Comma) else last for each in names]
    return [first, *gaps]


def _merged(before: Gap, after: Gap, is_last: bool) -> Gap:
    """The gap that two become when the name between them leaves with its comments."""
    breaks_after = isinstance(after, cst.ParenthesizedWhitespace)
    if not isinstance(before, cst.ParenthesizedWhitespace):
        return after if breaks_after or is_last else before
    if not isinstance(after, cst.ParenthesizedWhitespace):
        return before
    blank = [line for line in before.empty_lines if line.comment is None]
    return before.with_changes(empty_lines=(*blank, *after.empty_lines), last_line=after.last_line)


def _comments_of(before: Gap, after: Gap) -> Comments:
    """The comments of a name that has a line of its own; on a line that it shares, they stay."""
    if isinstance(before, cst.ParenthesizedWhitespace) and isinstance(after, cst.ParenthesizedWhitespace):
        return Comments(tuple(_above(before)), after.first_line.comment)
    return Comments()


def _above(gap: cst.ParenthesizedWhitespace) -> list[cst.Comment]:
    return [line.comment for line in gap.empty_lines if line.comment is not None]


def _comments_in(gap: Gap) -> list[cst.Comment]:
    if not isinstance(gap, cst.ParenthesizedWhitespace):
        return []
    return [*([gap.first_line.comment] if gap.first_line.comment else []), *_above(gap)]


def _assembled(
    statement: Imports, names: Sequence[cst.ImportAlias], gaps: Sequence[Gap], trailing: bool
) -> Imports:
    joined = []
    for number, node in enumerate(names):
        comma = node.comma if isinstance(node.comma, cst.Comma) else cst.Comma()
        is_last = number == len(names) - 1
        joined.append(
            node.with_changes(
                comma=cst.MaybeSentinel.DEFAULT
                if is_last and not trailing
                else comma.with_changes(whitespace_after=gaps[number + 1])
            )
        )
    changed = statement.with_changes(names=joined)
    if isinstance(changed, cst.ImportFrom) and changed.lpar and changed.rpar:
        changed = changed.with_changes(lpar=changed.lpar.with_changes(whitespace_after=gaps[0]))
        if not trailing:
            assert changed.rpar is not None, "there are two parentheses or none"
            changed = changed.with_changes(rpar=changed.rpar.with_changes(whitespace_before=gaps[-1]))
    return changed


# ---------------------------------------------------------------------------------------- new statements


def new_statements(moved: Iterable[tuple[Alias, Comments]]) -> Iterator[tuple[Imports, Comments]]:
    """Statements that import the names from where they are to come from, one a module."""
    groups: dict[str, list[tuple[Alias, Comments]]] = {}
    for alias, comments in moved:
        assert alias.change is not None, "only what moves is given"
        if alias.change.name is not None:
            groups.setdefault(alias.change.module, []).append((alias, comments))
        else:
            node = cst.ImportAlias(dotted(alias.change.module))
            if alias.bound != alias.change.module:
                node = node.with_changes(asname=_as(alias.bound))
            yield cst.Import([node]), comments
    for module, members in groups.items():
        yield _from(module, members)


def _from(module: str, members: Sequence[tuple[Alias, Comments]]) -> tuple[Imports, Comments]:
    plain = cst.MaybeSentinel.DEFAULT
    names = [_renamed(alias).with_changes(comma=plain) for alias, _ in members]
    statement = cst.ImportFrom(dotted(module), names)
    if len(members) == 1:
        return statement, members[0][1]
    above = tuple(comment for _, comments in members for comment in comments.above)
    beside = [comments.beside for _, comments in members]
    if not any(beside) and len(cst.Module([]).code_for_node(statement)) <= WIDTH:
        return statement, Comments(above)
    breaks = [_line_break(comment, "    ") for comment in beside[:-1]]
    breaks.append(_line_break(beside[-1], ""))
    listed = [
        name.with_changes(comma=cst.Comma(whitespace_after=line_break))
        for name, line_break in zip(names, breaks, strict=True)
    ]
    opening = cst.LeftParen(whitespace_after=_line_break(None, "    "))
    return statement.with_changes(names=listed, lpar=opening, rpar=cst.RightParen()), Comments(above)


def _line_break(comment: cst.Comment | None, indent: str) -> cst.ParenthesizedWhitespace:
    line = cst.TrailingWhitespace(whitespace=cst.SimpleWhitespace("  " if comment else ""), comment=comment)
    return cst.ParenthesizedWhitespace(first_line=line, indent=True, last_line=cst.SimpleWhitespace(indent))
