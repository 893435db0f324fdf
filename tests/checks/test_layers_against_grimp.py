"""Whatever the modules, imports and order: the pairs of layers that grimp finds illegal are ours."""

from collections.abc import Iterable

import grimp
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.forbidden_import.layers import Layers, breaches
from tests.unit.indexed import index_of

PACKAGES = ("a", "b", "c", "d", "e")
LAYERED = [f"{container}.{package}" for container in ("p", "q") for package in PACKAGES]
MODULES = [*(f"{package}.{leaf}" for package in LAYERED for leaf in ("x", "y")), "p.free", "q.free", "u", "v"]

Row = tuple[list[str], bool, bool]
"""The packages side by side, whether they are independent, whether they are closed."""


@st.composite
def orders(draw: st.DrawFn) -> list[Row]:
    names = draw(st.permutations(PACKAGES))[: draw(st.integers(1, len(PACKAGES)))]
    rows: list[Row] = []
    while names:
        size = draw(st.integers(1, len(names)))
        rows.append((list(names[:size]), size == 1 or draw(st.booleans()), draw(st.booleans())))
        names = names[size:]
    return rows


IMPORTS = st.sets(st.tuples(st.sampled_from(MODULES), st.sampled_from(MODULES)), max_size=40)


@given(imports=IMPORTS, rows=orders(), containers=st.sampled_from([["p"], ["p", "q"], []]))
@settings(max_examples=150, deadline=None)
def test_the_same_layers_reach_what_they_must_not(
    imports: set[tuple[str, str]], rows: list[Row], containers: list[str]
) -> None:
    prefix = "" if containers else "p."
    order = [
        (" | " if independent else " : ").join(f"{prefix}{n}" for n in names)
        for names, independent, _ in rows
    ]
    closed = [f"{prefix}{names[0]}" for names, _, is_closed in rows if is_closed]
    layers = Layers.model_validate(
        {"name": "o", "order": order, "closed": closed, "containers": containers}, by_alias=True
    )
    ours = reached(imports, layers)
    wanted = [
        grimp.Layer(*(f"{prefix}{name}" for name in names), independent=independent, closed=is_closed)
        for names, independent, is_closed in rows
    ]
    theirs = graph_of(imports).find_illegal_dependencies_for_layers(layers=wanted, containers=set(containers))
    assert {(layer(importer), layer(end)) for importer, end in ours} == {
        (dependency.importer, dependency.imported) for dependency in theirs
    }
    # Where it finds one chain, it looks for none that shares an import with it; we look in each file.
    heads = {(head, each.imported) for each in theirs for route in each.routes for head in route.heads}
    assert heads <= {(importer, layer(end)) for importer, end in ours}


def layer(module: str) -> str:
    return ".".join(module.split(".")[:2])


def reached(imports: Iterable[tuple[str, str]], layers: Layers) -> set[tuple[str, str]]:
    """The importer and the last module of each chain that we report."""
    texts = dict.fromkeys(("p/__init__.py", "q/__init__.py"), "")
    for module in MODULES:
        lines = (f"import {imported}\n" for importer, imported in sorted(imports) if importer == module)
        texts[module.replace(".", "/") + ".py"] = "".join(lines)
    index = index_of(texts | {f"{package.replace('.', '/')}/__init__.py": "" for package in LAYERED})
    found = breaches(index, layers, list(index.files))
    return {(each.place.symbol, each.subject.partition(":")[2]) for each in found}


def graph_of(imports: Iterable[tuple[str, str]]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in [*MODULES, *LAYERED, "p", "q"]:
        graph.add_module(module)
    for importer, imported in imports:
        if importer != imported:
            graph.add_import(importer=importer, imported=imported)
    return graph
