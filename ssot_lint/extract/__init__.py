"""Source bytes to facts: pure, one pass over the tree, the same facts for the same bytes."""

from ssot_lint.extract.columns import (
    call_columns,
    fingerprints,
    idle_definitions,
    pack,
    result_columns,
    statement_lines,
    use_columns,
    write_columns,
)
from ssot_lint.extract.imports import literal_imports
from ssot_lint.extract.literals import literals_of
from ssot_lint.extract.parse import decode, parse
from ssot_lint.extract.statements import walk_module
from ssot_lint.extract.waivers import waivers
from ssot_lint.extract.walk import Walk, dotted
from ssot_lint.extract.wanted import wanted
from ssot_lint.model import Binding, Facts, Literals, Problem, Sought

__all__ = ["extract", "extract_with_literals"]


def extract(source: bytes) -> Facts:
    """What a source says; where it cannot be parsed, `Facts.problem` says why and where."""
    return _extract(source, None)[0]


def extract_with_literals(source: bytes, sought: Sought) -> tuple[Facts, Literals]:
    """What a source says, and the strings in it that are sought."""
    return _extract(source, sought)


def _extract(source: bytes, sought: Sought | None) -> tuple[Facts, Literals]:
    text = decode(source)
    lines = source.count(b"\n") + (not source.endswith(b"\n") and bool(source))
    if isinstance(text, Problem):
        return Facts(lines, problem=text), Literals()
    tree = parse(text)
    if isinstance(tree, Problem):
        return Facts(lines, problem=tree, waivers=waivers(text, (), ())), Literals()
    walk = walk_module(text, tree, [] if sought else None)
    literal_imports(walk)
    calls = call_columns(walk)
    uses, results, writes = use_columns(walk), result_columns(walk), write_columns(walk)
    exact, semi, definitions = fingerprints(walk, tree)
    spans = statement_lines(walk)
    facts = Facts(
        lines=lines,
        strings=tuple(walk.strings),
        scopes=tuple(walk.scopes.records),
        imports=tuple(walk.imports),
        bindings=(*walk.bindings, *_aliases(walk)),
        definitions=definitions,
        exports=None if walk.exports is None else tuple(walk.exports),
        open_exports=walk.open_exports,
        assigned=_assigned(walk),
        dynamic=walk.dynamic,
        calls=calls,
        uses=uses,
        results=results,
        writes=writes,
        assertions=pack(walk.assertions),
        idle=idle_definitions(walk),
        statement_lines=pack(spans),
        exact=exact,
        semi=semi,
        waivers=waivers(text, definitions, zip(spans[::2], spans[1::2], strict=True)),
    )
    return facts, literals_of(walk, tree, wanted(sought)) if sought else Literals()


def _assigned(walk: Walk) -> tuple[str, ...]:
    """Attributes that are set on what the source imports."""
    scopes = walk.scopes
    names = set()
    for target, how, scope in walk.writes:
        if how != "=":
            continue
        root = dotted(target).partition(".")[0]
        if root and root in scopes.imported.get(scopes.binder(scope, root), ()):
            names.add(target.attr)
    return tuple(sorted(names))


def _aliases(walk: Walk) -> list[Binding]:
    """Aliases in functions, where nothing else in that function binds the name.

    What is read off an object of the function itself (`x = self.y`) is no alias of a thing that
    the project defines.
    """
    scopes = walk.scopes
    found = []
    for scope, name, target, annotation, declared, tags, node in walk.local_aliases:
        root = target.partition(".")[0]
        binder = scopes.binder(scope, root)
        foreign = binder < 0 or root in scopes.known.get(binder, ())
        if foreign and scopes.bound[scope].get(name) == 1:
            found.append(Binding(name, scope, target, annotation, declared, "", tags, *walk.where(node)))
    return found
