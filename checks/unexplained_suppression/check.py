"""A waiver that gives no reason, or whose time is over. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import Accepted, Finding, Place, WaiverUse, check


@check(code="SST005", severity="error", scope="waivers")
def unexplained_suppression(accepted: Accepted) -> Iterator[Finding]:
    """A waiver that gives no reason, is malformed, or past its date."""
    for use in accepted.uses:
        for message in _faults(use):
            yield Finding(
                place=Place(use.file.path, use.waiver.span, use.file.module or ""),
                message=message,
                subject=", ".join(use.waiver.codes),
            )


def _faults(use: WaiverUse) -> Iterator[str]:
    waiver = use.waiver
    if waiver.error:
        yield f"malformed waiver, which waives nothing: {waiver.error}"
        return
    names = ", ".join(waiver.codes)
    if not waiver.reason:
        yield f"this waiver of {names} gives no reason; add it after --"
    if use.expired is None:
        yield f"until={waiver.until} is no date, so that {names} is not waived; write it as 2027-01-31"
    elif use.expired:
        yield f"this waiver of {names} was good until {waiver.until}; repair what it waived, and remove it"
