"""`ssot-lint duplicates` from end to end: what it lists, what it leaves out, what it refuses."""

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.drivers.cli import Done, Lint, lint_in, refused, without, write

pytestmark = pytest.mark.slow

SCHEMA = json.loads((files("ssot_lint.render") / "duplicates.schema.json").read_text(encoding="utf-8"))


def function(name: str, word: str = "price", *, statements: int = 6) -> str:
    """A function whose body has so many statements; those of one word are copies of each other."""
    body = "".join(f"    {word}_{n} = {word}(items, {n})\n" for n in range(statements - 1))
    return f"def {name}(items):\n{body}    return {word}_0\n"


CLASS = (
    "class Engine:\n"
    + "".join(f"    def run_{n}(self, jobs):\n        return start(jobs, {n})\n\n" for n in range(6))
)  # fmt: skip

SOURCES = {
    "shop/__init__.py": "",
    "shop/prices.py": "def price(items, n):\n    return items\n\n\n" + function("total"),
    "shop/old/prices.py": "from shop.prices import price\n\n\n" + function("total"),
    "shop/engine.py": f"from shop.jobs import start\n\n\n{CLASS}",
    "shop/engine_old.py": f"from shop.jobs import start\n\n\n{CLASS}",
    "shop/jobs.py": "def start(jobs, n):\n    return jobs\n",
    "tests/test_a.py": "from shop.jobs import start\n\n\n" + function("test_it", "start", statements=8),
    "tests/test_b.py": "from shop.jobs import start\n\n\n" + function("test_it", "start", statements=8),
}


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    return lint_in(write(tmp_path, SOURCES))


def listed(done: Done) -> Any:
    """The groups that were printed as JSON, valid by the published schema."""
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return document["groups"]


def homes(done: Done) -> list[str]:
    """The path of the canonical member of each group."""
    return [group["members"][group["canonical"]]["path"] for group in listed(done)]


# ----------------------------------------------------------------------------------- what is listed


def test_the_largest_saving_comes_first(lint: Lint) -> None:
    groups = listed(lint("duplicates", "--format", "json"))
    assert [(group["saved"], group["code"], group["kind"]) for group in groups] == [
        (18, "SST101", "identical"),
        (9, "SST102", "test"),
        (7, "SST102", "identical"),
    ]


def test_a_group_names_all_its_members_and_the_one_to_keep(lint: Lint) -> None:
    assert listed(lint("duplicates", "--format", "json"))[2] == {
        "code": "SST102",
        "kind": "identical",
        "severity": "error",
        "similarity": 1.0,
        "saved": 7,
        "canonical": 1,
        "reason": "no word in its path says copy",
        "members": [
            {"path": "shop/old/prices.py", "line": 4, "end_line": 10, "symbol": "shop.old.prices:total"},
            {"path": "shop/prices.py", "line": 5, "end_line": 11, "symbol": "shop.prices:total"},
        ],
    }


def test_the_table_is_the_default_and_ends_with_the_total(lint: Lint) -> None:
    done = lint("duplicates")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == lint("duplicates", "--format", "text").stdout
    assert done.stdout.endswith("\n3 groups, 34 lines could go\n")


def test_a_table_in_a_pipe_has_no_colour_and_80_columns(lint: Lint) -> None:
    text = lint("duplicates").stdout
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_table_on_a_terminal_is_coloured_and_as_wide(lint: Lint) -> None:
    text = lint("duplicates", FORCE_COLOR="1", COLUMNS="60").stdout
    assert "\x1b[1;31mSST101\x1b[0m" in text
    assert "─" * 59 in text
    assert "─" * 61 not in text


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("text", "Lines  Rule"),
        ("json", "{\n"),
        ("html", "<!DOCTYPE html>\n"),
        ("dot", "digraph duplicates {"),
    ],
)
def test_every_format_is_written(form: str, beginning: str, lint: Lint) -> None:
    done = lint("duplicates", "--format", form)
    assert (done.returncode, done.stderr, done.stdout.startswith(beginning)) == (0, "", True)


def test_the_page_shows_the_sources(lint: Lint) -> None:
    text = lint("duplicates", "--format", "html").stdout
    assert text.count('<tr class="equal">') == 18 + 9 + 7


@pytest.mark.parametrize("form", ["text", "json", "html", "dot"])
def test_the_bytes_do_not_depend_on_jobs_or_cache(form: str, lint: Lint) -> None:
    runs = [("--no-cache",), (), (), ("--jobs", "2", "--no-cache")]
    assert len({lint("duplicates", "--format", form, *options).stdout for options in runs}) == 1


def test_output_goes_to_a_file(lint: Lint, tmp_path: Path) -> None:
    done = lint("duplicates", "--format", "html", "--output", "page.html", FORCE_COLOR="1")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_check_after_it_reports_all_the_same(lint: Lint) -> None:
    before = lint("check", "--no-cache").stdout
    lint("duplicates")
    assert lint("check").stdout == before


def test_a_project_without_duplicates_is_a_total_alone(tmp_path: Path) -> None:
    done = lint_in(write(tmp_path, {"a.py": ""}))("duplicates")
    assert (done.returncode, done.stdout) == (0, "0 groups, 0 lines could go\n")


# ------------------------------------------------------------------------------------ what is asked


def test_a_path_shows_the_groups_with_a_member_there_whole(lint: Lint) -> None:
    (group,) = listed(lint("duplicates", "shop/old", "--format", "json"))
    assert [member["path"] for member in group["members"]] == ["shop/old/prices.py", "shop/prices.py"]


def test_a_path_without_a_source_is_a_note(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = lint("duplicates", "empty")
    assert done.stderr == "ssot-lint: note: empty: nothing is analysed there\n"


def test_shorter_copies_are_left_out(lint: Lint) -> None:
    assert homes(lint("duplicates", "--min-lines", "8", "--format", "json")) == [
        "shop/engine.py", "tests/test_a.py",
    ]  # fmt: skip


def test_smaller_functions_are_compared_when_asked_for(lint: Lint, tmp_path: Path) -> None:
    small = "from shop.jobs import start\n\n\n" + function("small", "start", statements=3)
    write(tmp_path, {"shop/a.py": small, "shop/b.py": small})
    at = "shop/a.py"
    assert at not in homes(lint("duplicates", "--format", "json"))
    assert at in homes(lint("duplicates", "--min-lines", "4", "--format", "json"))
    assert at not in homes(lint("duplicates", "--min-lines", "5", "--format", "json"))


def test_the_similarity_of_the_policy_is_not_that_which_is_asked_for(lint: Lint, tmp_path: Path) -> None:
    more = "".join(f"    def more_{n}(self):\n        return start(self, {n})\n\n" for n in range(6))
    write(tmp_path, {"shop/engine_old.py": SOURCES["shop/engine_old.py"] + more})
    # 12 of 24 statements are common
    assert homes(lint("duplicates", "shop/engine.py", "--format", "json")) == []
    (group,) = listed(lint("duplicates", "shop/engine.py", "--similarity", "0.5", "--format", "json"))
    assert (group["kind"], group["similarity"]) == ("edited", 0.6666)


SERVICES = """\
version: 1
services:
  shop: {package: shop, may_import: []}
  billing: {package: billing, may_import: []}
"""


def test_independent_services_are_compared_when_asked_for(tmp_path: Path) -> None:
    source = "def price(items, n):\n    return items\n\n\n" + function("total", "sorted")
    project = {"compliance.yaml": SERVICES, "shop/__init__.py": source, "billing/__init__.py": source}
    lint = lint_in(write(tmp_path, project))
    assert homes(lint("duplicates", "--format", "json")) == []
    assert homes(lint("duplicates", "--across-services", "--format", "json")) == ["shop/__init__.py"]


# --------------------------------------------------------------------------------- what is accepted


def waived(reason: str) -> str:
    """The source of the copy in `shop/old` with a waiver of this ending."""
    head, tail = SOURCES["shop/old/prices.py"].split(":\n", 1)
    return f"{head}:  # ssot: ignore[SST102]{reason}\n{tail}"


def test_a_group_whose_only_copy_is_waived_is_left_out(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"shop/old/prices.py": waived(" -- until the split")})
    assert "shop/prices.py" not in homes(lint("duplicates", "--format", "json"))


def test_a_waiver_of_another_rule_accepts_nothing(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"shop/old/prices.py": waived("").replace("SST102", "SST101")})
    assert "shop/prices.py" in homes(lint("duplicates", "--format", "json"))


def test_a_waiver_that_is_past_its_date_accepts_nothing(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"shop/old/prices.py": waived(" until=2020-01-01 -- soon")})
    assert "shop/prices.py" in homes(lint("duplicates", "--format", "json"))


def test_a_waived_copy_among_others_is_no_line_that_could_go(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {
        "shop/old/prices.py": waived(" -- until the split"), "shop/v2.py": SOURCES["shop/old/prices.py"],
    })  # fmt: skip
    (group,) = listed(lint("duplicates", "shop/prices.py", "--format", "json"))
    assert [member["path"] for member in group["members"]] == ["shop/prices.py", "shop/v2.py"]


def test_a_waiver_holds_for_what_only_a_lower_bound_finds(lint: Lint, tmp_path: Path) -> None:
    small = "from shop.jobs import start\n\n\n" + function("small", "start", statements=3)
    accepted = small.replace("(items):", "(items):  # ssot: ignore[SST102] -- so small")
    write(tmp_path, {"shop/a.py": small, "shop/b.py": accepted})
    assert "shop/a.py" not in homes(lint("duplicates", "--min-lines", "4", "--format", "json"))


def test_a_rule_that_is_off_is_left_out_and_told(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nrules: {SST101: off}\n"})
    done = lint("duplicates", "--format", "json")
    assert "shop/engine.py" not in homes(done)
    assert done.stderr == (
        "ssot-lint: note: nothing is listed for SST101, which is off: turned off in compliance.yaml\n"
    )


def test_copies_where_a_rule_is_off_are_left_out(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nrules: {SST102: {test: off}}\n"})
    assert homes(lint("duplicates", "--format", "json")) == ["shop/engine.py", "shop/prices.py"]


def test_a_group_is_as_bad_as_the_policy_says(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nrules: {SST102: {paths: {'shop/old/**': warning}}}\n"})
    (group,) = listed(lint("duplicates", "shop/old", "--format", "json"))
    assert group["severity"] == "warning"


def test_a_group_is_as_bad_as_the_worst_of_its_copies(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {
        "compliance.yaml": "version: 1\nrules: {SST102: {paths: {'shop/old/**': info}}}\n",
        "shop/v2.py": SOURCES["shop/old/prices.py"],
    })  # fmt: skip
    (group,) = listed(lint("duplicates", "shop/old", "--format", "json"))
    assert (len(group["members"]), group["severity"]) == (3, "error")


def test_copies_within_tests_are_mild(lint: Lint) -> None:
    (group,) = listed(lint("duplicates", "tests", "--format", "json"))
    assert (group["kind"], group["severity"]) == ("test", "info")


def test_what_the_policy_accepts_is_left_out(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nduplicates: {acceptable: ['*:Engine']}\n"})
    assert "shop/engine.py" not in homes(lint("duplicates", "--format", "json"))


# --------------------------------------------------------------------------- mistakes and exit codes


@pytest.mark.parametrize("value", ["1.5", "0", "-0.1", "nan", "inf", "much", ""])
def test_a_similarity_that_is_no_share_is_refused(value: str, lint: Lint) -> None:
    assert refused(lint("duplicates", f"--similarity={value}")) == (
        f"--similarity {value}: a number above 0 and up to 1 is wanted, as 0.8"
    )


@pytest.mark.parametrize("value", ["0", "-3", "2.5", "few", "²", ""])
def test_a_number_of_lines_that_is_none_is_refused(value: str, lint: Lint) -> None:
    assert refused(lint("duplicates", f"--min-lines={value}")) == (
        f"--min-lines {value}: a whole number from 1 on is wanted"
    )


def test_a_broken_policy_is_refused(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nduplicate: {}\n"})
    assert "unknown key 'duplicate'" in refused(lint("duplicates"))


def test_html_without_the_extra_says_how_to_install_it(tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, SOURCES), without("jinja2"))
    assert refused(lint("duplicates", "--format", "html")) == (
        "HTML needs jinja2: pip install 'ssot-lint[html]'; text, json and dot do without"
    )


@pytest.mark.parametrize("form", ["text", "json", "dot"])
def test_the_other_formats_do_without_the_extra(form: str, tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, SOURCES), without("jinja2"))
    assert lint("duplicates", "--format", form).returncode == 0


def test_a_refusal_leaves_the_file_as_it_was(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nduplicate: {}\n", "page.html": "old"})
    lint("duplicates", "--format", "html", "--output", "page.html")
    assert (tmp_path / "page.html").read_text() == "old"


def test_a_file_that_does_not_parse_is_told(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"broken.py": "import\n"})
    done = lint("duplicates")
    assert done.stderr == "ssot-lint: note: 1 file could not be parsed or read, and took no part\n"
    assert done.returncode == 0


def test_an_incomplete_analysis_exits_with_three(lint: Lint, tmp_path: Path) -> None:
    crash = (
        "import ssot_checks.duplicate_class.check as check\n"
        "def broken(*_, **__): raise ValueError('broken')\n"
        "check.copy_finding = broken\n"
        "from ssot_lint.drivers.cli import main; main()\n"
    )
    done = lint_in(tmp_path, (sys.executable, "-c", crash))("duplicates")
    assert (done.returncode, done.stdout.endswith("could go\n")) == (3, True)
    assert "incomplete: SST101 crashed: ValueError: broken" in done.stderr
