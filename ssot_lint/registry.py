"""Finds the checks that are installed, and holds them to the contract of a check."""

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from ssot_lint.api import Check
from ssot_lint.errors import CheckError
from ssot_lint.installed import GROUP, check_packages

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{3}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Registry:
    """The rules that there are, sorted by code."""

    checks: tuple[Check, ...]

    @cached_property
    def by_code(self) -> dict[str, Check]:
        """The checks by their codes."""
        return {check.code: check for check in self.checks}

    def readme(self, check: Check) -> str:
        """The text of the README beside a check: its documentation and its specification."""
        return _readme(sys.modules[check.module]).read_text(encoding="utf-8")


def load_registry() -> Registry:
    """All checks of all installed check packages; CheckError names the package that breaks the contract."""
    packages = check_packages()
    if not packages:
        raise CheckError(f"no checks are installed: no package declares the entry-point group {GROUP}")
    return make_registry(check for package in packages for check in find_checks(package))


def make_registry(checks: Iterable[Check]) -> Registry:
    """A registry of these checks; CheckError if a code or name is malformed or taken."""
    ordered = tuple(sorted(checks, key=lambda check: (check.code, check.module)))
    taken: dict[str, Check] = {}
    for check in ordered:
        if not _CODE.fullmatch(check.code):
            raise CheckError(f"{check.module}: the code {check.code!r} is not capitals and three digits")
        if not _NAME.fullmatch(check.name):
            raise CheckError(f"{check.module}: the name {check.name!r} is not small letters and dashes")
        for word in (check.code, check.name):
            if word in taken:
                raise CheckError(f"{check.module}: {word} is taken by {taken[word].module}")
            taken[word] = check
    return Registry(ordered)


def find_checks(package: str) -> Iterator[Check]:
    """The check of each `<package>.<name>.check`; CheckError if one does not import or declares no check."""
    for folder in getattr(_import(package, package), "__path__", ()):
        for source in sorted(Path(folder).glob("*/check.py")):
            yield _check_of(_import(f"{package}.{source.parent.name}.check", package))


def _import(name: str, package: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except CheckError:
        raise
    except Exception as error:  # whatever a third party's module raises
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise CheckError(f"the check package {package} does not import: {name}: {reason}") from error


def _check_of(module: ModuleType) -> Check:
    checks = {
        id(value): value
        for value in vars(module).values()
        if isinstance(value, Check) and value.module == module.__name__
    }
    if len(checks) != 1:
        raise CheckError(f"{module.__name__} must define exactly one check, it defines {len(checks)}")
    if not _readme(module).is_file():
        raise CheckError(f"{module.__name__}: there is no README.md beside it")
    return next(iter(checks.values()))


def _readme(module: ModuleType) -> Path:
    return Path(str(module.__file__)).with_name("README.md")
