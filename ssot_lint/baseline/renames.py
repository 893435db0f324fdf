"""What files were called before and are called now, and what follows for symbols and subjects."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ssot_lint.baseline.defined import Defines
from ssot_lint.baseline.entries import Identity

_DOTTED = re.compile(r"[\w.]+")
_HEAD = re.compile(r"(?<![\w./-])[\w./-]++(?=:)")  # each run of such characters is looked at once
_NAMED = re.compile(r"(?<![\w./-])([\w./-]++):([\w.]+)")
OWN = "~"
"""Stands for the symbol of an identity where that is its subject as well."""


class Renames:
    """Paths that changed. What names their modules changes too."""

    def __init__(self, renamed: Mapping[str, str]) -> None:
        self._paths = dict(renamed)
        self._modules = _modules(renamed)

    def __bool__(self) -> bool:
        return bool(self._paths)

    def after(self, old: Identity) -> Identity:
        """The same after the renames: path, symbol and subject."""
        path, symbol = self._paths.get(old.path, old.path), self._renamed(old.symbol)
        return Identity(old.code, path, symbol, self._renamed(old.subject))

    def place_after(self, old: Identity) -> Identity:
        """The same after the renames but for the subject."""
        return self.after(old)._replace(subject=old.subject)

    def _renamed(self, text: str) -> str:
        text = self._paths.get(text, text)
        return _DOTTED.sub(lambda match: self._dotted(match[0]), text) if self._modules else text

    def _dotted(self, name: str) -> str:
        """A dotted name with the longest module at its beginning under its present name."""
        end = len(name)
        while end > 0:
            module = self._modules.get(name[:end])
            if module is not None:
                return module + name[end:]
            end = name.rfind(".", 0, end)
        return name


def _modules(renamed: Mapping[str, str]) -> dict[str, str]:
    """Old name -> new one of each module whose file was renamed, from whatever root it is named."""
    found: dict[str, str] = {}
    unclear = set()
    for old, new in renamed.items():
        parts, now = dotted(old).split("."), dotted(new).split(".")
        for start in range(len(parts)):
            if parts[:start] == now[:start] and now[start:]:
                name, present = ".".join(parts[start:]), ".".join(now[start:])
                if found.setdefault(name, present) != present:
                    unclear.add(name)
    return {name: present for name, present in found.items() if name not in unclear}


def dotted(path: str) -> str:
    """What a path is as a module from the root of the project."""
    stem = path.removesuffix(".py").removesuffix(".pyi")
    return stem.removesuffix("/__init__").replace("/", ".")


class Known:
    """The files that there are now, the modules that they may be, and what they define."""

    def __init__(self, paths: Iterable[str], defines: Defines) -> None:
        self.paths = frozenset(paths)
        self._defines = defines
        self._modules: dict[str, list[str]] = {}
        for path in self.paths:
            module = dotted(path)
            self._modules.setdefault(module, []).append(path)
            while "." in module:
                module = module.partition(".")[2]
                self._modules.setdefault(module, []).append(path)

    def lacks_path(self, identity: Identity) -> bool:
        """Whether its file is gone."""
        return identity.path not in self.paths

    def lacks_definition(self, identity: Identity) -> bool:
        """Whether its file is there and what it stands in is not: a shim may be left of it."""
        name = identity.symbol.partition(":")[2]
        return bool(name) and not self.lacks_path(identity) and not self._defines(identity.path, name)

    def lacks_subject(self, identity: Identity) -> bool:
        """Whether a module that its subject names is gone."""
        heads = _HEAD.findall(identity.subject)
        return any(head not in self._modules and head not in self.paths for head in heads)

    def lacks_what_is_named(self, identity: Identity) -> bool:
        """Whether what its subject names is no longer defined in a module that is there."""
        return not all(self._named(identity))

    def has_what_is_named(self, identity: Identity) -> bool:
        """Whether its subject names definitions that are there, and nothing else."""
        named = list(self._named(identity))
        return bool(named) and all(named)

    def _named(self, identity: Identity) -> Iterator[bool]:
        """Of each name of a module's own in its subject, whether it is defined there."""
        for head, name in _NAMED.findall(identity.subject):
            paths = [head] if head in self.paths else self._modules.get(head, ())
            if paths:
                yield any(self._defines(path, name) for path in paths)


def qualified_name(identity: Identity) -> str:
    """The name of what it stands in; in no definition, that of the module, told from all others."""
    module, colon, name = identity.symbol.partition(":")
    return name if colon else f":{module.rpartition('.')[2]}"


def relative_subject(identity: Identity) -> str:
    """Its subject, told as its own symbol where it is that."""
    return OWN if identity.subject == identity.symbol else identity.subject


def loose_subject(identity: Identity) -> str:
    """Its subject without the modules that it names."""
    return OWN if identity.subject == identity.symbol else _HEAD.sub("", identity.subject)


def inferred(old: Sequence[Identity], new: Sequence[Identity], known: Known) -> dict[str, str]:
    """Which files were renamed, by what stood in a file that is gone and stands in a new one.

    `new` are of files that had nothing of the kind before. The pairs with most in common come first,
    then those whose files bear one name.
    """
    before = _contents(identity for identity in old if known.lacks_path(identity))
    after = _contents(new)
    holders: dict[tuple[str, ...], list[str]] = {}
    for path, content in after.items():
        for item in content:
            holders.setdefault(item, []).append(path)
    pairs = []
    for path, content in before.items():
        shared: Counter[str] = Counter()
        for item, count in content.items():
            for other in holders.get(item, ()):
                shared[other] += min(count, after[other][item])
        pairs += [(-number, _base(path) != _base(other), path, other) for other, number in shared.items()]
    found: dict[str, str] = {}
    taken = set()
    for *_, path, other in sorted(pairs):
        if path not in found and other not in taken:
            found[path] = other
            taken.add(other)
    return found


def _contents(identities: Iterable[Identity]) -> dict[str, Counter[tuple[str, ...]]]:
    """What stands in each file, told without what it is called."""
    found: dict[str, Counter[tuple[str, ...]]] = {}
    for identity in identities:
        module, _, name = identity.symbol.partition(":")
        own = re.compile(rf"(?<![\w.]){re.escape(module)}(?=:|$)") if module else None
        subject = own.sub(OWN, identity.subject) if own else identity.subject
        found.setdefault(identity.path, Counter())[identity.code, name, subject] += 1
    return found


def _base(path: str) -> str:
    return path.rpartition("/")[2]
