"""A waiver that waives nothing. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import Accepted, Finding, Fix, Place, RemovedWaiver, StaleEntry, WaiverUse, check


@check(code="SST004", severity="warning", scope="waivers")
def unused_suppression(accepted: Accepted) -> Iterator[Finding]:
    """A waiver that waives nothing, or names what no rule is; an entry of the baseline that is stale."""
    for use in accepted.uses:
        yield from _of_waiver(use)
    for entry in accepted.stale:
        yield _of_baseline(entry)


def _of_waiver(use: WaiverUse) -> Iterator[Finding]:
    place = Place(use.file.path, use.waiver.span, use.file.module or "")
    if use.unknown:
        names = ", ".join(use.unknown)
        # one that names nothing else may be mistyped, and its reason good
        stays = len(use.unknown) < len(use.waiver.codes)
        yield Finding(
            place=place,
            message=f"this waiver names {names}, which no rule has that can be waived; mend or remove it",
            subject=names,
            fix=_removal(use, use.unknown) if stays else None,
        )
    if use.unused:
        names = ", ".join(use.unused)
        rest = f"; remove {names} from it" if use.used else "; remove it"
        yield Finding(
            place=place,
            message=f"this waiver waives no {names}{rest}",
            subject=names,
            fix=_removal(use, use.unused),
        )


def _removal(use: WaiverUse, codes: tuple[str, ...]) -> Fix:
    waiver = use.waiver
    return Fix(
        f"take {', '.join(codes)} from the waiver", True, RemovedWaiver(waiver.line, waiver.column, codes)
    )


def _of_baseline(entry: StaleEntry) -> Finding:
    where = f"{entry.code} of {entry.place.symbol or entry.path}"
    found = entry.accepted - entry.missing
    told = f"accepted {_times(entry.accepted)} but found {_times(found)}" if found else "accepted but gone"
    return Finding(
        place=entry.place,
        message=f"{where} is {told}; run ssot-lint baseline prune",
        subject=f"{entry.code} {entry.path} {entry.subject}",
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
