"""Which commits of a history are taken: by tag, by week, by number; since when, and between which ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ssot_lint.discover.commits import Commit
from ssot_lint.discover.history import chosen, ends, every, name_of, since
from ssot_lint.errors import UsageError

MONDAY = datetime(2026, 6, 15, tzinfo=UTC)
COMMITS = [Commit(f"{number:040x}", MONDAY - timedelta(days=number)) for number in range(15)]
DAY = date(2026, 3, 31)


def numbers(commits: list[Commit]) -> list[int]:
    return [int(commit.id, 16) for commit in commits]


def test_numbers_are_counted_from_the_last_commit() -> None:
    assert numbers(chosen(COMMITS, (), 7)) == [0, 7, 14]


def test_the_last_commit_of_each_week_is_taken() -> None:
    assert numbers(chosen(COMMITS, (), "week")) == [0, 1, 8]


def test_a_week_is_one_though_the_clocks_of_its_commits_disagree() -> None:
    late = Commit("f" * 40, MONDAY)
    assert chosen([COMMITS[0], COMMITS[1], late], (), "week") == [COMMITS[0], COMMITS[1]]


def test_only_tagged_commits_are_taken() -> None:
    assert numbers(chosen(COMMITS, {COMMITS[3].id, COMMITS[9].id, "unknown"}, "tag")) == [3, 9]


@pytest.mark.parametrize(("text", "step"), [("tag", "tag"), ("week", "week"), ("1", 1), ("250", 250)])
def test_every_is_a_tag_a_week_or_a_number(text: str, step: str | int) -> None:
    assert every(text) == step


@pytest.mark.parametrize(
    "text", ["0", "-1", "", "nonsense", "Tag", "1.5", "²", "10-commits", "00", "9" * 5000]
)
def test_every_refuses_what_makes_no_sense(text: str) -> None:
    with pytest.raises(UsageError, match="tag, week or a number of commits from 1 on is wanted"):
        every(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", (2026, 1, 31)),
        ("3 days", (2026, 3, 28)),
        ("1 day ago", (2026, 3, 30)),
        ("2.weeks", (2026, 3, 17)),
        ("2.weeks.ago", (2026, 3, 17)),
        ("1 month", (2026, 2, 28)),
        ("13 months ago", (2025, 2, 28)),
        ("4 months", (2025, 11, 30)),
        (" 1 Year ", (2025, 3, 31)),
        ("0 days", (2026, 3, 31)),
    ],
)
def test_since_is_the_start_of_a_day(text: str, day: tuple[int, int, int]) -> None:
    assert since(text, DAY) == datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "yesterday", "2026-13-01", "2026-02-30", "5000 years", "@0", "--output=x", "-1 days"],
)
def test_since_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(UsageError, match="a day as 2027-01-31 is wanted"):
        since(text, DAY)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("main", (None, "main")),
        ("v1..main", ("v1", "main")),
        ("v1..", ("v1", "HEAD")),
        ("..v1", ("HEAD", "v1")),
    ],
)
def test_a_range_has_two_ends(text: str, both: tuple[str | None, str]) -> None:
    assert ends(text) == both


def test_three_dots_are_refused() -> None:
    with pytest.raises(UsageError, match="two dots are wanted"):
        ends("a...b")


def test_a_commit_is_called_by_all_its_tags() -> None:
    assert name_of(COMMITS[0], ["v1.0", "latest"]) == "latest, v1.0"


def test_a_commit_without_a_tag_is_called_by_its_id() -> None:
    assert name_of(COMMITS[1], ()) == "0000000000"
