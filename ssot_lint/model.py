"""The records that cross rooms: what a source is, what it says, what was found, what is reported."""

# Longer than 300 lines: records alone, which are one contract and refer to each other.

import ast
import os
import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from struct import Struct
from typing import Literal, Self, cast

import msgspec

Severity = Literal["error", "warning", "info"]
"""How bad a finding is; `SEVERITIES` orders them, the worst first."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Span(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A stretch of a source: 1-based lines and columns, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)
"""Where a finding about a whole file points."""


class Source(msgspec.Struct, frozen=True, gc=False):
    """A file of the analysed project.

    `path` is relative to the root, with `/`, undecodable bytes as surrogate escapes (PEP 383).
    `module` is the dotted import name, or None where no import statement can reach the file.
    `root` is the import root it was named under, relative to the root (`.`, `src`).
    """

    path: str
    category: str
    module: str | None = None
    root: str = "."
    service: str | None = None
    is_package: bool = False

    @property
    def is_stub(self) -> bool:
        """Whether it is a `.pyi` file, which takes part in resolution only."""
        return self.path.endswith(".pyi")


# --------------------------------------------------------------------------------------------- facts

# Import and binding tags, one bit each: how a statement is reached at run time.
RUNTIME = 1  # executed when the module is
LAZY = 2  # inside a function
TYPING = 4  # under TYPE_CHECKING
CONDITIONAL = 8  # inside if, match, try, a loop or a with, where it may not run or may fail in peace
DYNAMIC = 16  # import_module or __import__ with a literal
REFERENCE = 32  # named by mock.patch("a.b.C")
IMPLICIT = 64  # a package above an imported module, or what a star loads by `__all__`
GUARDED = 128  # in the body of a try that catches ImportError
FALLBACK = 256  # in an except handler, or an else that supplies another binding
RAISES = 512  # inside `with pytest.raises(...)` or `contextlib.suppress(...)` of what an import may raise
ALWAYS = 1024  # conditional by its syntax alone: what stands in a with or a finally runs all the same
SCRIPT = 2048  # under `if __name__ == "__main__":`, which no import runs
SMOKE = 4096  # of a test that says, in its name, docstring or comments, that it is to see nothing raised
GENERATOR = 8192  # of an async function in which, or in a function within which, something is yielded
GIVES_BACK = 16384  # of a test that returns something, a Deferred perhaps, that whoever runs it waits for
REBOUND = 32768  # of a definition in a function that gives its name something else as well

TAG_NAMES: dict[int, str] = {
    RUNTIME: "runtime",
    LAZY: "lazy",
    TYPING: "typing",
    CONDITIONAL: "conditional",
    DYNAMIC: "dynamic",
    REFERENCE: "reference",
    IMPLICIT: "implicit",
    GUARDED: "guarded",
    FALLBACK: "fallback",
    RAISES: "raises",
    SCRIPT: "script",
}


def tag_names(tags: int) -> tuple[str, ...]:
    """The words for a set of tag bits, in the order of `TAG_NAMES`."""
    return tuple(name for bit, name in TAG_NAMES.items() if tags & bit)


class Import(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One name that one import statement brings in.

    `import a.b as c` is (module "a.b", name None, bound "c"); `import a.b` binds "a";
    `from ..m import x as y` is (module "m", level 2, name "x", bound "y");
    a star has the name "*" and binds None. Dynamic imports and references bind None.
    """

    module: str
    level: int
    name: str | None
    bound: str | None
    scope: int
    tags: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where the imported name stands (of one alias, not of the whole statement)."""
        return Span(self.line, self.column, self.end_line, self.end_column)


class Binding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name bound by something other than an import, `def` or `class`.

    `target` is the dotted name assigned (`Manager = impl.Manager`), None where the value is no
    dotted name. `value` says in module and class scopes what a single name is given: `f()` for what a
    call of `f` returns, `[]`, `{}` and `{*}` for a list, dict and set (comprehensions too), `()` for a
    tuple, `0` for a constant, "" for anything else. All bindings of module and class scopes are kept;
    of function scopes only aliases that are assigned exactly once. `annotation` is the source text of
    an annotation.
    `declared` marks a bare `x: int`, which binds nothing at run time.
    """

    name: str
    scope: int
    target: str | None
    annotation: str | None
    declared: bool
    value: str
    tags: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where the bound name stands."""
        return Span(self.line, self.column, self.end_line, self.end_column)


ParameterKind = Literal["positional", "standard", "variadic", "keyword", "variadic-keyword"]


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One parameter of a function; `annotation` is its source text with runs of blanks folded."""

    name: str
    kind: ParameterKind
    optional: bool
    annotation: str | None


DefinitionKind = Literal["class", "function", "async function"]


class Definition(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A `def`, `async def` or `class`.

    `qualified_name` is relative to the module (`Engine.run`, `make.inner`). `scope` is the scope
    that it is bound in, `body` the scope it opens. `bases`, `decorators`: the dotted name of each
    in source order, "" where it is no dotted name (a decorator that is called is given by its
    callee, a base with type arguments without them). `keywords`: the class keywords (`metaclass`)
    with their dotted values, "" likewise. `signature` is the source text of the parameters, of some
    without their defaults' own text; `parameters` reads it.
    `statements`: the half-open range of its body in the statement columns.
    `exact` and `renamed` are fingerprints of parameters and body: of the names as they are, and
    with locals numbered by first occurrence and literals blinded (of a body of one statement, as
    they are). `names`: what a function of several statements binds for itself, functions within it
    included, in the order of first occurrence, joined by commas; `literals` is a fingerprint of its
    literals in their order. `unbound`: the names in a function's
    body that it does not bind itself, sorted, joined likewise; `free` reads it. `trivial`: nothing but
    `pass`, `...`, a docstring or `raise NotImplementedError`. `redefines` is the line of an earlier
    definition or import of the name in the same suite that nothing uses in between, 0 where there is none.
    The span runs from the `def` or `class` keyword to the end of the body, `name_*` covers the name.
    """

    kind: DefinitionKind
    name: str
    qualified_name: str
    scope: int
    body: int
    tags: int
    bases: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    decorators: tuple[str, ...]
    signature: str
    returns: str | None
    statements: tuple[int, int]
    exact: int
    renamed: int
    names: str
    literals: int
    unbound: str
    trivial: bool
    redefines: int
    line: int
    column: int
    end_line: int
    end_column: int
    name_column: int

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of a function in the order in which they are written."""
        return _parameters(self.signature) if self.signature else ()

    @property
    def free(self) -> tuple[str, ...]:
        """The names in a function's body that it does not bind itself, sorted."""
        return tuple(self.unbound.split(",")) if self.unbound else ()

    @property
    def span(self) -> Span:
        """From the keyword to the end of the body."""
        return Span(self.line, self.column, self.end_line, self.end_column)

    @property
    def name_span(self) -> Span:
        """The name in the `def` or `class` line: where a finding about the definition points."""
        return Span(self.line, self.name_column, self.line, self.name_column + len(self.name))

    @property
    def size(self) -> int:
        """How many statements its body has, nested ones included."""
        return self.statements[1] - self.statements[0]


def _parameters(signature: str) -> tuple[Parameter, ...]:
    # Few definitions are ever asked for them: to read each when its source is extracted costs more.
    source = f"def _({signature}\n): 0"
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    first_standard = len(arguments.posonlyargs)
    first_optional = len(positional) - len(arguments.defaults)
    listed: list[tuple[ast.arg, ParameterKind, bool]] = [
        (argument, "positional" if number < first_standard else "standard", number >= first_optional)
        for number, argument in enumerate(positional)
    ]
    if arguments.vararg:
        listed.append((arguments.vararg, "variadic", True))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        listed.append((argument, "keyword", default is not None))
    if arguments.kwarg:
        listed.append((arguments.kwarg, "variadic-keyword", True))
    return tuple(
        Parameter(argument.arg, kind, optional, _folded(source, argument.annotation))
        for argument, kind, optional in listed
    )


def _folded(source: str, node: ast.expr | None) -> str | None:
    text = node and ast.get_source_segment(source, node)
    return " ".join(text.split()) if text else None


ScopeKind = Literal["module", "class", "function", "comprehension"]


class Scope(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A namespace of the source. Scope 0 is the module; `parent` is -1 there.

    `qualified_name` is that of the definition it belongs to, "" at module level; lambdas and
    comprehensions carry that of the definition around them. `line` is where it opens.
    """

    kind: ScopeKind
    parent: int
    qualified_name: str


class Waiver(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A `# ssot: ignore[...]` comment.

    `codes` are as written; `from_line`..`to_line` is what it covers, the whole file where
    `whole_file`. `reason` is "" and `until` None where not given; `until` is an ISO date as
    written, perhaps invalid. `error` says in one line what is malformed, "" where nothing is.
    """

    codes: tuple[str, ...]
    reason: str
    until: str | None
    whole_file: bool
    from_line: int
    to_line: int
    line: int
    column: int
    end_column: int
    error: str = ""

    @property
    def span(self) -> Span:
        """Where the comment stands."""
        return Span(self.line, self.column, self.line, self.end_column)


ProblemKind = Literal["syntax", "newer-syntax", "nesting", "decoding", "unreadable", "not-regular"]


class Problem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why a source could not be analysed, and where; `message` is one clear line."""

    kind: ProblemKind
    message: str
    line: int = 1
    column: int = 1


# Call flags.
AWAITED = 1  # `await f()`
STATEMENT = 2  # the call is a statement of its own
EXPECTED_TO_FAIL = 4  # inside `with pytest.raises(...)` or `assertRaises`
STAR_ARGS = 8  # passes *args
STAR_KWARGS = 16  # passes **kwargs
DECORATOR = 32  # `@f(...)`
SUBSCRIPTED = 64  # `f[...](...)`: type arguments, or an item of what the callee names
TESTED = 128  # the result is tested for truth
CONSUMED = 256  # an attribute or item of the result is taken, or it is iterated or entered
# The others are told only inside functions named `test...`.
TRIAL = 512  # it is inside such a function
SWALLOWED = 1024  # in a try whose handler takes a failed assertion in silence
DEAD = 2048  # after a return, raise or skip of the same suite, so that it never runs
FOREGONE = 4096  # an assertion that holds whatever happens: of a literal, or of the same thing twice


class Call(msgspec.Struct, frozen=True, gc=False):
    """A call whose callee is a dotted name; made from one row of the columns on demand.

    The callee of `f(...)(...)` is "f()", that of `super().f(...)` "super().f"; a method of anything else that
    is no dotted name is kept where its name says that it asserts something, as "().assert_called".
    `scope` is where it stands; `bound` the scope that binds the first segment of `callee`, -1 where none
    does (a builtin, or a star import's). `row` is its number in the file.
    """

    callee: str
    scope: int
    bound: int
    flags: int
    positional: int
    keywords: tuple[str, ...]
    line: int
    column: int
    end_line: int
    end_column: int
    row: int

    @property
    def span(self) -> Span:
        """The whole call, arguments included."""
        return Span(self.line, self.column, self.end_line, self.end_column)


class Use(msgspec.Struct, frozen=True, gc=False):
    """A dotted name that is read or written but not called.

    Kept where an import, a definition or an alias binds the first segment, or where it is a builtin
    category of warnings that is given to a call, or where a call inside a test, or of `addCallback` and its
    like, is given an attribute of `self`. `getattr(a.b, "c")` is a use of `a.b.c`. `call` is the row of the
    call it is an argument of, -1 else; `argument` the keyword or the position as digits, "" where it is no
    argument, and `WRITTEN` where it, or an item of it, is assigned or deleted.
    Annotations are no uses.
    """

    name: str
    scope: int
    bound: int
    call: int
    argument: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """The dotted name."""
        return Span(self.line, self.column, self.end_line, self.end_column)


WRITTEN = "="
"""The `argument` of a use that is a target."""


class Result(msgspec.Struct, frozen=True, gc=False):
    """What a name, or an attribute of one, is given that a call returns: `name = f()`, `self.name = f()`.

    `call` is the row of the call. `once`: it is a name that its function binds nowhere else.
    """

    call: int
    name: str
    once: bool


WriteKind = Literal["=", "[]", "+=", "del"]
"""An attribute is assigned; an item of it is assigned or deleted; it is augmented; it is deleted."""


class Write(msgspec.Struct, frozen=True, gc=False):
    """An attribute that is written to: `self.a = 1`, `cls.a[k] = 1`, `Engine.a.b += 1`.

    `name` is the dotted name. `scope` is where it stands; `bound` the scope that binds the first segment,
    -1 where none does.
    """

    name: str
    kind: WriteKind
    scope: int
    bound: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """The dotted name."""
        return Span(self.line, self.column, self.end_line, self.end_column)


class Assertion(msgspec.Struct, frozen=True, gc=False):
    """An `assert` statement, in a test what raises as well (in functions within it: an AssertionError).

    `flags` are those of calls (`DEAD`, `SWALLOWED`, `FOREGONE`, ...).
    """

    scope: int
    flags: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """The whole statement."""
        return Span(self.line, self.column, self.end_line, self.end_column)


CALL_WIDTH = 10  # callee, scope, bound, flags, positional, keywords, line, column, end_line, end_column
USE_WIDTH = 9  # name, scope, bound, call, argument, line, column, end_line, end_column
STATEMENT_WIDTH = 2  # line, end_line
SUPER = "super()"
"""The first segment of the callee in `super().f()`."""

SOME = "()"
"""The first segment of the callee in `f(...).g().assert_called(...)` and `mocks[0].assert_called(...)`."""

OF_COROUTINES = ("send", "throw", "close", "__await__")
"""The methods of coroutines: a call of one of them takes nothing of what the coroutine will return."""

RESULT_WIDTH = 3  # call, name, once
WRITE_WIDTH = 8  # name, kind, scope, bound, line, column, end_line, end_column
ASSERTION_WIDTH = 6  # scope, flags, line, column, end_line, end_column

_CALL, _USE, _RESULT, _WRITE, _ASSERTION, _STATEMENT = (
    Struct(f"<{width}i")
    for width in (CALL_WIDTH, USE_WIDTH, RESULT_WIDTH, WRITE_WIDTH, ASSERTION_WIDTH, STATEMENT_WIDTH)
)


class Facts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one source says, and nothing of where it lies: equal bytes give equal facts.

    `strings` is the table that the columns point into. `calls`, `uses`, `results`, `writes` and
    `assertions` are row-major int32 columns (`CALL_WIDTH`, `USE_WIDTH`, ...), `statement_lines` likewise
    (`STATEMENT_WIDTH`);
    `exact` and `semi` are one int64 fingerprint a statement, in source order: of the names as they
    are, and with locals, parameters and literals blinded. All columns are little-endian.
    `exports` is `__all__` as far as it is literal, None where there is none; `open_exports` says
    that some of it is computed. `assigned` are the attributes that it sets on what it imports, of
    modules perhaps. `idle` are the numbers of the definitions inside functions that nothing in the function
    around them reads, and no decorator takes. `dynamic` says that names may exist which no statement binds: a
    module `__getattr__`, writes to `globals()`, an `exec`.
    """

    lines: int
    strings: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    imports: tuple[Import, ...] = ()
    bindings: tuple[Binding, ...] = ()
    definitions: tuple[Definition, ...] = ()
    exports: tuple[str, ...] | None = None
    open_exports: bool = False
    assigned: tuple[str, ...] = ()
    dynamic: bool = False
    calls: bytes = b""
    uses: bytes = b""
    results: bytes = b""
    writes: bytes = b""
    assertions: bytes = b""
    idle: tuple[int, ...] = ()
    statement_lines: bytes = b""
    exact: bytes = b""
    semi: bytes = b""
    waivers: tuple[Waiver, ...] = ()
    problem: Problem | None = None

    def iter_calls(self) -> Iterator[Call]:
        """Every call of the file, in source order."""
        for row, cells in enumerate(_CALL.iter_unpack(self.calls)):
            yield self._call(cells, row)

    def call(self, row: int) -> Call:
        """The call in a row of the columns."""
        return self._call(_CALL.unpack_from(self.calls, row * _CALL.size), row)

    def _call(self, cells: tuple[int, ...], row: int) -> Call:
        c, scope, bound, flags, count, k, line, column, end_line, end_column = cells
        keywords = self.strings[k]
        names = tuple(keywords.split(",")) if keywords else ()
        callee = self.strings[c]
        return Call(callee, scope, bound, flags, count, names, line, column, end_line, end_column, row)

    def iter_uses(self) -> Iterator[Use]:
        """Every use of the file, chains of attributes before mere names."""
        return map(self._use, _USE.iter_unpack(self.uses))

    def use(self, row: int) -> Use:
        """The use in a row of the columns."""
        return self._use(_USE.unpack_from(self.uses, row * _USE.size))

    def _use(self, cells: tuple[int, ...]) -> Use:
        n, scope, bound, call, argument, line, column, end_line, end_column = cells
        given = self.strings[argument]
        return Use(self.strings[n], scope, bound, call, given, line, column, end_line, end_column)

    def iter_statements(self) -> Iterator[tuple[int, int, int]]:
        """First and last line and exact fingerprint of every statement; of one with suites, of its header."""
        lines = _STATEMENT.iter_unpack(self.statement_lines)
        for (first, last), fingerprint in zip(lines, column("q", self.exact), strict=True):
            yield first, last, fingerprint

    def iter_results(self) -> Iterator[Result]:
        """What names are given that calls return, in source order."""
        for call, name, once in _RESULT.iter_unpack(self.results):
            yield Result(call, self.strings[name], bool(once))

    def iter_writes(self) -> Iterator[Write]:
        """Every attribute that is written to, in source order."""
        return map(self._write, _WRITE.iter_unpack(self.writes))

    def write(self, row: int) -> Write:
        """The write in a row of the columns."""
        return self._write(_WRITE.unpack_from(self.writes, row * _WRITE.size))

    def _write(self, cells: tuple[int, ...]) -> Write:
        name, kind, *place = cells
        return Write(self.strings[name], cast(WriteKind, self.strings[kind]), *place)

    def iter_assertions(self) -> Iterator[Assertion]:
        """Every `assert` statement, in source order."""
        for cells in _ASSERTION.iter_unpack(self.assertions):
            yield Assertion(*cells)


def column(code: Literal["i", "q"], content: bytes) -> "array[int]":
    """A column of the facts, or a part of one, as numbers of 4 bytes (`i`) or 8 (`q`)."""
    values = array(code)
    values.frombytes(content)
    if sys.byteorder == "big":
        values.byteswap()
    return values


# ---------------------------------------------------------------------- facts that depend on the policy


class Sought(msgspec.Struct, frozen=True, array_like=True):
    """The strings that the policy asks for: those equal to a value, and those in which a pattern is found.

    `holders` are simple names of classes and variables all of whose strings are asked for, `places` those of
    classes, functions and variables: of a source that defines one, mentions are asked for. `docstrings` says
    that strings which are statements by themselves are asked for as well.
    """

    values: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    docstrings: bool = False

    def __bool__(self) -> bool:
        return bool(self.values or self.patterns or self.holders or self.places)

    @classmethod
    def union(cls, parts: Iterable["Sought"]) -> "Sought":
        """All that is asked for, sorted, so that equal unions are equal records."""
        asked = tuple(parts)
        return cls(
            tuple(sorted({value for each in asked for value in each.values})),
            tuple(sorted({pattern for each in asked for pattern in each.patterns})),
            tuple(sorted({holder for each in asked for holder in each.holders})),
            tuple(sorted({place for each in asked for place in each.places})),
            any(each.docstrings for each in asked),
        )

    @property
    def digest(self) -> bytes:
        """What tells it apart from any other, in 16 bytes."""
        from hashlib import blake2b

        return blake2b(msgspec.msgpack.encode(self), digest_size=16).digest()


StringRole = Literal["value", "key", "f-string", "docstring"]
"""Any string; the key of a dict display; the text around the braces of an f-string; a statement."""


class StringLiteral(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A string in a source that the policy asks for; those in annotations are left out.

    Strings side by side are one. `name` is the qualified name of what a class or the module gives the string
    itself (`EventType.STARTED`), "" where it is given to nothing, or with more around it. `around` is the
    qualified name of the definition that it stands in, "" at module level. `display` is the number of the
    display that it is an element of, -1 where it is none, and `position` which element. The text of an
    f-string has the span of the whole.
    """

    value: str
    role: StringRole
    name: str
    around: str
    display: int
    position: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """The string with its quotes."""
        return Span(self.line, self.column, self.end_line, self.end_column)


DisplayKind = Literal["()", "[]", "{*}", "{}"]


class Display(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A tuple, list, set or dict that is written out and has a string of `Literals` for an element.

    `name` is the qualified name of what a class or the module gives it, alone or as the argument of calls or
    of a subscript (`frozenset((...))`, `Literal["a", "b"]`). `size` counts its elements; of pairs, as in
    `[("a", 1), ("b", 2)]`, the first of each is an element.
    """

    kind: DisplayKind
    name: str
    around: str
    size: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """From bracket to bracket."""
        return Span(self.line, self.column, self.end_line, self.end_column)


class Mention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name that is read, and that an assignment of the module, or of a class, binds.

    `around` is the qualified name of the definition that it is read in. A local of the same name may hide it.
    """

    name: str
    around: str
    line: int


class Literals(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The strings of one source that the policy asks for, in source order, and the displays they are in.

    `mentions` are those of a source that has any of the strings, or defines one of the places.
    """

    strings: tuple[StringLiteral, ...] = ()
    displays: tuple[Display, ...] = ()
    mentions: tuple[Mention, ...] = ()


def encode_literals(literals: Literals) -> bytes:
    """Literals as bytes, the same for equal ones."""
    return msgspec.msgpack.encode(literals)


def decode_literals(data: bytes) -> Literals:
    """What `encode_literals` was given. Raises msgspec.MsgspecError for anything else."""
    return _literals_decoder().decode(data)


@cache
def _literals_decoder() -> msgspec.msgpack.Decoder[Literals]:
    return msgspec.msgpack.Decoder(Literals)


# -------------------------------------------------------------------------------------- reading a file


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the file system says of a file, times in nanoseconds: it changes when the content does.

    Not quite always: a file may change twice within one tick of the clock that its times are from.
    """

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, info: os.stat_result) -> Self:
        """The stamp of a file whose status is known."""
        return cls(info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)


CAREFULLY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
"""How to open what may be a pipe, which must not block, or a link, which may lead elsewhere."""


def open_carefully(path: str, flags: int) -> int:
    """An `opener` for `open` that neither blocks on a pipe nor follows a link."""
    return os.open(path, flags | CAREFULLY)


def blob_id(content: bytes) -> bytes:
    """The id that git gives to the content of a file, in 20 bytes."""
    from hashlib import sha1  # late: it loads a large library, and is not needed where all ids are known

    digest = sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return digest.digest()


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What reading one file gave.

    `encoded` are its facts. `blob` is the git blob id of what was read, in 20 bytes, and `stamp` what
    was known of the file just before; b"" and None where nothing could be read. `literals` are the encoded
    literals, b"" where none were asked for, or nothing could be read.
    """

    encoded: bytes
    blob: bytes = b""
    stamp: Stamp | None = None
    literals: bytes = b""

    @property
    def facts(self) -> Facts:
        """The facts, decoded."""
        return decode_facts(self.encoded)


def encode_facts(facts: Facts) -> bytes:
    """Facts as bytes, the same for equal facts."""
    return _codec()[0].encode(facts)


def decode_facts(data: bytes) -> Facts:
    """What `encode_facts` was given. Raises msgspec.MsgspecError for anything else."""
    return _codec()[1].decode(data)


@cache
def _codec() -> tuple[msgspec.msgpack.Encoder, msgspec.msgpack.Decoder[Facts]]:
    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Facts)


class File(msgspec.Struct, frozen=True, gc=False, eq=False):
    """A source together with its facts: what checks and the index work on."""

    source: Source
    facts: Facts

    @property
    def path(self) -> str:
        """The path from the root, with `/`."""
        return self.source.path

    @property
    def module(self) -> str | None:
        """The dotted import name."""
        return self.source.module

    @property
    def category(self) -> str:
        """`real`, `test`, or one that the policy adds."""
        return self.source.category

    @property
    def service(self) -> str | None:
        """The service it belongs to, if any."""
        return self.source.service


# ------------------------------------------------------------------------------------------ findings


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where something stands: path from the root, span, and the `module:name` symbol around it."""

    path: str
    span: Span = START
    symbol: str = ""

    @property
    def lines(self) -> int:
        """How many lines it extends over."""
        # an end at the beginning of a line takes nothing of that line
        last = self.span.end_line - (self.span.end_column == 1 and self.span.end_line > self.span.line)
        return last - self.span.line + 1


class Related(msgspec.Struct, frozen=True, gc=False):
    """Another place that a finding points at, and what it is to the finding."""

    place: Place
    message: str


class MovedImport(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A change of one imported name: it is to come from elsewhere, and to bind the same name as before.

    `line` and `column` are where the name stands in its statement (`Import.span`). With a `name`,
    it is to be imported from `module`; without one, `module` itself is.
    """

    line: int
    column: int
    module: str
    name: str | None


class RenamedCallee(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A change of one call: it is to be of another name, its arguments as they are.

    `line` and `column` are where the callee stands, `written` its dotted name there. `callee` is what is to
    stand there; with a `name`, that is imported from `module` for it; the source has no other such name.
    """

    line: int
    column: int
    written: str
    callee: str
    module: str = ""
    name: str = ""


class RemovedWaiver(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Codes, as written, that are to go from a waiver; with the last of them it goes itself.

    `line` and `column` are where its comment stands.
    """

    line: int
    column: int
    codes: tuple[str, ...]


Change = MovedImport | RenamedCallee | RemovedWaiver
"""What a fix does."""


class Fix(msgspec.Struct, frozen=True, gc=False):
    """What would repair a finding, all in its own file.

    `message` says in the imperative what is done. A fix is safe where the program does the same
    afterwards.
    """

    message: str
    is_safe: bool
    change: Change


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reported fault. A check gives the first block; the engine stamps the second on.

    `place.path` is the file that must change, or the policy's path where the fault is in the
    policy. `subject` is the symbol that the finding is about, part of its fingerprint.
    `severity` set by a check overrides the rule's default (never what the policy says).
    `compared` is the copy and what it copies, whole: what a reader wants to see beside each other.
    `home` is, of one of several that are alike, the one that all the others are held against: findings of
    one code with one home are about one group.
    """

    place: Place
    message: str
    subject: str = ""
    hint: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None
    compared: tuple[Place, ...] = ()
    home: Place | None = None

    code: str = ""
    name: str = ""
    category: str | None = None
    service: str | None = None
    fingerprint: str = ""
    baselined: bool = False
    suppressed: str | None = None  # the waiver's reason, "" where it gives none
    old: bool = False  # it was there at the revision that the report is compared with


def fingerprint(code: str, place: Place, subject: str, ordinal: int = 0) -> str:
    """What tells one finding from another, made of what an edit elsewhere in the file does not change.

    `ordinal` is the number of the finding among those of equal code, path, symbol and subject.
    """
    from hashlib import blake2b  # late, as below

    data = "\0".join((code, place.path, place.symbol, subject, str(ordinal)))
    return blake2b(data.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


DuplicateKind = Literal["identical", "renamed", "edited", "twin", "test"]
"""The same text; the same but for local names and literals; altered; one of the two async; within tests."""


class DuplicateGroup(msgspec.Struct, frozen=True, gc=False):
    """Places that say the same, of which one suffices.

    `members` are sorted by path and line; each place's span is the whole extent of the copy, its symbol
    `module:name` (of a block: of the function around; of a file: the module). `canonical` is the number
    of the member to keep, `reason` why it is that one. `similarity`, 0 to 1, is the least of a copy to
    the canonical member.
    """

    code: str
    kind: DuplicateKind
    similarity: float
    canonical: int
    reason: str
    members: tuple[Place, ...]
    severity: Severity

    @property
    def home(self) -> Place:
        """The canonical member."""
        return self.members[self.canonical]

    @property
    def copies(self) -> tuple[Place, ...]:
        """All members but the canonical one."""
        return (*self.members[: self.canonical], *self.members[self.canonical + 1 :])

    @property
    def saved(self) -> int:
        """The lines that could go: those of all members but the canonical one."""
        return sum(copy.lines for copy in self.copies)


class Undecided(msgspec.Struct, frozen=True, gc=False):
    """What a check could not decide: no finding, nobody is accused, but it is counted, and listed."""

    place: Place
    subject: str = ""
    reason: str = ""


# -------------------------------------------------------------------------------------------- report


def category_rank(category: str) -> int:
    """Where a category is told: the real system first, then the tests, then all others."""
    return {"real": 0, "test": 1}.get(category, 2)


class CategoryScore(msgspec.Struct, frozen=True):
    """Score of one category or service: percent of files without a counted finding, None if empty."""

    score: float | None
    files: int
    compliant: int
    findings: int


class RuleCount(msgspec.Struct, frozen=True):
    """How many counted findings a rule has, in how many files."""

    findings: int
    files: int


class Score(msgspec.Struct, frozen=True):
    """The compliance score, full precision; percentages from 0 to 100, None for an empty category.

    `unsuppressed` is the overall figure as if no waiver were written.
    """

    overall: float | None
    files: int
    compliant: int
    unsuppressed: float | None
    categories: dict[str, CategoryScore]
    services: dict[str, CategoryScore]
    rules: dict[str, RuleCount]


class RuleCost(msgspec.Struct, frozen=True):
    """What the findings of one rule cost.

    `files` have findings of it that count; `freed` of them would be compliant without these, which
    would raise the score by `gain` points: "overall" and by category.
    """

    code: str
    name: str
    findings: int
    files: int
    freed: int
    gain: dict[str, float]


class FileCost(msgspec.Struct, frozen=True):
    """A file that is not compliant, and how many findings that count each rule has in it, by code."""

    path: str
    category: str
    rules: dict[str, int]

    @property
    def findings(self) -> int:
        """The findings to repair until it is compliant."""
        return sum(self.rules.values())


class Explanation(msgspec.Struct, frozen=True):
    """Why a score is not 100.

    `rules`: what would raise it most comes first. `files`: what is repaired soonest comes first.
    `points` is what one file is worth, "overall" and by category. `unread` files are not compliant
    without a finding that counts: they cannot be parsed or read, and the policy counts no errors.
    """

    rules: tuple[RuleCost, ...]
    files: tuple[FileCost, ...]
    points: dict[str, float]
    unread: int


class FileCounts(msgspec.Struct, frozen=True):
    """Which files were looked at; `not_analysed` by reason (excluded, notebooks, submodules, …)."""

    analysed: int
    by_category: dict[str, int]
    not_analysed: dict[str, int]
    unparsable: int


class RuleOff(msgspec.Struct, frozen=True):
    """A rule that did not run, and why."""

    code: str
    reason: str


class Gate(msgspec.Struct, frozen=True):
    """Whether the thresholds of the policy are met; one line for each that is not."""

    passed: bool
    failures: tuple[str, ...] = ()


class BaselineUse(msgspec.Struct, frozen=True):
    """What the baseline accepts: of the findings that there are so many, and so many that are gone."""

    path: str
    accepted: int
    stale: int


class Since(msgspec.Struct, frozen=True):
    """What has changed since a revision, as far as a report tells of it.

    `name` is what the revision is called, `commit` its full id. Of what is neither waived nor baselined
    `new` findings were not there, `old` ones were; `remedied` are no longer there. `allowed` is how many new
    ones the policy allows, by severity.
    """

    name: str
    commit: str
    new: int
    old: int
    remedied: int
    allowed: dict[str, int] = {}


class Report(msgspec.Struct, frozen=True):
    """All that a renderer needs.

    `findings`: every one, sorted by path, line, column, code, suppressed ones included; `score` is
    None for a partial run. `undecided` holds per rule, sorted, what it could not decide. `incomplete`
    has a line for each part of the analysis that failed, `notes` for what a user should know.
    `root` is the directory analysed, for reading source lines; it stands in no output.
    `fail_on` is the mildest severity that makes a check fail, `counted` are those that cost a file its
    compliance. `blobs` are the git blob ids, as
    analysed, of the files for which there are fixes. `baseline` tells of the one that there is, `since` of
    the revision that it is compared with.
    """

    policy: str | None
    files: FileCounts
    rules_off: tuple[RuleOff, ...]
    findings: tuple[Finding, ...]
    undecided: dict[str, tuple[Undecided, ...]]
    score: Score | None
    gate: Gate
    incomplete: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    root: str = "."
    fail_on: Severity = "error"
    counted: tuple[Severity, ...] = ("error", "warning")
    blobs: dict[str, bytes] = {}
    baseline: BaselineUse | None = None
    since: Since | None = None

    def fixable(self, *, unsafe: bool) -> list[Finding]:
        """The findings whose fixes are made, by path and place: safe ones, with `unsafe` all.

        What is waived or old is left alone. Of several fixes for one name the one of the first rule by code
        is made.
        """
        chosen: dict[tuple[str, int, int], Finding] = {}
        for finding in sorted(self.findings, key=lambda each: each.code):
            fix = finding.fix
            standing = finding.suppressed is None and not finding.old
            if fix is not None and standing and (unsafe or fix.is_safe):
                place = finding.place.path, fix.change.line, fix.change.column
                chosen.setdefault(place, finding)
        return [chosen[place] for place in sorted(chosen)]
