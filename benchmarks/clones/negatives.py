"""What looks alike and is no copy: cases of each kind, put into files of a tree.

Each kind is a function from chance to the sources of a case: no two of them do the same work, they only have
the form in common that a framework, an interface or plain data gives them.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from random import Random

import msgspec

from benchmarks.clones import words
from benchmarks.clones.tools import Stretch

EACH = 4
_LANGUAGES = (
    "cs",
    "da",
    "el",
    "et",
    "fi",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
)
_TYPES = ("int", "str", "float", "bool", "list[str]", "dict[str, int]", "bytes")


class Negative(msgspec.Struct, frozen=True):
    """A case: the files in which nothing is to be found."""

    kind: str
    places: tuple[Stretch, ...]


# The sources of a case; `{home}` in one stands for the module that the first is put into, and a path, if
# there is one, is where the file has to lie in a package.
Case = list[tuple[str, str]]


def plant(sources: dict[str, str], dice: Random, each: int = EACH) -> Iterator[Negative]:
    """Add cases of each kind to the sources of a tree, in packages of it."""
    packages = sorted(PurePosixPath(path).parent for path in sources if path.endswith("/__init__.py"))
    deep = [package for package in packages if len(package.parts) > 1]
    for kind, make in KINDS.items():
        for _ in range(each):
            places = []
            first = dice.choice(deep)
            for number, (name, source) in enumerate(make(dice)):
                package = first if number == 0 else dice.choice(deep)
                path = _free(package, name, sources, dice)
                if number == 0:
                    home = path.with_suffix("").as_posix().replace("/", ".")
                sources[path.as_posix()] = source.replace("{home}", home)
                places.append(Stretch(path.as_posix(), 1, source.count("\n")))
            yield Negative(kind, tuple(places))


def _free(package: PurePosixPath, name: str, sources: dict[str, str], dice: Random) -> PurePosixPath:
    """A path in a package that no file has yet, by the name if there is one."""
    taken = {PurePosixPath(path).stem for path in sources if PurePosixPath(path).parent == package}
    path = package / (name or f"{words.module(dice, taken)}.py")
    while path.as_posix() in sources:
        path = path.with_name(f"{words.module(dice)}_{path.name}")
    return path


def _nouns(dice: Random, number: int) -> list[str]:
    return dice.sample(words.NOUNS, number)


def _twice(make: Callable[[Random], str]) -> Callable[[Random], Case]:
    return lambda dice: [("", make(dice)), ("", make(dice))]


def _table(dice: Random) -> str:
    """Rows of data, as long and as deep as those of the other file."""
    rows = "".join(
        f'    "{noun}": ({dice.randint(1, 900)}, "{dice.choice(words.ADJECTIVES)}", {dice.random():.2f}),\n'
        for noun in _nouns(dice, 24)
    )
    choices = "".join(
        f'    ("{a}", _("{a.title()} {dice.choice(words.NOUNS)}")),\n'
        for a in dice.sample(words.ADJECTIVES, 14)
    )
    name, other = (noun.upper() for noun in _nouns(dice, 2))
    head = "from gettext import gettext as _\n\n"
    return f"{head}{name} = {{\n{rows}}}\n\n{other}_CHOICES = [\n{choices}]\n"


def _formats(dice: Random) -> Case:
    """How dates and numbers are written in two languages."""

    def one() -> str:
        day = dice.choice(("j. F Y", "j F Y", "d.m.Y", "j \\\\d\\\\e F Y", "F j, Y"))
        inputs = dice.sample(
            ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d. %B %Y", "%y-%m-%d"), 5
        )
        times = dice.sample(("%H:%M:%S", "%H.%M:%S", "%H:%M", "%H.%M", "%H:%M:%S.%f", "%H.%M:%S.%f"), 4)
        lines = [
            "# The *_FORMAT strings use the Django date format syntax.",
            f'DATE_FORMAT = "{day}"',
            f'TIME_FORMAT = "{dice.choice(("H:i", "G:i", "H.i", "G.i", "P"))}"',
            f'DATETIME_FORMAT = "{day} {dice.choice(("H:i", "G:i", "H.i"))}"',
            'YEAR_MONTH_FORMAT = "F Y"',
            f'MONTH_DAY_FORMAT = "{dice.choice(("j. F", "j F", "F j"))}"',
            f'SHORT_DATE_FORMAT = "{dice.choice(("d.m.Y", "d M Y", "Y-m-d"))}"',
            f'SHORT_DATETIME_FORMAT = "{dice.choice(("d.m.Y H:i", "d M Y G.i", "Y-m-d H:i"))}"',
            f"FIRST_DAY_OF_WEEK = {dice.randint(0, 1)}",
            "",
            "DATE_INPUT_FORMATS = [",
            *(f'    "{told}",' for told in inputs),
            "]",
            "DATETIME_INPUT_FORMATS = [",
            *(f'    "{told} {time}",' for told in inputs[:3] for time in times[:2]),
            "]",
            "TIME_INPUT_FORMATS = [",
            *(f'    "{told}",' for told in times),
            "]",
            f'DECIMAL_SEPARATOR = "{dice.choice((",", "."))}"',
            f'THOUSAND_SEPARATOR = "{dice.choice((".", " ", ","))}"',
            "NUMBER_GROUPING = 3",
        ]
        return "\n".join(lines) + "\n"

    return [(f"locale/{language}/formats.py", one()) for language in dice.sample(_LANGUAGES, 2)]


def _migrations(dice: Random) -> Case:
    """What two apps do to their tables, in the words of the framework."""

    def one() -> tuple[str, str]:
        model = dice.choice(words.NOUNS)
        fields = "".join(f"                {_field(noun, dice)},\n" for noun in _nouns(dice, 5))
        added = "".join(
            f'        migrations.AddField(\n            model_name="{model}",\n            name="{noun}",\n'
            f"            field=models.{dice.choice(_FIELDS)},\n        ),\n"
            for noun in _nouns(dice, 3)
        )
        source = (
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
            f'    dependencies = [("{dice.choice(words.NOUNS)}", "0001_initial")]\n\n    operations = [\n'
            f'        migrations.CreateModel(\n            name="{model.title()}",\n            fields=[\n'
            '                ("id", models.BigAutoField(primary_key=True, serialize=False)),\n'
            f"{fields}            ],\n"
            f'            options={{"ordering": ["{dice.choice(words.NOUNS)}"]}},\n        ),\n{added}    ]\n'
        )
        return f"migrations/00{dice.randint(10, 99)}_{dice.choice(words.VERBS)}_{model}.py", source

    return [one(), one()]


_FIELDS = (
    "CharField(max_length=100)",
    "IntegerField(default=0)",
    "BooleanField(default=False)",
    "DateTimeField(auto_now_add=True)",
    "TextField(blank=True)",
    "DecimalField(max_digits=8, decimal_places=2)",
    "EmailField(max_length=254, unique=True)",
)


def _field(noun: str, dice: Random) -> str:
    return f'("{noun}", models.{dice.choice(_FIELDS)})'


def _arguments(dice: Random) -> str:
    """The options of two commands."""
    lines = ["import argparse", "", "", "def parse_arguments(argv):"]
    lines += [f'    parser = argparse.ArgumentParser(description="{words.remark(dice)}")']
    for noun in _nouns(dice, dice.randint(7, 10)):
        how = dice.choice(
            ('action="store_true"', f"type=int, default={dice.randint(1, 99)}", "required=True", 'nargs="*"')
        )
        lines += [
            "    parser.add_argument(",
            f'        "--{noun}",',
            f"        {how},",
            f'        help="{words.remark(dice)}",',
            "    )",
        ]
    return "\n".join([*lines, "    return parser.parse_args(argv)", ""])


def _all(dice: Random) -> str:
    """What two modules export, and where they take it from."""
    names = [words.title(dice) for _ in range(16)]
    values = "".join(f'{name.upper()} = "{name}"\n' for name in dict.fromkeys(names))
    told = "".join(f'    "{name.upper()}",\n' for name in dict.fromkeys(names))
    return f"__all__ = [\n{told}]\n\n{values}"


def _signatures(dice: Random) -> Case:
    """Two functions that a framework calls with the same long list, and that do different work."""
    parameters = _nouns(dice, 7)
    types = [dice.choice(_TYPES) for _ in parameters]
    marks = "".join(
        f'@option("--{noun}", default={dice.randint(1, 9)}, help="{words.remark(dice)}")\n'
        for noun in parameters[:4]
    )
    head = "def option(*names, **how):\n    return lambda function: function\n\n\n"
    signature = ",\n".join(f"    {noun}: {told}" for noun, told in zip(parameters, types, strict=True))
    one, other, third, fourth = parameters[:4]
    bodies = (
        f"    if not {one}:\n        return None\n    return sorted(str({other}))[: len(str({third}))]\n",
        f"    total = 0\n    while total < 10:\n        total += hash({fourth})\n    print({one}, total)\n",
        f"    with open(str({third})) as source:\n        lines = source.read().split({one!r})\n"
        f"    return {{line: {other} for line in lines}}\n",
        f"    try:\n        yield from enumerate({fourth})\n    finally:\n        print({one})\n",
    )
    return [
        ("", f"{head}{marks}def {words.function(dice)}(\n{signature},\n):\n{body}")
        for body in dice.sample(bodies, 2)
    ]


def _delegators(dice: Random) -> Case:
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
            given = dice.choice(("", *_nouns(dice, 2)))
            lines += [
                "",
                f"    def {name}(self{', ' if given else ''}{given}):",
                f"        return self._{inner}.{name}({given})",
            ]
        return "\n".join(lines) + "\n"

    return [("", one()), ("", one())]


def _assignments(dice: Random) -> str:
    """A class that keeps what it is given."""
    given = _nouns(dice, dice.randint(6, 9))
    lines = [f"class {words.title(dice)}:", f"    def __init__(self, {', '.join(given)}):"]
    lines += [f"        self.{noun} = {noun}" for noun in given]
    lines += [
        f"        self._{noun} = {dice.choice(('None', '0', '[]', '{}', 'False'))}"
        for noun in _nouns(dice, 3)
    ]
    body = (
        f"        return self.{given[0]} + len(self.{given[1]})",
        f"        for {given[2]} in self.{given[3]}:\n            yield {given[2]}",
        f"        print(self.{given[4]}, self.{given[5]})",
    )
    return "\n".join([*lines, "", f"    def {words.function(dice)}(self):", dice.choice(body), ""])


def _overrides(dice: Random) -> Case:
    """A base, and two that do the same step of it in their own way, as the base asks them to."""
    base, method = words.title(dice), words.function(dice)
    noun, other = _nouns(dice, 2)
    home = (
        f"class {base}:\n    def run(self, {noun}):\n        {other} = self.{method}({noun}, {{}})\n"
        f"        return self.finish({other})\n\n    def {method}(self, {noun}, {other}):\n"
        f"        raise NotImplementedError\n\n    def finish(self, {other}):\n        return dict({other})\n"
    )

    def one() -> str:
        sets = "".join(
            f'        {other}["{key}"] = {noun}.{words.function(dice)}({dice.randint(1, 99)})\n'
            for key in _nouns(dice, 6)
        )
        return (
            f"from {{home}} import {base}\n\n\nclass {words.title(dice)}({base}):\n"
            f"    def {method}(self, {noun}, {other}):\n        {other} = super().{method}({noun}, {other})\n"
            f"        if not {noun}:\n            return {other}\n{sets}        return {other}\n"
        )

    return [("", home), ("", one()), ("", one())]


def _fields(dice: Random) -> str:
    """A record of its own."""
    lines = ["from dataclasses import dataclass, field", "", "", "@dataclass(frozen=True)"]
    lines += [f"class {words.title(dice)}:", f'    """{words.remark(dice)}"""', ""]
    for noun in _nouns(dice, dice.randint(7, 10)):
        told = dice.choice(_TYPES)
        default = dice.choice(("", "", " = field(repr=False)"))
        lines.append(f"    {noun}: {told}{default}")
    told = dice.choice(words.NOUNS)
    return "\n".join([*lines, f"    {told}_notes: list[str] = field(default_factory=list)", ""])


def _interfaces(dice: Random) -> Case:
    """A protocol and an ABC that ask for nearly the same."""
    name = words.title(dice)
    methods = [(words.function(dice), dice.choice(words.NOUNS), dice.choice(_TYPES)) for _ in range(7)]

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


def _shims(dice: Random) -> Case:
    """A module, and two old places from which its names can still be had."""
    names = sorted({words.function(dice) for _ in range(9)})
    home = "\n\n".join(
        f"def {name}({noun}):\n    return {noun} {dice.choice('+-*')} {dice.randint(2, 99)}\n"
        for name, noun in zip(names, _nouns(dice, len(names)), strict=True)
    )
    given = "".join(f"    {name},\n" for name in names)
    told = "".join(f'    "{name}",\n' for name in names)
    shim = f"from {{home}} import (\n{given})\n\n__all__ = [\n{told}]\n"
    return [("", home), ("", shim), ("", shim)]


def _empty(dice: Random) -> str:
    """Methods that are there, and do nothing yet."""
    bodies = ("pass", "...", "raise NotImplementedError", 'raise NotImplementedError("subclasses do this")')
    body = dice.choice(bodies)
    lines = [f"class {words.title(dice)}:", f'    """{words.remark(dice)}"""']
    for verb in ("open", "read", "write", "seek", "close", "flush", "reset", "describe"):
        lines += ["", f"    def {verb}(self, *args, **kwargs):"]
        lines += [f'        """{words.remark(dice)}"""'] * dice.randint(0, 1) + [f"        {body}"]
    return "\n".join(lines) + "\n"


KINDS: dict[str, Callable[[Random], Case]] = {
    "tables of data": _twice(_table),
    "locale formats": _formats,
    "migrations": _migrations,
    "argparse blocks": _twice(_arguments),
    "`__all__`": _twice(_all),
    "signatures and decorators": _signatures,
    "one-line delegators": _delegators,
    "attribute assignments": _twice(_assignments),
    "overrides of one method": _overrides,
    "dataclass-like fields": _twice(_fields),
    "protocols and ABCs": _interfaces,
    "re-export shims": _shims,
    "empty bodies": _twice(_empty),
}
