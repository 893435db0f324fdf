"""What a commit holds, read from the objects of git: no work tree is needed, and none is made."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ssot_lint.discover.commits import checkout_of, folder_of
from ssot_lint.discover.git import GitProblem, answered, ask, ask_bytes
from ssot_lint.errors import UsageError

LINK, CHECKOUT = "120000", "160000"
"""The modes of symbolic links and of submodules."""

_SHOWN = 5
_PARTIAL = r"^remote\..*\.(promisor|partialclonefilter)$"
_HEAD = re.compile(rb"[0-9a-f]+ blob (\d+)\n")


class TreeFile(msgspec.Struct, frozen=True, gc=False):
    """A file of a commit: its mode as git writes it, and its id, 20 bytes, or 32 where ids are SHA-256."""

    mode: str
    blob: bytes


def tree_id(root: Path, commit: str) -> str | None:
    """The id of what a commit has under the root, in hex; None where it has no such directory.

    Raises UsageError.
    """
    folder = folder_of(root).removesuffix("/")
    name = f"{commit}:{folder}" if folder else f"{commit}^{{tree}}"
    command = ("rev-parse", "--verify", "--end-of-options", name)
    try:
        done = answered(root, checkout_of(root), command)
        found = os.fsdecode(done.stdout).strip()
        # A file, a link or a submodule may have had the name.
        kind = ask(root, checkout_of(root), ("cat-file", "-t", found)).strip() if done.returncode == 0 else ""
    except GitProblem:
        return None
    return found if kind == "tree" else None


def tree_of_commit(root: Path, commit: str) -> bytes:
    """The id of all that a commit holds. Raises UsageError."""
    try:
        name = f"{commit}^{{tree}}"
        command = ("rev-parse", "--verify", "--end-of-options", name)
        return bytes.fromhex(ask(root, checkout_of(root), command).strip())
    except GitProblem as problem:
        raise UsageError(f"the commit {commit[:12]} cannot be read: {problem}{_partial(root)}") from None


def trees_of_commits(root: Path, commits: Sequence[str]) -> list[bytes]:
    """The id of all that each commit holds, b"" where git has it not. Raises UsageError."""
    asked = "".join(f"{commit}^{{tree}}\n" for commit in commits).encode()
    command = ("cat-file", "--batch-check=%(objectname)")
    try:
        lines = ask_bytes(root, checkout_of(root), command, asked=asked).decode().splitlines()
    except GitProblem as problem:
        raise UsageError(f"commits cannot be read: {problem}{_partial(root)}") from None
    return [b"" if " " in line else bytes.fromhex(line) for line in lines]


def tree_files(root: Path, tree: str) -> dict[str, TreeFile]:
    """The files of a tree, by its id, at any depth: by path from there. Raises UsageError."""
    checkout = checkout_of(root)
    try:
        answer = ask(root, checkout, ("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree))
    except GitProblem as problem:
        raise UsageError(f"the tree {tree[:12]} cannot be listed: {problem}{_partial(root)}") from None
    # "100644 blob <id><tab>path"
    entries = (entry.partition("\t") for entry in answer.split("\0")[:-1])
    return {path: TreeFile(head[:6], bytes.fromhex(head.rpartition(" ")[2])) for head, _, path in entries}


def file_at(root: Path, commit: str, path: str) -> bytes | None:
    """The content that a path from the root has at a commit, None where it has none. Raises UsageError."""
    try:
        name = f"{folder_of(root)}{path}"
        command = ("ls-tree", "-z", "--full-tree", "--end-of-options", commit, name)
        answer = ask(root, checkout_of(root), command)
    except GitProblem as problem:
        raise UsageError(f"the commit {commit[:12]} cannot be read: {problem}{_partial(root)}") from None
    head, _, found = answer.rstrip("\0").partition("\t")
    if found != name or not head.startswith("100"):
        return None
    return contents_of(root, [bytes.fromhex(head.rpartition(" ")[2])])[0]


class Contents:
    """The contents of files of a commit, to be read in lots; `blobs` by path. Methods raise UsageError."""

    are_contents = True

    def __init__(self, root: Path, blobs: Mapping[str, bytes]) -> None:
        self._root = root
        self._blobs = blobs
        self._ids = list(blobs.values())

    def __len__(self) -> int:
        return len(self._ids)

    def sizes(self) -> Sequence[int]:
        """How many bytes each has."""
        return sizes(self._root, self._blobs) if self._ids else []

    def load(self, numbers: Sequence[int]) -> list[bytes]:
        """Some of them."""
        return contents_of(self._root, [self._ids[i] for i in numbers])


def sizes(root: Path, blobs: Mapping[str, bytes]) -> list[int]:
    """How many bytes each content has, in order. Raises UsageError, with the paths that git lacks."""
    asked = b"".join(blob.hex().encode() + b"\n" for blob in blobs.values())
    command = ("cat-file", "--batch-check=%(objecttype) %(objectsize)")
    try:
        lines = ask_bytes(root, checkout_of(root), command, asked=asked).splitlines()
    except GitProblem as problem:  # before 2.44 git gives up where it is not allowed to fetch
        partial = _partial(root)
        raise UsageError(f"contents of a commit cannot be read: {problem}{partial}") from None
    known = {path: line.split() for path, line in zip(blobs, lines, strict=True)}
    missing = sorted(path for path, (kind, *_) in known.items() if kind != b"blob")
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        shown = ", ".join(missing[:_SHOWN]) + more
        raise UsageError(f"git lacks the content of files of a commit: {shown}{_partial(root)}")
    return [int(size) for _, size in known.values()]


def contents_of(root: Path, blobs: Sequence[bytes]) -> list[bytes]:
    """The contents with these ids, as they are stored: no filter and no conversion is applied.

    Raises UsageError.
    """
    asked = b"".join(blob.hex().encode() + b"\n" for blob in blobs)
    try:
        answer = ask_bytes(root, checkout_of(root), ("cat-file", "--batch"), asked=asked)
    except GitProblem as problem:
        raise UsageError(f"contents of a commit cannot be read: {problem}{_partial(root)}") from None
    found = []
    start = 0
    for blob in blobs:
        head = _HEAD.match(answer, start)
        if head is None:
            raise UsageError(f"git lacks the content {blob.hex()[:12]} of a commit{_partial(root)}")
        end = head.end() + int(head[1])
        found.append(answer[head.end() : end])
        start = end + 1
    return found


def _partial(root: Path) -> str:
    """What is to be done where the clone has not all contents, "" where it should have them."""
    try:
        ask(root, checkout_of(root), ("config", "--get-regexp", _PARTIAL))
    except GitProblem:
        return ""
    return "; this clone is partial: fetch the rest (git fetch --refetch --no-filter)"
