"""Whatever the modules, imports and contract: the converted one has the verdict of import-linter."""

from collections.abc import Iterable
from typing import Any

import grimp
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from importlinter import configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.protected import ProtectedContract

from checks.forbidden_import.check import Boundaries, forbidden_import
from ssot_lint.policy.import_linter import converted
from ssot_lint.policy.import_linter.read import Config, Table
from tests.unit.indexed import index_of

configuration.configure()

PACKAGES = ["p", "p.a", "p.a.c", "p.b", "p.b.c", "q"]
MODULES = [*PACKAGES, "p.a.x", "p.a.c.x", "p.b.x", "p.b.c.x", "p.free", "p.util", "q.x", "q.y"]
EXPRESSIONS = [*MODULES, "p.*", "p.*.c", "p.*.*", "p.a.*", "p.a.**", "p.**", "p.**.x", "*.x", "q.*"]
KINDS: dict[str, tuple[Any, list[str]]] = {
    "forbidden": (ForbiddenContract, ["source_modules", "forbidden_modules"]),
    "protected": (ProtectedContract, ["protected_modules", "allowed_importers"]),
    "independence": (IndependenceContract, ["modules"]),
}
SESSION = {"root_packages": ["p", "q"]}

Imports = set[tuple[str, str]]


@st.composite
def contracts(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(KINDS)))
    expression = st.sampled_from(EXPRESSIONS)
    options: dict[str, Any] = {"name": "c", "type": kind}
    for name in KINDS[kind][1]:
        options[name] = draw(st.lists(expression, min_size=1, max_size=3, unique=True))
    if kind != "independence":
        options["as_packages"] = draw(st.sampled_from(["True", "False"]))
    if kind == "forbidden":
        options["allow_indirect_imports"] = draw(st.sampled_from(["True", "False"]))
    ignored = draw(st.lists(st.tuples(expression, expression), max_size=2))
    options["ignore_imports"] = [f"{importer} -> {imported}" for importer, imported in ignored]
    return options | {"unmatched_ignore_imports_alerting": "none"}


IMPORTS = st.sets(st.tuples(st.sampled_from(MODULES), st.sampled_from(MODULES)), max_size=14)


@given(imports=IMPORTS, options=contracts())
@example(  # a name as written is a part of its own, without what lies below it
    imports={("p.a.c.x", "p"), ("p", "p.a.c")},
    options={
        "name": "c",
        "type": "forbidden",
        "source_modules": ["p.a", "p.a.c", "p.a.**"],
        "forbidden_modules": ["p.*.c"],
        "as_packages": "False",
        "allow_indirect_imports": "False",
    },
)
@settings(max_examples=200, deadline=None)
def test_the_verdict_is_the_same(imports: Imports, options: dict[str, Any]) -> None:
    found = converted(Config("it", Table("it", SESSION), (Table("c", options),)))
    assume(not found.gaps)
    kept = verdict_of_import_linter(imports, options)
    assume(kept is not None)
    section = Boundaries.model_validate(
        {"boundaries": found.boundaries, "layers": found.layers}, by_alias=True
    )
    crossed = list(forbidden_import.run(index(imports), section))
    assert kept is (not crossed), found


def verdict_of_import_linter(imports: Iterable[tuple[str, str]], options: dict[str, Any]) -> bool | None:
    """Whether the contract is kept; None where it is refused."""
    graph = grimp.ImportGraph()
    for module in MODULES:
        graph.add_module(module)
    for importer, imported in imports:
        if importer != imported:
            graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="")
    contract = KINDS[options["type"]][0](name="c", session_options=SESSION, contract_options=options)
    try:
        return bool(contract.check(graph, verbose=False).kept)
    except ValueError:
        return None


def index(imports: Imports) -> Any:
    texts = {}
    for module in MODULES:
        lines = (f"import {imported}\n" for importer, imported in sorted(imports) if importer == module)
        name = module.replace(".", "/")
        texts[f"{name}/__init__.py" if module in PACKAGES else f"{name}.py"] = "".join(lines)
    return index_of(texts)
