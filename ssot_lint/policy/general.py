"""The keys of the policy that belong to no rule, and what they must agree on among themselves."""

from collections.abc import Iterator
from posixpath import normpath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema, create_model

from ssot_lint.api import Canonical, Check, PathGlob, Section, Service, Severity, Shape, Text, key, nearest
from ssot_lint.policy.yaml import Loc
from ssot_lint.registry import Registry

DEFAULT_CATEGORIES = ("real", "test")
RESERVED_CATEGORIES = ("overall", "paths", "severity")

Level = Literal["off", "error", "warning", "info"]


def _version(value: int) -> int:
    if value != 1:
        raise ValueError(f"version {value} is not known; write 1")
    return value


def _package(text: str) -> str:
    if text and not all(segment.isidentifier() for segment in text.split(".")):
        raise ValueError(f"{text!r} is no package; write a dotted name")
    return text


class RootPath(Text):
    """A directory, from the project's root. Sources must lie in it."""

    __slots__ = ()
    kind = "directory"

    @classmethod
    def parse(cls, text: str) -> "RootPath":
        path = normpath(text)
        if text.startswith("/") or path == ".." or path.startswith("../") or "\\" in text:
            raise ValueError(f"{text!r} is no directory of the project; write a path from its root, with '/'")
        return cls(path)


Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class RootEntry(Shape):
    """An import root, and the package name that its folder stands for."""

    path: Annotated[RootPath, Field(description="directory, from the project's root")]
    package: Annotated[
        str, AfterValidator(_package), Field(description="dotted name under which the folder is imported")
    ] = ""


class RuleTable(Shape):
    """How severe a rule is: everywhere, in the files of a category, under paths (the first match wins)."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Level]

    severity: Annotated[Level | None, Field(description="everywhere else")] = None
    paths: Annotated[
        dict[PathGlob, Level], Field(default_factory=dict, description="by path; wins over category")
    ]


class General(Section):
    """What is analysed, and what is declared for several rules."""

    version: Annotated[int, AfterValidator(_version), WithJsonSchema({"const": 1})] = key(
        "version", 1, "version of this grammar"
    )
    roots: list[RootPath | RootEntry] | None = key("roots", None, "import roots")
    exclude: list[PathGlob] = key("exclude", [], "files that are not analysed")
    categories: dict[str, list[PathGlob]] = key("categories", {}, "files by category; the first match wins")
    services: dict[str, Service] = key("services", {}, "parts that are independent by design")
    canonical: list[Canonical] = key("canonical", [], "the one definition or import path of a symbol")


class Verdict(Section):
    """What findings weigh."""

    counted: Annotated[list[Severity], Field(min_length=1)] = key(
        "score.counted", ["error", "warning"], "severities that cost a file its compliance"
    )
    scored: Annotated[list[str], Field(min_length=1)] = key(
        "score.categories", list(DEFAULT_CATEGORIES), "categories that make up the overall score"
    )
    fail_under: dict[str, Percentage] = key("score.fail_under", {}, "least score: overall, and by category")
    max_new: dict[Severity, Annotated[int, Field(ge=0)]] = key(
        "score.max_new", {}, "most findings, by severity, that the baseline does not know"
    )
    fail_on: Severity = key("fail_on", "error", "least severity that makes `check` fail")


def rules_model(registry: Registry) -> type[Shape]:
    """The mapping of `rules`: each rule by code and by name."""
    fields: dict[str, Any] = {}
    for check in registry.checks:
        for number, word in enumerate((check.code, check.name)):
            field = Field(default_factory=lambda: None, alias=word, title=word, description=check.summary)
            fields[f"{check.code}_{number}"] = (Level | RuleTable, field)
    return create_model("Rules", __base__=Shape, __doc__="Severities, by rule.", **fields)


def contradictions(data: Any, registry: Registry) -> Iterator[tuple[Loc, str]]:
    """Keys of the raw policy that do not agree with each other, with the way to each and what is wrong.

    It works on what the user wrote, valid or not, so that these are told together with all other
    errors; what is of the wrong shape is passed over here.
    """
    for section in ("categories", "services"):
        for name in _mapping(_mapping(data).get(section)):
            if not name.isidentifier():
                yield (section, name), f"{name!r} is no name; write letters, digits and underscores"
    declared = _mapping(_mapping(data).get("categories"))
    categories = dict.fromkeys([*declared, *DEFAULT_CATEGORIES])
    for name in RESERVED_CATEGORIES:
        if name in declared:
            yield ("categories", name), f"{name!r} has a meaning of its own; name the category otherwise"
    services = dict.fromkeys(_mapping(_mapping(data).get("services")))
    for loc, value in _with_groups(_mapping(data)):
        yield from _unknown_groups(value, loc, categories, services)
    yield from _score_contradictions(_mapping(_mapping(data).get("score")), categories)
    rules = _mapping(_mapping(data).get("rules"))
    for check in registry.checks:
        if check.code in rules and check.name in rules:
            yield ("rules", check.name), f"{check.name} is {check.code}, which is set too; keep one of them"
        for word in (check.code, check.name):
            if word in rules:
                yield from _rule_contradictions(check, rules[word], ("rules", word), categories)


def _with_groups(data: dict[str, Any]) -> Iterator[tuple[Loc, Any]]:
    """The parts of the policy in which `category:x` and `service:x` are groups of files."""
    yield ("imports",), data.get("imports")
    for name, reserved in _mapping(data.get("reserved")).items():
        yield ("reserved", name, "in"), _mapping(reserved).get("in")
    mocks = _mapping(_mapping(data.get("tests")).get("mocks"))
    yield from ((("tests", "mocks", each), mocks.get(each)) for each in ("deny", "allow"))
    forbidden = _mapping(data.get("literals")).get("forbidden")
    for number, each in enumerate(forbidden if isinstance(forbidden, list) else ()):
        yield ("literals", "forbidden", number, "in"), _mapping(each).get("in")


def _unknown_groups(
    value: Any, loc: Loc, categories: dict[str, None], services: dict[str, None]
) -> Iterator[tuple[Loc, str]]:
    """Each `category:x` and `service:x` that nothing declares: it would bind no file."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _unknown_groups(below, (*loc, name), categories, services)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _unknown_groups(below, (*loc, index), categories, services)
    elif isinstance(value, str):
        kind, _, name = value.partition(":")
        if kind == "category" and name not in categories:
            yield loc, _unknown_category(name, categories)
        elif kind == "service" and name.partition(".")[0] not in services:
            near = nearest(name, list(services))
            advice = f"did you mean {near!r}?" if near else "declare it under services"
            yield loc, f"no service is called {name!r}; {advice}"


def _score_contradictions(score: dict[str, Any], categories: dict[str, None]) -> Iterator[tuple[Loc, str]]:
    scored = score.get("categories", list(DEFAULT_CATEGORIES))
    scored = scored if isinstance(scored, list) else []
    for index, name in enumerate(scored):
        if isinstance(name, str) and name not in categories:
            yield ("score", "categories", index), _unknown_category(name, categories)
    for name in _mapping(score.get("fail_under")):
        if name != "overall" and name not in categories:
            yield ("score", "fail_under", name), _unknown_category(name, {"overall": None, **categories})
        elif name != "overall" and name not in scored:
            message = f"the category {name!r} is not scored; add it to score.categories"
            yield ("score", "fail_under", name), message


def _rule_contradictions(
    check: Check, setting: Any, loc: Loc, categories: dict[str, None]
) -> Iterator[tuple[Loc, str]]:
    table = _mapping(setting)
    paths = _mapping(table.get("paths"))
    levels = [(loc, setting), *(((*loc, name), level) for name, level in table.items() if name != "paths")]
    levels += [((*loc, "paths", glob), level) for glob, level in paths.items()]
    for place, level in levels:
        if check.locked and level in ("off", "error", "warning", "info") and level != check.severity:
            yield place, f"{check.code} ({check.name}) cannot be turned off or lowered"
    for name in table:
        if name not in ("severity", "paths") and name not in categories:
            yield (*loc, name), _unknown_category(name, {"severity": None, "paths": None, **categories})


def _unknown_category(name: str, known: dict[str, None]) -> str:
    near = nearest(name, known)
    told = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
    return f"unknown category {name!r}; {told}"


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
