"""`ssot-lint policy`: what the project declares, and what it may declare."""

import json
from pathlib import Path

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import write_stdout
from ssot_lint.drivers.cli.stderr import complain


@click.command("policy")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of compliance.yaml instead.")
@click.option(
    "--from-import-linter",
    "source",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Print the policy that says what import-linter's contracts say, by default those "
    "in setup.cfg, .importlinter or pyproject.toml.",
)
@common.config_option
def command(schema: bool, source: str | None, config: Path | None) -> None:
    """Print the effective policy as YAML, defaults included."""
    from ssot_lint.policy import effective, json_schema
    from ssot_lint.registry import load_registry

    registry = load_registry()
    if schema:
        write_stdout(json.dumps(json_schema(registry), ensure_ascii=False, indent=2) + "\n")
        return
    if source is not None:
        from ssot_lint.policy.import_linter import converted, find_config, read_config, written

        path = Path(source) if source else find_config(Path.cwd())
        contracts = read_config(path, source or path.name)
        found = converted(contracts)
        write_stdout(written(found, contracts, registry))
        complain(*(f"not converted: {gap}" for gap in found.gaps))
        return
    policy = common.policy_of(registry, config)
    write_stdout(effective(policy))
    complain(*(f"note: {note}" for note in policy.notes))
