"""A waiver that waives nothing. The specification is README.md, beside this file."""

from collections.abc import Iterator, Sequence

from ssot_lint.api import Finding, Place, WaiverUse, check


@check(code="SST004", severity="warning", scope="waivers")
def unused_suppression(uses: Sequence[WaiverUse]) -> Iterator[Finding]:
    """A waiver that waives nothing, or names what no rule is."""
    for use in uses:
        place = Place(use.file.path, use.waiver.span, use.file.module or "")
        if use.unknown:
            names = ", ".join(use.unknown)
            yield Finding(
                place=place,
                message=f"this waiver names {names}, which no rule has that can be waived; remove it",
                subject=names,
            )
        if use.unused:
            names = ", ".join(use.unused)
            rest = f"; remove {names} from it" if use.used else "; remove it"
            yield Finding(place=place, message=f"this waiver waives no {names}{rest}", subject=names)
