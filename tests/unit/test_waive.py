"""Where a waiver is written: where it covers the finding, and changes nothing else of the program."""

import ast
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.extract import extract
from ssot_lint.waive import NoPlace, Wording, all_waived, covers, flaw, waived

WHY = Wording("SST201", "why")
OURS = "# ssot: ignore[SST201] -- why"


@pytest.mark.parametrize(
    ("source", "line", "after"),
    [
        ("x = 1\n", 1, f"x = 1  {OURS}\n"),
        ("x = 1", 1, f"x = 1  {OURS}"),
        ("x = 1   \r\ny = 2\r\n", 1, f"x = 1  {OURS}\r\ny = 2\r\n"),
        ("x = 1  # noqa: E1\n", 1, f"x = 1  # noqa: E1  {OURS}\n"),
        ("x = f(\n    1,\n    2,\n)\n", 2, f"x = f(\n    1,  {OURS}\n    2,\n)\n"),
        ("x = 1 + \\\n    2\n", 1, f"x = 1 + \\\n    2  {OURS}\n"),
        ('x = f"""\n{a}\n"""\n', 2, f'x = f"""\n{{a}}\n"""  {OURS}\n'),
        ("def f():\n    return 1\n", 1, f"def f():  {OURS}\n    return 1\n"),
        ("def f(\n    a,\n):\n    return 1\n", 1, f"def f(  {OURS}\n    a,\n):\n    return 1\n"),
        ("if x:\n    y = '''\n    '''; z = 1\n", 2, f"if x:\n    y = '''\n    '''; z = 1  {OURS}\n"),
        (
            "x = 1  # ssot: ignore[SST301] -- so\n",
            1,
            "x = 1  # ssot: ignore[SST301, SST201] -- so; why\n",
        ),
        ("x = 1  # ssot: ignore[SST301] -- why\n", 1, "x = 1  # ssot: ignore[SST301, SST201] -- why\n"),
        (
            "x = 1  # ssot: ignore[SST301] -- so  # noqa\n",
            1,
            "x = 1  # ssot: ignore[SST301, SST201] -- so; why  # noqa\n",
        ),
        ("x = 1  # ssot: ignore[SST201] until=2020-01-01 -- so\n", 1, f"x = 1  {OURS}\n"),
    ],
)
def test_the_comment_stands_where_it_waives_the_line(source: str, line: int, after: str) -> None:
    assert waived(source.encode(), line, WHY).decode() == after


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("x = 1  # ssot: ignore -- so\n", "line 1 has a waiver that cannot take it up"),
        ("x = 1  # ssot: ignore[SST301] until=2030-01-01 -- so\n", "line 1 has a waiver that cannot"),
        ("x = 1  # ssot: ignore-file[SST301] -- so\n", "line 1 has a waiver that cannot take it up"),
        ("x = (\n", "it does not parse"),
    ],
)
def test_where_none_can_stand_it_is_told(source: str, why: str) -> None:
    with pytest.raises(NoPlace, match=why):
        waived(source.encode(), 1, WHY)


def test_a_reason_that_the_encoding_cannot_say_is_refused() -> None:
    with pytest.raises(NoPlace, match="no comment can stand there"):
        waived("# coding: latin-1\nx = 'é'\n".encode("latin-1"), 2, Wording("SST201", "日本"))


def test_the_encoding_of_a_source_stays() -> None:
    after = waived("# coding: latin-1\nx = 'é'\n".encode("latin-1"), 2, WHY)
    assert after == f"# coding: latin-1\nx = 'é'  {OURS}\n".encode("latin-1")


def test_the_last_day_is_said() -> None:
    after = waived(b"x = 1\n", 1, Wording("SST201", "why", date(2030, 6, 30)))
    assert after == b"x = 1  # ssot: ignore[SST201] until=2030-06-30 -- why\n"


def test_a_comment_that_covers_two_findings_is_written_once() -> None:
    after = all_waived(b"x = f(\n    1,\n    2,\n)\n", [2, 3], WHY)
    assert after.decode().count("ssot:") == 1


@pytest.mark.parametrize("reason", ["", "  ", "a\nb", "so # that", "until=2030-01-01", "\x1b[31m", "# a"])
def test_a_reason_that_a_comment_cannot_give_is_none(reason: str) -> None:
    assert flaw(reason) is not None


@pytest.mark.parametrize("reason", ["why", "see issue #12", "é -- so", "[x] until then"])
def test_any_other_reason_is_one(reason: str) -> None:
    assert flaw(reason) is None
    (waiver,) = extract(waived(b"x = 1\n", 1, Wording("SST201", reason))).waivers
    assert (waiver.reason, waiver.error) == (reason, "")


statements = st.sampled_from(
    (
        "x = 1\n", "x = [\n  1,\n  2]\n", 's = """a\n# b\n"""\n', "x = 1 + \\\n  2\n", "\n", "# a\n",
        "def f():\n  '''d\n  '''\n  return 1\n",
        "class C:\n  a = 1  # c\n", "if x:\n  y = 1  # ssot: ignore[SST301] -- so\nelse:\n  y = 2\n",
    )
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(statements, min_size=1, max_size=6).map("".join), st.data())
def test_whatever_the_source_the_line_is_waived_and_the_program_the_same(
    source: str, data: st.DataObject
) -> None:
    line = data.draw(st.integers(1, source.count("\n")))
    try:
        after = waived(source.encode(), line, WHY)
    except NoPlace:
        return
    assert any(covers(waiver, line, "SST201") for waiver in extract(after).waivers)
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(source))
    assert len(after.splitlines()) == len(source.splitlines())
