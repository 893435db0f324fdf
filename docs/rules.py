"""A page for each rule, written out of its README and of what the registry knows of it."""

from dataclasses import dataclass

from docs.examples import explained
from docs.policy import keys_of
from ssot_lint.api import Check
from ssot_lint.judge import split_off
from ssot_lint.policy import load_policy
from ssot_lint.registry import Registry, load_registry

_FIXES = {True: "`--fix`", False: "`--unsafe-fixes`"}


@dataclass(frozen=True)
class Rule:
    """A rule as it is on the site: its page, and how it is repaired by the tool, if it is."""

    code: str
    name: str
    text: str
    fix: str


def rule_of(code: str) -> Rule:
    """Make the page of a rule; its links lead from the folder of the check, or to `policy:KEY`."""
    registry = load_registry()
    check = registry.by_code[code]
    readme = explained(registry.readme(check), code)
    fix = ", ".join(_FIXES[is_safe] for is_safe in sorted(readme.fixes, reverse=True))
    facts = [
        f"- **Severity:** {check.severity}{_condition(check, registry)}",
        f"- **Repaired by the tool:** {fix or 'no'}",
        f"- **Policy:** {', '.join(f'[`{key}`](policy:{key})' for key in _keys(check)) or 'no key'}",
        f"- **Waived by:** {_waiver(check)}",
    ]
    head = f"# {code} {check.name}\n\n**{readme.title}.**"
    return Rule(code, check.name, "\n\n".join([head, "\n".join(facts), readme.text]), fix)


def _keys(check: Check) -> list[str]:
    return keys_of(check) if check.locked else [*keys_of(check), "rules"]


def _condition(check: Check, registry: Registry) -> str:
    if check.locked:
        return ", which no policy lowers"
    _, off = split_off(registry.checks, load_policy(None, registry), frozenset(registry.by_code))
    return ", once the policy declares its data" if check.code in {rule.code for rule in off} else ""


def _waiver(check: Check) -> str:
    return "nothing" if check.locked else f"`# ssot: ignore[{check.code}] -- the reason`"
