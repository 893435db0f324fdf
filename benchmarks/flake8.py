"""Measures what the plugin adds to flake8: `python -m benchmarks.flake8 [--rounds N]`.

On one file of a large project, which is analysed beforehand. The yardstick is the same flake8 that does not
find the plugin.
"""

import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks import results, trial
from benchmarks.bench import parser
from benchmarks.kept import Measured, Series
from benchmarks.measure import taken

CORPUS, FILE = "homeassistant-2024", "homeassistant/core.py"

# What is not this file is found and loaded just so.
LAUNCH = """\
import sys
from flake8.main.cli import main
from flake8.plugins import finder

every, hidden = finder._find_importlib_plugins, sys.argv.pop(1)
finder._find_importlib_plugins = lambda: (each for each in every() if each.package != hidden)
sys.exit(main())
"""
FROM_STDIN = 'file="$1"; shift; exec "$@" - --stdin-display-name "$file" < "$0"'

SAVED, ON_STDIN, CHANGED = "a file", "the same on standard input", "a changed buffer"


def command(hidden: str, *arguments: str) -> list[str]:
    """flake8 without one of its plugins."""
    return [sys.executable, "-c", LAUNCH, hidden, "--isolated", *arguments]


def commands(hidden: str, same: Path, changed: Path) -> dict[str, list[str]]:
    """The ways of asking for the file; `same` has its content, `changed` has another in each round."""
    return {
        SAVED: command(hidden, FILE),
        ON_STDIN: ["sh", "-c", FROM_STDIN, str(same), FILE, *command(hidden)],
        CHANGED: ["sh", "-c", FROM_STDIN, str(changed), FILE, *command(hidden)],
    }


def main() -> None:
    """Measure, and record."""
    options = parser(__doc__)
    options.set_defaults(rounds=11)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        same, changed = Path(name, "same.py"), Path(name, "changed.py")
        subject = trial.subject(CORPUS, Path(name))
        content = (subject.root / FILE).read_bytes()
        same.write_bytes(content)
        with_plugin, without = commands("none", same, changed), commands("ssot-lint", same, changed)
        for tool in (with_plugin, without):
            trial.cost(tool[SAVED], subject.root)
        rounds = []
        for number in range(given.rounds):
            changed.write_bytes(content + f"\n# change {number}\n".encode())
            rounds.append({
                way: (trial.cost(with_plugin[way], subject.root), trial.cost(without[way], subject.root))
                for way in with_plugin
            })  # fmt: skip
    series = {way: Series(tuple(costs[way] for costs in rounds)) for way in with_plugin}
    taken_now = taken(given.jobs, {"flake8": version("flake8")})
    results.record(
        "flake8", {CORPUS: Measured(subject.title, subject.files, subject.lines, taken_now, series)}
    )


if __name__ == "__main__":
    main()
