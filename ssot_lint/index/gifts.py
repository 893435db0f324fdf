"""Which modules get names from functions that set them on whatever module they are told."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from ssot_lint.index.trace import Tracer
from ssot_lint.model import Call, File, Use

_FILLS = ("update", "setdefault")


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
            for file in self._files
            for use, call in _given(file, "setattr")
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
        return frozenset((file, scope) for file in self._files for scope in self._giving_scopes(file))

    def _giving_scopes(self, file: File) -> Iterator[int]:
        facts = file.facts
        start = [*self._looking(file), *_filling(file)]
        for scope in start:
            while scope > 0:
                if facts.scopes[scope].kind == "function":
                    yield scope
                scope = facts.scopes[scope].parent

    def _looking(self, file: File) -> Iterator[int]:
        """The scopes that look into `sys.modules`, whatever they do with what they find there."""
        if any(text.endswith("modules") for text in file.facts.strings):
            for use in file.facts.iter_uses():
                if use.name.endswith("modules"):
                    target = self._tracer.resolve_bound(file, use.bound, use.name)
                    if target.external == "sys.modules":
                        yield use.scope


def _filling(file: File) -> Iterator[int]:
    """The scopes that change the globals of a frame."""
    facts = file.facts
    if not any("f_globals" in text for text in facts.strings):
        return
    for write in facts.iter_writes():
        if write.kind == "[]" and write.name.endswith(".f_globals"):
            yield write.scope
    for call in facts.iter_calls():
        owner, _, method = call.callee.rpartition(".")
        if method in _FILLS and owner.endswith(".f_globals"):
            yield call.scope


def _given(file: File, callee: str) -> Iterator[tuple[Use, Call]]:
    """The names that calls of a name are given, each with the call."""
    facts = file.facts
    if callee in facts.strings:
        for use in facts.iter_uses():
            if use.call >= 0:
                call = facts.call(use.call)
                if call.callee == callee:
                    yield use, call
