"""Where entries lie: each kind in a range of ids, spread by their keys."""

import zlib
from collections.abc import Iterable

import msgspec

FORMAT = 1
"""Raised with every change of what is kept: a file of another format is built anew."""

_KEY_BYTES = 6


class Space(msgspec.Struct, frozen=True):
    """One kind of entries: `first` and `last` limit their ids, `seed` is what their checksums begin with.

    An id has 15 bits for the space and 48 for the key, so entries may meet: one then takes the place
    of the other, which is absent, because key and checksum tell them apart.
    """

    first: int
    last: int
    seed: int

    def id(self, key: bytes) -> int:
        """Where the entry of any key lies."""
        return self.first + zlib.crc32(key)

    def ids(self, digests: Iterable[bytes]) -> dict[int, bytes]:
        """Where the entries of keys lie that are spread evenly themselves, and which is where."""
        first, from_bytes = self.first, int.from_bytes
        return {first + from_bytes(digest[:_KEY_BYTES], "big"): digest for digest in digests if digest}


def _space(number: int, name: bytes) -> Space:
    first = number << 8 * _KEY_BYTES
    return Space(first, first + (1 << 8 * _KEY_BYTES) - 1, zlib.crc32(name, FORMAT))


STAMPS = _space(0, b"stamps")
REPORTS = _space(1, b"reports")
EXTRACTORS = _space(2, b"extractors")
FIGURES = _space(3, b"figures")


def facts_of(extractor: bytes) -> Space:
    """The space of the facts that an extractor gave."""
    return _numbered(extractor, b"facts " + extractor)


def literals_of(extractor: bytes, digest: bytes) -> Space:
    """The space of the literals that an extractor gave for that part of a policy."""
    of_both = extractor + b" " + digest
    return _numbered(of_both, b"literals " + of_both)


def _numbered(key: bytes, name: bytes) -> Space:
    return _space(16 + zlib.crc32(key) % 32_000, name)
