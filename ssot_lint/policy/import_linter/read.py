"""import-linter's configuration, as its users write it: INI or TOML."""

import configparser
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ssot_lint.errors import UsageError

FILES = ("setup.cfg", ".importlinter", "pyproject.toml")
_SECTION = "importlinter"

Value = str | list[str]


@dataclass(frozen=True)
class Table:
    """The options of a contract, or those of all; `place` is what messages call it."""

    place: str
    options: Mapping[str, Value]

    def text(self, name: str, default: str | None = None) -> str:
        """A single value on one line."""
        value = self.options.get(name, default)
        if value is None:
            raise UsageError(f"{self.place} has no {name}")
        if isinstance(value, list):
            value = " ".join(value)
        return " ".join(value.split())

    def texts(self, name: str, *, required: bool = False) -> list[str]:
        """A list of values, in order."""
        value = self.options.get(name, [])
        lines = value if isinstance(value, list) else [value]
        found = [line.strip() for line in lines if line.strip()]
        if required and not found:
            raise UsageError(f"{self.place} has no {name}")
        return found

    def flag(self, name: str, default: bool) -> bool:
        """A truth value, written in either case."""
        word = self.text(name, str(default)).lower()
        if word not in ("true", "false"):
            raise UsageError(f"{self.place}: {name} is neither true nor false: {word!r}")
        return word == "true"


@dataclass(frozen=True)
class Config:
    """What a configuration says; `shown` is the name of its file."""

    shown: str
    session: Table
    contracts: tuple[Table, ...]

    @property
    def roots(self) -> list[str]:
        """The packages that are looked at."""
        return self.session.texts("root_packages") or [self.session.text("root_package")]


def find_config(directory: Path) -> Path:
    """The file of a directory that configures import-linter; UsageError where there is none."""
    for name in FILES:
        path = directory / name
        if path.is_file() and _sections(path, name):
            return path
    raise UsageError(f"no configuration of import-linter in {', '.join(FILES[:-1])} or {FILES[-1]}")


def read_config(path: Path, shown: str) -> Config:
    """Read a configuration; UsageError says in one line what is wrong with it."""
    found = _sections(path, shown)
    if not found:
        raise UsageError(f"{shown}: nothing in it configures import-linter")
    session, contracts = found
    if not contracts:
        raise UsageError(f"{shown}: it has no contracts")
    tables = tuple(Table(_place(shown, n, each), each) for n, each in enumerate(contracts, 1))
    config = Config(shown, Table(shown, session), tables)
    if not config.roots:
        raise UsageError(f"{shown}: it has no root_packages")
    return config


def _place(shown: str, number: int, options: Mapping[str, Value]) -> str:
    name = options.get("name") or f"number {number}"
    return f"{shown}: the contract {' '.join(str(name).split())}"


Found = tuple[Mapping[str, Value], list[Mapping[str, Value]]]


def _sections(path: Path, shown: str) -> Found | None:
    """The general options, and those of each contract; None where the file has none of either."""
    try:
        text = path.read_text(encoding="utf-8")
        return _toml(text, shown) if path.suffix == ".toml" else _ini(text)
    except OSError as error:
        raise UsageError(f"{shown}: cannot be read: {error.strerror or error}") from error
    except (configparser.Error, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{shown}: does not parse: {' '.join(str(error).split())}") from error


def _ini(text: str) -> Found | None:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    if _SECTION not in parser.sections():
        return None
    contracts = (name for name in parser.sections() if name.startswith(f"{_SECTION}:"))
    return _lines(parser[_SECTION]), [_lines(parser[name]) for name in contracts]


def _lines(section: Mapping[str, str]) -> Mapping[str, Value]:
    return {name: value.strip().split("\n") if "\n" in value else value for name, value in section.items()}


def _toml(text: str, shown: str) -> Found | None:
    tool = tomllib.loads(text).get("tool", {})
    session = tool.get(_SECTION, {}) if isinstance(tool, dict) else {}
    if not session:
        return None
    contracts = session.pop("contracts", []) if isinstance(session, dict) else None
    if not isinstance(contracts, list) or not all(isinstance(each, dict) for each in contracts):
        raise UsageError(f"{shown}: tool.{_SECTION} and each of its contracts must be a table")
    return _values(session, shown), [_values(each, shown) for each in contracts]


def _values(table: Mapping[str, Any], shown: str) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for name, value in table.items():
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            found[name] = value
        elif isinstance(value, str | bool | int):
            found[name] = str(value)
        else:
            raise UsageError(f"{shown}: {name} must be a text or a list of texts")
    return found
