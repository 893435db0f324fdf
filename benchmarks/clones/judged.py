"""The judgements of readers, kept as data: one JSON line for each finding of each sample."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

import msgspec

from benchmarks.clones.sample import Entry, Sample
from benchmarks.clones.tools import Stretch

FOLDER = Path(__file__).resolve().parent / "judged"

Verdict = Literal["worth merging", "partly", "noise"]


class Unfit(Exception):
    """The verdicts of a reader cannot be recorded; says all that is wrong with them."""


class Place(msgspec.Struct, frozen=True):
    """A stretch, as it is kept."""

    path: str
    line: int
    end_line: int


class Judgement(msgspec.Struct, frozen=True):
    """What a reader said of a finding. `sample` is the commit whose sample it is in, under `id`.

    `judged_at_commit` is the commit whose sample the reader saw: an earlier one where these two
    stretches had been judged before.
    """

    id: str
    tool: str
    kind: str
    members: tuple[Place, Place]
    verdict: Verdict
    reason: str
    judged_at_commit: str
    sample: str


class Drawn(msgspec.Struct, frozen=True):
    """What a sample was drawn from: how many groups each tool told of, and why one told of none."""

    groups: dict[str, int]
    failures: dict[str, str]


def judgements(corpus: str) -> list[Judgement]:
    """All that were made on a corpus, in the order of the samples."""
    file = FOLDER / f"{corpus}.jsonl"
    return msgspec.json.Decoder(Judgement).decode_lines(file.read_bytes()) if file.exists() else []


def samples(corpus: str) -> dict[str, Drawn]:
    """The samples that were judged, by their commits, the latest one last."""
    file = FOLDER / f"{corpus}.samples.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Drawn]) if file.exists() else {}


def keep(sample: Sample, made: Iterable[Judgement]) -> None:
    """Add the judgements of a sample to those of its corpus."""
    FOLDER.mkdir(exist_ok=True)
    lines = [*judgements(sample.corpus), *made]
    (FOLDER / f"{sample.corpus}.jsonl").write_bytes(msgspec.json.Encoder().encode_lines(lines))
    drawn = samples(sample.corpus) | {sample.commit: Drawn(sample.groups, sample.failures)}
    encoded = msgspec.json.format(msgspec.json.encode(drawn), indent=1)
    (FOLDER / f"{sample.corpus}.samples.json").write_bytes(encoded + b"\n")


def unjudged(sample: Sample, before: Iterable[Judgement]) -> dict[str, Entry]:
    """The findings of a sample whose two stretches nobody has judged."""
    known = _known(before)
    return {id_: entry for id_, entry in sample.entries.items() if entry.members not in known}


def made(sample: Sample, told: str, before: Iterable[Judgement]) -> list[Judgement]:
    """The judgements of a sample, from the reader's lines and from those made before; else Unfit."""
    before = list(before)
    if any(one.sample == sample.commit for one in before):
        raise Unfit(f"the sample of {sample.commit} is recorded already")
    known, verdicts = _known(before), _read(told, unjudged(sample, before))
    result = []
    for id_, entry in sample.entries.items():
        earlier = known.get(entry.members)
        if earlier:
            verdict, reason, commit = earlier.verdict, earlier.reason, earlier.judged_at_commit
        else:
            verdict, reason = verdicts[id_]
            commit = sample.commit
        first, second = (Place(*member) for member in entry.members)
        result += [
            Judgement(id_, one.tool, one.kind, (first, second), verdict, reason, commit, sample.commit)
            for one in entry.found_by
        ]
    return result


def _known(before: Iterable[Judgement]) -> dict[tuple[Stretch, Stretch], Judgement]:
    known = {}
    for one in before:
        first, second = (Stretch(place.path, place.line, place.end_line) for place in one.members)
        known[first, second] = one
    return known


def _read(told: str, wanted: Mapping[str, Entry]) -> dict[str, tuple[Verdict, str]]:
    """The reader's lines: id, verdict and reason, with tabs between them, one for each wanted id."""
    read: dict[str, tuple[Verdict, str]] = {}
    words = {word: word for word in get_args(Verdict)}
    wrong, seen = [], set()
    for number, line in enumerate(told.splitlines(), 1):
        if not line.strip():
            continue
        id_, verdict, reason = (*(part.strip() for part in line.split("\t", 2)), "", "")[:3]
        if id_ not in wanted:
            wrong.append(f"line {number}: no finding {id_!r} is to be judged")
        elif id_ in seen:
            wrong.append(f"line {number}: {id_} is judged twice")
        elif verdict not in words:
            wrong.append(f"line {number}: {verdict!r} is none of {', '.join(words)}")
        elif not reason:
            wrong.append(f"line {number}: {id_} has no reason")
        else:
            read[id_] = words[verdict], reason
        seen.add(id_)
    if missing := sorted(wanted.keys() - seen):
        wrong.append(f"not judged: {', '.join(missing)}")
    if wrong:
        raise Unfit("\n".join(wrong))
    return read
