"""Hand-made groups of duplicates, the sources they stand in, and names that must be escaped."""

from ssot_lint.model import DuplicateGroup, Place, Span

ENGINE = """\
class Engine:
    def run(self, jobs):
        done = []
        for job in jobs:
            job.start()
            done.append(job)
        self.log("done")
        return done
"""
SOURCES = {
    "shop/engine.py": ENGINE,
    "shop/old.py": "import os\n\n\n"
    + ENGINE.replace("self.log", "print").replace("done = []", "done = list()"),
    "shop/größe.py": "def f():\n    return '<b>&amp;</b>'\n",
    "tests/copies.py": "def f():\n    return '<b>&amp;</b>'\n" * 12,
}


def place(path: str, line: int, end_line: int, name: str) -> Place:
    module = path.removesuffix(".py").replace("/", ".")
    return Place(path, Span(line, 1, end_line, 9), f"{module}:{name}")


EDITED = DuplicateGroup(
    code="SST101",
    kind="edited",
    similarity=0.79999,
    canonical=0,
    reason="no word in its path says copy",
    members=(place("shop/engine.py", 1, 8, "Engine"), place("shop/old.py", 4, 11, "Engine")),
    severity="error",
)
MANY = DuplicateGroup(
    code="SST102",
    kind="identical",
    similarity=1.0,
    canonical=0,
    reason="the others are tests",
    members=(
        place("shop/größe.py", 1, 2, "f"),
        *(place("tests/copies.py", 2 * n + 1, 2 * n + 2, "a_long_name_" * 4 + str(n)) for n in range(12)),
    ),
    severity="info",
)
GROUPS = (EDITED, MANY)

EVIL = '</code></title><script>alert(1)</script>\\" & #35; {{ 7 * 7 }} \x1b[2J\udcff\u202e'
HOSTILE = (
    DuplicateGroup(
        code="SST102",
        kind="renamed",
        similarity=0.999,
        canonical=1,
        reason="shortest path",
        members=(
            Place(f"a/{EVIL}\n.py", Span(1, 1, 2, 9), f"a:{EVIL}"),
            Place(f"b/{EVIL}.py", Span(1, 1, 2, 9), f"b:{EVIL}"),
        ),
        severity="warning",
    ),
)
HOSTILE_LINES = [f"def f():  # {EVIL}", f"    return '''{EVIL}<img src=x onerror=alert(1)>"]
