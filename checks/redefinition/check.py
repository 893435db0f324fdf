"""A name that is defined twice in one scope. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import Definition, File, Finding, Index, Place, Related, Span, check


@check(code="SST106", severity="error", scope="file")
def redefinition(file: File, index: Index) -> Iterator[Finding]:
    """A function or class that is defined again, so that the earlier definition is lost."""
    again = [definition for definition in file.facts.definitions if definition.redefines]
    if again:
        known = {(d.scope, d.name, d.line): d for d in file.facts.definitions}
        for definition in again:
            earlier = known.get((definition.scope, definition.name, definition.redefines))
            yield _finding(file, index, definition, earlier)


def _finding(file: File, index: Index, definition: Definition, earlier: Definition | None) -> Finding:
    line = definition.redefines
    word, span = ("import", Span(line, 1, line, 1)) if earlier is None else ("definition", earlier.name_span)
    place = index.definition_place(file, definition)
    return Finding(
        place=place,
        message=f"{definition.qualified_name} is defined again; the {word} on line {line} is lost",
        subject=place.symbol,
        hint="keep the one that is meant, or give them different names",
        related=(Related(Place(file.path, span, place.symbol), f"the lost {word}"),),
    )
