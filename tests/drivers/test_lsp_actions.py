"""What the language server offers to do about a finding, and what it tells of it."""

import ast
from pathlib import Path

import pytest
from lsprotocol import types

from tests.drivers.cli import TWICE, lint_in, write
from tests.drivers.lsp import PULLING, Editor, edited, editor

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]

USE = "import os\n\nfrom .core import x\n"
FIRST = types.Range(types.Position(0, 4), types.Position(0, 5))
SUPPRESS = "Suppress {} here, with a reason"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    sources = {
        "compliance.yaml": "version: 1\nimports: {relative: forbid}\n",
        "app/__init__.py": "",
        "app/core.py": "x = 1\n",
        "app/use.py": USE,
        "app/twice.py": TWICE,
    }
    return write(tmp_path / "project", sources)


async def shown(at: Editor, name: str, code: str) -> types.Diagnostic:
    """The one finding of a rule in a file, once it is shown."""

    def found() -> list[types.Diagnostic]:
        return [each for each in at.client.diagnostics.get(at.uri(name), ()) if each.code == code]

    await at.until(lambda: found() != [])
    (diagnostic,) = found()
    return diagnostic


async def test_a_safe_fix_repairs_the_buffer(project: Path) -> None:
    async with editor(project) as at:
        typed = f"y = 2\n{USE}"
        at.open("app/use.py", typed)
        offered = await at.actions("app/use.py", 3, 18)
        (fix,) = (action for action in offered.values() if action.is_preferred)
        assert edited(typed, fix) == typed.replace(".core", "app.core")


async def test_an_unsafe_fix_says_so_and_is_not_preferred(project: Path) -> None:
    policy = "version: 1\nfactories:\n  app.make:Thing: {use: app.make:make}\n"
    made = "class Thing:\n    pass\n\n\ndef make():\n    return Thing()\n"
    write(project, {"compliance.yaml": policy, "app/make.py": made})
    async with editor(project) as at:
        typed = "from app.make import Thing\n\nthing = Thing()\n"
        at.open("app/use.py", typed)
        where = (await shown(at, "app/use.py", "SST201")).range.start
        offered = await at.actions("app/use.py", where.line, where.character)
        (title,) = (title for title in offered if title.endswith("(unsafe: it may change behaviour)"))
        assert not offered[title].is_preferred
        assert edited(typed, offered[title]).endswith("thing = make()\n")


async def test_a_fix_is_of_the_version_of_the_buffer(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        at.type("app/use.py", f"\n{USE}")
        offered = await at.actions("app/use.py", 3, 18)
        (fix,) = (action for action in offered.values() if action.is_preferred)
        assert fix.edit
        assert fix.edit.document_changes
        (change,) = fix.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from .core import x", "from .core import x  # ssot: ignore[SST304] -- reason"),
        ("from .core import x  # noqa", "from .core import x  # noqa  # ssot: ignore[SST304] -- reason"),
        (
            "from .core import x  # ssot: ignore[SST307] -- why",
            "from .core import x  # ssot: ignore[SST307, SST304] -- why; reason",
        ),
        (
            "from .core import (\n    x,\n)",
            "from .core import (\n    x,  # ssot: ignore[SST304] -- reason\n)",
        ),
    ],
)
async def test_a_finding_is_suppressed_on_its_line(
    project: Path, before: str, after: str, newline: str
) -> None:
    async with editor(project) as at:
        typed = before.replace("\n", newline)
        at.open("app/use.py", typed)
        where = (await shown(at, "app/use.py", "SST304")).range.start
        offered = await at.actions("app/use.py", where.line, where.character)
        assert edited(typed, offered[SUPPRESS.format("SST304")]) == after.replace("\n", newline)


async def test_a_comment_stands_behind_the_string_that_a_line_begins(project: Path) -> None:
    async with editor(project) as at:
        typed = 'from .core import x; y = """\n"""\n'
        at.open("app/use.py", typed)
        where = (await shown(at, "app/use.py", "SST304")).range.start
        offered = await at.actions("app/use.py", where.line, where.character)
        after = edited(typed, offered[SUPPRESS.format("SST304")])
        assert after == 'from .core import x; y = """\n"""  # ssot: ignore[SST304] -- reason\n'


async def test_no_comment_is_offered_beside_a_waiver_that_cannot_take_it_up(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py", "from .core import x  # ssot: ignore[SST307] until=2999-01-01 -- why\n")
        where = (await shown(at, "app/use.py", "SST304")).range.start
        assert SUPPRESS.format("SST304") not in await at.actions("app/use.py", where.line, where.character)


async def test_what_is_suppressed_is_shown_no_more(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/twice.py")
        where = (await shown(at, "app/twice.py", "SST106")).range.start
        offered = await at.actions("app/twice.py", where.line, where.character)
        at.type("app/twice.py", edited(TWICE, offered[SUPPRESS.format("SST106")]))
        await at.sees("app/twice.py")


async def test_what_no_comment_can_waive_is_not_offered_to_be(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py", "def f(:\n")
        where = (await shown(at, "app/use.py", "SST001")).range.start
        assert await at.actions("app/use.py", where.line, where.character) == {}


async def test_the_editor_is_taken_to_the_other_place(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/twice.py")
        where = (await shown(at, "app/twice.py", "SST106")).range.start
        span = types.Range(where, where)
        asked = types.CodeActionParams(at.identifier("app/twice.py"), span, types.CodeActionContext([]))
        offered = await at.client.text_document_code_action_async(asked) or ()
        # The client's library takes an action with a command for a bare command, whose name is the whole.
        (visit,) = (ast.literal_eval(each.command) for each in offered if isinstance(each, types.Command))
        assert visit["title"] == "Go to app/twice.py:1: the lost definition"
        await at.client.workspace_execute_command_async(
            types.ExecuteCommandParams(visit["command"], visit["arguments"])
        )
        (opened,) = at.client.shown_documents
        assert (opened.uri, opened.selection) == (at.uri("app/twice.py"), FIRST)


async def test_nothing_is_offered_where_nothing_is_found(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        assert await at.actions("app/use.py", 0) == {}


async def test_hovering_tells_of_the_rule(project: Path) -> None:
    async with editor(project, PULLING) as at:
        at.open("app/use.py")
        told = await at.hover("app/use.py", 2, 18)
        assert told.startswith("**SST304 relative-import** · ")
        readme = lint_in(project)("rules", "SST304").stdout
        assert readme.splitlines()[2] in told


async def test_hovering_where_nothing_is_found_tells_nothing(project: Path) -> None:
    async with editor(project, PULLING) as at:
        at.open("app/use.py")
        assert await at.hover("app/use.py", 0) == ""
