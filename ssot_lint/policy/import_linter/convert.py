"""import-linter's contracts to boundaries and layers that forbid the same imports."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations, takewhile
from typing import Any, Literal

from ssot_lint.api import LayerRow, matches_exactly
from ssot_lint.errors import UsageError
from ssot_lint.policy.import_linter.read import Config, Table

Entry = dict[str, Any]


@dataclass
class Converted:
    """Entries of `imports`, and a line for each thing that has no equal here."""

    boundaries: list[Entry] = field(default_factory=list)
    layers: list[Entry] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


class _Gap(Exception):
    """A contract that has no equal; the message says why."""


def converted(config: Config) -> Converted:
    """The policy that says what the contracts say."""
    found = Converted()
    for contract in config.contracts:
        kind = contract.text("type")
        convert = _CONVERTERS.get(kind)
        try:
            if convert is None:
                raise _Gap("a contract type of another package")
            convert(contract, config, found)
        except _Gap as gap:
            found.gaps.append(f"{contract.text('name')} ({kind}): {gap}")
    alerts = (c for c in config.contracts if c.texts("ignore_imports"))
    if any(c.text("unmatched_ignore_imports_alerting", "error") != "none" for c in alerts):
        found.gaps.append(
            "unmatched_ignore_imports_alerting: an exception that matches no import is no error"
        )
    return found


# ------------------------------------------------------------------------------------ contract types


def _layers(contract: Table, config: Config, found: Converted) -> None:
    rows = [_row(contract, line) for line in contract.texts("layers", required=True)]
    containers = [_pattern(contract, each) for each in contract.texts("containers")]
    exhaustive = contract.flag("exhaustive", False)
    if exhaustive and not containers:
        raise UsageError(f"{contract.place} is exhaustive without containers")
    entry: Entry = {"name": contract.text("name"), "order": rows}
    if containers:
        entry["containers"] = containers
    if exhaustive:
        entry["exhaustive"] = True
        ignored = [_pattern(contract, each) for each in contract.texts("exhaustive_ignores")]
        entry |= {"exhaustive_ignores": ignored} if ignored else {}
    found.layers.append(entry | _common(contract, config))


def _independence(contract: Table, config: Config, found: Converted) -> None:
    modules = dict.fromkeys(contract.texts("modules", required=True))
    patterns = [_pattern(contract, each) for each in modules]
    siblings = [p for p in patterns if not any(w != p and matches_exactly(w, p) for w in patterns)]
    for one, other in combinations(siblings, 2):
        if _relation(one.split("."), other.split(".")) != "apart":
            raise _Gap(f"{one} and {other} may share modules")
    if any("**" in each for each in siblings):
        raise _Gap("modules at several levels (**) cannot be siblings")
    entry: Entry = {"name": contract.text("name"), "order": [" | ".join(siblings)]}
    found.layers.append(entry | _common(contract, config))


def _forbidden(contract: Table, config: Config, found: Converted) -> None:
    as_packages = contract.flag("as_packages", True)
    forbidden = contract.texts("forbidden_modules", required=True)
    bound: dict[tuple[str, ...], list[str]] = {}
    for source in contract.texts("source_modules", required=True):
        denied = (f for f in forbidden if not _is_skipped(contract, source, f, as_packages))
        bound.setdefault(tuple(denied), []).append(source)
    for denied_to, sources in bound.items():
        if denied_to:
            entry: Entry = {
                "name": contract.text("name"),
                "from": [_stands_for(contract, each, as_packages) for each in sources],
                "deny": [
                    _stands_for(contract, each, as_packages or _is_external(each, config))
                    for each in denied_to
                ],
                "transitive": not contract.flag("allow_indirect_imports", False),
                "exact": True,
            }
            found.boundaries.append(entry | _common(contract, config))
    if not any(bound):
        raise _Gap("it forbids nothing: each forbidden module lies in each source or around it")


def _protected(contract: Table, config: Config, found: Converted) -> None:
    as_packages = contract.flag("as_packages", True)
    protected = contract.texts("protected_modules", required=True)
    if any(each.endswith("**") for each in protected):
        raise _Gap("modules at several levels (**) are not protected from each other")
    entry: Entry = {
        "name": contract.text("name"),
        "of": [_stands_for(contract, each, as_packages) for each in protected],
        "only": [
            _stands_for(contract, each, as_packages)
            for each in contract.texts("allowed_importers", required=True)
        ],
        "exact": True,
    }
    found.boundaries.append(entry | _common(contract, config))


def _acyclic(contract: Table, config: Config, found: Converted) -> None:
    raise _Gap("SST305 looks for cycles between modules, and nothing does between packages")


_CONVERTERS: dict[str, Callable[[Table, Config, Converted], None]] = {
    "layers": _layers,
    "independence": _independence,
    "forbidden": _forbidden,
    "protected": _protected,
    "acyclic_siblings": _acyclic,
}


def _common(contract: Table, config: Config) -> Entry:
    """What all contracts may say."""
    entry: Entry = {}
    exceptions = [_exception(contract, config, each) for each in contract.texts("ignore_imports")]
    if exceptions:
        entry |= {"except": exceptions, "exact": True}
    typing = [] if config.session.flag("exclude_type_checking_imports", False) else ["typing"]
    entry["tags"] = ["runtime", "lazy", *typing, "conditional"]
    guidance = contract.text("broken_contract_guidance", "")
    return entry | ({"why": guidance} if guidance else {})


# ------------------------------------------------------------------------------------------- patterns


def _row(contract: Table, line: str) -> str:
    try:
        return str(LayerRow.parse(line))
    except ValueError as error:
        raise UsageError(f"{contract.place}: {error}") from error


def _pattern(contract: Table, text: str) -> str:
    """A module expression; `**` is at least one segment there, and any number here."""
    segments = text.split(".")
    if not all(segment in ("*", "**") or segment.isidentifier() for segment in segments):
        raise UsageError(f"{contract.place}: {text!r} is no module")
    return ".".join("*.**" if segment == "**" else segment for segment in segments)


def _stands_for(contract: Table, text: str, as_package: bool) -> str:
    """The pattern of a module expression in an exact boundary."""
    pattern = _pattern(contract, text)
    return f"{pattern}.**" if as_package and not pattern.endswith("**") else pattern


def _exception(contract: Table, config: Config, text: str) -> str:
    importer, arrow, imported = (part.strip() for part in text.partition("->"))
    if not arrow:
        raise UsageError(f"{contract.place}: {text!r} is no import; write importer -> imported")
    whole = _stands_for(contract, imported, _is_external(imported, config))
    return f"{_pattern(contract, importer)} -> {whole}"


def _is_external(text: str, config: Config) -> bool:
    """Whether a module lies outside of what import-linter looks at: only its package is known then."""
    tops = {root.partition(".")[0] for root in config.roots}
    return text.partition(".")[0] not in {*tops, "*", "**"}


# ------------------------------------------------------------------------------------------- overlaps


def _is_skipped(contract: Table, source: str, forbidden: str, as_packages: bool) -> bool:
    """Whether the contract leaves a source free to import a forbidden module that it shares modules with.

    Raises a gap where it does so for some of what the patterns match.
    """
    relation = _relation(source.split("."), forbidden.split("."))
    if relation == "apart":
        return False
    if not as_packages:
        # Then it is only the same module that it leaves free, which is no import.
        ends_wild = forbidden.endswith("**") and source != ".".join(_literal(forbidden.split(".")))
        if ends_wild:
            raise _Gap(f"{source} and {forbidden} overlap in modules at several levels")
        return False
    if relation == "unclear":
        raise _Gap(f"{source} and {forbidden} overlap in some of what they match")
    return relation == "around"


Relation = Literal["apart", "level", "around", "unclear"]


def _relation(one: list[str], other: list[str]) -> Relation:
    """How what two patterns match lies together: never, at one level only, always one around the other."""
    shorter, longer = sorted((one, other), key=len)
    literal, other_literal = _literal(shorter), _literal(longer)
    if any(a != b for a, b in zip(literal, other_literal, strict=False)):
        return "apart"
    if "**" not in (*one, *other):
        if any(a != b and "*" not in (a, b) for a, b in zip(shorter, longer, strict=False)):
            return "apart"
        if len(shorter) == len(longer):
            return "level"
    for plain, pattern in ((one, other), (other, one)):
        if (
            "*" not in "".join(plain)
            and len(plain) < len(pattern)
            and _literal(pattern)[: len(plain)] == plain
        ):
            return "around"
    return "unclear"


def _literal(pattern: Iterable[str]) -> list[str]:
    """The segments before the first wildcard."""
    return list(takewhile(lambda segment: "*" not in segment, pattern))
