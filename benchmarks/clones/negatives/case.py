"""What the kinds of negatives are made with."""

from collections.abc import Callable
from random import Random

from benchmarks.clones import words

TYPES = ("int", "str", "float", "bool", "list[str]", "dict[str, int]", "bytes")

# The sources of a case; `{home}` in one stands for the module that the first is put into, and a path, if
# there is one, is where the file has to lie in a package.
Case = list[tuple[str, str]]


def nouns(dice: Random, number: int) -> list[str]:
    """So many words, no two the same."""
    return dice.sample(words.NAMES, number)


def twice(make: Callable[[Random], str]) -> Callable[[Random], Case]:
    """A case of two such files."""
    return lambda dice: [("", make(dice)), ("", make(dice))]
