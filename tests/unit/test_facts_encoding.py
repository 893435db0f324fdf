"""Facts are plain values: they survive encoding, and depend on nothing but the bytes."""

from pathlib import Path

import msgspec
import pytest

from ssot_lint.extract import extract
from ssot_lint.model import Facts

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for folder in ("ssot_lint", "checks", "tests") for path in Path(ROOT, folder).rglob("*.py")
)
NAMES = [path.relative_to(ROOT).as_posix() for path in SOURCES]


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_facts_encoded_twice_are_equal_bytes(path: Path) -> None:
    once = msgspec.msgpack.encode(extract(path.read_bytes()))
    twice = msgspec.msgpack.encode(msgspec.msgpack.decode(once, type=Facts))
    assert once == twice


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_decoded_facts_equal_the_extracted(path: Path) -> None:
    facts = extract(path.read_bytes())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=Facts) == facts


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_equal_bytes_give_equal_facts(path: Path) -> None:
    assert extract(path.read_bytes()) == extract(path.read_bytes())
