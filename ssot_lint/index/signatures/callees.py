"""What a call calls: the definitions of the project that it may be of, and what those take."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.alternatives import Alternatives
from ssot_lint.index.names import Target, definition_target
from ssot_lint.index.rewrites import Rewrites
from ssot_lint.index.signatures.constructors import OBJECT, Constructors, is_bare
from ssot_lint.index.signatures.decorators import Access, Decorators
from ssot_lint.index.signatures.intended import Intentions
from ssot_lint.index.signatures.judge import OWN
from ssot_lint.index.signatures.parameters import Misfit, Signature, misfit, signature_of
from ssot_lint.index.trace import Tracer
from ssot_lint.model import SUBSCRIPTED, SUPER, Call, Definition, File

Class = tuple[File, Definition]


_INSIDES = ("__code__", "__defaults__", "__kwdefaults__")


class Refusal(NamedTuple):
    """Why what a call may be of does not take it.

    `written` is where that is written down: the function itself, the `__init__` of a class, or the class.
    `unknown` is the name that no parameter has, where that is the reason, `names` are those that there are.
    """

    target: Target
    written: Target
    reason: str
    unknown: str
    names: tuple[str, ...]


class _Callee(NamedTuple):
    """What a call may be of, and one signature for each reading of what that takes."""

    target: Target
    written: Target
    signatures: tuple[Signature, ...]
    is_bare: bool = False  # a class that takes nothing because nothing says what it takes

    def refusal(self, call: Call) -> Refusal | None:
        """Why a call cannot be bound to any of the signatures, None where it can."""
        first: Misfit | None = None
        for signature in self.signatures:
            found = misfit(signature, call.positional, call.keywords, call.flags)
            if found is None:
                return None
            first = first or found
        if first is None:
            return None
        likeliest = self.signatures[0]
        names = (*likeliest.ordered[likeliest.unnamed :], *likeliest.named)
        return Refusal(self.target, self.written, first.reason, first.unknown, names)


class Callees:
    """Finds out what calls call.

    `classes` gives all classes of the project; `is_handed_over` says whether something gets a class as an
    argument that may do anything with it. `with_models`: what pydantic models take is known, too.
    """

    def __init__(
        self,
        tracer: Tracer,
        aliases: Aliases,
        rewrites: Rewrites,
        classes: Callable[[], Iterable[Class]],
        is_handed_over: Callable[[Target], bool],
        with_models: bool = False,
    ) -> None:
        self._tracer = tracer
        self._aliases = aliases
        self._rewrites = rewrites
        self._classes = classes
        self._is_handed_over = is_handed_over
        self._alternatives = Alternatives(tracer, rewrites)
        self._intentions = Intentions(tracer)
        self._decorators = Decorators(tracer)
        self._constructors = Constructors(tracer, self._alternatives, self._decorators, with_models)
        self._named: dict[tuple[File, int, str], tuple[_Callee | None, ...]] = {}
        self._own: dict[tuple[File, int, bool, str], tuple[_Callee | None, ...]] = {}

    def refusals(self, file: File, call: Call) -> tuple[Refusal, ...] | None:
        """Why nothing that a call may be of takes it; () where something does, None where it is unknown."""
        found: list[Refusal] = []
        for callee in self._of(file, call):
            if callee is None:
                return None
            if call.flags & SUBSCRIPTED and not _is_class(callee.target):
                return None  # an item of something
            refusal = callee.refusal(call)
            if refusal is None:
                return ()
            if callee.is_bare and self._is_handed_over(callee.target):
                return None
            found.append(refusal)
        return () if self._intentions.is_intended(file, call) else tuple(found)

    def _of(self, file: File, call: Call) -> Iterable[_Callee | None]:
        first, _, rest = call.callee.partition(".")
        if first == SUPER:
            return self._of_super(file, call.scope, rest)
        own = self._owner(file, call, first)
        if own is not None:
            return self._of_own(*own, rest)
        key = file, call.bound, call.callee
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = tuple(self._of_name(file, call.bound, call.callee))
        return found

    def _of_name(self, file: File, bound: int, dotted: str) -> Iterator[_Callee | None]:
        kind = file.facts.scopes[bound].kind if bound > 0 else "module"
        targets = None if kind == "comprehension" else self._alternatives.of_name(file, bound, dotted)
        is_bare = kind == "class" and "." not in dotted  # it has not been taken from its class
        for target in targets or (None,):
            yield self._taken(target, "class", is_bare) if target else None

    # --------------------------------------------------------------------------- what targets take

    def _taken(self, target: Target, through: Access, is_bare: bool = False) -> _Callee | None:
        """What a target takes that is reached through a class or module, or (`plain`) through an instance."""
        file, definition = target.file, target.definition
        if file is None or definition is None:
            return None
        if definition.kind == "class":
            taken = self._constructors.of(file, definition)
            if taken is None:
                return None
            return _Callee(target, taken.by or target, taken.signatures, taken.is_bare)
        access = self._decorators.access(file, definition)
        if access is None or (access == "class" and is_bare) or self._is_altered(target):
            return None
        whole = signature_of(definition)
        if access == "class" or (access == "plain" and through == "plain"):
            return _Callee(target, target, (whole.bound,)) if whole.can_be_bound else None
        return _Callee(target, target, (whole,))

    def _is_altered(self, target: Target) -> bool:
        """Whether a function gets other defaults, or another body, when it is made."""
        return any(self._rewrites.are_made(target.symbol, name) for name in _INSIDES)

    # --------------------------------------------------------------------------- self.f() and cls.f()

    def _owner(self, file: File, call: Call, first: str) -> tuple[File, Definition, bool] | None:
        """The class whose instance, or (True) which itself, a method calls by `self` or `cls`."""
        if call.bound <= 0 or first not in OWN:
            return None  # a first parameter of another name is often no instance: `def apply(data)`
        definitions = self._tracer.contents.standing(file).definitions
        method = definitions.get(call.bound)
        owner = definitions.get(method.scope) if method and method.kind != "class" else None
        if method is None or owner is None or owner.kind != "class":
            return None
        ordered = signature_of(method).ordered
        if not ordered or ordered[0] != first or self._tracer.contents.names(file).get(call.bound, first):
            return None
        access = self._decorators.access(file, method)
        if (access == "static" and method.name != "__new__") or (access is None and first != "self"):
            return None
        return file, owner, access in ("class", "static")

    def _of_own(self, file: File, owner: Definition, is_class: bool, name: str) -> Iterator[_Callee | None]:
        """What a class and all that inherit from it have under a name; the class itself if there is none."""
        if "." in name or self._rewrites.are_anywhere(name) or not (name or is_class):
            yield None
        elif any(base.external == "builtins.type" for base in self._tracer.classes.linear(file, owner)):
            yield None  # what a class has comes before what its metaclass has
        else:
            for where, definition in self._family(file, owner):
                key = where, definition.body, is_class, name
                found = self._own.get(key)
                if found is None:
                    found = self._own[key] = tuple(self._member(where, definition, is_class, name))
                yield from found

    def _member(
        self, file: File, definition: Definition, is_class: bool, name: str
    ) -> Iterator[_Callee | None]:
        if not name:
            yield self._taken(definition_target(file, definition), "class")
            return
        for target in self._alternatives.of_member(file, definition, name) or (None,):
            yield self._taken(target, "class" if is_class else "plain") if target else None

    # ------------------------------------------------------------------------------------ super().f()

    def _of_super(self, file: File, scope: int, name: str) -> Iterator[_Callee | None]:
        """What comes after a class under a name, in its own line and in those of all that inherit from it."""
        scopes, definitions = file.facts.scopes, self._tracer.contents.standing(file).definitions
        while scopes[scope].kind == "comprehension":
            scope = scopes[scope].parent
        method = definitions.get(scope)
        owner = definitions.get(method.scope) if method is not None else None
        access = self._decorators.access(file, method) if method is not None else None
        if method is None or owner is None or owner.kind != "class" or access is None:
            yield None
            return
        is_class = access == "class" or method.name == "__new__"
        for where, heir in self._family(file, owner):
            yield from self._after(definition_target(file, owner), where, heir, is_class, name)

    def _after(
        self, owner: Target, file: File, heir: Definition, is_class: bool, name: str
    ) -> Iterator[_Callee | None]:
        """What comes after a class in the line of one that inherits from it."""
        line = (definition_target(file, heir), *self._tracer.classes.linear(file, heir))
        if owner not in line or not self._alternatives.has_certain_bases(file, heir):
            yield None
            return
        for each in line[line.index(owner) + 1 :]:
            if is_bare(each.external) and each.external != OBJECT:
                continue
            # decorators and metaclasses may have added to what the body says
            if each.file is None or each.definition is None or self._constructors.making(each) != "":
                break
            found = self._alternatives.of_body(each.file, each.definition, name)
            if found != ():
                through: Access = "class" if is_class else "plain"
                for target in found or (None,):
                    yield self._taken(target, through) if target else None
                return
            if self._constructors.writes_for(each.file, each.definition, name):
                break
        yield None

    def _family(self, file: File, definition: Definition) -> Iterator[Class]:
        """A class and all of the project that inherit from it."""
        seen = {(file, definition.body)}
        stack = [(file, definition)]
        while stack:
            where, class_ = stack.pop()
            yield where, class_
            for other, heir in self._named_base.get(class_.name, ()):
                key = other, heir.body
                if key not in seen and self._inherits(other, heir, where, class_):
                    seen.add(key)
                    stack.append((other, heir))

    def _inherits(self, file: File, heir: Definition, where: File, definition: Definition) -> bool:
        """Whether a class may inherit from another: one of its bases is that, or is unknown."""
        return any(
            (base.file is where and base.definition is definition) or base.definition is None
            for base in self._tracer.classes.bases(file, heir)
        )

    @cached_property
    def _named_base(self) -> dict[str, list[Class]]:
        """Simple name of a base -> the classes that have one of that name, or one that is renamed."""
        found: dict[str, list[Class]] = {}
        for file, definition in self._classes():
            for base in definition.bases:
                for name in self._aliases.origins(base.rpartition(".")[2]):
                    found.setdefault(name, []).append((file, definition))
        return found


def _is_class(target: Target) -> bool:
    return target.definition is not None and target.definition.kind == "class"
