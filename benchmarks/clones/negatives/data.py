"""What declares: data, formats, tables of a database, options, fields."""

from random import Random

from benchmarks.clones import words
from benchmarks.clones.negatives.case import TYPES, Case, nouns


def table(dice: Random) -> str:
    """Rows of data, as long and as deep as those of the other file."""
    rows = "".join(
        f'    "{noun}": ({dice.randint(1, 900)}, "{dice.choice(words.ADJECTIVES)}", {dice.random():.2f}),\n'
        for noun in nouns(dice, 24)
    )
    choices = "".join(
        f'    ("{a}", _("{a.title()} {dice.choice(words.NOUNS)}")),\n'
        for a in dice.sample(words.ADJECTIVES, 14)
    )
    name, other = (noun.upper() for noun in nouns(dice, 2))
    head = "from gettext import gettext as _\n\n"
    return f"{head}{name} = {{\n{rows}}}\n\n{other}_CHOICES = [\n{choices}]\n"


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


def formats(dice: Random) -> Case:
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


def migrations(dice: Random) -> Case:
    """What two apps do to their tables, in the words of the framework."""

    def one() -> tuple[str, str]:
        model = dice.choice(words.NOUNS)
        fields = "".join(f"                {_field(noun, dice)},\n" for noun in nouns(dice, 5))
        added = "".join(
            f'        migrations.AddField(\n            model_name="{model}",\n            name="{noun}",\n'
            f"            field=models.{dice.choice(_FIELDS)},\n        ),\n"
            for noun in nouns(dice, 3)
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


def arguments(dice: Random) -> str:
    """The options of two commands."""
    lines = ["import argparse", "", "", "def parse_arguments(argv):"]
    lines += [f'    parser = argparse.ArgumentParser(description="{words.remark(dice)}")']
    for noun in nouns(dice, dice.randint(7, 10)):
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


def exported(dice: Random) -> str:
    """What two modules export, and where they take it from."""
    names = [words.title(dice) for _ in range(16)]
    values = "".join(f'{name.upper()} = "{name}"\n' for name in dict.fromkeys(names))
    told = "".join(f'    "{name.upper()}",\n' for name in dict.fromkeys(names))
    return f"__all__ = [\n{told}]\n\n{values}"


def assignments(dice: Random) -> str:
    """A class that keeps what it is given."""
    given = nouns(dice, dice.randint(6, 9))
    lines = [f"class {words.title(dice)}:", f"    def __init__(self, {', '.join(given)}):"]
    lines += [f"        self.{noun} = {noun}" for noun in given]
    lines += [
        f"        self._{noun} = {dice.choice(('None', '0', '[]', '{}', 'False'))}" for noun in nouns(dice, 3)
    ]
    body = (
        f"        return self.{given[0]} + len(self.{given[1]})",
        f"        for {given[2]} in self.{given[3]}:\n            yield {given[2]}",
        f"        print(self.{given[4]}, self.{given[5]})",
    )
    return "\n".join([*lines, "", f"    def {words.function(dice)}(self):", dice.choice(body), ""])


def fields(dice: Random) -> str:
    """A record of its own."""
    lines = ["from dataclasses import dataclass, field", "", "", "@dataclass(frozen=True)"]
    lines += [f"class {words.title(dice)}:", f'    """{words.remark(dice)}"""', ""]
    for noun in nouns(dice, dice.randint(7, 10)):
        told = dice.choice(TYPES)
        default = dice.choice(("", "", " = field(repr=False)"))
        lines.append(f"    {noun}: {told}{default}")
    told = dice.choice(words.NOUNS)
    return "\n".join([*lines, f"    {told}_notes: list[str] = field(default_factory=list)", ""])
