"""Changed files as a unified diff, which `git apply` and `patch` take."""

import io
import tokenize
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from ssot_lint.fix.plan import FixedFile

_NO_NEWLINE = "\\ No newline at end of file\n"


def diff(files: Iterable[FixedFile]) -> str:
    """What changes in each file, in the encoding of its source."""
    return "".join(line for file in files for line in _of(file))


def _of(file: FixedFile) -> Iterator[str]:
    names = f"a/{file.path}", f"b/{file.path}"
    for line in unified_diff(_lines(file.before), _lines(file.after), *names):
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _lines(source: bytes) -> list[str]:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = source.decode("utf-8" if encoding == "utf-8-sig" else encoding, "backslashreplace")
    # only "\n" ends a line of a diff
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [text.rpartition("\n")[2]] * (text[-1:] != "\n")
