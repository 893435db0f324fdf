"""How many findings are worth a look: `python -m benchmarks.clones.precision sample|show|record|table`.

- `sample CORPUS [--only TOOL...]`: draws findings of all tools, or of some, seeded by the commit of the
  checkout. The text for the reader goes to `.samples/CORPUS.md`; the key that names the tools to
  `.samples/keys/CORPUS.json`.
- `show CORPUS [ID...]`: prints what the reader gets, of all findings that nobody has judged, or of these.
- `record CORPUS FILE`: takes the reader's verdicts, one `id<TAB>verdict<TAB>reason` a line.
- `table [CORPUS...]`: counts the judgements of the latest sample of each tool, and writes CLONES.md.

The reader gets JUDGING.md and the text, never the key nor this folder.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from benchmarks.clones import counts, judged, page, precision_page
from benchmarks.clones.found import found
from benchmarks.clones.sample import Sample, sample, shown, told_apart
from benchmarks.clones.tools import TOOLS
from benchmarks.corpora import HERE, corpus, fetch

CORPORA = ("django", "homeassistant-2024")
SAMPLES = HERE / ".samples"
LIMIT = 900.0


def draw(name: str, limit: float, store: Path | None, only: Sequence[str]) -> None:
    """Run the tools, or only some, and write the text for the reader and the key."""
    commit = _commit()
    results = [found(TOOLS[tool], name, limit, store) for tool in only or TOOLS]
    groups = {one.tool: one.groups for one in results if not one.failure}
    failures = {one.tool: one.failure for one in results if one.failure}
    drawn = sample(name, commit, told_apart(groups), failures)
    key = _key(name)
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_bytes(msgspec.json.format(msgspec.json.encode(drawn), indent=1))
    wanted = judged.unjudged(drawn, judged.judgements(name))
    text = SAMPLES / f"{name}.md"
    text.write_text(shown(fetch(corpus(name)), wanted), encoding="utf-8")
    print(f"{text.relative_to(HERE.parent)}: {len(wanted)} to judge of {len(drawn.entries)} findings")
    for tool, failure in failures.items():
        print(f"{tool} {failure}")


def _commit() -> str:
    """The commit of this checkout; ends the process where the sources are not those of it."""
    told = [
        subprocess.run(["git", *command], cwd=HERE, stdout=subprocess.PIPE, text=True, check=True).stdout
        for command in (["status", "--porcelain", "--untracked-files=no"], ["rev-parse", "HEAD"])
    ]
    if told[0]:
        sys.exit("the checkout has changes: a sample is that of a commit")
    return told[1].strip()


def _key(name: str) -> Path:
    return SAMPLES / "keys" / f"{name}.json"


def _read_key(name: str) -> Sample:
    if not _key(name).exists():
        sys.exit(f"no sample of {name}; `sample {name}` draws one")
    return msgspec.json.decode(_key(name).read_bytes(), type=Sample)


def show(name: str, ids: Sequence[str]) -> None:
    """Print findings as the reader gets them."""
    drawn = _read_key(name)
    if unknown := [id_ for id_ in ids if id_ not in drawn.entries]:
        sys.exit(f"no finding {', '.join(unknown)} in the sample of {name}")
    wanted = {id_: drawn.entries[id_] for id_ in ids} or judged.unjudged(drawn, judged.judgements(name))
    print(shown(fetch(corpus(name)), wanted))


def record(name: str, verdicts: Path) -> None:
    """Keep what the reader said; where a verdict is missing or none, keep nothing and say so."""
    drawn = _read_key(name)
    try:
        made = judged.made(drawn, verdicts.read_text(encoding="utf-8"), judged.judgements(name))
    except judged.Unfit as unfit:
        sys.exit(str(unfit))
    judged.keep(drawn, made)
    print(f"{len(made)} judgements on {name}")


def table(names: Sequence[str]) -> None:
    """Count the latest sample of each tool, keep the counts, and print their part of the page."""
    measured = {}
    for name in names:
        release = corpus(name)
        title = f"{release.project} {release.version}"
        judgements = judged.judgements(name)
        samples = judged.samples(name).items()
        if told := [counts.counted(title, commit, drawn, judgements) for commit, drawn in samples]:
            measured[name] = counts.latest(told)
    counts.keep(measured)
    page.write()
    print("\n".join(precision_page.section(counts.load())))


def main() -> None:
    """Do what the first argument says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample")
    drawing.add_argument("--limit", type=float, default=LIMIT, help="seconds that a tool may take")
    drawing.add_argument("--groups", type=Path, help="where the groups of other tools are kept for reuse")
    drawing.add_argument("--only", action="append", default=[], choices=TOOLS, help="no other tool")
    showing = commands.add_parser("show")
    recording = commands.add_parser("record")
    counting = commands.add_parser("table")
    counting.add_argument("corpora", nargs="*", metavar="CORPUS")
    for command in drawing, showing, recording:
        command.add_argument("corpus", choices=CORPORA)
    showing.add_argument("ids", nargs="*", metavar="ID")
    recording.add_argument("verdicts", type=Path, metavar="FILE")
    given = parser.parse_args()
    if given.command == "sample":
        draw(given.corpus, given.limit, given.groups, given.only)
    elif given.command == "show":
        show(given.corpus, given.ids)
    elif given.command == "record":
        record(given.corpus, given.verdicts)
    else:
        table(given.corpora or CORPORA)


if __name__ == "__main__":
    main()
