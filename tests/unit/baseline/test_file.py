"""The file of a baseline: what is written is read again and merges; what is broken is refused."""

import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ssot_lint.baseline import Entry, Site, encode_baseline, load_content, read_baseline
from ssot_lint.errors import BaselineError
from tests.unit.trees import git

ENTRIES = tuple(
    Entry(code="SST201", path=f"app/{name}.py", symbol=f"app.{name}:f", subject="os.environ")
    for name in "abcdef"
)


def read(content: bytes) -> tuple[Entry, ...]:
    return read_baseline(content, "b.json").entries


def refusal(content: bytes) -> str:
    with pytest.raises(BaselineError) as caught:
        read_baseline(content, "b.json")
    return str(caught.value)


characters = st.one_of(st.characters(), st.sampled_from('\ud800\udc80\n"\\'))
texts = st.text(alphabet=characters, min_size=1)
made = st.builds(
    Entry,
    code=st.sampled_from(("SST101", "SST201")),
    path=texts,
    symbol=texts,
    subject=texts,
    count=st.integers(1, 9),
    home=st.none() | st.builds(Site, texts, texts),
)


@settings(deadline=None)
@given(st.lists(made, unique_by=lambda entry: (entry.identity, entry.home)))
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    content = encode_baseline(entries)
    assert read(content) == tuple(sorted(entries, key=lambda entry: entry.order))
    assert encode_baseline(read(content)) == content


@settings(deadline=None)
@given(st.lists(made, unique_by=lambda entry: (entry.identity, entry.home)))
def test_an_entry_is_one_line_of_ascii(entries: list[Entry]) -> None:
    content = encode_baseline(entries)
    assert content.isascii()
    assert len(content.splitlines()) == len(entries) + 3


def test_the_line_of_an_entry_is_known() -> None:
    found = read_baseline(encode_baseline(ENTRIES), "b.json")
    assert [found.line(entry) for entry in ENTRIES] == [2, 3, 4, 5, 6, 7]


def test_a_baseline_that_a_formatter_has_rewritten_is_read() -> None:
    content = json.dumps(json.loads(encode_baseline(ENTRIES)), indent=4).encode()
    found = read_baseline(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"), "b.json")
    assert found.entries == ENTRIES
    assert found.line(ENTRIES[1]) > found.line(ENTRIES[0]) > 2


def test_of_doubled_entries_the_larger_count_holds() -> None:
    one, more = (encode_baseline([replace(ENTRIES[0], count=n)]).decode() for n in (1, 3))
    line = more.splitlines()[1]
    (entry,) = read(one.replace("null", f"{line}\n{line}\nnull").encode())
    assert entry.count == 3


# -------------------------------------------------------------------------------------------- merging

Change = Callable[[list[Entry]], list[Entry]]


def merged(root: Path, before: list[Entry], ours: list[Entry], theirs: list[Entry]) -> bytes:
    """What git makes of two branches."""
    path = root / "b.json"
    git(root, "init", "-b", "main")
    for name, entries in (("main", before), ("theirs", theirs), ("ours", ours)):
        if name != "main":
            git(root, "checkout", "-b", name, "main")
        path.write_bytes(encode_baseline(entries))
        git(root, "add", "-A")
        git(root, "commit", "--allow-empty", "-m", name)
    git(root, "merge", "-m", "merge", "theirs")
    return path.read_bytes()


@pytest.mark.parametrize(("ours", "theirs"), [(0, 2), (2, 0), (5, 3), (0, 5)])
def test_branches_that_each_drop_a_line_merge(tmp_path: Path, ours: int, theirs: int) -> None:
    entries = list(ENTRIES)
    content = merged(
        tmp_path,
        entries,
        [e for e in entries if e != ENTRIES[ours]],
        [e for e in entries if e != ENTRIES[theirs]],
    )
    assert content == encode_baseline([e for e in entries if e not in (ENTRIES[ours], ENTRIES[theirs])])


def test_branches_that_drop_and_add_merge(tmp_path: Path) -> None:
    before = list(ENTRIES[:5])
    content = merged(tmp_path, before, before[1:], list(ENTRIES))
    assert content == encode_baseline(ENTRIES[1:])


# ------------------------------------------------------------------------------------------- bad input


def test_conflict_markers_are_told_with_their_line() -> None:
    lines = encode_baseline(ENTRIES).decode().splitlines()
    content = "\n".join(
        [*lines[:2], "<<<<<<< HEAD", *lines[2:3], "=======", *lines[3:4], ">>>>>>> x", *lines[4:]]
    )
    assert refusal(content.encode()) == (
        "b.json:3: a merge left its conflict markers; delete these, keep the lines of both sides, and run: "
        "ssot-lint baseline prune"
    )


def test_both_sides_of_a_conflict_are_a_baseline() -> None:
    lines = encode_baseline(ENTRIES).decode().splitlines()
    assert read("\n".join([*lines[:3], *lines[1:]]).encode()) == ENTRIES


@pytest.mark.parametrize("length", [0, 20, 60, 200, 500])
def test_one_that_is_cut_off_is_told(length: int) -> None:
    told = refusal(encode_baseline(ENTRIES)[:length])
    assert "ends too early; restore it, or make it anew: ssot-lint baseline write --force" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"nonsense", "b.json:1: is no JSON: expecting value in column 1; restore it"),
        (b'{"schema": 1,\n oops}', "b.json:2: is no JSON: "),
        (b"[]", "b.json: is no baseline of ssot-lint; make one: "),
        (b'{"schema": "other/1", "findings": []}', "b.json: is no baseline of ssot-lint"),
        (b'{"schema": "ssot-lint/baseline/1", "findings": {}}', "b.json: is no baseline of ssot-lint"),
        (
            b'{"schema": "ssot-lint/baseline/12", "findings": []}',
            "b.json: is of version 12, and this ssot-lint reads version 1; upgrade it",
        ),
        (b"[" * 100_000, "b.json:1: "),
        (b"1" * 10_000, "b.json:1: is no baseline"),
        (b'{"schema": "\xff"}', "b.json:1: is no UTF-8"),
    ],
)
def test_what_is_no_baseline_is_told_in_one_line(content: bytes, told: str) -> None:
    found = refusal(content)
    assert found.startswith(told)
    assert "\n" not in found


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ('"count": 1', '"count": -1'),
        ('"count": 1', '"count": "1"'),
        ('"count": 1', '"cuont": 1'),
        ('"SST201"', '"nonsense"'),
        ('"path": "app/a.py", ', ""),
        ('{"path": "app/a.py"', '{"line": 3, "path": "app/a.py"'),
    ],
)
def test_an_entry_that_is_none_is_told_with_its_line(changed: str, told: str) -> None:
    found = refusal(encode_baseline(ENTRIES).decode().replace(changed, told, 1).encode())
    assert "is no entry of a baseline: " in found
    assert found.endswith("; mend or delete the line")


@pytest.mark.skipif(os.name == "nt", reason="no pipes")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.json")
    with pytest.raises(BaselineError, match=r"b\.json: is no regular file"):
        load_content(tmp_path / "b.json", "b.json")


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.json").symlink_to("gone")
    with pytest.raises(BaselineError, match=r"b\.json: cannot be read: No such file or directory"):
        load_content(tmp_path / "b.json", "b.json")


# ------------------------------------------------------------------------------------------ the schema

SCHEMA = json.loads((files("ssot_lint.render") / "baseline.schema.json").read_text(encoding="utf-8"))
WHOLE = {"path": "a.py", "code": "SST106", "symbol": "a:f", "subject": "a:f", "count": 1}


@settings(deadline=None)
@given(st.lists(made, unique_by=lambda entry: (entry.identity, entry.home)))
def test_what_is_written_keeps_the_published_schema(entries: list[Entry]) -> None:
    jsonschema.validate(json.loads(encode_baseline(entries)), SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("entry", "good"),
    [
        (WHOLE, True),
        (None, True),
        ({**WHOLE, "count": 0}, True),
        ({**WHOLE, "home": ["b.py", "b:f"]}, True),
        ({**WHOLE, "home": None}, True),
        ({**WHOLE, "fingerprint": ""}, True),
        *(({key: WHOLE[key] for key in WHOLE if key != gone}, False) for gone in WHOLE),
        ({**WHOLE, "more": 1}, False),
        ({**WHOLE, "path": ""}, False),
        ({**WHOLE, "code": "SST1060"}, False),
        ({**WHOLE, "count": -1}, False),
        ({**WHOLE, "count": "1"}, False),
        ({**WHOLE, "home": ["b.py"]}, False),
        ({**WHOLE, "home": ["b.py", "b:f", ""]}, False),
        ({**WHOLE, "home": {"path": "b.py", "symbol": "b:f"}}, False),
        ({**WHOLE, "fingerprint": 1}, False),
        ("SST106", False),
    ],
)
def test_the_schema_accepts_the_entries_that_are_read(entry: object, good: bool) -> None:
    document = {"schema": "ssot-lint/baseline/1", "findings": [entry]}
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(document) == good
    if good:
        read(json.dumps(document).encode())
    else:
        refusal(json.dumps(document).encode())
