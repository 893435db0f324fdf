"""Every way in which a name travels."""

from collections.abc import Mapping

from tests.unit.imports.calls import DYNAMIC, TEXT
from tests.unit.imports.case import Case
from tests.unit.imports.names import REEXPORTS, STARS, UNRESOLVED
from tests.unit.imports.places import PLACES, TYPING
from tests.unit.imports.statements import ITSELF, RELATIVE, ROOTS, SPELLING, SUBMODULES

CASES: Mapping[str, Case] = {
    **SPELLING, **SUBMODULES, **RELATIVE, **ROOTS, **ITSELF,
    **TYPING, **PLACES,
    **DYNAMIC, **TEXT,
    **STARS, **REEXPORTS, **UNRESOLVED,
}  # fmt: skip
