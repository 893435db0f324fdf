"""Who imports a shim."""

from ssot_lint.api import REFERENCE, Index

from .declared import Shim


class Usage:
    """What the files of the project import, each file of the others."""

    def __init__(self, index: Index) -> None:
        self._modules: set[str] = set()  # imported whole, or with the packages above what is imported
        self._whole: set[str] = set()  # whose names may all be used
        self._names: set[str] = set()
        for file in index.files:
            for edge in () if file.source.is_stub else index.edges(file):
                statement = edge.statement
                if edge.file is not None and edge.file is file:
                    continue
                if statement.tags & REFERENCE:
                    self._refer(statement.module)
                    continue
                name = statement.name
                if name is None or name == "*" or edge.loaded != edge.module:
                    self._whole.add(edge.loaded)
                else:
                    self._names.add(f"{edge.module}:{name}")
                self._load(edge.loaded)

    def _load(self, module: str) -> None:
        while module and module not in self._modules:
            self._modules.add(module)
            module = module.rpartition(".")[0]

    def _refer(self, dotted: str) -> None:
        """A dotted name in a string, of which nobody knows where its module ends."""
        self._load(dotted)
        parts = dotted.split(".")
        self._names |= {f"{'.'.join(parts[:n])}:{parts[n]}" for n in range(1, len(parts))}

    def is_unused(self, shim: Shim) -> bool:
        """Whether no other file imports a shim."""
        module = shim.file.module or ""
        if shim.file.category == "test" or module.rpartition(".")[2] == "__main__":
            return False
        if not shim.name:
            return module not in self._modules
        first = shim.name.partition(".")[0]
        return module not in self._whole and f"{module}:{first}" not in self._names
