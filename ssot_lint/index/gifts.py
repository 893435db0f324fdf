"""Which modules get names from functions that set them on whatever module they are told."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from ssot_lint.index.trace import Tracer
from ssot_lint.model import Call, File, Use

_FILLS = ("update", "setdefault")
_SET, _LOADED, _FRAME = _WORDS = ("setattr", "modules", "f_globals")


class Gifts:
    """Looks for `setattr(module, …)`, and for functions that look into `sys.modules`, or fill a frame.

    It is asked about a module only where a name is found nowhere in it.
    """

    def __init__(self, tracer: Tracer, files: Sequence[File]) -> None:
        self._tracer = tracer
        self._files = files
        self._known: dict[File, bool] = {}

    def may_get(self, file: File) -> bool:
        """Whether a module may be given names that no statement of its own binds."""
        found = self._known.get(file)
        if found is None:
            self._known[file] = False  # to find that out, other names are looked up
            found = self._known[file] = file in self._named or self._calls_giver(file)
        return found

    @cached_property
    def _named(self) -> frozenset[File]:
        """The modules that some `setattr` names."""
        targets = (
            self._tracer.resolve_bound(file, use.bound, use.name)
            for file in self._mentioning[_SET]
            for use, call in _given(file, _SET)
            if use.argument == "0" and call.bound < 0
        )
        return frozenset(target.file for target in targets if target.kind == "module" and target.file)

    def _calls_giver(self, file: File) -> bool:
        """Whether a module calls such a function when it is run, or has it decorate what it defines."""
        if not self._givers:
            return False
        facts = file.facts
        called = {(call.bound, call.callee) for call in self._tracer.contents.standing(file).calls(0)}
        found = [self._tracer.resolve_bound(file, *each) for each in called]
        decorators = {
            name for each in facts.definitions if not each.scope for name in each.decorators if name
        }
        found += [self._tracer.resolve_read(file, 0, name, ()) for name in decorators]
        return any(
            target.file is not None
            and target.definition is not None
            and (target.file, target.definition.body) in self._givers
            for target in found
        )

    @cached_property
    def _givers(self) -> frozenset[tuple[File, int]]:
        """The functions that may set names on such a module, and those around them, by their scopes."""
        looking = ((file, scope) for file in self._mentioning[_LOADED] for scope in self._looking(file))
        filling = ((file, scope) for file in self._mentioning[_FRAME] for scope in _filling(file))
        return frozenset(
            (file, outer) for file, scope in chain(looking, filling) for outer in _around(file, scope)
        )

    @cached_property
    def _mentioning(self) -> dict[str, list[File]]:
        """The files in which each of some words stands in a name."""
        found: dict[str, list[File]] = {word: [] for word in _WORDS}
        for file in self._files:
            names = "\n".join(file.facts.strings)  # to search one text takes a tenth of that of many
            for word in _WORDS:
                if word in names:
                    found[word].append(file)
        return found

    def _looking(self, file: File) -> Iterator[int]:
        """The scopes that look into `sys.modules`, whatever they do with what they find there."""
        for use in file.facts.iter_uses():
            if use.name.endswith(_LOADED):
                target = self._tracer.resolve_bound(file, use.bound, use.name)
                if target.external == "sys.modules":
                    yield use.scope


def _around(file: File, scope: int) -> Iterator[int]:
    """The scopes of functions that a scope is, or lies in."""
    scopes = file.facts.scopes
    while scope > 0:
        if scopes[scope].kind == "function":
            yield scope
        scope = scopes[scope].parent


def _filling(file: File) -> Iterator[int]:
    """The scopes that change the globals of a frame."""
    facts = file.facts
    for write in facts.iter_writes():
        if write.kind == "[]" and write.name.endswith(f".{_FRAME}"):
            yield write.scope
    for call in facts.iter_calls():
        owner, _, method = call.callee.rpartition(".")
        if method in _FILLS and owner.endswith(f".{_FRAME}"):
            yield call.scope


def _given(file: File, callee: str) -> Iterator[tuple[Use, Call]]:
    """The names that calls of a name are given, each with the call."""
    facts = file.facts
    for use in facts.iter_uses():
        if use.call >= 0:
            call = facts.call(use.call)
            if call.callee == callee:
                yield use, call
