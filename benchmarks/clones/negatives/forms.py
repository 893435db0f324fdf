"""What has a form in common: signatures, interfaces, wrappers, bodies that are empty."""

from random import Random

from benchmarks.clones import words
from benchmarks.clones.negatives.case import TYPES, Case, nouns


def signatures(dice: Random) -> Case:
    """Two functions that a framework calls with the same long list, and that do different work."""
    parameters = nouns(dice, 7)
    types = [dice.choice(TYPES) for _ in parameters]
    marks = "".join(
        f'@click.option("--{noun}", default={dice.randint(1, 9)}, help="{words.remark(dice)}")\n'
        for noun in parameters[:4]
    )
    head = "import click\n\n\n"
    signature = ",\n".join(f"    {noun}: {told}" for noun, told in zip(parameters, types, strict=True))
    one, other, third, fourth = parameters[:4]
    steps = (
        f"    if not {one}:\n        return None\n",
        f"    print(sorted(str({other})), {third})\n",
        f"    while len(str({one})) < {dice.randint(2, 99)}:\n        {one} = str({one}) + str({other})\n",
        f"    with open(str({third})) as source:\n        print(source.read().split({one}))\n",
        f"    {fourth} = hash({other}) % {dice.randint(2, 99)}\n",
        f"    for row in str({one}):\n        yield row\n",
        f"    try:\n        int({other})\n    except ValueError:\n        raise KeyError({one})\n",
        f"    assert {one} != {other}, {third}\n",
    )
    drawn = dice.sample(steps, len(steps))
    bodies = ("".join(drawn[:4]), "".join(drawn[4:]))
    return [("", f"{head}{marks}def {words.function(dice)}(\n{signature},\n):\n{body}") for body in bodies]


def delegators(dice: Random) -> Case:
    """Two wrappers of different things, each method of which hands on."""

    def one() -> str:
        inner = dice.choice(words.NOUNS)
        lines = [
            f"class {words.title(dice)}:",
            f"    def __init__(self, {inner}):",
            f"        self._{inner} = {inner}",
        ]
        for _ in range(dice.randint(7, 10)):
            name = words.function(dice)
            given = dice.choice(("", *nouns(dice, 2)))
            lines += [
                "",
                f"    def {name}(self{', ' if given else ''}{given}):",
                f"        return self._{inner}.{name}({given})",
            ]
        return "\n".join(lines) + "\n"

    return [("", one()), ("", one())]


def overrides(dice: Random) -> Case:
    """A base, and two that do the same step of it in their own way, as the base asks them to."""
    base, method = words.title(dice), words.function(dice)
    noun, other = nouns(dice, 2)
    home = (
        f"class {base}:\n    def run(self, {noun}):\n        {other} = self.{method}({noun}, {{}})\n"
        f"        return self.finish({other})\n\n    def {method}(self, {noun}, {other}):\n"
        f"        raise NotImplementedError\n\n    def finish(self, {other}):\n        return dict({other})\n"
    )

    def one() -> str:
        sets = "".join(
            f'        {other}["{key}"] = {noun}.{words.function(dice)}({dice.randint(1, 99)})\n'
            for key in nouns(dice, 6)
        )
        return (
            f"from {{home}} import {base}\n\n\nclass {words.title(dice)}({base}):\n"
            f"    def {method}(self, {noun}, {other}):\n        {other} = super().{method}({noun}, {other})\n"
            f"        if not {noun}:\n            return {other}\n{sets}        return {other}\n"
        )

    return [("", home), ("", one()), ("", one())]


def interfaces(dice: Random) -> Case:
    """A protocol and an ABC that ask for nearly the same."""
    name = words.title(dice)
    methods = [(words.function(dice), dice.choice(words.NOUNS), dice.choice(TYPES)) for _ in range(7)]

    def one(head: str, mark: str, base: str) -> str:
        told = "".join(
            f"\n{mark}    def {method}(self, {noun}: {kind}) -> {kind}:\n"
            f'        """{words.remark(dice)}"""\n        ...\n'
            for method, noun, kind in methods
        )
        return f'{head}\n\n\nclass {name}({base}):\n    """{words.remark(dice)}"""\n{told}'

    protocol = one("from typing import Protocol", "", "Protocol")
    abstract = one("from abc import ABC, abstractmethod", "    @abstractmethod\n", "ABC")
    return [("", protocol), ("", abstract)]


def shims(dice: Random) -> Case:
    """A module, and two old places from which its names can still be had."""
    names = sorted({words.function(dice) for _ in range(9)})
    home = "\n\n".join(
        f"def {name}({noun}):\n    return {noun} {dice.choice('+-*')} {dice.randint(2, 99)}\n"
        for name, noun in zip(names, nouns(dice, len(names)), strict=True)
    )
    given = "".join(f"    {name},\n" for name in names)
    told = "".join(f'    "{name}",\n' for name in names)
    shim = f"from {{home}} import (\n{given})\n\n__all__ = [\n{told}]\n"
    return [("", home), ("", shim), ("", shim)]


def empty(dice: Random) -> str:
    """Methods that are there, and do nothing yet."""
    bodies = ("pass", "...", "raise NotImplementedError", 'raise NotImplementedError("subclasses do this")')
    body = dice.choice(bodies)
    lines = [f"class {words.title(dice)}:", f'    """{words.remark(dice)}"""']
    for verb in ("open", "read", "write", "seek", "close", "flush", "reset", "describe"):
        lines += ["", f"    def {verb}(self, *args, **kwargs):"]
        lines += [f'        """{words.remark(dice)}"""'] * dice.randint(0, 1) + [f"        {body}"]
    return "\n".join(lines) + "\n"
