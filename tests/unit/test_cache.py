"""What is kept is found again, by content, wherever the project and the cache lie; and not for ever."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from ssot_lint.cache import info, open_cache
from ssot_lint.model import Reading, blob_id
from tests.unit.cached import OTHER_TOOL, TOOL, Clock, facts_for, fill, run, run_once, tree
from tests.unit.trees import git


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def home(root: Path) -> Path:
    return root / ".ssot_cache"


# ----------------------------------------------------------------------------------------------- hits


def test_facts_are_found_by_the_next_run(root: Path, home: Path) -> None:
    paths = tree(root, {"a.py": "a", "pkg/b.py": "b", "empty.py": ""})
    assert run_once(home, root, paths) == paths
    assert run_once(home, root, paths) == []


def test_only_a_changed_file_is_missed(root: Path, home: Path) -> None:
    paths = tree(root, {"a.py": "a", "b.py": "b"})
    run_once(home, root, paths)
    tree(root, {"b.py": "B"})
    assert run_once(home, root, paths) == ["b.py"]


def test_a_file_that_is_changed_back_is_found(root: Path, home: Path) -> None:
    paths = tree(root, {"a.py": "a"})
    run_once(home, root, paths)
    tree(root, {"a.py": "A"})
    run_once(home, root, paths)
    tree(root, {"a.py": "a"})
    assert run_once(home, root, paths) == []


def test_equal_contents_share_their_facts(root: Path, home: Path) -> None:
    paths = tree(root, {"a.py": "same", "b.py": "same"})
    run_once(home, root, paths)
    tree(root, {"c.py": "same"})
    assert run_once(home, root, ["c.py"]) == []


def test_a_cache_restored_elsewhere_gives_the_same_hits(root: Path, home: Path, tmp_path: Path) -> None:
    paths = tree(root, {"a.py": "a", "pkg/b.py": "b"})
    run_once(home, root, paths)
    shutil.copytree(root, tmp_path / "elsewhere" / "checkout", copy_function=shutil.copyfile)
    moved = tmp_path / "elsewhere" / "checkout"
    assert run_once(moved / ".ssot_cache", moved, paths) == []


def test_another_extractor_has_facts_of_its_own(root: Path, home: Path) -> None:
    paths = tree(root, {"a.py": "a"})
    run_once(home, root, paths)
    assert run_once(home, root, paths, OTHER_TOOL) == paths
    assert run_once(home, root, paths) == []


def test_a_few_facts_among_many_are_found(home: Path) -> None:
    blobs = fill(home, [b"%d" % i for i in range(2000)])
    with open_cache(home, TOOL) as cache:
        for asked in (blobs[:1], blobs[:70], blobs[::2], blobs, [*blobs[:3], blob_id(b"new")]):
            found = cache.facts(asked)
            assert found.keys() == set(asked) & set(blobs)
            assert all(facts_for(b"%d" % blobs.index(blob)) == data for blob, data in list(found.items())[:5])


def test_what_has_no_blob_id_is_not_kept(root: Path, home: Path) -> None:
    with open_cache(home, TOOL) as cache:
        cache.save(root, {"a.py": Reading(b"facts")})
        assert cache.facts([b""]) == {}
    assert info(home).facts == {}


def test_a_path_with_signs_of_its_own_is_no_hindrance(root: Path) -> None:
    home = root / os.fsdecode(b"a ?b#c%41&mode=ro \xff") / "cache"
    paths = tree(root, {"a.py": "a"})
    run_once(home, root, paths)
    assert run_once(home, root, paths) == []
    assert (home / "facts.db").stat().st_size


def test_without_sqlite_every_file_is_missed(root: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("entries", "database"):
        monkeypatch.delitem(sys.modules, f"ssot_lint.cache.{name}")
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    paths = tree(root, {"a.py": "a"})
    with open_cache(home, TOOL) as cache:
        assert run(cache, root, paths) == paths
    assert [note.partition(" (")[0] for note in cache.notes] == ["the cache .ssot_cache cannot be opened"]
    assert info(home).problem


# --------------------------------------------------------------------------------------------- reports


def test_a_report_is_found_under_its_key(home: Path) -> None:
    with open_cache(home, TOOL) as cache:
        cache.save_report(b"key", b"report")
    with open_cache(home, TOOL) as cache:
        assert (cache.report(b"key"), cache.report(b"other")) == (b"report", None)


def test_a_report_is_replaced_under_its_key(home: Path) -> None:
    with open_cache(home, TOOL) as cache:
        cache.save_report(b"key", b"old")
        cache.save_report(b"key", b"new")
        assert cache.report(b"key") == b"new"


def test_the_last_eight_reports_are_kept(home: Path, clock: Clock) -> None:
    with open_cache(home, TOOL) as cache:
        for i in range(10):
            clock.ahead += 1
            cache.save_report(b"%d" % i, b"report")
        assert [i for i in range(10) if cache.report(b"%d" % i)] == list(range(2, 10))


# ----------------------------------------------------------------------------------------- directory


def test_git_ignores_the_cache(root: Path, home: Path) -> None:
    git(root, "init", "-q")
    run_once(home, root, tree(root, {"a.py": "a"}))
    git(root, "check-ignore", ".ssot_cache/facts.db", ".ssot_cache/.gitignore", ".ssot_cache/CACHEDIR.TAG")


def test_the_directory_bears_the_standard_tag(home: Path) -> None:
    open_cache(home, TOOL).close()
    tag = (home / "CACHEDIR.TAG").read_bytes()
    assert tag.startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize("name", ["CACHEDIR.TAG", ".gitignore", "precious.txt"])
def test_nothing_is_written_into_a_directory_of_others(home: Path, name: str) -> None:
    home.mkdir()
    (home / name).write_text("Signature: 8a477f597d28d172789f06886806bc55\n# of another tool\n")
    (home / "more").touch()
    before = sorted(home.iterdir())
    with open_cache(home, TOOL) as cache:
        cache.save_report(b"key", b"report")
    assert sorted(home.iterdir()) == before
    assert cache.notes == [
        "the cache .ssot_cache holds files that are not of ssot-lint: every file is analysed anew"
    ]


def test_the_directory_of_another_tool_is_left_alone(home: Path) -> None:
    tag = "Signature: 8a477f597d28d172789f06886806bc55\n# of another tool\n"
    tree(home, {"CACHEDIR.TAG": tag, ".gitignore": "*"})
    open_cache(home, TOOL).close()
    assert {path.name: path.read_text() for path in home.iterdir()} == {
        "CACHEDIR.TAG": tag,
        ".gitignore": "*",
    }


def test_an_ignore_file_that_is_there_stays(home: Path) -> None:
    tree(home, {".gitignore": "*\n!.gitignore\n"})
    open_cache(home, TOOL).close()
    assert (home / ".gitignore").read_text() == "*\n!.gitignore\n"


def test_an_empty_directory_is_made_ours(root: Path, home: Path) -> None:
    home.mkdir()
    paths = tree(root, {"a.py": "a"})
    run_once(home, root, paths)
    assert run_once(home, root, paths) == []


def test_a_directory_that_was_left_half_made_is_made_whole(root: Path, home: Path) -> None:
    tree(home, {".gitignore": "", "CACHEDIR.TAG": "Signature: 8a4"})
    run_once(home, root, tree(root, {"a.py": "a"}))
    assert (home / ".gitignore").read_bytes() == b"*\n"
