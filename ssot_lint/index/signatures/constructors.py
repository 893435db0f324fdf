"""What classes take when they are called, by `__new__` or `__init__`, inherited ones included."""

import builtins
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.index.alternatives import Alternatives
from ssot_lint.index.names import Target, definition_target
from ssot_lint.index.signatures.decorators import DATACLASS, Decorators
from ssot_lint.index.signatures.fields import Field, Fields, signatures
from ssot_lint.index.signatures.models import BASE_MODELS, Models
from ssot_lint.index.signatures.parameters import ANYTHING, Signature, signature_of
from ssot_lint.index.trace import Tracer
from ssot_lint.model import Definition, File

OBJECT = "builtins.object"
_NAMED_TUPLE = "typing.NamedTuple"
_TYPING = ("typing", "typing_extensions")
_PROTOCOLS = ("typing.Protocol", "typing_extensions.Protocol")

# Bases that have neither `__init__` nor `__new__` nor a metaclass of consequence.
_BARE = frozenset((
    OBJECT, *_PROTOCOLS, "abc.ABC", "contextlib.AbstractAsyncContextManager",
    "contextlib.AbstractContextManager", "contextlib.AsyncContextDecorator", "contextlib.ContextDecorator",
    "typing.Generic", "typing_extensions.Generic",
))  # fmt: skip
_ABSTRACT = frozenset((
    "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Collection", "Container",
    "Coroutine", "Generator", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView", "Mapping",
    "MutableMapping", "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set", "Sized", "ValuesView",
))  # fmt: skip
_ANY_NAMES = ("typing.TypedDict", "typing_extensions.TypedDict")  # they are dicts when they run
_PLAIN_METACLASSES = ("abc.ABCMeta", "builtins.type")

# Exceptions that take something of their own; all others of Python's take anything by position.
_PARTICULAR = (
    AttributeError, BaseExceptionGroup, ImportError, NameError, OSError, SyntaxError, UnicodeError,
)  # fmt: skip
_EXCEPTIONS = frozenset(
    f"builtins.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and not issubclass(value, _PARTICULAR)
)
ANY_POSITIONAL = Signature(more=True)


class Taken(NamedTuple):
    """What a class takes: one signature, or several of which one is the right one.

    `by` is the function that takes it, where one is written. `is_bare`: nothing says that it takes anything.
    """

    signatures: tuple[Signature, ...]
    by: Target | None = None
    is_bare: bool = False


class Constructors:
    """Finds out what classes take, each once."""

    def __init__(
        self, tracer: Tracer, alternatives: Alternatives, decorators: Decorators, with_models: bool
    ) -> None:
        self._tracer = tracer
        self._alternatives = alternatives
        self._decorators = decorators
        self._fields = Fields(tracer)
        self._models = Models(tracer, self._fields) if with_models else None
        self._known: dict[tuple[File, int], Taken | None] = {}
        self._knowable: dict[tuple[File, int], bool] = {}
        self._written: set[tuple[File, int]] = set()  # the project has a hand in what they take
        self._generators: dict[tuple[File, int], str | None] = {}

    def of(self, file: File, definition: Definition) -> Taken | None:
        """What a class takes, None where that is not known."""
        key = file, definition.body
        if key not in self._known:
            self._known[key] = None  # a cycle
            self._known[key] = self._find(file, definition)
        return self._known[key]

    def _find(self, file: File, definition: Definition) -> Taken | None:
        only = self._only_base(file, definition)
        if only is not None and self.of(*only) is None and (only[0], only[1].body) in self._written:
            names = self._tracer.contents.names(file)
            if not any(names.get(definition.body, name) for name in ("__new__", "__init__")):
                self._written.add((file, definition.body))
                return None
        if not self._is_knowable(file, definition):
            return None
        line = (definition_target(file, definition), *self._tracer.classes.linear(file, definition))
        if any(each.external in _ANY_NAMES for each in line):
            return Taken((ANYTHING,))
        if any(base.symbol in _PROTOCOLS for base in self._tracer.classes.bases(file, definition)):
            return None
        # whether some class or metaclass of the project has a hand in what it takes
        is_written = any(not each.external and self.making(each) == "written" for each in line)
        if is_written:
            self._written.add((file, definition.body))
        return self._first(line, is_written)

    def _only_base(self, file: File, definition: Definition) -> tuple[File, Definition] | None:
        """The class of the project that is all that a class inherits from."""
        bases = self._tracer.classes.bases(file, definition)
        if len(bases) != 1 or bases[0].file is None or bases[0].definition is None:
            return None
        return (bases[0].file, bases[0].definition) if bases[0].definition.kind == "class" else None

    def _is_knowable(self, file: File, definition: Definition) -> bool:
        """Whether nothing that has a hand in the making of a class may change how it is called."""
        key = file, definition.body
        found = self._knowable.get(key)
        if found is None:
            self._knowable[key] = False  # a cycle
            found = self._knowable[key] = self._is_made_plainly(file, definition)
        return found

    def _is_made_plainly(self, file: File, definition: Definition) -> bool:
        own = definition_target(file, definition)
        if self.making(own) is None:
            return False
        only = self._only_base(file, definition)
        if only is not None:
            # thousands of classes may inherit from one: it is judged once, and need not be walked again
            return self._is_knowable(*only) and self._alternatives.has_certain_bases(file, definition)
        if not self._alternatives.has_certain_bases(file, definition):
            return False
        for each in self._tracer.classes.linear(file, definition):
            if each.external in _ANY_NAMES:
                return True
            if each.external.startswith("enum.") or each.external == "builtins.type":
                return False
            if not each.external and self.making(each) is None:
                return False
        return True

    def _first(self, line: tuple[Target, ...], is_written: bool) -> Taken | None:
        """What the first class of a line takes that says so."""
        for place, each in enumerate(line):
            if each.definition is None or each.file is None:
                if each.external in _EXCEPTIONS:
                    return None if is_written else Taken((ANY_POSITIONAL,))
                if self._models is not None and each.external in BASE_MODELS and not is_written:
                    fields = self._models.fields(line)
                    return Taken(signatures(fields)) if fields is not None else None
                if not is_bare(each.external):
                    return None
                continue
            for name in ("__new__", "__init__"):
                if self._tracer.contents.names(each.file).get(each.definition.body, name):
                    if name == "__init__" and self._has_new(line[place + 1 :]):
                        return None
                    return self._of_method(each, name)
            made = self._made(line[place:], is_written)
            if made is not None:
                return Taken(made) if made else None
        return None if is_written else Taken((Signature(),), is_bare=True)

    def _has_new(self, line: tuple[Target, ...]) -> bool:
        """Whether a class of the project further on says by `__new__` what it takes, too."""
        return any(
            bool(self._tracer.contents.names(each.file).get(each.definition.body, "__new__"))
            for each in line
            if each.file is not None and each.definition is not None
        ) or any(each.external == _NAMED_TUPLE for each in line)

    def _of_method(self, owner: Target, name: str) -> Taken | None:
        assert owner.file is not None
        assert owner.definition is not None
        methods = self._alternatives.of_member(owner.file, owner.definition, name)
        if methods is None:
            return None
        found: list[Signature] = []
        for method in methods:
            file, definition = method.file, method.definition
            if file is None or definition is None or definition.kind == "class":
                return None
            if self._decorators.access(file, definition) is None:
                return None
            whole = signature_of(definition)
            if not whole.can_be_bound:
                return None
            found.append(whole.bound)
        return Taken(tuple(found), methods[0])

    def _made(self, line: tuple[Target, ...], is_written: bool) -> tuple[Signature, ...] | None:
        """What the constructor takes that Python writes for the first of the line; () where unknown."""
        file, definition = line[0].file, line[0].definition
        assert file is not None
        assert definition is not None
        if any(base.external == _NAMED_TUPLE for base in self._tracer.classes.bases(file, definition)):
            own = self._fields.of_named_tuple(file, definition)
            return signatures(own) if own is not None else ()
        if self._dataclass(file, definition) is None:
            return None
        if is_written:
            return ()
        fields: dict[str, Field] = {}
        for each in reversed(line):
            if each.file is None or each.definition is None:
                if not is_bare(each.external) and each.external not in _EXCEPTIONS:
                    return ()
                continue
            decorator = self._dataclass(each.file, each.definition)
            if decorator is None:
                continue
            added = self._fields.of_dataclass(each.file, each.definition, decorator)
            if added is None:
                return ()
            fields.update((field.name, field) for field in added)
        return signatures(list(fields.values()))

    def _dataclass(self, file: File, definition: Definition) -> str | None:
        """The decorator that makes a class a dataclass."""
        for name in definition.decorators:
            if self._decorators.resolve(file, definition, name).external == DATACLASS:
                return name
        return None

    # ------------------------------------------------------------------- who has a hand in the making

    def writes_for(self, file: File, definition: Definition, name: str) -> bool:
        """Whether Python gives a class a method of that name that is not in its body."""
        return name.startswith("__") and self._dataclass(file, definition) is not None

    def making(self, target: Target) -> str | None:
        """ "" for an ordinary class, "written" where the project helps to make it, None if unknown."""
        file, definition = target.file, target.definition
        if file is None or definition is None or definition.kind != "class":
            return None
        key = file, definition.body
        if key not in self._generators:
            self._generators[key] = self._judge(file, definition)
        return self._generators[key]

    def _judge(self, file: File, definition: Definition) -> str | None:
        for name in definition.decorators:
            found = self._decorators.resolve(file, definition, name)
            if found.external != DATACLASS and not self._decorators.is_faithful(file, definition, name):
                return None
        written = bool(self._tracer.contents.names(file).get(definition.body, "__init_subclass__"))
        for name, value in definition.keywords:
            if name != "metaclass":
                written = True
                continue
            judged = self._metaclass(
                self._tracer.resolve_read(file, definition.scope, value, ()) if value else None
            )
            if judged is None:
                return None
            written |= judged
        return "written" if written else ""

    def _metaclass(self, target: Target | None) -> bool | None:
        """Whether a metaclass runs code when it makes a class; None if it may change how that is called."""
        if target is None:
            return None
        if target.external:
            return False if target.external in _PLAIN_METACLASSES else None
        if target.file is None or target.definition is None or target.definition.kind != "class":
            return None
        line = (target, *self._tracer.classes.linear(target.file, target.definition))
        names = set(self._bound(line))
        if "__call__" in names or not all(
            each.definition or each.external in (*_PLAIN_METACLASSES, OBJECT) for each in line
        ):
            return None
        return bool(names & {"__new__", "__init__", "__prepare__"})

    def _bound(self, line: tuple[Target, ...]) -> Iterator[str]:
        for each in line:
            if each.file is not None and each.definition is not None:
                names = self._tracer.contents.names(each.file)
                for name in ("__call__", "__new__", "__init__", "__prepare__"):
                    if names.get(each.definition.body, name):
                        yield name


def takes_anything(name: str) -> bool:
    """Whether a builtin is an exception that takes anything by position."""
    return f"builtins.{name}" in _EXCEPTIONS


def is_bare(external: str) -> bool:
    """Whether a class from outside says nothing of how it, or what inherits from it, is called."""
    home, _, name = external.rpartition(".")
    if home == "collections.abc":
        return name in _ABSTRACT
    # `typing.Set` is the builtin one
    return external in _BARE or (name in _ABSTRACT - {"Set"} | {"AbstractSet"} and home in _TYPING)
