"""Which files git knows of, asked so that the repository cannot make git run a program.

What a hostile repository could use, and what stops it here: `core.fsmonitor` (a program that
`ls-files -o` starts) and hooks, by `-c`; `pager.ls-files`, by `--no-pager`; a bare repository
hidden among the files, by `safe.bareRepository`; `core.worktree`, by `GIT_WORK_TREE`; lazy fetches
of missing trees through a remote's `uploadpack`, `ext::` URL or ssh command, by
`GIT_NO_LAZY_FETCH` and, in older versions, an empty list of allowed protocols. Filters, textconv
and external diffs play no part in `ls-files`, nor in a `diff` of names, nor where objects are read; a
`diff` with the work tree would run filters, so none is asked for. An object is what its id says:
`GIT_NO_REPLACE_OBJECTS` keeps others from taking its place. The user's own settings stay,
`safe.directory` among them.
"""

import os
import shutil
import subprocess
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

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
_TRACKED = ("ls-files", "-z", "-t", "--stage", "--cached")
_OTHERS = ("--literal-pathspecs", "ls-files", "-z", "--others", "--exclude-standard")
_IGNORED = ("check-ignore", "-z", "--stdin")
# Every system takes arguments of that many characters; git is asked of all it knows where there are more.
_MOST_ASKED = 30_000
# A named pipe in place of an ignore file holds git for ever; a list as such takes far less than this.
PATIENCE = 60.0


class GitProblem(Exception):
    """Why git cannot be asked, in one line."""


class GitList(msgspec.Struct, frozen=True):
    """The files under the root that git lists, and the directories that they lie in.

    `tracked` are directories that hold something of the index, `checkouts` the submodules and nested
    repositories, `absent` the files that a sparse checkout leaves out. Until it is `settled`, nothing
    untracked is in it: to find that git walks the whole tree, as we do, while most often there are
    few places to look at. `root` is what paths are relative to, `top` the directory of the checkout.
    """

    root: Path
    top: Path
    files: frozenset[str]
    directories: frozenset[str]
    tracked: frozenset[str]
    checkouts: frozenset[str]
    absent: frozenset[str]
    is_settled: bool = False

    def inside(self, directory: str) -> "GitList":
        """What selects the entries of a directory: the list is the same everywhere."""
        return self

    def takes(self, path: str, *, is_directory: bool) -> bool | None:
        """Whether git lists the path, or something beneath it; None where it must be asked."""
        if path in (self.directories if is_directory else self.files):
            return True
        return False if self.is_settled else None

    def settled(self, paths: Collection[str], patience: float = PATIENCE) -> "GitList":
        """The list with all that is untracked, and not ignored, of the paths and beneath them.

        Raises GitProblem where git does not answer within `patience`, in seconds.
        """
        asked = ("--", *paths) if sum(map(len, paths)) + len(paths) < _MOST_ASKED else ()
        answer = ask(self.root, self.top, (*_OTHERS, *asked), patience=patience)
        others = answer.split("\0")[:-1]
        nested = frozenset(path[:-1] for path in others if path.endswith("/"))
        listed = self.extended(others)
        return msgspec.structs.replace(
            listed,
            directories=listed.directories | _with_parents(nested),
            checkouts=self.checkouts | nested,
            is_settled=True,
        )

    def extended(self, others: Collection[str]) -> "GitList":
        """The list with files that are in no index."""
        directories = self.directories | _with_parents(map(_folder, others))
        return msgspec.structs.replace(self, files=self.files.union(others), directories=directories)

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """Unknown here: git lists neither pipes nor empty directories, so `ignored_by_git` must ask."""
        return False

    def is_checkout(self, directory: str, names: Container[str]) -> bool:
        """Whether the directory is a repository of its own."""
        return directory in self.checkouts

    def tracks_under(self, directory: str) -> bool:
        """Whether anything beneath the directory was added to the repository."""
        return directory in self.tracked


def git_list(root: Path) -> GitList | None:
    """What git tracks under the root; None where that is in no checkout.

    Raises GitProblem where it is in one but git cannot be used, lists nothing, or does not answer.
    """
    top = top_of(root)
    if top is None:
        return None
    listed = _tracked(root, top, ask(root, top, _TRACKED))
    if not listed.directories:
        listed = listed.settled(())
    if not listed.directories:
        raise GitProblem("git lists no file here (is the directory ignored?)")
    return listed


def ignored_by_git(root: Path, paths: Collection[str]) -> frozenset[str]:
    """Those of the paths that git ignores; none where it cannot say."""
    top = top_of(root)
    if top is None or not paths:
        return frozenset()
    try:
        # A colon at the start would mean something to git.
        asked = os.fsencode("".join(f"./{path}\0" for path in paths))
        answer = ask(root, top, _IGNORED, asked=asked)
    except GitProblem:
        return frozenset()  # it exits with 1 where none of them is ignored
    return frozenset(path.removeprefix("./") for path in answer.split("\0")[:-1])


def top_of(root: Path) -> Path | None:
    """The checkout that the root is in."""
    return next((d for d in (root, *root.parents) if os.path.lexists(d / ".git")), None)


class _How(TypedDict, total=False):
    """What git gets on its standard input and more in its environment, and how many seconds it has."""

    asked: bytes
    more: Mapping[str, str]
    patience: float


def ask(root: Path, top: Path, command: Sequence[str], **how: Unpack[_How]) -> str:
    """What git answers under the root.

    Raises GitProblem where it fails, or does not answer within its time, by default PATIENCE.
    """
    return os.fsdecode(ask_bytes(root, top, command, **how))


def ask_bytes(root: Path, top: Path, command: Sequence[str], **how: Unpack[_How]) -> bytes:
    """As `ask`, of what is no text."""
    done = answered(root, top, command, **how)
    if done.returncode:
        # What git says names absolute paths, which have no place in a report.
        raise GitProblem(f"git fails here with exit code {done.returncode} (see git status)")
    return done.stdout


def answered(
    root: Path, top: Path, command: Sequence[str], **how: Unpack[_How]
) -> subprocess.CompletedProcess[bytes]:
    """How git ends under the root, and what it says, in English. Raises GitProblem where it does not."""
    patience = how.get("patience", PATIENCE)
    git = shutil.which("git")
    # A relative entry of PATH would take the program from the analysed tree.
    if git is None or not os.path.isabs(git):
        raise GitProblem("git is not installed")
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN} | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(top.parent),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_WORK_TREE": str(top),
        "LC_ALL": "C",
        **how.get("more", {}),
    }
    try:
        done = subprocess.run(
            [git, *_SAFELY, *command],
            cwd=root,
            env=environment,
            input=how.get("asked", b""),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitProblem(f"git did not answer within {patience:g} seconds") from None
    except OSError as error:
        raise GitProblem(f"git cannot be started ({error.strerror})") from None
    if done.returncode and b"dubious ownership" in done.stderr:
        raise GitProblem("git refuses a checkout of dubious ownership (see safe.directory)")
    return done


def _tracked(root: Path, top: Path, output: str) -> GitList:
    entries = output.split("\0")[:-1]
    # "H 100644 <object> 0<tab>path": what stands before the path is of one length
    start = output.find("\t") + 1
    special = [entry for entry in entries if not entry.startswith("H 100")]
    checkouts = frozenset(entry[start:] for entry in special if entry.startswith("160000", 2))
    absent = frozenset(entry[start:] for entry in special if entry[0] == "S") - checkouts
    files = frozenset([entry[start:] for entry in entries]) - checkouts
    tracked = _with_parents({path.rpartition("/")[0] for path in files - absent})
    return GitList(
        root=root,
        top=top,
        files=files,
        directories=tracked | _with_parents(map(_folder, absent)) | _with_parents(checkouts),
        tracked=tracked,
        checkouts=checkouts,
        absent=absent,
    )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _with_parents(directories: Iterable[str]) -> frozenset[str]:
    found = set(directories)
    for directory in tuple(found):
        parent = _folder(directory)
        while parent not in found:
            found.add(parent)
            parent = _folder(parent)
    return frozenset(found)
