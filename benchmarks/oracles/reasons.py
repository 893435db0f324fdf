"""Why another tool says otherwise: an error or a limit of its own, or what ssot-lint does on purpose."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Literal

from benchmarks.oracles.answers import AT_RUN_TIME, UNKNOWN, Answer
from benchmarks.oracles.compare import Compared
from ssot_lint.index import Edge, Index
from ssot_lint.model import DYNAMIC, Binding, Import
from tests.unit.imports.calls import DYNAMIC as CALLS

Whose = Literal["wrong", "other"]
"""Its answer is not what Python does, or it is as good as ours and another choice."""


@dataclass(frozen=True)
class Reason:
    """Why tools differ from ssot-lint in some cases of the tests."""

    whose: Whose
    text: str
    cases: Mapping[str, tuple[str, ...]]  # tool -> the cases

    def explains(self, tool: str, case: str) -> bool:
        """Whether it is for a tool's answer to a case."""
        return case in self.cases.get(tool, ())


def _both(*cases: str) -> Mapping[str, tuple[str, ...]]:
    return {"grimp": cases, "ruff": cases}


_BOUND_FIRST = ("an attribute before the submodule", "an imported name before the submodule")
_ENCODED = ("shift_jis", "latin-1")
_BEYOND_PLAIN = (
    "TYPE_CHECKING under another name",
    "TYPE_CHECKING assigned to another name",
    "TYPE_CHECKING joined with and",
    "and, TYPE_CHECKING last",
    "TYPE_CHECKING negated",
    "TYPE_CHECKING negated twice",
    "a negated and",
    "negated TYPE_CHECKING joined with or",
    "if False",
    "if True",
)

REASONS = (
    Reason(
        "wrong",
        "`from p import x` is taken for the submodule `p.x`, though `p/__init__.py` binds `x`, which wins",
        {"grimp": _BOUND_FIRST, "ruff": _BOUND_FIRST, "griffe": _BOUND_FIRST},
    ),
    Reason(
        "wrong",
        "imports by `import_module` and `__import__` are not seen",
        _both(*CALLS, "a module-level __import__ of a star is none"),
    ),
    Reason(
        "wrong",
        "of the tests that only type checkers pass, the plain ones alone are known: none with `and`, `or`,"
        " `not`, a constant or a name of its own for `TYPE_CHECKING`",
        {
            "grimp": _BEYOND_PLAIN,
            "ruff": (*_BEYOND_PLAIN, "TYPE_CHECKING of a renamed module", "TYPE_CHECKING in an elif"),
        },
    ),
    Reason(
        "wrong",
        "a source in another encoding than UTF-8 is not read",
        {"ruff": _ENCODED, "griffe": _ENCODED},
    ),
    Reason(
        "wrong",
        "a folder without `__init__.py` inside a package is not looked into",
        dict.fromkeys(("grimp", "griffe"), ("a folder without __init__ in a package",)),
    ),
    Reason("wrong", "dots beyond the top-level package are dropped", {"griffe": ("one dot too many",)}),
    Reason(
        "other",
        "an import of what does not exist is an edge to its parent; with us it is no edge, but unresolved",
        {
            "grimp": (
                "a module that is missing",
                "a name that is missing",
                "a private name through a star",
                "a name that __all__ leaves out",
                "a module-level __import__ of a star is none",
            ),
            "ruff": (
                "a name that is missing",
                "a private name through a star",
                "a name that __all__ leaves out",
                "a module-level __import__ of a star is none",
            ),
        },
    ),
    Reason(
        "other",
        "a stub is imported along with its source; with us an edge leads to what runs",
        {"ruff": ("a source beside its stub",)},
    ),
    Reason(
        "other",
        "the graph is one of packages: a top-level module is not in it",
        {"grimp": ("a module that each root has",)},
    ),
    Reason(
        "other",
        "an assigned name (`C = p.x.A`) is a value of its own; we follow it to the definition",
        {
            "griffe": (
                "a star with __all__",
                "a submodule that __all__ names",
                "a re-exported module",
                "an assigned name",
                "attributes after a plain import",
                "attributes after an import of a submodule",
            )
        },
    ),
)


# ------------------------------------------------------------------------------------ a real project


@dataclass(frozen=True)
class Pattern:
    """Why a tool differs in what is asked: the name of a file, or an edge; `holds` is given both answers."""

    whose: Whose
    text: str
    holds: Callable[[Index, str, str, str], bool]


def _statements(index: Index, dotted: str) -> list[Import | Binding]:
    """What binds a name of a module, definitions left out."""
    module, _, name = dotted.rpartition(".")
    file = index.module(module)
    if file is None:
        return []
    imports = [s for s in file.facts.imports if s.scope == 0 and s.bound == name]
    return [*imports, *(s for s in file.facts.bindings if s.scope == 0 and s.name == name)]


def _is_bound_first(index: Index, asked: str, ours: str, theirs: str) -> bool:
    kind, _, module = theirs.partition(" ")
    return kind == "module" and ours != theirs and bool(_statements(index, module))


def _is_unpacked(index: Index, asked: str, ours: str, theirs: str) -> bool:
    found = _statements(index, ours)
    return theirs == UNKNOWN and any(isinstance(s, Binding) and s.target is None for s in found)


def _is_assigned(index: Index, asked: str, ours: str, theirs: str) -> bool:
    return any(isinstance(s, Binding) and s.target for s in _statements(index, theirs))


def _is_rebound(index: Index, asked: str, ours: str, theirs: str) -> bool:
    return {type(s) for s in _statements(index, theirs)} == {Import, Binding}


def _edges(index: Index, asked: str) -> list[Edge]:
    """The imports that make an edge, or that would."""
    importer, _, imported = asked.removesuffix(AT_RUN_TIME).partition(" -> ")
    file = index.file(importer)
    return [e for e in index.edges(file) if e.file is not None and e.file.path == imported] if file else []


def _is_called(index: Index, asked: str, ours: str, theirs: str) -> bool:
    return bool(ours) and all(edge.statement.tags & DYNAMIC for edge in _edges(index, asked))


def _is_in_a_keyword(index: Index, asked: str, ours: str, theirs: str) -> bool:
    folders = asked.partition(" -> ")[0].split("/")[:-1]
    return bool(ours) and any(map(iskeyword, folders))


def _is_unresolved(index: Index, asked: str, ours: str, theirs: str) -> bool:
    found = _edges(index, asked)
    return bool(theirs and found) and all(edge.origin.kind == "missing" for edge in found)


PATTERNS: Mapping[str, tuple[Pattern, ...]] = {
    "grimp": (),
    "ruff": (
        Pattern("wrong", "imports by `import_module` and `__import__` are not seen", _is_called),
        Pattern("wrong", "relative imports in a folder named like a keyword (`async`)", _is_in_a_keyword),
        Pattern("other", "an import of what does not exist is an edge to its parent", _is_unresolved),
    ),
    "griffe": (
        Pattern("wrong", "the submodule is taken, though the package binds the name", _is_bound_first),
        Pattern("wrong", "names that are assigned as a tuple (`A, B = 1, 2`) are not seen", _is_unpacked),
        Pattern("other", "an assigned name is a value of its own; we follow it", _is_assigned),
        Pattern(
            "other",
            "an imported name that is rebound (`f = partial(f)`) is the new value; we stay with what was"
            " imported, which is what the uses before it mean",
            _is_rebound,
        ),
    ),
}


def of_case(tool: str, case: str) -> Reason | None:
    """Why a tool differs in a case; None where nothing explains it."""
    return next((reason for reason in REASONS if reason.explains(tool, case)), None)


def of_project(index: Index, tool: str, found: Compared) -> Iterator[tuple[str, Pattern | None]]:
    """Each difference of a tool on a project, in a line, and why."""
    ours, theirs = (_answered(lines) for lines in (found.lacks, found.extra))
    for asked in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(asked, ""), theirs.get(asked, "")
        pattern = next((p for p in PATTERNS[tool] if p.holds(index, asked, one, other)), None)
        yield f"{asked}: {one or 'nothing'}, by {tool} {other or 'nothing'}", pattern


def _answered(lines: Answer) -> dict[str, str]:
    """What is asked -> the answer, which for an edge is that there is one."""
    parts = (line.partition(" = ") for line in lines)
    return {asked: answer or "an edge" for asked, _, answer in parts}
