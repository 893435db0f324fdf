"""Extraction by worker processes: the same facts, and no file lost without a word."""

import os
import sys
import threading
from pathlib import Path

import pytest

from ssot_lint.child import worker_command
from ssot_lint.model import Facts, Source
from ssot_lint.parallel import WORTH_FILES, Given, extract_all, extract_apart

DIES_ON = """
import os, sys
from ssot_lint import parallel
read = parallel.read

def read_or_die(path, sought):
    name = os.path.basename(path)
    if name == "fatal.py":
        os._exit(9)
    if name == "fragile.py" and not os.path.exists(path + ".seen"):
        open(path + ".seen", "w").close()
        os._exit(9)
    if name == "bug.py":
        raise RecursionError("too\\ndeep")
    return read(path, sought)

parallel.read = read_or_die
parallel.work()
"""


def project(root: Path, *names: str) -> list[str]:
    for number, name in enumerate(names):
        (root / name).write_text(f"def f{number}(): return {number}\n")
    return [str(root / name) for name in names]


def dying() -> list[str]:
    """A worker that dies on `fatal.py`, the first time on `fragile.py`, and has a bug with `bug.py`."""
    command = worker_command()
    return [*command[:-1], command[-1].partition("from ssot_lint")[0] + "\n" + DIES_ON]


def extracted(paths: list[str], command: list[str], workers: int = 2) -> dict[str, tuple[Facts, str]]:
    items = Given([os.fsencode(path) for path in paths], are_contents=False)
    done = extract_apart(items, [1] * len(paths), workers, command, None)
    names = [os.path.basename(path) for path in paths]
    facts = [reading.facts for reading in done.readings]
    return dict(zip(names, zip(facts, done.failures, strict=True), strict=True))


def sources(root: Path, count: int) -> list[Source]:
    names = [f"m{number:03}.py" for number in range(count)]
    project(root, *names)
    return [Source(name, "real") for name in names]


def test_workers_give_the_facts_that_one_process_gives(tmp_path: Path) -> None:
    files = sources(tmp_path, WORTH_FILES + 1)
    assert extract_all(tmp_path, files, 2, None) == extract_all(tmp_path, files, 1, None)


def test_facts_come_in_the_order_of_the_sources(tmp_path: Path) -> None:
    files = sources(tmp_path, WORTH_FILES + 1)
    readings, _ = extract_all(tmp_path, files, 2, None)
    assert [reading.facts.definitions[0].name for reading in readings] == [f"f{n}" for n in range(len(files))]


def test_progress_ends_with_all_files(tmp_path: Path) -> None:
    files = sources(tmp_path, WORTH_FILES + 1)
    seen: list[tuple[int, int]] = []
    extract_all(tmp_path, files, 2, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(files), len(files))


def test_no_source_gives_no_facts(tmp_path: Path) -> None:
    assert extract_all(tmp_path, [], 2, None) == ([], [])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_reaches_the_worker(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.py"
    with open(path, "wb") as file:
        file.write(b"x = 1\n")
    assert extracted([os.fsdecode(path)], worker_command())[os.fsdecode(b"\xff\n.py")][0].lines == 1


def test_workers_import_nothing_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ast.py", "msgspec.py", "subprocess.py", "sitecustomize.py"):
        (tmp_path / name).write_text("open('imported', 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert extracted([str(tmp_path / "ast.py")], worker_command())["ast.py"][1] == ""
    assert not (tmp_path / "imported").exists()


def test_a_file_that_kills_its_worker_is_named(tmp_path: Path) -> None:
    facts, failure = extracted(project(tmp_path, "a.py", "fatal.py", "b.py"), dying())["fatal.py"]
    assert failure == "lost worker while reading it"
    assert facts.problem is not None
    assert facts.problem.kind == "unreadable"


def test_the_files_beside_one_that_kills_its_worker_are_read(tmp_path: Path) -> None:
    done = extracted(project(tmp_path, "a.py", "fatal.py", "b.py"), dying())
    assert [done[name][0].problem for name in ("a.py", "b.py")] == [None, None]


def test_a_worker_that_dies_by_chance_costs_no_file(tmp_path: Path) -> None:
    done = extracted(project(tmp_path, "a.py", "fragile.py"), dying())
    assert [failure for _, failure in done.values()] == ["", ""]


def test_an_unexpected_exception_costs_its_file_only(tmp_path: Path) -> None:
    done = extracted(project(tmp_path, "a.py", "bug.py", "b.py"), dying())
    assert {name: failure for name, (_, failure) in done.items()} == {
        "a.py": "",
        "bug.py": "extraction failed: RecursionError: too deep",
        "b.py": "",
    }


@pytest.mark.parametrize("command", [["/no/such/interpreter"], [sys.executable, "-c", ""]])
def test_workers_that_do_not_start_are_told_for_each_file(tmp_path: Path, command: list[str]) -> None:
    done = extracted(project(tmp_path, "a.py", "b.py"), command)
    assert [failure for _, failure in done.values()] == ["lost worker while reading it"] * 2


def test_an_interrupt_leaves_no_worker_behind(tmp_path: Path) -> None:
    files = sources(tmp_path, WORTH_FILES + 1)

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        extract_all(tmp_path, files, 2, interrupt)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(5)
    assert threading.active_count() == before
