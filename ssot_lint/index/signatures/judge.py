"""Compares calls with all definitions of the name they call, by names and counts alone."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.signatures.constructors import ANY_POSITIONAL, takes_anything
from ssot_lint.index.signatures.parameters import ANYTHING, Signature, fits, signature_of
from ssot_lint.model import SUPER, Definition, File

INSTANCES = ("self", SUPER)
OWN = ("cls", *INSTANCES)

_MANY = 20  # different definitions of a method, one of which will not take what another does


class Form(NamedTuple):
    """A way to call: how much is given by position, the names that are given, and stars."""

    positional: int
    keywords: tuple[str, ...]
    stars: int


_Reach = Literal["any", "method", "class method"]
_Taken = Signature | Literal["look", "unknown"]


class Judge:
    """Compares forms of calls with all definitions of a name."""

    def __init__(self, files: Iterable[File], aliases: Aliases, callees: Iterable[str]) -> None:
        self._origins = {last: aliases.origins(last) for last in set(map(last_of, callees))}
        wanted = set().union(*self._origins.values())
        # of what many files define alike one stands for all
        self._functions: dict[str, dict[tuple[str, _Reach], Definition]] = {}
        self.classes: dict[str, list[tuple[File, Definition, Definition | None]]] = {}
        self._built: dict[str, tuple[_Taken, ...]] = {}
        self._known: dict[tuple[str, str], tuple[Signature | None, ...]] = {}
        for file in files:
            self._learn(file, wanted)
        known = self._functions.keys() | self.classes.keys()
        self._defined = {last for last, origins in self._origins.items() if not known.isdisjoint(origins)}

    def _learn(self, file: File, wanted: set[str]) -> None:
        """Note the definitions of a file that have one of the names."""
        scopes, definitions = file.facts.scopes, file.facts.definitions
        makers: dict[int, Definition] | None = None
        for definition in definitions:
            name = definition.name
            if definition.kind == "class":
                if makers is None:
                    makers = {d.scope: d for d in reversed(definitions) if d.name in ("__init__", "__new__")}
                self.classes.setdefault(name, []).append((file, definition, makers.get(definition.body)))
            elif name in wanted:
                key = definition.signature, reach(definition, scopes[definition.scope].kind == "class")
                self._functions.setdefault(name, {})[key] = definition

    def knows(self, callee: str) -> bool:
        """Whether a name may be that of a definition; of attributes only those of `self` are looked into."""
        first, _, rest = callee.partition(".")
        if callee.endswith(")") or (first in OWN and "." in rest) or callee == "self":
            return False
        if callee == "cls":
            return True
        return last_of(callee) in self._defined

    def doubts(self, callee: str, form: Form) -> bool:
        """Whether some definition of the name would not take a call of this form."""
        if callee == "cls":
            return True
        first = callee.partition(".")[0]
        key = last_of(callee), first if first in OWN else ""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._all_signatures(*key)
        positional, keywords, stars = form
        for signature in found:  # a loop, because most are asked for and few are found
            if signature is None or not fits(signature, positional, keywords, stars):
                return True
        return False

    def _all_signatures(self, name: str, own: str) -> tuple[Signature | None, ...]:
        """What the definitions of a name take; None alone where one must be looked into, or many are."""
        number = sum(len(self._functions.get(origin, ())) for origin in self._origins[name])
        if own in INSTANCES and number > _MANY:
            return (None,)
        found: list[Signature | None] = []
        for signature in self._signatures(name, own):
            if signature is None:
                return (None,)
            found.append(signature)
        return tuple(found)

    def _signatures(self, name: str, own: str) -> Iterator[Signature | None]:
        """What the definitions of a name take; None for one that must be looked into."""
        for origin in self._origins[name]:
            yield from self._constructors(origin)
        for origin in self._origins[name]:
            for (_, way), function in self._functions.get(origin, {}).items():
                signature = signature_of(function)
                is_bound = way == "class method" or (way == "method" and own in INSTANCES)
                yield signature.bound if is_bound else signature

    def _constructors(self, name: str) -> Iterator[Signature | None]:
        """What the classes of a name take, those left out of which it cannot be known anyway."""
        for taken in self._of_classes(name):
            if taken != "unknown":
                yield None if taken == "look" else taken

    def _of_classes(self, name: str) -> tuple[_Taken, ...]:
        found = self._built.get(name)
        if found is None:
            self._built[name] = ("look",)  # a cycle
            classes = self.classes.get(name, ())
            taken = (self._of_class(definition, maker) for _, definition, maker in classes)
            found = self._built[name] = tuple(dict.fromkeys(taken))
        return found

    def _of_class(self, definition: Definition, maker: Definition | None) -> _Taken:
        """What one takes by its own `__init__`, or as the only base that it has does."""
        if maker is not None:
            return signature_of(maker).bound if maker.name == "__init__" else "look"
        if not definition.bases:
            is_made = any(keyword != ("metaclass", "ABCMeta") for keyword in definition.keywords)
            return "unknown" if is_made else "look"
        if len(definition.bases) > 1:
            return "look"
        above = self._of_base(last_of(definition.bases[0]))
        return above if above == "unknown" or not definition.decorators else "look"

    def _of_base(self, name: str) -> _Taken:
        if name not in self.classes:
            return ANYTHING if name == "TypedDict" else ANY_POSITIONAL if takes_anything(name) else "look"
        found = set(self._of_classes(name))
        return found.pop() if len(found) == 1 else "look"


def last_of(callee: str) -> str:
    return callee.rpartition(".")[2]


def reach(definition: Definition, in_class: bool) -> _Reach:
    """Whether the first argument of a function is given where it is called through something else."""
    if not in_class or "staticmethod" in definition.decorators or definition.name == "__new__":
        return "any"
    return "class method" if "classmethod" in definition.decorators else "method"
