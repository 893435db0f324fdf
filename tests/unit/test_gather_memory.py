"""What was gathered last serves the next commit, and is forgotten once no commit has it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ssot_lint.gather import Gathered, Memory, gather
from ssot_lint.model import Sought, Source
from ssot_lint.tree import CommitTree, WorkTree
from tests.unit.trees import git, head_of

SOUGHT = Sought(patterns=("secret",))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-b", "main")
    commit(tmp_path, {"a.py": "a = 'secret'\n", "b.py": "b = 1\n"})
    return tmp_path


def commit(root: Path, sources: dict[str, str]) -> None:
    for name, text in sources.items():
        (root / name).write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")


def gathered(root: Path, memory: Memory, sought: Sought | None = None) -> Gathered:
    tree = CommitTree(root, head_of(root), WorkTree(root, {}, None))
    sources: Sequence[Source] = [Source(path, "real", path[0]) for path in ("a.py", "b.py")]
    return gather(tree, root, sources, None, 1, None, sought, memory)


def test_what_did_not_change_is_the_same_record(project: Path, extracted: list[str]) -> None:
    memory = Memory()
    before = gathered(project, memory)
    commit(project, {"b.py": "b = 2\n"})
    del extracted[:]
    after = gathered(project, memory)
    assert extracted == ["b = 2\n"]
    assert after.files[0].facts is before.files[0].facts


def test_what_is_gone_is_forgotten(project: Path, extracted: list[str]) -> None:
    memory = Memory()
    gathered(project, memory)
    commit(project, {"b.py": "b = 2\n"})
    gathered(project, memory)
    commit(project, {"b.py": "b = 1\n"})
    del extracted[:]
    gathered(project, memory)
    assert extracted == ["b = 1\n"]


def test_literals_are_remembered(project: Path, extracted: list[str]) -> None:
    memory = Memory()
    first = gathered(project, memory, SOUGHT)
    del extracted[:]
    assert gathered(project, memory, SOUGHT).literals == first.literals != {}
    assert extracted == []


def test_other_literals_are_looked_for_anew(project: Path, extracted: list[str]) -> None:
    memory = Memory()
    gathered(project, memory, SOUGHT)
    del extracted[:]
    gathered(project, memory, Sought(patterns=("b",)))
    assert len(extracted) == 2
