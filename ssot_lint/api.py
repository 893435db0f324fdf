"""What a check may know: the records, the index, the decorator, the shared shapes of the policy."""

# Longer than 300 lines: the one module that checks import, so that what they may know is read in one place.

import inspect
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import core_schema

from ssot_lint.errors import CheckError
from ssot_lint.index import Edge, Index, Target
from ssot_lint.index.clones import Group, Member, Terms, accepts_none
from ssot_lint.index.members import NamedString, is_enum, named_strings
from ssot_lint.index.moves import Move, Planned, closes_cycle, move
from ssot_lint.index.patterns import (
    matched_part,
    matches_exactly,
    matches_module,
    matches_path,
    matches_symbol,
    nearest,
    simple_name,
)
from ssot_lint.index.routes import Route, Routes
from ssot_lint.index.signatures import Refusal
from ssot_lint.index.stretches import Access, Stretch, Stretches
from ssot_lint.model import (
    AWAITED,
    CALL_WIDTH,
    CONDITIONAL,
    CONSUMED,
    DEAD,
    DECORATOR,
    DYNAMIC,
    EXPECTED_TO_FAIL,
    FALLBACK,
    FOREGONE,
    GENERATOR,
    GIVES_BACK,
    GUARDED,
    IMPLICIT,
    LAZY,
    OF_COROUTINES,
    RAISES,
    REFERENCE,
    RUNTIME,
    SCRIPT,
    SMOKE,
    STAR_ARGS,
    STAR_KWARGS,
    START,
    STATEMENT,
    SUBSCRIPTED,
    SUPER,
    SWALLOWED,
    TESTED,
    TYPING,
    WRITTEN,
    Binding,
    Call,
    Definition,
    Display,
    File,
    Finding,
    Fix,
    Import,
    Literals,
    Mention,
    MovedImport,
    Parameter,
    Place,
    Related,
    RemovedWaiver,
    RenamedCallee,
    Severity,
    Sought,
    Span,
    StringLiteral,
    Undecided,
    Use,
    Waiver,
    Write,
    column,
)

__all__ = [
    "AWAITED",
    "CALL_WIDTH",
    "CONDITIONAL",
    "CONSUMED",
    "DEAD",
    "DECORATOR",
    "DYNAMIC",
    "EXPECTED_TO_FAIL",
    "FALLBACK",
    "FOREGONE",
    "GENERATOR",
    "GIVES_BACK",
    "GUARDED",
    "IMPLICIT",
    "LAZY",
    "MOCK_LIBRARIES",
    "OF_COROUTINES",
    "RAISES",
    "REFERENCE",
    "RUNTIME",
    "SCRIPT",
    "SMOKE",
    "START",
    "STAR_ARGS",
    "STAR_KWARGS",
    "STATEMENT",
    "SUBSCRIPTED",
    "SUPER",
    "SWALLOWED",
    "TESTED",
    "TYPING",
    "WRITTEN",
    "Accepted",
    "Access",
    "Binding",
    "Call",
    "Canonical",
    "Check",
    "ContractSymbol",
    "Definition",
    "Display",
    "Duplicates",
    "DuplicatesSection",
    "Edge",
    "Factory",
    "File",
    "FileGroup",
    "Files",
    "Finding",
    "Fix",
    "Import",
    "Index",
    "LayerRow",
    "Literals",
    "Mention",
    "Module",
    "ModulePattern",
    "Move",
    "MovedImport",
    "NamedString",
    "OptionalSymbol",
    "Owner",
    "Parameter",
    "PathGlob",
    "Place",
    "Planned",
    "PolicyTarget",
    "PolicyTargets",
    "Refusal",
    "Regex",
    "Related",
    "RemovedWaiver",
    "RenamedCallee",
    "Route",
    "Routes",
    "Scope",
    "Section",
    "Service",
    "SetsSection",
    "Severity",
    "Shape",
    "Sought",
    "Span",
    "StaleEntry",
    "Stretch",
    "Stretches",
    "StringLiteral",
    "StringSet",
    "Symbol",
    "SymbolPattern",
    "Target",
    "Undecided",
    "Use",
    "Waiver",
    "WaiverUse",
    "Write",
    "check",
    "closes_cycle",
    "column",
    "copy_finding",
    "copy_severity",
    "failure_severity",
    "in_group",
    "is_enum",
    "is_part",
    "key",
    "matched_part",
    "matches_exactly",
    "matches_module",
    "matches_path",
    "matches_symbol",
    "move",
    "named_strings",
    "nearest",
    "other_place",
    "owns",
    "related_definition",
    "selects_file",
    "simple_name",
]  # fmt: skip


# ------------------------------------------------------------------------ shapes of policy values

LONGEST_PATH = 4096  # characters; a longer glob matches nothing, and would take minutes to compile


class Text(str):
    """A string of the policy that keeps what it names, so that the policy can be checked for it."""

    __slots__ = ()
    kind: ClassVar[str] = ""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls.parse, core_schema.str_schema(min_length=1, strict=True)
        )

    @classmethod
    def parse(cls, text: str) -> "Text":
        """Validate one value; ValueError says what is wrong and how to mend it."""
        return cls(text)


class Symbol(Text):
    """`package.module:Name` or `package.module:Name.method`; external names are dotted. Must exist."""

    __slots__ = ()
    kind = "symbol"

    @classmethod
    def parse(cls, text: str) -> "Symbol":
        parts = text.split(":")
        segments = [part for half in parts for part in half.split(".")]
        if len(parts) > 2 or not all(segment.isidentifier() for segment in segments):
            raise ValueError(f"{text!r} is no symbol; write package.module:Name, or a dotted external name")
        return cls(text)


class OptionalSymbol(Symbol):
    """A symbol that may be gone (deprecated names)."""

    __slots__ = ()
    kind = "optional-symbol"


class ContractSymbol(Symbol):
    """A symbol of the project that a contract is about: its module must exist, the rest is for that rule."""

    __slots__ = ()
    kind = "contract"

    @classmethod
    def parse(cls, text: str) -> "ContractSymbol":
        if ":" not in text:
            raise ValueError(f"{text!r} is no symbol of the project; write package.module:Name")
        return cls(super().parse(text))


class SymbolPattern(Text):
    """A symbol in which `*` is one segment and `**` any number; nothing need match it."""

    __slots__ = ()
    kind = "symbol-pattern"

    @classmethod
    def parse(cls, text: str) -> "SymbolPattern":
        module, colon, name = text.partition(":")
        segments = module.split(".") + (name.split(".") if colon else [])
        if not all(s in ("*", "**") or s.replace("*", "x").isidentifier() for s in segments):
            raise ValueError(f"{text!r} is no symbol pattern; write package.module:Name with * or **")
        return cls(text)


class ModulePattern(Text):
    """A dotted module name, for itself and its descendants; `*` is one segment, `**` any number."""

    __slots__ = ()
    kind = "module-pattern"

    @classmethod
    def parse(cls, text: str) -> "ModulePattern":
        if not all(s in ("*", "**") or s.replace("*", "x").isidentifier() for s in text.split(".")):
            raise ValueError(f"{text!r} is no module; write dotted names, with * or ** for segments")
        return cls(text)


class Module(ModulePattern):
    """A module pattern that must match a module of the project (owners, homes, services)."""

    __slots__ = ()
    kind = "module"


class LayerRow(Text):
    """Layers side by side: `a | b` may not import each other, `a : b` may; `(a)` may be missing.

    Each must match a module of the project, unless it stands in parentheses. A wildcard is one whole
    segment, and each module that matches is a layer of its own.
    """

    __slots__ = ()
    kind = "layer-row"

    @classmethod
    def parse(cls, text: str) -> "LayerRow":
        row = cls(text)
        if "|" in text and ":" in text:
            raise ValueError(f"{text!r} mixes '|' and ':'; either siblings may import each other, or not")
        names = [name for name, _ in row.siblings]
        for name in names:
            if not all(segment == "*" or segment.isidentifier() for segment in name.split(".")):
                raise ValueError(f"{name!r} is no layer; write a | b, a : b, (a), with dotted names")
        if len(set(names)) < len(names):
            raise ValueError(f"{text!r} names a layer twice")
        return row

    @property
    def is_independent(self) -> bool:
        """Whether its layers may not import each other."""
        return ":" not in self

    @property
    def siblings(self) -> list[tuple[str, bool]]:
        """The name of each layer, and whether it may be missing."""
        words = [word.strip() for word in self.split("|" if self.is_independent else ":")]
        optional = [word[:1] == "(" and word[-1:] == ")" for word in words]
        return [
            (word[1:-1].strip() if may_be_missing else word, may_be_missing)
            for word, may_be_missing in zip(words, optional, strict=True)
        ]


class FileGroup(Text):
    """`category:NAME` or `service:NAME`: all files of it. Must exist."""

    __slots__ = ()
    kind = "file-group"

    @classmethod
    def parse(cls, text: str) -> "FileGroup":
        word, _, name = text.partition(":")
        if word not in ("category", "service") or not name:
            raise ValueError(f"{text!r} is no group of files; write category:NAME or service:NAME")
        return cls(text)


class Regex(Text):
    """A regular expression as Python's `re` understands it."""

    __slots__ = ()
    kind = "regex"

    @classmethod
    def parse(cls, text: str) -> "Regex":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                re.compile(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"{text!r} is no regular expression: {error}") from error
        return cls(text)


class PathGlob(Text):
    """A gitignore-style glob from the root; it is told (as info) when it matches nothing."""

    __slots__ = ()
    kind = "path-glob"

    @classmethod
    def parse(cls, text: str) -> "PathGlob":
        from pathspec import GitIgnoreSpec

        if len(text) > LONGEST_PATH:
            raise ValueError(f"a glob of {len(text)} characters is longer than any path")
        try:
            spec = GitIgnoreSpec.from_lines([text])
        except (ValueError, re.error) as error:  # the latter for a range such as `[z-a]`
            raise ValueError(f"{text!r} is no gitignore-style glob") from error
        if not any(pattern.include for pattern in spec.patterns):
            raise ValueError(f"{text!r} can match nothing; write a gitignore-style glob without '!'")
        return cls(text)


Files = Annotated[FileGroup | PathGlob, Field(union_mode="left_to_right")]
"""`category:NAME`, `service:NAME` or a path glob."""


def _no_file(symbol: Symbol) -> Symbol:
    if symbol.endswith((".py", ".pyi")):
        raise ValueError(f"{symbol!r} is a file")
    return symbol


Owner = Annotated[Annotated[Symbol, AfterValidator(_no_file)] | PathGlob, Field(union_mode="left_to_right")]
"""A module, function or class, or a path glob."""


def owns(owner: Target | PathGlob, file: File) -> bool:
    """Whether an owner, looked up where it is no glob, is all of a file, or has it below it."""
    if isinstance(owner, PathGlob):
        return matches_path(owner, file.path)
    return owner.kind == "module" and matches_module(owner.module, file.module or "")


def related_definition(index: Index, target: Target | None, message: str) -> Iterator[Related]:
    """Where a target is defined, if it is a class or function of the project, as what it is to a finding."""
    if target is not None and target.file is not None and target.definition is not None:
        yield Related(index.definition_place(target.file, target.definition), message)


def selects_file(entries: Iterable[str], file: File) -> bool:
    """Whether one of some groups and path globs has a file."""
    return any(
        in_group(entry, file) if isinstance(entry, FileGroup) else matches_path(entry, file.path)
        for entry in entries
    )


def in_group(group: FileGroup, file: File) -> bool:
    """Whether a file is of a category, of a service, or of a part of one (`plugins.pay` of `plugins`)."""
    kind, _, name = group.partition(":")
    return file.category == name if kind == "category" else is_part(name, file.service)


def is_part(name: str, service: str | None) -> bool:
    """Whether a service is the named one, or one of its parts."""
    return service is not None and f"{service}.".startswith(f"{name}.")


class Shape(BaseModel):
    """Base of every mapping in the policy: unknown keys are errors, values are never coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class Canonical(Shape):
    """One declared truth: the symbol, and the old names that lead or led to it."""

    symbol: Annotated[Symbol, Field(description="the one definition or import path")]
    deprecated: Annotated[
        list[OptionalSymbol | SymbolPattern], Field(description="old names; they may be gone")
    ] = []


class Factory(Shape):
    """How instances of a guarded class are made."""

    use: Annotated[Symbol, Field(description="the factory: a function, class or method")]
    allow: Annotated[list[PathGlob], Field(description="paths that may construct directly")] = []
    subclasses: Annotated[bool, Field(description="guard the subclasses as well")] = False
    strict: Annotated[
        bool, Field(description="allow construction in the factory itself only, not in its module")
    ] = False
    keywords: Annotated[list[str], Field(description="keywords that only the factory may pass")] = []
    is_async: Annotated[bool, Field(alias="async", description="the factory must be awaited")] = False


class Service(Shape):
    """A part of the project that is independent by design."""

    package: Annotated[Module, Field(description="module pattern of the service's modules")]
    may_import: Annotated[list[Module], Field(description="services or modules it may import")] = []
    each: Annotated[bool, Field(description="every match of the pattern is a service")] = False
    tests: Annotated[bool, Field(description="bind the service's tests too")] = False
    public: Annotated[
        list[ModulePattern],
        Field(description="those of its modules that other services may import from; if none, all"),
    ] = []


class StringSet(Shape):
    """Values that belong together, what states them, and what must have them all."""

    values: Annotated[list[str], Field(min_length=1, description="the strings that belong together")]
    home: Annotated[Symbol, Field(description="the class, module or variable that states them")]
    complete_in: Annotated[
        list[Symbol], Field(description="classes, functions, modules and variables that must have all")
    ] = []
    single: Annotated[
        bool, Field(description="report single strings too that are written out instead of the home's")
    ] = False


class Duplicates(Shape):
    """What counts as a second implementation."""

    min_statements: Annotated[
        int, Field(ge=1, description="smallest body, in statements, that is compared")
    ] = 6
    similarity: Annotated[float, Field(gt=0, le=1, description="least share of common statements")] = 0.7
    across_services: Annotated[bool, Field(description="compare independent services too")] = False
    acceptable: Annotated[list[SymbolPattern], Field(description="symbols that may be defined again")] = []


MOCK_LIBRARIES = (
    "aioresponses", "asynctest", "doublex", "fakeredis", "flexmock", "httpretty", "mock", "mockito",
    "mongomock", "moto", "pytest_httpx", "pytest_mock", "requests_mock", "responses", "respx", "sinon",
    "unittest.mock",
)  # fmt: skip
"""Modules whose business is to stand in for something: objects, services."""


# ------------------------------------------------------------------------------- sections and keys


class Section(BaseModel):
    """What a check reads of the policy: each field names the place of its value with `key`.

    Several sections may read one key; they must then declare it alike.
    """

    model_config = ConfigDict(frozen=True)

    def off(self) -> str | None:
        """Why the rule has nothing to do ("no factories declared"), None where it has."""
        return None

    def seeks(self) -> Sought:
        """The strings of the sources that the rule must know; `Index.literals` then has them."""
        return Sought()


def key(path: str, default: Any, description: str = "") -> Any:
    """A section's field: `path` is its dotted place in compliance.yaml (`imports.boundaries`)."""
    return Field(
        default_factory=lambda: default,
        description=description or None,
        json_schema_extra={"x-path": path},
    )


def key_path(field: FieldInfo) -> str:
    """The dotted place in compliance.yaml that a section's field reads."""
    extra = field.json_schema_extra
    assert isinstance(extra, dict), "a section's fields are made with key()"
    return str(extra["x-path"])


class PolicyTarget(BaseModel):
    """A name or glob that the user wrote in the policy, and where."""

    model_config = ConfigDict(frozen=True)

    kind: str
    text: str
    key: str
    line: int
    column: int


class PolicyTargets(Section):
    """A section that the engine fills with all that the policy names."""

    policy: str = ""
    targets: tuple[PolicyTarget, ...] = ()


# --------------------------------------------------------------------------------------- the check

Scope = Literal["file", "project", "waivers"]
Run = Callable[..., Iterator[Finding | Undecided]]


@dataclass(frozen=True)
class WaiverUse:
    """A waiver after the findings are known.

    `used`: it waives a finding. `expired`: its `until` is past, None where that is no date.
    `unused`: the rules it names, as written, that ran to the end and that it waives nothing of;
    none where it is malformed or expired. `unknown`: the names that no rule has which can be waived.
    """

    file: File
    waiver: Waiver
    used: bool
    expired: bool | None
    unused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaleEntry:
    """An entry of the baseline with fewer findings than it accepts.

    `place` is where the baseline says so, with the symbol that the findings were in; `path` is their file,
    `accepted` how many there may be, and `missing` how many of these there are not.
    """

    place: Place
    code: str
    path: str
    subject: str
    accepted: int
    missing: int


@dataclass(frozen=True)
class Accepted:
    """What accepts findings, after these are known: waivers in sources, stale entries of the baseline."""

    uses: Sequence[WaiverUse] = ()
    stale: Sequence[StaleEntry] = ()


@dataclass(frozen=True)
class Check:
    """One rule. `run` is pure; its arguments depend on the scope:

    `file`: (file, index[, section]), its result depends on that file and on what it resolves to;
    `project`: (index[, section]); `waivers`: (what accepts findings[, section]), after all other checks.
    The section is passed where the rule has one. `in_file`: (file, index[, section]), the findings that a
    check of the project has in one file, found without looking at all others; it tells of nothing undecided.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    scope: Scope
    section: type[Section] | None
    locked: bool
    run: Run
    in_file: Run | None = None

    @property
    def module(self) -> str:
        """The module that defines it; its README lies beside."""
        return self.run.__module__


def check(
    *,
    code: str,
    severity: Severity,
    scope: Scope,
    name: str | None = None,
    section: type[Section] | None = None,
    locked: bool = False,
    in_file: Run | None = None,
) -> Callable[[Run], Check]:
    """Declare a generator function to be a check.

    Its name with dashes is the rule's, the first line of its docstring the summary.
    `locked` rules cannot be turned off or waived. With `in_file` it is quicker in editors.
    """

    def wrap(run: Run) -> Check:
        for function in filter(None, (run, in_file)):
            if not inspect.isgeneratorfunction(function):
                raise CheckError(f"{function.__module__}: {function.__name__} must be a generator function")
        if in_file is not None and scope != "project":
            raise CheckError(f'{run.__module__}: {run.__name__} has in_file, and not the scope "project"')
        return Check(
            code=code,
            name=name or run.__name__.replace("_", "-"),
            severity=severity,
            summary=(inspect.getdoc(run) or "").partition("\n")[0].rstrip("."),
            scope=scope,
            section=section,
            locked=locked,
            run=run,
            in_file=in_file,
        )

    return wrap


# ------------------------------------------------------------------- sections that several rules share


class DuplicatesSection(Section):
    """What the rules about duplicates read of the policy."""

    duplicates: Duplicates = key("duplicates", Duplicates(), "what counts as a second implementation")
    canonical: list[Canonical] = key("canonical", [], "the one definition or import path of a symbol")
    services: dict[str, Service] = key("services", {}, "parts that are independent by design")

    def terms(self) -> Terms:
        """What counts as a copy, for the index."""
        acceptable = self.duplicates.acceptable
        return Terms(
            min_statements=self.duplicates.min_statements,
            similarity=self.duplicates.similarity,
            declared=frozenset(declared.symbol for declared in self.canonical),
            sees=self._sight(),
            accepts=Acceptance(tuple(acceptable)) if acceptable else accepts_none,
        )

    def copies(self, index: Index, code: str) -> Iterator[tuple[Group, Member]]:
        """The copies that break the rule of that code, each with its group."""
        for group in index.clones.groups(self.terms()):
            if group.code == code:
                yield from ((group, copy) for copy in group.copies)

    def _sight(self) -> "Sight":
        if self.duplicates.across_services:
            return Sight(())
        return Sight(tuple((name, tuple(service.may_import)) for name, service in self.services.items()))


@dataclass(frozen=True)
class Sight:
    """Whether services leave a file free to import another; each with the targets that it may import."""

    services: tuple[tuple[str, tuple[str, ...]], ...]

    def __call__(self, importer: File, imported: File) -> bool:
        """A file of no service may import and be imported."""
        own, other = importer.service, imported.service
        if not self.services or own == other or own is None or other is None:
            return True
        allowed = next(targets for name, targets in self.services if matches_module(name, own))
        return any(
            matches_module(target, other) or matches_module(target, imported.module or "")
            for target in allowed
        )


@dataclass(frozen=True)
class Acceptance:
    """Whether a symbol may be defined again."""

    patterns: tuple[str, ...]

    def __call__(self, symbol: str) -> bool:
        """Whether one of the patterns has it."""
        return any(matches_symbol(pattern, symbol) for pattern in self.patterns)


class SetsSection(Section):
    """The declared sets, and the strings that must be known of them."""

    sets: dict[str, StringSet] = key("sets", {}, "strings that belong together, by name")

    def off(self) -> str | None:
        return None if self.sets else "no sets declared"

    def seeks(self) -> Sought:
        return Sought(
            values=tuple(value for each in self.sets.values() for value in each.values),
            holders=tuple(simple_name(each.home) for each in self.sets.values()),
            places=tuple(
                simple_name(s) for each in self.sets.values() for s in (each.home, *each.complete_in)
            ),
        )


def copy_finding(
    index: Index, group: Group, copy: Member, repair: str, hint: str, says: str | None = None
) -> Finding:
    """The finding about one copy of a group: "NAME says THE OTHER (what differs); repair (the reason)"."""
    difference = index.clones.difference(copy, group.home)
    likeness = group.likenesses[copy]
    share = f"{int(likeness.similarity * 100)} % alike: " if likeness.similarity < 1 else ""
    detail = f" ({share}{difference})" if difference else ""
    if says is None:
        is_edited = likeness.similarity < 1 or (likeness.kind == "edited" and copy.unit == "function")
        says = "is an edited copy of" if is_edited else "is a copy of" if difference else "is identical to"
    place = copy.place
    return Finding(
        place=place,
        message=f"{_called(copy)} {says} {other_place(group.home, copy)}{detail}; {repair} ({group.reason})",
        subject=place.symbol,
        hint=hint,
        related=index.clones.related(group, copy, "the one to keep", "another copy"),
        severity=copy_severity(group, copy),
        compared=(copy.extent, group.home.extent),
        home=group.home.extent,
    )


def copy_severity(group: Group, copy: Member) -> Severity | None:
    """How bad a copy is where its rule does not say: twins, copies within tests, what was altered much."""
    likeness = group.likenesses[copy]
    if likeness.kind in ("test", "twin") or not likeness.is_clear:
        return "info"
    return "warning" if copy.unit == "file" and likeness.kind == "edited" else None


def _called(member: Member) -> str:
    """What a message calls a member: by its name, a file by its path."""
    if member.definition is None:
        return member.path
    name = member.definition.qualified_name
    return f"{member.size} statements of {name}" if member.unit == "block" else name


def failure_severity(statement: Import) -> Severity | None:
    """An import that may fail without harm is of a lower severity; None leaves the rule's own."""
    return "info" if statement.tags & (GUARDED | RAISES | DYNAMIC) else None


def other_place(other: Member, copy: Member) -> str:
    """Another member of a group as a message about a copy names it: by line, or by path and line."""
    if other.definition is None:
        return other.path
    name, span = other.definition.qualified_name, other.span
    if other.unit == "block":
        name = f"lines {span.line} to {other.last_line} of {name}"
        return name if other.file is copy.file else f"{name} in {other.path}"
    return f"{name} on line {span.line}" if other.file is copy.file else f"{name} in {other.path}:{span.line}"
