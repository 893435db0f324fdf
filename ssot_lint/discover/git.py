"""Which files git knows of, asked so that the repository cannot make git run a program.

What a hostile repository could use, and what stops it here: `core.fsmonitor` (a program that
`ls-files -o` starts) and hooks, by `-c`; `pager.ls-files`, by `--no-pager`; a bare repository
hidden among the files, by `safe.bareRepository`; `core.worktree`, by `GIT_WORK_TREE`; lazy fetches
of missing trees through a remote's `uploadpack`, `ext::` URL or ssh command, by
`GIT_NO_LAZY_FETCH` and, in older versions, an empty list of allowed protocols. Filters, textconv
and external diffs play no part in `ls-files`. The user's own settings stay, `safe.directory` among
them.
"""

import os
import shutil
import subprocess
from collections.abc import Collection, Container, Iterable, Sequence
from pathlib import Path

import msgspec

# What a hook or an alias that calls us may have set for a repository of its own.
_FOREIGN = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
}

# An empty core.fsmonitor is "off" in every version; before 2.36 "false" was a program's name.
_SAFELY = (
    "--no-pager",
    *("-c", "core.fsmonitor="),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "safe.bareRepository=explicit"),
)
_LIST = ("ls-files", "-z", "-t", "--stage", "--cached", "--others", "--exclude-standard")
_IGNORED = ("check-ignore", "-z", "--stdin")
# A named pipe in place of an ignore file holds git for ever; a list as such takes far less than this.
_PATIENCE = 60.0

_WALKED = "the directory was walked instead of taking git's list of files"


class GitProblem(Exception):
    """Why git's list cannot be had, in one line."""


class GitList(msgspec.Struct, frozen=True):
    """The files under the root that git lists, and the directories that they lie in.

    `tracked` are those of the index, `checkouts` the submodules and nested repositories, `absent`
    the files that a sparse checkout leaves out.
    """

    files: frozenset[str]
    tracked: frozenset[str]
    directories: frozenset[str]
    checkouts: frozenset[str]
    absent: frozenset[str]

    def inside(self, directory: str) -> "GitList":
        """What selects the entries of a directory: the list is the same everywhere."""
        return self

    def takes(self, path: str, *, is_directory: bool) -> bool:
        """Whether git lists the path, or something beneath it."""
        return path in (self.directories if is_directory else self.files)

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """Unknown here: git lists neither pipes nor empty directories, so `ignored_by_git` must ask."""
        return False

    def is_checkout(self, directory: str, names: Container[str]) -> bool:
        """Whether the directory is a repository of its own."""
        return directory in self.checkouts

    def tracks_under(self, directory: str) -> bool:
        """Whether anything beneath the directory was added to the repository."""
        prefix = f"{directory}/"
        return any(path.startswith(prefix) for path in self.tracked)


def git_list(root: Path, patience: float = _PATIENCE) -> GitList | None:
    """What git lists under the root; None where that is in no checkout.

    Raises GitProblem where it is in one but git cannot be used, lists nothing, or does not answer
    within `patience`, in seconds.
    """
    top = _top(root)
    if top is None:
        return None
    listed = _parse(_run(root, top, _LIST, "", patience))
    if not listed.files and not listed.checkouts:
        raise GitProblem(f"git lists no file here (is the directory ignored?): {_WALKED}")
    return listed


def ignored_by_git(root: Path, paths: Collection[str]) -> frozenset[str]:
    """Those of the paths that git ignores; none where it cannot say."""
    top = _top(root)
    if top is None or not paths:
        return frozenset()
    try:
        # A colon at the start would mean something to git.
        answer = _run(root, top, _IGNORED, "".join(f"./{path}\0" for path in paths), _PATIENCE)
    except GitProblem:
        return frozenset()  # it exits with 1 where none of them is ignored
    return frozenset(path.removeprefix("./") for path in answer.split("\0")[:-1])


def _top(root: Path) -> Path | None:
    """The checkout that the root is in."""
    return next((d for d in (root, *root.parents) if os.path.lexists(d / ".git")), None)


def _run(root: Path, top: Path, command: Sequence[str], asked: str, patience: float) -> str:
    git = shutil.which("git")
    # A relative entry of PATH would take the program from the analysed tree.
    if git is None or not os.path.isabs(git):
        raise GitProblem(f"git is not installed: {_WALKED}")
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN} | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(top.parent),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_WORK_TREE": str(top),
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            [git, *_SAFELY, *command],
            cwd=root,
            env=environment,
            input=os.fsencode(asked),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitProblem(f"git did not answer within {patience:g} seconds: {_WALKED}") from None
    except OSError as error:
        raise GitProblem(f"git cannot be started ({error.strerror}): {_WALKED}") from None
    if done.returncode and b"dubious ownership" in done.stderr:
        raise GitProblem(f"git refuses a checkout of dubious ownership (see safe.directory): {_WALKED}")
    if done.returncode:
        # What git says names absolute paths, which have no place in a report.
        raise GitProblem(f"git fails here with exit code {done.returncode} (see git status): {_WALKED}")
    return os.fsdecode(done.stdout)


def _parse(output: str) -> GitList:
    others: set[str] = set()
    tracked: set[str] = set()
    checkouts: set[str] = set()
    absent: set[str] = set()
    for entry in output.split("\0")[:-1]:
        if entry.startswith("? "):
            path = entry[2:]
            if path.endswith("/"):
                checkouts.add(path[:-1])
            else:
                others.add(path)
            continue
        head, _, path = entry.partition("\t")
        tag, mode, _ = head.split(" ", 2)
        if mode == "160000":
            checkouts.add(path)
        else:
            (absent if tag == "S" else tracked).add(path)
    files = frozenset(tracked | others | absent)
    return GitList(
        files=files,
        tracked=frozenset(tracked),
        directories=frozenset(_directories(files | checkouts) | checkouts),
        checkouts=frozenset(checkouts),
        absent=frozenset(absent),
    )


def _directories(paths: Iterable[str]) -> set[str]:
    found = {path.rpartition("/")[0] for path in paths}
    for directory in tuple(found):
        parent = directory.rpartition("/")[0]
        while parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return found
