"""What decorators leave of the parameters of what they decorate."""

import re
from typing import Literal

from ssot_lint.index.contents import Contents
from ssot_lint.index.names import Target
from ssot_lint.index.trace import Tracer
from ssot_lint.model import DECORATOR, Binding, Call, Definition, File

Access = Literal["plain", "class", "static"]
"""How a function of a class is reached: through an instance, as a class method, as a static method."""

DATACLASS = "dataclasses.dataclass"

_TYPING = ("typing", "typing_extensions")
_KEPT = frozenset((
    "abc.abstractmethod", "atexit.register", "contextlib.asynccontextmanager", "contextlib.contextmanager",
    "functools.cache", "functools.lru_cache", "functools.total_ordering", "functools.wraps",
    "types.coroutine", "unittest.expectedFailure", "unittest.skip", "unittest.skipIf",
    "unittest.skipUnless", "warnings.deprecated",
    *(f"{home}.{name}" for home in _TYPING for name in (
        "deprecated", "final", "no_type_check", "override", "runtime", "runtime_checkable",
    )),
))  # fmt: skip
IMPLICIT: dict[str, Access] = {
    "__new__": "static", "__init_subclass__": "class", "__class_getitem__": "class",
}  # fmt: skip
ASKING = (
    "inspect.getargspec", "inspect.getfullargspec", "inspect.signature", "inspect.Signature.from_callable",
)  # fmt: skip
_OWN: dict[str, Access] = {"builtins.classmethod": "class", "builtins.staticmethod": "static"}

_CHANGES = ("clear", "pop", "popitem", "setdefault", "update")

# `Callable[[T], T]`, what a function returns that makes such decorators.
_MAKES = re.compile(r"['\"]?(?:[\w.]+\.)?Callable\[\[\s*(\w+)\s*\],\s*\1\s*\]['\"]?")


class Decorators:
    """Judges the decorators of definitions by what they resolve to."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._access: dict[tuple[File, int], Access | None] = {}
        self._faithful: dict[tuple[File, int, bool], bool] = {}

    def access(self, file: File, definition: Definition) -> Access | None:
        """How a decorated function is reached, None where it may take something else than what is written."""
        if not definition.decorators and definition.name not in IMPLICIT:
            return "plain"
        key = file, definition.body
        if key not in self._access:
            self._access[key] = self._judge(file, definition)
        return self._access[key]

    def _judge(self, file: File, definition: Definition) -> Access | None:
        in_class = file.facts.scopes[definition.scope].kind == "class"
        access: Access = IMPLICIT.get(definition.name, "plain") if in_class else "plain"
        for name in definition.decorators:
            found = self.resolve(file, definition, name)
            if found.external in _OWN:
                access = _OWN[found.external]
            elif not self.is_faithful(file, definition, name):
                return None
        return access

    def resolve(self, file: File, definition: Definition, name: str) -> Target:
        """What a decorator of a definition is."""
        return self._tracer.resolve_read(file, definition.scope, name, ()) if name else Target("undecided")

    def is_faithful(self, file: File, definition: Definition, name: str) -> bool:
        """Whether what a decorator makes of a definition takes what that is written to take."""
        found = self.resolve(file, definition, name)
        if found.external:
            return found.external in _KEPT or found.external.startswith("pytest.mark.")
        home, maker = found.file, found.definition
        if home is None or maker is None or maker.kind != "function" or maker.decorators:
            return False
        is_called = decorating_call(self._tracer.contents, file, definition, name) is not None
        key = home, maker.body, is_called
        if key not in self._faithful:
            self._faithful[key] = self._keeps_type(home, maker, is_called) and not self._refits(home, maker)
        return self._faithful[key]

    def _keeps_type(self, file: File, definition: Definition, is_called: bool) -> bool:
        """Whether it is annotated to return the very type that it is given, or to make what does."""
        returned = definition.returns
        if not returned:
            return False
        if is_called:
            made = _MAKES.fullmatch(" ".join(returned.split()))
            return made is not None and self._is_type_variable(file, definition.scope, made[1])
        parameters = definition.parameters
        return (
            bool(parameters)
            and all(parameter.optional for parameter in parameters[1:])
            and parameters[0].annotation == returned
            and self._is_type_variable(file, definition.scope, returned.strip("'\""))
        )

    def _refits(self, file: File, maker: Definition) -> bool:
        """Whether a decorator looks at signatures, or changes the keywords of a call on the way."""
        scopes, contents = file.facts.scopes, self._tracer.contents
        standing = contents.standing(file)
        inside = {maker.body}
        for scope in range(maker.body, len(scopes)):
            if scope > maker.body and scopes[scope].parent not in inside:
                break
            inside.add(scope)
            for call in standing.calls(scope):
                if self._tracer.resolve_bound(file, call.bound, call.callee).external in ASKING:
                    return True
                given, _, method = call.callee.rpartition(".")
                function = standing.definitions.get(call.bound) if method in _CHANGES else None
                if function is not None and any(
                    parameter.kind == "variadic-keyword" and parameter.name == given
                    for parameter in function.parameters
                ):
                    return True
        return False

    def _is_type_variable(self, file: File, scope: int, name: str) -> bool:
        if not name.isidentifier():
            return False
        found = self._tracer.resolve_read(file, scope, name, ())
        if found.kind != "binding" or found.file is None or "." in found.name:
            return False
        binders = self._tracer.contents.names(found.file).get(0, found.name)
        return all(isinstance(b, Binding) and b.value.rpartition(".")[2] == "TypeVar()" for b in binders)


def decorating_call(contents: Contents, file: File, definition: Definition, decorator: str) -> Call | None:
    """The call of a decorator, None where it is not called."""
    best: Call | None = None
    for call in contents.standing(file).calls(definition.scope):
        if call.flags & DECORATOR and call.callee == decorator and call.line < definition.line:
            best = call
    if best is None or any(best.line < other.line < definition.line for other in file.facts.definitions):
        return None
    return best
