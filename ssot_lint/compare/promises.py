"""Whether what the policy declares of interfaces and old paths is kept: before and after."""

from collections.abc import Mapping

from ssot_lint.compare.side import Side
from ssot_lint.comparison import Promise, Promises, Verdict
from ssot_lint.index import Index

CONTRACTS, REDIRECTS = "contracts", "shims.redirects"
"""The keys of the policy."""

RULE = "SST401"
"""The rule that judges contracts."""

_Judged = tuple[Verdict, str]


def contracts(before: Side, after: Side) -> Promises:
    """The contracts that the policy of the head declares, as the rule judges them."""
    declared = sorted(map(str, after.policy.values.get(CONTRACTS, {})))
    off = next((rule.reason for rule in after.report.rules_off if rule.code == RULE), "") if declared else ""
    if off:
        return Promises(off=f"{RULE} is off: {off}")
    old, new = _faults(before, declared), _faults(after, declared)
    return Promises(tuple(Promise(name, old[name][0], *new[name]) for name in declared))


def _faults(side: Side, declared: list[str]) -> dict[str, _Judged]:
    found: dict[str, _Judged] = dict.fromkeys(declared, ("kept", ""))
    for name in declared:
        # the rule says nothing of a module that is not there: the policy is at fault then
        if side.index.lookup(name).kind in ("missing", "external"):
            found[name] = "broken", "it is not there"
    for item in side.report.undecided.get(RULE, ()):
        name = _contract(item.subject, declared)
        if name:
            found[name] = "undecided", item.reason
    for finding in side.findings:
        name = _contract(finding.subject, declared) if finding.code == RULE else ""
        if name and finding.suppressed is None:
            found[name] = "broken", finding.message
    return found


def _contract(subject: str, declared: list[str]) -> str:
    """The contract that something of a class or function is part of, "" where there is none."""
    around = [name for name in declared if subject == name or subject.startswith(f"{name}.")]
    return max(around, key=len, default="")


def redirects(before: Side, after: Side) -> Promises:
    """The redirects that the policy of the head declares, by where they lead."""
    declared: Mapping[str, str] = after.policy.values.get(REDIRECTS, {})
    return Promises(
        tuple(
            Promise(old, _led(before.index, old, new)[0], *_led(after.index, old, new))
            for old, new in sorted((str(old), str(new)) for old, new in declared.items())
        )
    )


def _led(index: Index, old: str, new: str) -> _Judged:
    target, wanted = index.lookup(old), index.lookup(new)
    if target.kind == "undecided" or wanted.kind == "undecided":
        return "undecided", "where it leads cannot be known"
    if is_absent(target.kind, target.symbol, old):
        return "broken", "it leads nowhere"
    is_own = target.file is not None and _dotted(old).startswith(f"{target.module}.")
    # a module, or a function of the old module's own, may pass on to what replaces it
    if _dotted(target.symbol) == _dotted(wanted.symbol) or target.kind == "module" or is_own:
        return "kept", ""
    return "broken", f"it leads to {target.symbol}, not to {new}"


def _dotted(symbol: str) -> str:
    return symbol.replace(":", ".")


def is_absent(kind: str, found: str, symbol: str) -> bool:
    """Whether a symbol leads nowhere: of what is no module of the project it is found as it is written."""
    return kind == "missing" or (kind == "external" and found == symbol.replace(":", "."))
