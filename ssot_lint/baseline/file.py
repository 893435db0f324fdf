"""The file that a baseline is kept in: JSON, one entry a line, so that it merges line by line."""

import json
import re
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from ssot_lint.baseline.entries import Entry, Identity, Site
from ssot_lint.errors import BaselineError

VERSION = 1
SCHEMA = "ssot-lint/baseline/"

_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_KEY = re.compile(r'(?<!\\)"path"\s*:')

ANEW = "ssot-lint baseline write --force"


class Baseline(msgspec.Struct, frozen=True):
    """Accepted findings, sorted; `path` is what messages call the file, `lines` are those of the entries."""

    path: str
    entries: tuple[Entry, ...]
    lines: tuple[int, ...]

    def line(self, wanted: Entry) -> int:
        """The line of the entry of the same findings."""
        for entry, line in zip(self.entries, self.lines, strict=True):
            if (entry.identity, entry.home) == (wanted.identity, wanted.home):
                return line
        return 1


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry as it is written. The fingerprint is for those who look for one; it follows from the rest."""

    path: Annotated[str, msgspec.Meta(min_length=1)]
    code: Annotated[str, msgspec.Meta(pattern="^[A-Z]{1,3}[0-9]{3}$")]
    symbol: str
    subject: str
    count: Annotated[int, msgspec.Meta(ge=0)]
    home: Site | None = None
    fingerprint: str = ""

    @property
    def entry(self) -> Entry:
        """What it says."""
        return Entry(
            code=self.code,
            path=self.path,
            symbol=self.symbol,
            subject=self.subject,
            count=self.count,
            home=self.home,
        )


def load_content(path: Path, display: str) -> bytes:
    """The content of a baseline. Raises BaselineError where it cannot be read."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = "a directory" if stat.S_ISDIR(mode) else "no regular file"
            raise BaselineError(f"{display}: is {what}; a baseline is a file")
        return path.read_bytes()
    except OSError as error:
        raise BaselineError(f"{display}: cannot be read: {error.strerror}") from None


def read_baseline(content: bytes, display: str) -> Baseline:
    """The baseline of a file's content. Raises BaselineError: where, what, and how to mend it.

    Of entries that a merge has doubled the larger count holds.
    """
    text = _text(content, display)
    _refuse_markers(text, display)
    lines = [text.count("\n", 0, match.start()) + 1 for match in _KEY.finditer(text)]
    listed = _listed(_parsed(text, display), display)
    known = lines if len(lines) == len(listed) else [1] * len(listed)
    merged: dict[tuple[Identity, Site | None], tuple[Entry, int]] = {}
    for number, value in enumerate(listed):
        entry = _entry(value, f"{display}:{known[number]}")
        key = entry.identity, entry.home
        if key not in merged or merged[key][0].count < entry.count:
            merged[key] = entry, known[number]
    pairs = sorted(merged.values(), key=lambda pair: pair[0].order)
    return Baseline(display, tuple(entry for entry, _ in pairs), tuple(line for _, line in pairs))


def encode_baseline(entries: Iterable[Entry]) -> bytes:
    """The content of a baseline, always the same for the same entries.

    The list ends with a null, so that all lines end alike: two branches that each drop or add a line merge.
    """
    lines = [
        f'{{"schema": "{SCHEMA}{VERSION}", "findings": [',
        *map(_written, _sorted(entries)),
        "null",
        "]}",
    ]
    return "".join(f"{line}\n" for line in lines).encode("ascii", "backslashreplace")


def _sorted(entries: Iterable[Entry]) -> Sequence[Entry]:
    return sorted(entries, key=lambda entry: entry.order)


def _written(entry: Entry) -> str:
    told = {
        "path": entry.path,
        "code": entry.code,
        "symbol": entry.symbol,
        "subject": entry.subject,
        "count": entry.count,
        **({"home": list(entry.home)} if entry.home else {}),
        "fingerprint": entry.fingerprint,
    }
    return json.dumps(told) + ","


def _text(content: bytes, display: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BaselineError(f"{display}:{line}: is no UTF-8; restore it, or make it anew: {ANEW}") from None


def _refuse_markers(text: str, display: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_MARKERS):
            raise BaselineError(
                f"{display}:{number}: a merge left its conflict markers; delete these, keep the lines of "
                "both sides, and run: ssot-lint baseline prune"
            )


def _parsed(text: str, display: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            what = "ends too early"
        else:
            what = f"is no JSON: {error.msg[:1].lower()}{error.msg[1:]} in column {error.colno}"
        line = error.lineno
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets without end
        what, line = "is no baseline", 1
    raise BaselineError(f"{display}:{line}: {what}; restore it, or make it anew: {ANEW}")


def _listed(document: object, display: str) -> list[object]:
    """The entries of a document of a version that is known."""
    schema = document.get("schema") if isinstance(document, dict) else None
    version = schema.removeprefix(SCHEMA) if isinstance(schema, str) and schema.startswith(SCHEMA) else ""
    listed = document.get("findings") if isinstance(document, dict) else None
    if version.isdecimal() and int(version[:9]) > VERSION:
        raise BaselineError(
            f"{display}: is of version {version[:9]}, and this ssot-lint reads version {VERSION}; upgrade it"
        )
    if version != str(VERSION) or not isinstance(listed, list):
        raise BaselineError(f"{display}: is no baseline of ssot-lint; make one: {ANEW}")
    return [value for value in listed if value is not None]


def _entry(value: object, where: str) -> Entry:
    try:
        return msgspec.convert(value, _Line).entry
    except msgspec.ValidationError as error:
        what = f"{error}"
        raise BaselineError(
            f"{where}: is no entry of a baseline: {what[:1].lower()}{what[1:]}; mend or delete the line"
        ) from None
