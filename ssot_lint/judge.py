"""Runs the checks over the index and stamps on what they find all that checks do not know."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from ssot_lint.api import Accepted, Check, DuplicatesSection, Run, Undecided
from ssot_lint.index import Index
from ssot_lint.model import File, Finding, RuleOff, Severity, Sought, fingerprint
from ssot_lint.policy import Policy


@dataclass(frozen=True)
class Judgement:
    """What the checks say. `judged` are the codes that ran to the end, `incomplete` tells of the others."""

    findings: tuple[Finding, ...]
    undecided: dict[str, tuple[Undecided, ...]]
    judged: frozenset[str]
    incomplete: tuple[str, ...]

    def with_(self, other: "Judgement") -> "Judgement":
        """This, and what other checks say."""
        return Judgement(
            findings=self.findings + other.findings,
            undecided=self.undecided | other.undecided,
            judged=self.judged | other.judged,
            incomplete=self.incomplete + other.incomplete,
        )


Outcome = TypeVar("Outcome")
Step = TypeVar("Step")
Judging = Generator[Judgement | None, None, Judgement]
"""Steps that lead to a judgement; between them it may be given up. Some tell what the first checks say."""


def split_off(
    checks: Iterable[Check], policy: Policy, selected: frozenset[str]
) -> tuple[list[Check], list[RuleOff]]:
    """The checks that are to run, and the others with the reason why not. Locked ones always run."""
    running: list[Check] = []
    off: list[RuleOff] = []
    for check in checks:
        reason = None if check.locked else _why_off(check, policy, selected)
        if reason is None:
            running.append(check)
        else:
            off.append(RuleOff(check.code, reason))
    return running, off


def _why_off(check: Check, policy: Policy, selected: frozenset[str]) -> str | None:
    if check.code not in selected:
        return "not selected"
    if policy.is_off(check):
        return f"turned off in {policy.path}"
    section = policy.section(check)
    return section.off() if section else None


def sought_of(running: Iterable[Check], checks: Iterable[Check], policy: Policy) -> Sought | None:
    """The strings that must be known for the checks that are to run, None where there are none.

    Where some are, it is all that the policy asks for: what is kept then serves runs of other rules too.
    """
    if not any(_seeks(check, policy) for check in running):
        return None
    return Sought.union(_seeks(check, policy) for check in checks if not policy.is_off(check))


def _seeks(check: Check, policy: Policy) -> Sought:
    section = policy.section(check)
    return section.seeks() if section else Sought()


def judge(checks: Sequence[Check], index: Index, policy: Policy) -> Judgement:
    """Run the checks of files and of the project; stubs are not judged."""
    return finished(judging(checks, index, policy))


def judging(checks: Sequence[Check], index: Index, policy: Policy) -> Judging:
    """The same in steps, none of them longer than one check, what takes longest at the end.

    What can be found in one file alone comes last of all: who waits for a file has asked for that already.
    """
    judgement: Judgement | None = None
    for stage in (_PLAIN, _COPIES, _OF_FILES):
        yield judgement
        own = [check for check in checks if check.scope != "waivers" and _stage(check) == stage]
        found = yield from _judging(own, _calls(own, index.files, index, policy), index, policy)
        judgement = judgement.with_(found) if judgement else found
    assert judgement is not None, "there are stages"
    return judgement


_PLAIN, _COPIES, _OF_FILES = range(3)


def _stage(check: Check) -> int:
    if check.in_file is not None:
        return _OF_FILES
    return _COPIES if check.section is DuplicatesSection else _PLAIN


def is_of_files(check: Check) -> bool:
    """Whether a check can find what there is in one file without looking at all others."""
    return check.scope == "file" or check.in_file is not None


def judge_files(checks: Sequence[Check], files: Sequence[File], index: Index, policy: Policy) -> Judgement:
    """What the checks find in some files that can do so without looking at all others."""
    own = [check for check in checks if is_of_files(check)]
    calls = (call for check in own for call in _in_files(check, files, index, policy))
    return finished(_judging(own, calls, index, policy))


def judge_waivers(checks: Sequence[Check], accepted: Accepted, index: Index, policy: Policy) -> Judgement:
    """Run the checks of waivers and of the baseline, once it is known what each of them accepts."""
    own = [check for check in checks if check.scope == "waivers"]
    calls = [_Call(check, check.run, (accepted, *_section(check, policy))) for check in own]
    return finished(_judging(own, calls, index, policy))


def taken(
    steps: Generator[Step, None, Outcome],
    given_up: Callable[[], bool],
    heed: Callable[[Step], None] = lambda step: None,
) -> Outcome | None:
    """What steps lead to, None where they were given up on the way; `heed` gets what each of them gives."""
    try:
        while not given_up():
            heed(next(steps))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    return None


def finished(steps: Generator[object, None, Outcome]) -> Outcome:
    """What steps lead to."""
    outcome = taken(steps, lambda: False)
    assert outcome is not None, "nobody gave up"
    return outcome


def settle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, sorted, with its fingerprint.

    A fingerprint is made of code, path, symbol, subject, and an ordinal among equals: what an edit
    elsewhere in the file does not change.
    """
    settled: list[Finding] = []
    equals: Counter[tuple[str, str, str, str]] = Counter()
    for finding in sorted(dict.fromkeys(findings), key=_order):
        code, place, subject = finding.code, finding.place, finding.subject
        identity = code, place.path, place.symbol, subject
        made = fingerprint(code, place, subject, equals[identity])
        equals[identity] += 1
        settled.append(replace(finding, fingerprint=made))
    return tuple(settled)


class _Call(NamedTuple):
    """One run of a check; where it is for a file, that is the first argument."""

    check: Check
    run: Run
    arguments: tuple[object, ...]


def _calls(checks: Sequence[Check], files: Sequence[File], index: Index, policy: Policy) -> Iterator[_Call]:
    for check in checks:
        if check.scope == "project":
            yield _Call(check, check.run, (index, *_section(check, policy)))
        else:
            yield from _in_files(check, files, index, policy)


def _in_files(check: Check, files: Sequence[File], index: Index, policy: Policy) -> Iterator[_Call]:
    section = _section(check, policy)
    for file in files:
        if not file.source.is_stub:
            yield _Call(check, check.in_file or check.run, (file, index, *section))


def _section(check: Check, policy: Policy) -> tuple[object, ...]:
    return () if check.section is None else (policy.section(check),)


def _judging(checks: Sequence[Check], calls: Iterable[_Call], index: Index, policy: Policy) -> Judging:
    findings: list[Finding] = []
    undecided: defaultdict[str, list[Undecided]] = defaultdict(list)
    incomplete: list[str] = []
    crashed: set[str] = set()
    code = ""
    for call in calls:
        if code != call.check.code:
            yield None
        code = call.check.code
        try:
            for item in call.run(*call.arguments):
                file = index.file(item.place.path)
                severity = _severity(call.check, item, file, policy)
                if severity is None:
                    continue
                if isinstance(item, Undecided):
                    undecided[code].append(item)
                else:
                    findings.append(_stamped(call.check, item, file, severity))
        except Exception as error:  # told as incomplete; the other checks and files go on
            crashed.add(code)
            first = call.arguments[0]
            where = f" on {first.path}" if isinstance(first, File) else ""
            what = " ".join(f"{type(error).__name__}: {error}".split())
            incomplete.append(f"{code} crashed{where}: {what}")
    return Judgement(
        findings=tuple(findings),
        undecided={code: tuple(sorted(undecided[code], key=_place_order)) for code in sorted(undecided)},
        judged=frozenset(check.code for check in checks) - crashed,
        incomplete=tuple(incomplete),
    )


def _severity(check: Check, item: Finding | Undecided, file: File | None, policy: Policy) -> Severity | None:
    """How bad the policy holds it; None where the rule is off there, or the file is only a stub."""
    if file is not None and file.source.is_stub:
        return None
    given = item.severity if isinstance(item, Finding) else None
    category, path = (file.category, file.path) if file else (None, None)
    return policy.severity(check, category=category, path=path, given=given)


def _stamped(check: Check, finding: Finding, file: File | None, severity: Severity) -> Finding:
    return replace(
        finding,
        code=check.code,
        name=check.name,
        severity=severity,
        category=file.category if file else None,
        service=file.service if file else None,
    )


def _order(finding: Finding) -> tuple[object, ...]:
    place, span = finding.place, finding.place.span
    return place.path, span.line, span.column, finding.code, finding.message, finding.subject, span


def _place_order(item: Undecided) -> tuple[object, ...]:
    return item.place.path, item.place.span, item.subject, item.reason
