"""How findings are drawn, shown, judged and counted."""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from benchmarks.clones import counts, judged, page, precision
from benchmarks.clones.counts import Counts, counted, wilson
from benchmarks.clones.judged import Drawn, Judgement, Unfit, made, unjudged
from benchmarks.clones.sample import OWN, OWN_MILD, Named, Sample, cut, sample, shown, told_apart
from benchmarks.clones.tools import CloneGroup, Stretch


def group(number: int, members: int = 3, kind: str = "kind-word") -> CloneGroup:
    places = (Stretch(f"f{number}.py", 10 * member + 1, 10 * member + 5) for member in range(members))
    return CloneGroup(kind, tuple(places))


MANY = [group(number) for number in range(200)]
GROUPS = {OWN: MANY, "peer-word": MANY[100:]}
FEW = {OWN: [group(1, 2), group(2, 2)], "peer-word": [group(2, 2, "other-word"), group(3, 2)]}


def few(commit: str = "abc") -> Sample:
    return sample("django", commit, FEW, {"slow-word": "did not finish"})


def lines(drawn: Sample, verdict: str = "noise") -> list[str]:
    return [f"{id_}\t{verdict}\tbecause of {id_}" for id_ in drawn.entries]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judged, "FOLDER", tmp_path / "judged")
    monkeypatch.setattr(counts, "MEASURED", tmp_path / "measured")
    monkeypatch.setattr(page, "PAGE", tmp_path / "CLONES.md")
    monkeypatch.setattr(precision, "SAMPLES", tmp_path / "samples")


def test_the_same_commit_and_groups_give_the_same_sample_in_whatever_order_they_come() -> None:
    backwards = {tool: found[::-1] for tool, found in reversed(GROUPS.items())}
    assert sample("django", "abc", GROUPS, {}) == sample("django", "abc", backwards, {})


@pytest.mark.parametrize(("corpus", "commit"), [("django", "abd"), ("homeassistant-2024", "abc")])
def test_another_commit_or_corpus_gives_another_sample(corpus: str, commit: str) -> None:
    members = {entry.members for entry in sample("django", "abc", GROUPS, {}).entries.values()}
    other = {entry.members for entry in sample(corpus, commit, GROUPS, {}).entries.values()}
    assert len(members & other) < len(members) / 2


def test_what_a_tool_is_asked_for_does_not_depend_on_what_others_found() -> None:
    def of_own(found: dict[str, list[CloneGroup]]) -> set[object]:
        entries = sample("django", "abc", found, {}).entries.values()
        return {entry.members for entry in entries if Named(OWN, "kind-word") in entry.found_by}

    assert of_own(GROUPS) == of_own({OWN: MANY})


def test_sixty_are_drawn_of_ours_and_thirty_of_a_peer() -> None:
    drawn = [one.tool for e in sample("django", "abc", GROUPS, {}).entries.values() for one in e.found_by]
    assert (drawn.count(OWN), drawn.count("peer-word")) == (60, 30)


def test_what_is_not_shown_by_default_is_told_apart() -> None:
    mild, other = group(1, 2, "SST103, info"), group(2, 2, "SST103")
    assert told_apart({OWN: [mild, other], "peer-word": [other]}) == {
        OWN: [other],
        OWN_MILD: [mild],
        "peer-word": [other],
    }


def test_of_a_group_the_canonical_member_and_one_copy_are_drawn() -> None:
    own = CloneGroup("kind-word", (Stretch("z.py", 1, 5), Stretch("a.py", 1, 5), Stretch("b.py", 1, 5)))
    (entry,) = sample("django", "abc", {OWN: [own]}, {}).entries.values()
    assert entry.members[1] == own.members[0]


def test_tools_that_found_the_same_two_stretches_share_an_id() -> None:
    by = sorted(tuple(one.tool for one in entry.found_by) for entry in few().entries.values())
    assert by == [("peer-word",), ("peer-word", OWN), (OWN,)]


def test_the_order_tells_neither_tools_nor_places() -> None:
    entries = list(sample("django", "abc", GROUPS, {}).entries.values())
    tools = [entry.found_by[0].tool for entry in entries]
    assert entries != sorted(entries, key=lambda entry: entry.members)
    assert tools not in (sorted(tools), sorted(tools, reverse=True))


def sources(root: Path, entries: Sequence[Stretch], length: int = 20) -> None:
    for member in entries:
        numbered = (f"line {number}" for number in range(1, length + 1))
        Path(root, member.path).write_text("\n".join(numbered), encoding="utf-8")


def test_the_reader_sees_places_and_sources_and_no_word_of_the_tools(tmp_path: Path) -> None:
    drawn = few()
    sources(tmp_path, [member for entry in drawn.entries.values() for member in entry.members])
    text = shown(tmp_path, drawn.entries)
    assert [word for word in ("d001", "f2.py, lines 11 to 15", "    15  line 15") if word not in text] == []
    assert [word for word in (OWN, "-word") if word in text] == []


def test_a_stretch_is_shown_from_its_first_to_its_last_line(tmp_path: Path) -> None:
    drawn = sample("django", "abc", {OWN: [group(1, 2)]}, {})
    sources(tmp_path, drawn.entries["d001"].members)
    numbers = [line.split()[-1] for line in shown(tmp_path, drawn.entries).splitlines() if "  line " in line]
    assert numbers == ["1", "2", "3", "4", "5", "11", "12", "13", "14", "15"]


def test_of_a_long_stretch_the_middle_is_left_out_and_told() -> None:
    found = cut([str(number) for number in range(200)])
    assert (found[0], found[60].strip(), found[-1], len(found)) == (
        "0",
        "... 80 lines left out ...",
        "199",
        121,
    )


def test_a_stretch_of_120_lines_is_whole() -> None:
    assert len(cut([""] * 120)) == 120


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda told: told[1:], "not judged: d001"),
        (lambda told: [*told, "d999\tnoise\twhy"], "line 4: no finding 'd999' is to be judged"),
        (lambda told: [*told, told[0]], "line 4: d001 is judged twice"),
        (
            lambda told: ["d001\tgood\twhy", *told[1:]],
            "line 1: 'good' is none of worth merging, partly, noise",
        ),
        (lambda told: ["d001\tnoise", *told[1:]], "line 1: d001 has no reason"),
    ],
)
def test_verdicts_that_are_not_whole_are_refused(change: object, complaint: str) -> None:
    assert callable(change)
    with pytest.raises(Unfit) as raised:
        made(few(), "\n".join(change(lines(few()))), [])
    assert str(raised.value) == complaint


def test_a_verdict_counts_for_every_tool_that_found_the_two_stretches() -> None:
    found = made(few(), "\n".join(lines(few())), [])
    assert sorted(one.tool for one in found) == ["peer-word", "peer-word", OWN, OWN]


def test_what_was_judged_before_is_not_asked_again_and_keeps_its_commit() -> None:
    before = made(few("abc"), "\n".join(lines(few("abc"), "partly")), [])
    later = sample("django", "def", FEW | {"third-word": [group(4, 2)]}, {})
    wanted = unjudged(later, before)
    assert [entry.found_by[0].tool for entry in wanted.values()] == ["third-word"]
    now = made(later, "\n".join(f"{id_}\tnoise\twhy" for id_ in wanted), before)
    told = {(one.tool, one.verdict, one.judged_at_commit, one.sample) for one in now}
    assert told == {
        (OWN, "partly", "abc", "def"),
        ("peer-word", "partly", "abc", "def"),
        ("third-word", "noise", "def", "def"),
    }


def test_a_sample_is_recorded_once() -> None:
    before = made(few(), "\n".join(lines(few())), [])
    with pytest.raises(Unfit):
        made(few(), "", before)


@pytest.mark.usefixtures("kept")
def test_judgements_are_kept_beside_those_of_earlier_samples() -> None:
    first = made(few("abc"), "\n".join(lines(few("abc"))), [])
    judged.keep(few("abc"), first)
    second = made(few("def"), "", first)
    judged.keep(few("def"), second)
    assert judged.judgements("django") == [*first, *second]
    assert list(judged.samples("django")) == ["abc", "def"]


@pytest.mark.usefixtures("kept")
def test_a_judgement_is_a_line_with_the_places_by_name() -> None:
    judged.keep(few(), made(few(), "\n".join(lines(few())), []))
    line = json.loads(Path(judged.FOLDER, "django.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert list(line["members"][0]) == ["path", "line", "end_line"]


def recorded(told: list[str], directory: Path) -> None:
    """Record these lines on the sample `few`."""
    key = directory / "samples" / "keys" / "django.json"
    key.parent.mkdir(parents=True)
    key.write_bytes(msgspec.json.encode(few()))
    Path(directory, "verdicts").write_text("\n".join(told), encoding="utf-8")
    precision.record("django", directory / "verdicts")


@pytest.mark.usefixtures("kept")
def test_of_refused_verdicts_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not judged: d003"):
        recorded(lines(few())[:-1], tmp_path)
    assert not judged.FOLDER.exists()


@pytest.mark.usefixtures("kept")
def test_what_is_recorded_is_on_the_page(tmp_path: Path) -> None:
    recorded(lines(few(), "worth merging"), tmp_path)
    precision.table(["django"])
    row = "| django 5.2.19 | ssot-lint | 2 | 2 | 2 | 0 | 0 | 100 % (34 to 100) | 100 % (34 to 100) |"
    assert row in page.PAGE.read_text(encoding="utf-8")


def test_the_counts_are_those_of_one_sample_alone() -> None:
    first = made(few("abc"), "\n".join(lines(few("abc"), "worth merging")), [])
    second = made(few("def"), "", first)
    drawn = Drawn({OWN: 2, "peer-word": 2}, {"slow-word": "did not finish"})
    found = counted("Django", "def", drawn, [*first, *second])
    assert found.tools == {
        OWN: Counts(2, worth=2),
        "peer-word": Counts(2, worth=2),
        "slow-word": Counts(failure="did not finish"),
    }


def test_a_tool_that_was_not_drawn_anew_keeps_its_counts_and_their_commit() -> None:
    old = counts.Precision("Django", "abc", {OWN: Counts(2, worth=1), "pylint": Counts(9, noise=3)})
    new = counts.Precision("Django", "def", {OWN: Counts(4, worth=2)})
    joined = counts.Precision("Django", "def", {**old.tools, **new.tools}, {"pylint": "abc"})
    assert counts.latest([old, new]) == joined


@pytest.mark.usefixtures("kept")
def test_the_page_tells_of_which_sample_a_tool_is_that_was_not_drawn_anew() -> None:
    tools = {OWN: Counts(4, worth=2), "pylint": Counts(9, noise=3), "jscpd": Counts(9, noise=3)}
    counts.keep({"django": counts.Precision("Django", "def", tools, {"jscpd": "abc", "pylint": "abc"})})
    assert "- Django: the sample of commit `def`; of pylint, jscpd that of `abc`.\n" in page.page()


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 0, 0, 1),
        (0, 30, 0, 0.1135),
        (30, 30, 0.8865, 1),
        (15, 30, 0.3315, 0.6685),
        (42, 60, 0.5749, 0.8011),
    ],
)
def test_the_interval_is_that_of_wilson(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == pytest.approx((low, high), abs=0.0001)


@pytest.mark.usefixtures("kept")
def test_the_page_tells_strict_and_lenient_precision_and_what_was_not_run() -> None:
    tools = {OWN: Counts(900, 42, 15, 3), "pyscn": Counts(failure="did not finish in 900 s")}
    counts.keep({"django": counts.Precision("Django", "abc", tools)})
    told = page.page()
    rows = (
        "| Django | ssot-lint | 900 | 60 | 42 | 15 | 3 | 70 % (57 to 80) | 95 % (86 to 98) |",
        "| Django | pyscn | did not finish in 900 s |",
    )
    assert [row for row in rows if row not in told] == []


def test_the_key_is_read_as_it_was_written() -> None:
    assert msgspec.json.decode(msgspec.json.encode(few()), type=Sample) == few()


def test_every_judgement_that_is_kept_can_be_read() -> None:
    for file in judged.FOLDER.glob("*.jsonl"):
        assert all(isinstance(one, Judgement) for one in judged.judgements(file.stem))
