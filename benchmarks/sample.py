"""Findings to read by eye: `python -m benchmarks.sample CODE CORPUS [N] [policy]`, the same ones every time.

With the word `policy`, under what the project asks of its own code.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.corpora import corpus, fetch

AROUND = 2


def main(code: str, name: str, count: int = 30, policed: bool = False) -> None:
    """Print `count` findings of a rule on a corpus with their sources; 0 prints every one."""
    root = fetch(corpus(name))
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch, "report.json")
        options = [f"--config={corpus(name).conventions}"] if policed else []
        done = subprocess.run(report.command(output, "--select", code, *options), cwd=root)
        if done.returncode not in (0, 1):
            sys.exit(done.returncode)
        findings = [f for f in report.read(output).findings if f.code == code]
    chosen = findings
    if 0 < count < len(findings):
        chosen = [findings[i] for i in sorted(random.Random(0).sample(range(len(findings)), count))]
    print(f"{len(chosen)} of {len(findings)} findings of {code} on {name}")
    for finding in chosen:
        _show(root, finding)
        for place in finding.related:
            _show(root, place, "    ")


def _show(root: Path, place: report.Spot, indent: str = "") -> None:
    print(f"\n{indent}{place.path}:{place.line}: {place.message}")
    text = Path(root, place.path).read_text(encoding="utf-8", errors="replace").split("\n")
    for number in range(max(place.line - AROUND, 1), min(place.line + AROUND, len(text)) + 1):
        mark = ">" if number == place.line else " "
        print(f"{indent}{mark}{number:6}  {text[number - 1]}")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "policy"]
    if len(words) not in (2, 3):
        sys.exit(__doc__)
    main(words[0], words[1], int(words[2]) if len(words) == 3 else 30, "policy" in sys.argv)
