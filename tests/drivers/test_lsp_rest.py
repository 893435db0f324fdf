"""What the language server shows at once, and what it shows at rest: just what `check` reports."""

import asyncio
import random
from functools import partial
from pathlib import Path

import pytest

from tests.drivers.cli import document, lint_in, write
from tests.drivers.lsp import PULLING, Editor, editor

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]

COPY = (
    "def make(a):\n    b = a + 1\n    c = b * 2\n    d = c - b\n    e = d or c\n    f = e, b\n    return f\n"
)
GONE = "from app.core import gone\n"
MISSING = "0:21-25 SST307 app.core has no gone"
SOURCES = {
    "compliance.yaml": "version: 1\n",
    "app/__init__.py": "",
    "app/core.py": f"x = 1\n{COPY}",
    "app/use.py": GONE,
    "app/other.py": "import app.core\n",
}
TEXTS = (
    "",
    GONE,
    f"gone = 1\n{COPY}",
    f"# moved\n\n{COPY}{GONE}",
    f"{GONE}\n{COPY}",
    "from app.core import *\nfrom app import core, lost\ncore.make()\n",
    "def f(: pass\n",
    "def f(): return 1\ndef f(): return 2  # ssot: ignore[SST106] -- of no use\n",
    "import app.use  # ssot: ignore[SST307]\n",
)
OPEN = ("app/core.py", "app/use.py", "app/other.py")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", SOURCES)


def codes(at: Editor, name: str) -> list[str]:
    return [line.split()[1] for line in at.shown(name)]


async def test_the_checks_of_files_do_not_wait_for_the_others(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/other.py", GONE)
        await at.sees("app/other.py", MISSING)
        at.type("app/other.py", f"{GONE}import app.lost\n{COPY}")
        await at.until(lambda: codes(at, "app/other.py") == ["SST307", "SST306"])
        await at.until(lambda: codes(at, "app/other.py") == ["SST307", "SST306", "SST102"])


async def test_a_wrong_call_is_told_before_the_whole_project_is_judged(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/other.py", GONE)
        await at.sees("app/other.py", MISSING)
        at.type("app/other.py", f"from app.core import make\nmake(1, 2)\n{COPY}")
        seen: list[list[str]] = []

        def is_settled() -> bool:
            seen.append(codes(at, "app/other.py"))
            return "SST102" in seen[-1]

        await at.until(is_settled)
        assert ["SST402"] in seen


async def test_what_the_others_had_found_moves_with_its_lines(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/other.py", COPY)
        await at.until(lambda: codes(at, "app/other.py") == ["SST102"])
        at.type("app/other.py", f"{GONE}{COPY}")
        seen: list[list[str]] = []

        def follows() -> bool:
            seen.append(codes(at, "app/other.py"))
            return seen[-1] == ["SST307", "SST102"]

        await at.until(follows)
        assert all(each == ["SST102"] or "SST307" in each for each in seen)
        assert [] not in seen


async def test_who_asks_is_answered_at_once_and_told_to_ask_again(project: Path) -> None:
    async with editor(project, PULLING, refreshes=True) as at:
        at.open("app/other.py", GONE)
        assert await at.pull("app/other.py") == [MISSING]
        at.type("app/other.py", f"{GONE}{COPY}")
        assert await at.pull("app/other.py") == [MISSING]
        asked = at.client.diagnostic_refresh_count
        await at.until(lambda: at.client.diagnostic_refresh_count > asked)
        assert [line.split()[1] for line in await at.pull("app/other.py")] == ["SST307", "SST102"]


async def test_where_no_files_are_watched_each_change_looks_at_the_disk(
    project: Path,
) -> None:
    async with editor(project, watches=False) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        write(project, {"app/core.py": "gone = 1\n"})
        at.type("app/use.py", f"{GONE}\n")
        await at.sees("app/use.py")


@pytest.mark.parametrize("seed", range(2))
async def test_at_rest_it_shows_what_check_reports(project: Path, seed: int) -> None:
    dice = random.Random(seed)
    async with editor(project) as at:
        for name in OPEN:
            at.open(name)
        for _ in range(5):
            for name in dice.sample(OPEN, dice.randint(1, 2)):
                text = dice.choice(TEXTS)
                at.type(name, text)
                at.save(name, text)
            expected = reported(project)
            await at.until(partial(shows, at, expected))
            await asyncio.sleep(0.5)
            assert shows(at, expected)


def shows(at: Editor, expected: dict[str, list[str]]) -> bool:
    return {name: at.shown(name) for name in OPEN} == expected


def reported(project: Path) -> dict[str, list[str]]:
    """What `check` says of each file, as the editor would show it."""
    lines: dict[str, list[str]] = {name: [] for name in OPEN}
    for found in document(lint_in(project)("check", "--format", "json", "--no-cache"))["findings"]:
        if found["suppressed"] is None and found["path"] in lines:
            where = f"{found['line'] - 1}:{found['column'] - 1}-{found['end_column'] - 1}"
            lines[found["path"]].append(f"{where} {found['code']} {found['message']}")
    return lines


@pytest.mark.parametrize(
    ("hidden", "arguments", "told"),
    [
        ("pygls", ("server",), "the server needs pygls; install it with: pip install 'ssot-lint[lsp]'"),
        (
            "watchfiles",
            ("check", "--watch"),
            "--watch needs watchfiles; install it with: pip install 'ssot-lint[watch]'",
        ),
    ],
)
async def test_without_its_extra_one_line_says_how_to_install_it(
    project: Path, hidden: str, arguments: tuple[str, ...], told: str
) -> None:
    write(project, {f"hidden/{hidden}.py": f"raise ModuleNotFoundError('gone', name={hidden!r})\n"})
    done = lint_in(project)(*arguments, PYTHONPATH=str(project / "hidden"))
    assert (done.stderr, done.returncode) == (f"ssot-lint: {told}\n", 2)


async def test_what_a_source_says_cannot_paint_the_editor(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py", "import app.x\x1b[31m\n")
        await at.until(lambda: at.shown("app/use.py") != [])
        (line,) = at.shown("app/use.py")
        assert "\x1b" not in line
