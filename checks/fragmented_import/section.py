"""What the policy says of import paths."""

from ssot_lint.api import (
    Canonical,
    Index,
    OptionalSymbol,
    Section,
    Symbol,
    SymbolPattern,
    key,
    matches_symbol,
)


class Paths(Section):
    """The declared paths, and the old ones, which SST302 reports."""

    canonical: list[Canonical] = key("canonical", [], "the one truth for a symbol, and its old names")
    deprecated: dict[OptionalSymbol | SymbolPattern, Symbol] = key(
        "imports.deprecated", {}, "old module or symbol (perhaps with wildcards): what replaces it"
    )

    def declared(self, index: Index) -> dict[str, str]:
        """The symbol of each definition for which a path is declared, with that path."""
        return {
            target.symbol: truth.symbol
            for truth in self.canonical
            if (target := index.lookup(truth.symbol)).kind in ("definition", "binding")
        }

    def is_deprecated(self, path: str) -> bool:
        """Whether a path has a declared replacement."""
        old = (*self.deprecated, *(name for truth in self.canonical for name in truth.deprecated))
        module = path.partition(":")[0]
        return any(matches_symbol(name, path if ":" in name else module) for name in old)
