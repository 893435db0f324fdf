"""The language server shows what is wrong in the buffers of an editor."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from tests.drivers.cli import lint_in, write
from tests.drivers.lsp import PULLING, Editor, editor

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]

MISSING = "0:21-25 SST307 app.core has no gone"
SOURCES = {
    "compliance.yaml": "version: 1\n",
    "app/__init__.py": "",
    "app/core.py": "x = 1\n",
    "app/use.py": "from app.core import gone\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "ein Prüjekt 50%", SOURCES)


async def test_an_opened_file_has_its_findings(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)


async def test_what_is_typed_counts_before_it_is_saved(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        at.type("app/use.py", "from app.core import x\n")
        await at.sees("app/use.py")


async def test_what_is_typed_in_one_file_counts_in_another(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        at.open("app/core.py")
        await at.sees("app/use.py", MISSING)
        at.type("app/core.py", "gone = 1\n")
        await at.sees("app/use.py")


async def test_a_file_that_is_not_on_disk_yet_has_findings(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/new.py", "\nfrom app.core import gone\n")
        await at.sees("app/new.py", "1:21-25 SST307 app.core has no gone")


async def test_a_buffer_that_does_not_parse_says_so(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py", "def f(:\n")
        await at.until(lambda: any("SST001" in line for line in at.shown("app/use.py")))


async def test_what_changes_on_disk_is_looked_at(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        write(project, {"app/core.py": "gone = 1\n"})
        at.changed_on_disk("app/core.py")
        await at.sees("app/use.py")


async def test_a_deleted_file_is_missed(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        (project / "app/core.py").unlink()
        at.changed_on_disk("app/core.py", types.FileChangeType.Deleted)
        await at.until(lambda: "SST306" in "".join(at.shown("app/use.py")))


async def test_a_closed_file_is_as_it_is_on_disk(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        at.open("app/core.py", "gone = 1\n")
        await at.sees("app/use.py")
        at.close("app/core.py")
        await at.sees("app/use.py", MISSING)


async def test_nothing_is_shown_of_a_closed_file(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        at.close("app/use.py")
        await at.sees("app/use.py")


async def test_a_file_outside_of_every_folder_is_left_alone(project: Path) -> None:
    write(project.parent, {"outside.py": SOURCES["app/use.py"] + "def f(:\n"})
    async with editor(project) as at:
        at.open("../outside.py")
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        assert not any(uri.endswith("outside.py") for uri in at.client.diagnostics)
        assert await at.actions("../outside.py", 0) == {}
        assert await at.hover("../outside.py", 0) == ""


async def test_a_broken_policy_is_one_diagnostic_and_the_findings_stay(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        at.open("compliance.yaml")
        await at.sees("app/use.py", MISSING)
        at.save("compliance.yaml", "version: 1\nfactorys: {}\nexclud: []\n")
        await at.until(lambda: at.shown("compliance.yaml") != [])
        (line,) = at.shown("compliance.yaml")
        assert line.startswith("1:0-0 SST000 ")
        assert "exclude" in line
        assert at.shown("app/use.py") == [MISSING]


async def test_a_policy_that_is_mended_is_loaded(project: Path) -> None:
    write(project, {"compliance.yaml": "version: none\n"})
    async with editor(project) as at:
        at.open("app/use.py")
        await at.until(lambda: "SST000" in "".join(at.shown("compliance.yaml")))
        write(project, {"compliance.yaml": "version: 1\n"})
        at.changed_on_disk("compliance.yaml")
        await at.sees("app/use.py", MISSING)
        await at.sees("compliance.yaml")


async def test_a_changed_policy_counts(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        at.save("compliance.yaml", "version: 1\nrules: {SST307: off}\n")
        await at.sees("app/use.py")


async def test_the_severity_is_that_of_the_policy(project: Path) -> None:
    write(project, {"compliance.yaml": "version: 1\nrules: {SST307: info}\n"})
    async with editor(project) as at:
        at.open("app/use.py")
        await at.sees("app/use.py", MISSING)
        (shown,) = at.client.diagnostics[at.uri("app/use.py")]
        assert shown.severity == types.DiagnosticSeverity.Information


async def test_the_other_place_is_named(project: Path) -> None:
    write(project, {"app/use.py": "def f(): return 1\ndef f(): return 2\n"})
    async with editor(project) as at:
        at.open("app/use.py")
        await at.until(lambda: at.shown("app/use.py") != [])
        (shown,) = at.client.diagnostics[at.uri("app/use.py")]
        assert shown.related_information
        assert shown.related_information[0].location.uri == at.uri("app/use.py")


WIDE = 'a = "😋" * 2; from app.core import gone\n'


@pytest.mark.parametrize(
    ("encodings", "first"), [(None, 35), (["utf-16"], 35), (["utf-32"], 34), (["utf-8"], 37)]
)
async def test_characters_are_counted_as_the_editor_does(
    project: Path, encodings: list[str] | None, first: int
) -> None:
    async with editor(project, encodings=encodings) as at:
        at.open("app/use.py", WIDE)
        await at.sees("app/use.py", f"0:{first}-{first + 4} SST307 app.core has no gone")


@pytest.mark.parametrize("end", ["\x0c", "\x0b", "\u2028", "\x85"])
async def test_a_line_ends_where_that_of_the_editor_does(project: Path, end: str) -> None:
    async with editor(project) as at:
        at.open("app/use.py", f'x = """{end}"""\nfrom app.core import gone\n')
        await at.sees("app/use.py", "1:21-25 SST307 app.core has no gone")


async def test_a_lone_surrogate_in_a_buffer_is_no_end(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py", "x = '\ud800'\n")
        await at.until(lambda: at.shown("app/use.py") != [])
        at.type("app/use.py", SOURCES["app/use.py"])
        await at.sees("app/use.py", MISSING)


async def test_a_client_that_asks_is_sent_nothing_of_sources(project: Path) -> None:
    async with editor(project, PULLING) as at:
        at.open("app/use.py")
        assert await at.pull("app/use.py") == [MISSING]
        at.type("app/use.py", "from app.core import x\n")
        assert await at.pull("app/use.py") == []
        assert at.uri("app/use.py") not in at.client.diagnostics


async def test_the_workspace_is_asked_for_as_a_whole(project: Path) -> None:
    async with editor(project, PULLING) as at:
        first = await workspace(at, [])
        assert [(item.uri, item.kind) for item in first] == [(at.uri("app/use.py"), "full")]
        known = [types.PreviousResultId(item.uri, item.result_id or "") for item in first]
        again = await workspace(at, known)
        assert [(item.uri, item.kind) for item in again] == [(at.uri("app/use.py"), "unchanged")]
        at.open("app/core.py", "gone = 1\n")
        mended = await workspace(at, known)
        assert [(item.uri, item.kind) for item in mended] == [(at.uri("app/use.py"), "full")]


async def workspace(
    at: Editor, known: list[types.PreviousResultId]
) -> list[types.WorkspaceDocumentDiagnosticReport]:
    report = await at.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
    return [*report.items]


async def test_the_first_reading_shows_how_far_it_is(project: Path) -> None:
    async with editor(project) as at:
        await at.until(
            lambda: any(kinds(told)[-1:] == ["end"] for told in at.client.progress_reports.values())
        )
        (told,) = at.client.progress_reports.values()
        assert kinds(told)[0] == "begin"


def kinds(told: Sequence[object]) -> list[str]:
    return [getattr(each, "kind", "") for each in told]


async def test_a_client_that_goes_without_a_word_ends_the_server(project: Path) -> None:
    async with editor(project, leaves=False) as at:
        at.open("app/use.py")
        server = at.client._server
        assert server is not None
        assert server.stdin is not None
        server.stdin.close()
        await at.until(lambda: server.returncode is not None)
        assert server.returncode == 0


async def test_two_servers_and_the_command_share_a_cache(project: Path) -> None:
    async with editor(project) as one, editor(project) as other:
        for number in range(3):
            text = f"# {number}\n" + SOURCES["app/use.py"]
            (one.open if number == 0 else one.type)("app/use.py", text)
            (other.open if number == 0 else other.type)("app/use.py", text)
            assert "app.core has no gone" in lint_in(project)("check").stdout
            expected = "1:21-25 SST307 app.core has no gone"
            await one.sees("app/use.py", expected)
            await other.sees("app/use.py", expected)


async def test_of_many_changes_the_last_is_shown(project: Path) -> None:
    async with editor(project) as at:
        at.open("app/use.py")
        for number in range(1, 40):
            at.type("app/use.py", "\n" * number + SOURCES["app/use.py"])
        await at.sees("app/use.py", "39:21-25 SST307 app.core has no gone")
