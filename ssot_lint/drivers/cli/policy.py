"""`ssot-lint policy`: what the project declares, and what it may declare."""

import json
from pathlib import Path

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import write_stdout
from ssot_lint.drivers.cli.stderr import complain


@click.command("policy")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of compliance.yaml instead.")
@common.config_option
def command(schema: bool, config: Path | None) -> None:
    """Print the effective policy as YAML, defaults included."""
    from ssot_lint.policy import effective, json_schema
    from ssot_lint.registry import load_registry

    registry = load_registry()
    if schema:
        write_stdout(json.dumps(json_schema(registry), ensure_ascii=False, indent=2) + "\n")
        return
    policy = common.policy_of(registry, config)
    write_stdout(effective(policy))
    complain(*(f"note: {note}" for note in policy.notes))
