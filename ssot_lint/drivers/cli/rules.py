"""`ssot-lint rules`: what is looked for, and what each rule means."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.completion import rule_codes
from ssot_lint.drivers.cli.output import write_stdout
from ssot_lint.drivers.cli.terminal import terminal, terminal_options
from ssot_lint.errors import UsageError
from ssot_lint.render import SEVERITY_STYLES, painter
from ssot_lint.render.readme import shortened, with_titles

if TYPE_CHECKING:
    from ssot_lint.api import Check
    from ssot_lint.policy import Policy
    from ssot_lint.registry import Registry

READABLE = 100  # columns of prose


@click.command("rules")
@click.argument("rules", metavar="[RULE]...", nargs=-1, shell_complete=rule_codes)
@click.option("--examples", is_flag=True, help="Explain with every example, not only the first.")
@common.config_option
def command(rules: tuple[str, ...], examples: bool, config: Path | None) -> None:
    """List the rules, or explain those given by code or name.

    The list says which rules the policy leaves off, and why.
    """
    from ssot_lint.registry import load_registry

    registry = load_registry()
    if not rules:
        write_stdout(_list(registry, common.policy_of(registry, config)))
        return
    chosen = [_named(rule, registry) for rule in rules]
    write_stdout("\n".join(_explained(check, registry, examples) for check in chosen))


def _named(rule: str, registry: "Registry") -> "Check":
    names = {word.lower(): check for check in registry.checks for word in (check.code, check.name)}
    found = names.get(rule.lower())
    if found is None:
        near = get_close_matches(rule.lower(), names, 1)
        hint = f"; did you mean {names[near[0]].code} ({names[near[0]].name})?" if near else ""
        raise UsageError(f"no rule has the code or name {rule!r}{hint}")
    return found


def _list(registry: "Registry", policy: "Policy") -> str:
    """A line a rule: code, name, severity, whether it is on, and what it finds or why it is off."""
    from ssot_lint.judge import split_off

    _, off = split_off(registry.checks, policy, frozenset(registry.by_code))
    reasons = {rule.code: rule.reason for rule in off}
    paint = painter(terminal_options().colour)
    width = max((len(check.name) for check in registry.checks), default=0)

    def line(check: "Check") -> str:
        level = policy.severity(check, category=None, path=None) or check.severity
        severity = paint(f"{level:<7}", SEVERITY_STYLES[level])
        reason = reasons.get(check.code)
        state = (
            f"on   {check.summary}" if reason is None else paint(f"off  {check.summary} ({reason})", "dim")
        )
        return f"{paint(check.code, 'bold')}  {check.name:<{width}}  {severity}  {state}\n"

    return "".join(map(line, registry.checks))


def _explained(check: "Check", registry: "Registry", examples: bool) -> str:
    """The rule's README: rendered on a terminal, Markdown in a pipe."""
    head = f"{check.code} {check.name} · {check.severity}"
    text = registry.readme(check)
    if not examples:
        text = shortened(text, f"ssot-lint rules {check.code} --examples")
    console = terminal()
    if console is None:
        return f"{head}\n\n{text.rstrip()}\n"
    from rich.markdown import Markdown

    with console.capture() as captured:
        console.print(head, style=SEVERITY_STYLES[check.severity], markup=False, highlight=False)
        console.print()
        # Other themes paint a background, which is wrong on half of all terminals.
        console.print(Markdown(with_titles(text), code_theme="ansi_dark"), width=min(console.width, READABLE))
    return captured.get()
