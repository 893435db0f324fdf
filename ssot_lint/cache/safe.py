"""Entries that raise nothing: whatever their file comes to costs hits, and a note."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ssot_lint.cache.directory import DATABASE, discard, inode, prepare
from ssot_lint.cache.faults import Damaged, Refused, Unusable

if TYPE_CHECKING:
    from ssot_lint.cache.entries import Entries

T = TypeVar("T")

_UNREAD = "every file is analysed anew"
_UNKEPT = "what is new is not kept for the next run"


class SafeEntries:
    """The entries in a directory. `notes` tell a user, one line each, what went wrong."""

    def __init__(self, directory: Path) -> None:
        self.notes: list[str] = []
        self._directory = directory
        self._inode = 0
        self._may_write = True
        self._entries = self._opened()

    @property
    def is_open(self) -> bool:
        """Whether there are any entries."""
        return self._entries is not None

    def read(self, act: Callable[["Entries"], T], default: T) -> T:
        """What `act` gives, `default` where it fails."""
        try:
            return self._done(act, default)
        except Unusable as error:
            self.note(f"cannot be read ({error}): {_UNREAD}")
            return default

    def write(self, act: Callable[["Entries"], None], *, told: bool = True) -> None:
        """Do what writes. Once that failed, nothing is written before the next `renew`."""
        if not self._may_write:
            return
        try:
            self._done(act, None)
        except Unusable as error:
            self._may_write = False
            if told:
                self.note(f"cannot be written ({error}): {_UNKEPT}")

    def renew(self) -> None:
        """Try to write again, though it has failed before."""
        self._may_write = True

    def close(self) -> None:
        """Let go of the file."""
        entries, self._entries = self._entries, None
        if entries:
            entries.close()

    def note(self, line: str) -> None:
        """Tell the user something, once."""
        note = f"the cache {self._directory.name} {line}"
        if note not in self.notes:
            self.notes.append(note)

    def _done(self, act: Callable[["Entries"], T], default: T) -> T:
        """What `act` gives; once more if the file turned out to be damaged, and was built anew."""
        for _ in range(2):
            if self._entries is None:
                break
            try:
                return act(self._entries)
            except Damaged as damage:
                self._entries.close()
                self._entries = self._rebuilt(damage)
        return default

    def _opened(self) -> "Entries | None":
        try:
            prepare(self._directory)
            self._inode = inode(self._directory / DATABASE)
            return self._connected()
        except Refused as error:
            self.note(f"{error}: {_UNREAD}")
        except Unusable as error:
            self.note(f"cannot be opened ({error}): {_UNREAD}")
        except Damaged as damage:
            return self._rebuilt(damage)
        return None

    def _rebuilt(self, damage: Damaged) -> "Entries | None":
        self.note(f"{damage} and is built anew")
        try:
            discard(self._directory, self._inode)
            return self._connected()
        except (Unusable, Damaged) as error:
            self.note(f"cannot be built anew ({error}): {_UNREAD}")
            return None

    def _connected(self) -> "Entries":
        try:
            from ssot_lint.cache.entries import Entries  # late: some Pythons have no sqlite3
        except ImportError as error:
            raise Unusable(str(error)) from None
        entries = Entries(self._directory / DATABASE)
        self._inode = inode(self._directory / DATABASE)
        return entries
