"""Which functions are tests: what pytest and unittest collect."""

from collections.abc import Iterator

from ssot_lint.api import Definition, File

from .family import Families, is_collected_file

_NO_TEST = ("fixture", "property", "cached_property", "contextmanager", "asynccontextmanager", "setter",
            "overload", "nottest", "hookimpl", "classproperty", "hybrid_property")  # fmt: skip


def collected(families: Families, file: File) -> Iterator[tuple[Definition, Definition | None]]:
    """The tests of a file, methods with their class."""
    facts = file.facts
    named = [d for d in facts.definitions if d.kind != "class" and d.name.startswith("test")]
    if not named or any(b.name == "__test__" and b.scope == 0 for b in facts.bindings):
        return
    classes = {d.body: d for d in facts.definitions if d.kind == "class"}
    collects: dict[int, bool] = {}
    is_module = is_collected_file(file)
    is_of_pytest = _is_of_pytest(families, file)
    for test in named:
        if any(name.rpartition(".")[2] in _NO_TEST for name in test.decorators):
            continue
        owner = classes.get(test.scope)
        if owner is None:
            if test.scope == 0 and is_module and (is_of_pytest or not test.signature):
                yield test, None
            continue
        if owner.body not in collects:
            collects[owner.body] = families.is_collected(file, owner)
        if collects[owner.body]:
            yield test, owner


def _is_of_pytest(families: Families, file: File) -> bool:
    """Whether functions surely are tests, too: unittest takes the methods of its classes alone."""
    if any(statement.module.partition(".")[0] == "pytest" for statement in file.facts.imports):
        return True
    return not any(d.kind == "class" and families.is_unittest(file, d) for d in file.facts.definitions)


def never_run(file: File) -> Iterator[tuple[Definition, Definition]]:
    """The tests inside functions that nothing calls, each with the function."""
    if not is_collected_file(file):
        return
    functions = {d.body: d for d in file.facts.definitions if d.kind != "class"}
    for number in file.facts.idle:
        definition = file.facts.definitions[number]
        around = functions.get(definition.scope)
        if around is not None and definition.kind != "class" and definition.name.startswith("test"):
            yield definition, around
