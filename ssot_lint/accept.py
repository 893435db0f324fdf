"""Holds what was found against the baseline: what it accepts, and which of its entries are stale."""

import dataclasses
from collections.abc import Collection, Iterator, Sequence

from ssot_lint.api import Accepted, StaleEntry
from ssot_lint.baseline import Baseline, Entry, Scope, accepted, defining, hold
from ssot_lint.index import Index
from ssot_lint.judge import Judgement, judge_waivers, settle
from ssot_lint.model import BaselineUse, File, Finding, Place, Span
from ssot_lint.options import Options
from ssot_lint.plan import Plan, within


def scope_of(
    plan: Plan, judged: Collection[str], files: Sequence[File], findings: Sequence[Finding] = ()
) -> Scope:
    """What an analysis of files can tell of a baseline; `judged` are the rules that ran to the end."""
    rules = plan.registry.by_code
    return Scope(
        codes=frozenset(code for code in judged if not rules[code].locked),
        paths=frozenset(file.path for file in files),
        unread=frozenset(file.path for file in files if file.facts.problem),
        obscured=_obscured(plan, files, findings),
        defines=defining(files),
    )


def _obscured(plan: Plan, files: Sequence[File], findings: Sequence[Finding]) -> str:
    """Why findings of other files may not be found though they are there, "" if they all are.

    What does not parse may be what they lead to, and so may what is not on disk; a rule whose policy names
    what there is not looks for something else.
    """
    unread = [file.path for file in files if file.facts.problem and not file.source.is_stub]
    if unread:
        more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
        return f"{unread[0]}{more} cannot be parsed or read (`exclude` leaves out what never can)"
    if plan.discovery.not_analysed.get("absent"):
        return "a sparse checkout leaves sources out"
    if any(finding.code == "SST003" and finding.suppressed is None for finding in findings):
        return "the policy names what there is not (SST003)"
    return ""


def accept(
    plan: Plan, options: Options, baseline: Baseline, found: Judgement, index: Index, files: Sequence[File]
) -> tuple[Judgement, BaselineUse]:
    """What was found, with what the baseline accepts marked and what is stale in it told.

    An analysis that is incomplete, or may have missed something, finds nothing stale.
    """
    scope = scope_of(plan, found.judged, files, found.findings)
    match = hold(baseline.entries, found.findings, scope)
    gone = () if found.incomplete else reported(match.gone, plan, options, files)
    of_stale = judge_waivers(plan.checks, Accepted(stale=tuple(_stale(baseline, gone))), index, plan.policy)
    findings = accepted(found.findings, match)
    judgement = dataclasses.replace(
        found,
        findings=settle([*findings, *of_stale.findings]),
        incomplete=(*found.incomplete, *of_stale.incomplete),
    )
    return judgement, BaselineUse(baseline.path, len(match.known), sum(entry.count for entry in gone))


def accepted_of(
    plan: Plan, findings: Sequence[Finding], judged: Collection[str], files: Sequence[File]
) -> tuple[Finding, ...]:
    """Some findings, with what the baseline accepts marked; `files` are all that are analysed."""
    entries = plan.baseline.entries if plan.baseline else ()
    return tuple(accepted(findings, hold(entries, findings, scope_of(plan, judged, files))))


def reported(gone: Sequence[Entry], plan: Plan, options: Options, files: Sequence[File]) -> tuple[Entry, ...]:
    """The entries whose findings would be in the report."""
    categories = {file.path: file.category for file in files} if options.categories else {}
    return tuple(
        entry
        for entry in gone
        if within(entry.path, plan.limits)
        and (not options.categories or categories.get(entry.path) in options.categories)
    )


def _stale(baseline: Baseline, gone: Sequence[Entry]) -> Iterator[StaleEntry]:
    counts = {(entry.identity, entry.home): entry.count for entry in baseline.entries}
    for entry in gone:
        line = baseline.line(entry)
        yield StaleEntry(
            place=Place(baseline.path, Span(line, 1, line, 1), entry.symbol),
            code=entry.code,
            path=entry.path,
            subject=entry.subject,
            accepted=counts[entry.identity, entry.home],
            missing=entry.count,
        )
