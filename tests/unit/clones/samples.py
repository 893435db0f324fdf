"""Real code to make copies of: this project's own."""

from functools import cache
from pathlib import Path
from random import Random

from benchmarks.clones import units
from benchmarks.clones.operators import Draw
from benchmarks.clones.operators.renames import annotations_dropped
from benchmarks.clones.units import Corpora, Unit

ROOT = Path(__file__).resolve().parents[3]


@cache
def corpora() -> Corpora:
    """The engine's files as those to hide copies among, the checks' as those that donate code."""
    return Corpora(_sources("ssot_lint"), _sources("checks"))


@cache
def few() -> Corpora:
    """Some of the files, for trees that are made quickly."""
    return Corpora(_sources("ssot_lint/extract") | _sources("ssot_lint/policy"), _sources("checks"))


@cache
def sample(level: str) -> tuple[Unit, ...]:
    """Some units of a level, short and long ones."""
    able = [unit for unit in units.units(corpora().files) if unit.level == level]
    chosen = Random(level).sample(able, min(len(able), 40))
    bare = [unit._replace(source=source) for unit in chosen if (source := _bare(unit))]
    return (*chosen, *bare[:8])


@cache
def material() -> Draw:
    """What edits are made of."""
    return units.donated(corpora().donors, Random(0))


def draw(seed: int) -> Draw:
    """The same, with dice of its own."""
    return material()._replace(dice=Random(seed))


def _bare(unit: Unit) -> str | None:
    """The source without annotations, of which this project's own has one everywhere."""
    return annotations_dropped(unit.source, material()) if unit.level == "function" else None


def _sources(folder: str) -> dict[str, str]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
