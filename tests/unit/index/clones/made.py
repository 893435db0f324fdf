"""Small projects made of statements by number, so that what is alike is known beforehand."""

from collections.abc import Sequence

from ssot_lint.index import Index, build_index
from ssot_lint.index.clones import Member
from ssot_lint.model import File
from tests.unit.indexed import files_of

BODY = """
    def {name}(rows):
        done = []
        for row in rows:
            row.start()
            if row.ready:
                done.append(row)
        return done
"""

ENGINE = """
    class Engine:
        def run(self, rows):
            done = []
            for row in rows:
                row.start()
                done.append(row)
            return done
"""

Bodies = Sequence[Sequence[int]]


def module(bodies: Bodies, name: str = "f") -> str:
    """A function for each body; a statement calls what its number says."""
    return "\n\n".join(
        f"def {name}{number}(it):\n" + "\n".join(f"    it.do{statement}()" for statement in body)
        for number, body in enumerate(bodies)
    )


def files_of_bodies(modules: Sequence[Bodies]) -> list[File]:
    """A module for each list of bodies."""
    sources = {f"m{number}.py": module(bodies, f"f{number}_") for number, bodies in enumerate(modules)}
    return files_of(sources)


def functions(index: Index) -> list[Member]:
    """All functions, in the order of the index."""
    return [Member.defined(file, definition) for file, definition in index.definitions("function")]


def index_of_bodies(modules: Sequence[Bodies]) -> Index:
    """The index of such a project."""
    return build_index(files_of_bodies(modules))
