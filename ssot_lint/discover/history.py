"""Which commits of a history are looked at: pure functions of what git tells."""

import re
from calendar import monthrange
from collections.abc import Collection, Container, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from ssot_lint.discover.commits import Commit
from ssot_lint.errors import UsageError

Every = Literal["tag", "week"] | int
"""The commits with a tag, the last one of each week, or each one after so many."""

_AGO = re.compile(r"(\d{1,4})[ .]?(day|week|month|year)s?(?:[ .]ago)?")
_NUMBER = re.compile("0*[1-9][0-9]{0,8}")
_MONTHS = {"month": 1, "year": 12}


def every(text: str) -> Every:
    """What `--every` asks for. UsageError for what makes no sense."""
    if text == "tag":
        return "tag"
    if text == "week":
        return "week"
    if _NUMBER.fullmatch(text):
        return int(text)
    raise UsageError(f"--every {text}: tag, week or a number of commits from 1 on is wanted")


def since(text: str, today: date) -> datetime:
    """The moment that `--since` names: the start of a day in UTC. UsageError for what names none."""
    words = text.strip().lower()
    if words.startswith("@"):  # what git takes for seconds would be another day to a reader
        words = ""
    try:
        day = _days_ago(words, today) or date.fromisoformat(words)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"--since {text}: a day as 2027-01-31 is wanted, or how long ago: 3 days, 2 weeks, 1 year"
        ) from None


def _days_ago(words: str, today: date) -> date | None:
    found = _AGO.fullmatch(words)
    if not found:
        return None
    number, unit = int(found[1]), found[2]
    if unit in _MONTHS:
        months = today.year * 12 + today.month - 1 - number * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        if year < 1:
            raise ValueError(f"there is no year {year}")
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    return today - timedelta(days=number * (7 if unit == "week" else 1))


def ends(text: str) -> tuple[str | None, str]:
    """The base, None where there is none, and the head that an argument names, as `v1.0..main` does.

    UsageError for three dots, which mean commits of both sides.
    """
    if "..." in text:
        raise UsageError(f"{text}: two dots are wanted, as in v1.0..main; three mean commits of both sides")
    base, dots, head = text.partition("..")
    return (base or "HEAD", head or "HEAD") if dots else (None, text)


def chosen(commits: Sequence[Commit], tagged: Container[str], step: Every) -> list[Commit]:
    """Those that are looked at; both lists have the last commit first.

    Numbers are counted from the last commit; weeks are those of ISO 8601, in UTC.
    """
    if step == "tag":
        return [commit for commit in commits if commit.id in tagged]
    if step == "week":
        first: dict[tuple[int, int], Commit] = {}
        for commit in commits:
            first.setdefault(commit.made.isocalendar()[:2], commit)
        taken = {commit.id for commit in first.values()}
        return [commit for commit in commits if commit.id in taken]
    return list(commits[:: int(step)])


def name_of(commit: Commit, tags: Collection[str]) -> str:
    """What a reader calls a commit: by its tags, else by the beginning of its id."""
    return ", ".join(sorted(tags)) or commit.id[:10]
