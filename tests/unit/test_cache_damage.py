"""A cache that is damaged, foreign or old is told, built anew, and never wrong."""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssot_lint.cache import Cache, open_cache
from ssot_lint.cache.spaces import facts_of
from ssot_lint.model import Reading, blob_id
from tests.unit.cached import TOOL, facts_for, run, run_once, tree

CONTENTS = [b"%d" % i * 2000 for i in range(60)]
FACTS = {blob_id(content): facts_for(content) for content in CONTENTS}

PAGE = 65_536

Damage = Callable[[Path], None]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return filled(tmp_path / ".ssot_cache")


def filled(home: Path) -> Path:
    with open_cache(home, TOOL) as cache:
        fill(cache)
    return home


def fill(cache: Cache) -> None:
    readings = {blob.hex(): Reading(facts, blob) for blob, facts in FACTS.items()}
    cache.save(Path("/nowhere"), readings)
    cache.save_report(b"key", b"report")


def edit(home: Path, *statements: str) -> None:
    """Change the file behind the back of the cache."""
    with closing(sqlite3.connect(home / "facts.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def overwrite(content: bytes, at: int = 0) -> Damage:
    def damage(path: Path) -> None:
        with path.open("r+b") as stream:
            stream.seek(at)
            stream.write(content)

    return damage


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_to_nothing(path: Path) -> None:
    os.truncate(path, 100)


def of_another_tool(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE precious(x)")


def of_another_version(path: Path) -> None:
    edit(path.parent, "PRAGMA user_version = 999")


def trapped(path: Path) -> None:
    edit(path.parent, "CREATE TRIGGER t AFTER UPDATE ON entries BEGIN DELETE FROM entries; END")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGES: dict[str, list[Damage]] = {
    "was damaged": [
        overwrite(b"\0" * 200_000, 1000), overwrite(b"\xff" * 65_536, 65_536), overwrite(b"no database", 0),
        overwrite(b"\x7f", 47), truncate, cut_to_nothing, trapped,
    ],
    "was no file of ssot-lint": [of_another_tool],
    "was written by another version of ssot-lint": [of_another_version],
    "was no regular file": [pipe, link],
}  # fmt: skip
CASES = [(words, damage) for words, damages in DAMAGES.items() for damage in damages]


@pytest.mark.parametrize(("words", "damage"), CASES)
def test_a_broken_file_is_told_and_built_anew(home: Path, words: str, damage: Damage) -> None:
    damage(home / "facts.db")
    with open_cache(home, TOOL) as cache:
        assert cache.facts(FACTS) == {}
        fill(cache)
    assert cache.notes == [f"the cache .ssot_cache {words} and is built anew"]
    with open_cache(home, TOOL) as cache:
        assert cache.facts(FACTS) == FACTS
    assert cache.notes == []


def test_a_file_that_is_empty_is_filled(home: Path) -> None:
    os.truncate(home / "facts.db", 0)
    with open_cache(home, TOOL) as cache:
        fill(cache)
        assert (cache.facts(FACTS), cache.notes) == (FACTS, [])


def test_a_directory_in_the_place_of_the_file_is_left_alone(home: Path) -> None:
    (home / "facts.db").unlink()
    (home / "facts.db").mkdir()
    with open_cache(home, TOOL) as cache:
        fill(cache)
        assert cache.facts(FACTS) == {}
    assert [note.partition(" (")[0] for note in cache.notes] == [
        "the cache .ssot_cache was no regular file and is built anew",
        "the cache .ssot_cache cannot be built anew",
    ]
    assert (home / "facts.db").is_dir()


def test_a_link_is_never_followed_to_make_a_file(tmp_path: Path) -> None:
    home = tmp_path / ".ssot_cache"
    open_cache(home, TOOL).close()
    (home / "facts.db").unlink()
    (home / "facts.db").symlink_to(tmp_path / "planted")
    with open_cache(home, TOOL) as cache:
        fill(cache)
    assert not (tmp_path / "planted").exists()


def test_a_file_that_breaks_before_it_is_written_to_is_built_anew(home: Path) -> None:
    with open_cache(home, TOOL) as cache:
        overwrite(b"\xff" * 300_000)(home / "facts.db")
        cache.save_report(b"key", b"new report")
    with open_cache(home, TOOL) as cache:
        assert cache.report(b"key") == b"new report"
    assert cache.notes == []


def test_a_file_that_another_process_has_built_anew_stays(home: Path) -> None:
    with open_cache(home, TOOL) as slow:
        overwrite(b"\xff" * 300_000, 1000)(home / "facts.db")
        with open_cache(home, TOOL) as fast:
            fill(fast)
        assert slow.facts(FACTS) in ({}, FACTS)
        assert slow.notes == fast.notes == ["the cache .ssot_cache was damaged and is built anew"]
    with open_cache(home, TOOL) as cache:
        assert cache.facts(FACTS) == FACTS


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET data = CAST('facts of another' AS BLOB) WHERE length(key) = 20",
        "UPDATE entries SET data = 17",
        "UPDATE entries SET data = ''",
        "UPDATE entries SET key = 17",
        "UPDATE entries SET checksum = checksum + 1",
        "UPDATE entries SET data = CAST(substr(data, 2) AS BLOB) WHERE length(data) > 0",
        "UPDATE entries SET data = (SELECT max(data) FROM entries)",
        "DELETE FROM entries",
    ],
)
def test_an_entry_that_does_not_fit_its_checksum_is_absent(home: Path, statement: str) -> None:
    edit(home, statement)
    with open_cache(home, TOOL) as cache:
        found = cache.facts(FACTS)
        assert found.items() <= FACTS.items()
        assert len(found) <= 1
        assert cache.report(b"key") in (None, b"report")


def test_damaged_entries_are_told_and_made_anew(home: Path) -> None:
    edit(home, "UPDATE entries SET checksum = 0")
    with open_cache(home, TOOL) as cache:
        assert cache.facts(FACTS) == {}
        fill(cache)
        assert cache.facts(FACTS) == FACTS
    assert cache.notes == ["the cache .ssot_cache had damaged entries, which are made anew"]


def test_facts_under_the_name_of_another_content_are_absent(home: Path) -> None:
    first, second = list(FACTS)[:2]
    edit(
        home,
        f"DELETE FROM entries WHERE key = x'{second.hex()}'",
        f"UPDATE entries SET key = x'{second.hex()}', id = id - {prefix(first)} + {prefix(second)} "
        f"WHERE key = x'{first.hex()}'",
    )
    with open_cache(home, TOOL) as cache:
        assert cache.facts([first, second]) == {}


def test_facts_in_the_place_of_another_content_are_absent(home: Path) -> None:
    first, second = list(FACTS)[:2]
    edit(
        home,
        f"DELETE FROM entries WHERE key = x'{second.hex()}'",
        f"UPDATE entries SET id = id - {prefix(first)} + {prefix(second)} WHERE key = x'{first.hex()}'",
    )
    with open_cache(home, TOOL) as cache:
        assert cache.facts([first, second]) == {}


def test_facts_under_the_name_of_another_extractor_are_absent(home: Path) -> None:
    away = facts_of(b"another tool").first - facts_of(TOOL.encode()).first
    edit(home, f"UPDATE entries SET id = id + {away} WHERE length(key) = 20")
    with open_cache(home, "another tool") as cache:
        assert cache.facts(FACTS) == {}


def prefix(blob: bytes) -> int:
    """The part of an id that comes from the blob id."""
    return int.from_bytes(blob[:6], "big")


def test_damaged_stamps_are_of_no_use(tmp_path: Path) -> None:
    home = tmp_path / ".ssot_cache"
    paths = tree(tmp_path, {"a.py": "a"})
    run_once(home, tmp_path, paths)
    key = os.fsencode(tmp_path).hex()
    edit(home, f"INSERT OR REPLACE INTO entries SELECT id + 1, used, checksum, x'{key}', data FROM entries")
    with open_cache(home, TOOL) as cache:
        run(cache, tmp_path, paths)


@settings(max_examples=60, deadline=None)
@example(holes=[(65531, b"\x80", 1)])  # the text of SQLite's own error is no UTF-8
@example(holes=[(148619, b"\x008\xc0", 422), (168173, b"\0" * 8, 1270)])  # entries out of their order
@given(
    holes=st.lists(
        st.tuples(st.integers(0, 500_000), st.binary(min_size=1, max_size=40), st.integers(1, 3000)),
        min_size=1,
        max_size=6,
    )
)
def test_no_damage_makes_the_cache_wrong(holes: list[tuple[int, bytes, int]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        home = filled(Path(directory) / ".ssot_cache")
        size = (home / "facts.db").stat().st_size
        for at, content, times in holes:
            overwrite(content * times, at % size)(home / "facts.db")
        with open_cache(home, TOOL) as cache:
            assert cache.facts(FACTS).items() <= FACTS.items()
            assert cache.report(b"key") in (None, b"report")
            fill(cache)
        with open_cache(home, TOOL) as cache:
            assert cache.facts(FACTS).items() <= FACTS.items()
            fill(cache)
            assert cache.facts(FACTS) == FACTS


@settings(max_examples=60, deadline=None)
@given(ages=st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_pages_of_different_ages_after_a_loss_of_power_are_never_wrong(ages: list[int]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / ".ssot_cache"
        states = [b""]
        for number, extractor in enumerate(("one tool", TOOL, "another tool")):
            with open_cache(home, extractor) as cache:
                kept = [Reading(own(facts, extractor), blob) for blob, facts in FACTS.items()]
                cache.save(Path(directory), {str(i): reading for i, reading in enumerate(kept)})
                cache.save_report(b"key", b"report")
                cache.save_report(b"key %d" % number, os.urandom(200_000))
            states.append((home / "facts.db").read_bytes())
        pages = [
            states[age][i * PAGE : (i + 1) * PAGE].ljust(PAGE, b"\0")
            for i, age in zip(range(len(states[-1]) // PAGE), ages, strict=False)
        ]
        (home / "facts.db").write_bytes(b"".join(pages))
        for extractor in ("one tool", TOOL, "another tool"):
            with open_cache(home, extractor) as cache:
                found = cache.facts(FACTS)
                assert all(data == own(FACTS[blob], extractor) for blob, data in found.items())
                assert cache.report(b"key") in (None, b"report")
                cache.save(Path(directory), {"a.py": Reading(b"facts", blob_id(b"a"))})


def own(facts: bytes, extractor: str) -> bytes:
    """What stands for the facts that an extractor gives."""
    return extractor.encode() + facts
