"""How code warns: rightly, with another category, or not at all."""

import builtins
from collections.abc import Iterable, Iterator

from ssot_lint.api import Call, Definition, File, Index, Target, Use, simple_name

RIGHT = ""
"""It warns with the wanted category, for all that can be known."""

DEFAULT = "builtins.UserWarning"  # of warnings.warn
DEPRECATION = "builtins.DeprecationWarning"  # the default of @deprecated
WARN = ("warnings.warn", "warnings.warn_explicit")
DEPRECATED = ("warnings.deprecated", "typing_extensions.deprecated")
WORDS = ("deprecat", "warn")
LOGS = ("log.", "logger.", "logging.")
NO_WARNING = ("logging.", "warnings.")


class Warnings:
    """Follows calls to where they warn; `wanted` is a symbol, a builtin without its module perhaps."""

    def __init__(self, index: Index, wanted: str) -> None:
        self._index = index
        is_builtin = "." not in wanted and ":" not in wanted
        self._wanted = f"builtins.{wanted}" if is_builtin else wanted
        self._known: dict[tuple[str, str], str | None] = {}

    def of_file(self, file: File) -> str | None:
        """How anything in a module warns: `RIGHT`, the other category, None where nothing does."""
        return _best(
            (
                *(self.of_call(file, call) for call in file.facts.iter_calls()),
                *(self._of_decorators(file, d) for d in file.facts.definitions),
                self._of_hook(file),
            )
        )

    def of_name(self, file: File, name: str) -> str | None:
        """How an import of a module, or of one name of it, warns."""
        own = [d for d in file.facts.definitions if d.scope == 0]
        named = [d for d in own if d.name in (name, "__getattr__")]
        others = [d for d in own if d not in named]
        calls = [
            call
            for call in file.facts.iter_calls()
            if not any(d.line <= call.line <= d.end_line for d in others)
        ]
        return _best(
            (
                *(self.of_call(file, call) for call in calls),
                *(self._of_decorators(file, d) for d in named),
                self._of_hook(file),
            )
        )

    def of_call(self, file: File, call: Call) -> str | None:
        """How a call warns, itself or through functions of the project."""
        target = self._index.resolve_bound(file, call.scope, call.bound, call.callee)
        if target.external in WARN:
            return self._category(file, call, DEFAULT)
        if target.external in DEPRECATED:
            return self._category(file, call, DEPRECATION)
        return self._of_target(target, call.callee)

    def _of_target(self, target: Target, written: str) -> str | None:
        if target.definition is not None and target.file is not None:
            return self._of_definition(target.file, target.definition)
        if target.external in DEPRECATED:
            return self._judge(Target("external", external=DEPRECATION))
        name = (target.symbol or written).lower()
        last = simple_name(name)
        if written.lower().lstrip("_").startswith(LOGS) or name.startswith(NO_WARNING):
            return None
        return RIGHT if any(word in last for word in WORDS) and not last.endswith("warning") else None

    def _of_definition(self, file: File, definition: Definition) -> str | None:
        place = (file.path, definition.qualified_name)
        if place not in self._known:
            self._known[place] = None  # what it calls may call it
            calls = [
                call
                for call in file.facts.iter_calls()
                if definition.line <= call.line <= definition.end_line
            ]
            self._known[place] = _best(self.of_call(file, call) for call in calls)
        return self._known[place]

    def _of_decorators(self, file: File, definition: Definition) -> str | None:
        named = filter(None, definition.decorators)
        return _best(self._of_target(self._index.resolve(file, definition.scope, d), d) for d in named)

    def _of_hook(self, file: File) -> str | None:
        """A module `__getattr__` that is taken from elsewhere."""
        hook = self._index.lookup(f"{file.module}:__getattr__")
        return self._of_target(hook, "__getattr__") if hook.file is not file else None

    # ----------------------------------------------------------------------------------- category

    def _category(self, file: File, call: Call, default: str) -> str | None:
        given = [use for use in file.facts.iter_uses() if use.call == call.row]
        named = next((use for use in given if use.argument in ("1", "category")), None)
        if named is not None:
            return self._judge(self._resolved(file, named))
        if call.positional > 1 or "category" in call.keywords:
            return RIGHT
        made = [self._judge(target) for target in self._made(file, call)]
        if made:
            return _best(made)
        return self._judge(Target("external", external=default))

    def _made(self, file: File, call: Call) -> Iterator[Target]:
        """The warnings that are made in the arguments of a call."""
        for inner in file.facts.iter_calls():
            start = (call.line, call.column) < (inner.line, inner.column)
            if start and (inner.end_line, inner.end_column) <= (call.end_line, call.end_column):
                target = self._index.resolve_bound(file, inner.scope, inner.bound, inner.callee)
                if target.symbol.endswith("Warning"):
                    yield target

    def _resolved(self, file: File, use: Use) -> Target:
        return self._index.resolve_bound(file, use.scope, use.bound, use.name)

    def _judge(self, category: Target) -> str:
        """`RIGHT` for the wanted category and those that inherit from it, else its name."""
        if category.symbol == self._wanted:
            return RIGHT
        above: tuple[Target, ...] = (category,)
        if category.definition is not None and category.file is not None:
            above += self._index.ancestors(category.file, category.definition)
        fits = any(self._is_wanted(each) for each in above)
        return RIGHT if fits else category.name or category.external.removeprefix("builtins.")

    def _is_wanted(self, category: Target) -> bool:
        """Whether a category is the wanted one or may be one that inherits from it."""
        if category.symbol == self._wanted:
            return True
        if category.kind == "definition":
            return False
        builtin, wanted = _builtin(category.external), _builtin(self._wanted)
        if builtin is None:
            # what others define may inherit from it
            return not category.external.startswith("builtins.")
        return wanted is not None and issubclass(builtin, wanted)


def _builtin(dotted: str) -> type[Warning] | None:
    """The builtin category of a name."""
    found = (
        getattr(builtins, dotted.removeprefix("builtins."), None) if dotted.startswith("builtins.") else None
    )
    return found if isinstance(found, type) and issubclass(found, Warning) else None


def _best(told: Iterable[str | None]) -> str | None:
    """`RIGHT` if any is; else the first other category; else None."""
    warned = [one for one in told if one is not None]
    return RIGHT if RIGHT in warned else next(iter(warned), None)
