"""How many findings of each tool were judged to be what, and what that says of its precision."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt

import msgspec

from benchmarks.clones.judged import Drawn, Judgement
from benchmarks.kept import MEASURED

_FILE = "precision.json"
_DEVIATIONS = 1.96  # of a normal distribution: 95 %


class Counts(msgspec.Struct, frozen=True):
    """The judged findings of a tool, of so many groups; or why there are none."""

    groups: int = 0
    worth: int = 0
    partly: int = 0
    noise: int = 0
    failure: str = ""

    @property
    def judged(self) -> int:
        """How many findings were judged."""
        return self.worth + self.partly + self.noise


class Precision(msgspec.Struct, frozen=True):
    """What was judged on a corpus: the sample of a commit, and the counts of each tool.

    `earlier`: of the tools that are not in that sample, the commit of the one that they are in.
    """

    title: str
    commit: str
    tools: dict[str, Counts]
    earlier: dict[str, str] = {}


def counted(title: str, commit: str, drawn: Drawn, judgements: Iterable[Judgement]) -> Precision:
    """The counts of one sample; the judgements of others are passed over."""
    found: dict[str, Counter[str]] = {tool: Counter() for tool in drawn.groups}
    for one in judgements:
        if one.sample == commit:
            found[one.tool][one.verdict] += 1
    tools = {
        tool: Counts(drawn.groups[tool], verdicts["worth merging"], verdicts["partly"], verdicts["noise"])
        for tool, verdicts in found.items()
    }
    return Precision(
        title, commit, tools | {tool: Counts(failure=why) for tool, why in drawn.failures.items()}
    )


def latest(samples: Sequence[Precision]) -> Precision:
    """Of the samples of a corpus, in their order, each tool as the last one has it that has it at all."""
    tools: dict[str, Counts] = {}
    commits: dict[str, str] = {}
    for one in samples:
        tools |= one.tools
        commits |= dict.fromkeys(one.tools, one.commit)
    last = samples[-1]
    earlier = {tool: commit for tool, commit in commits.items() if commit != last.commit}
    return Precision(last.title, last.commit, tools, earlier)


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of Wilson's score for a share of so many trials; all of it for none."""
    if not trials:
        return 0.0, 1.0
    share, square = hits / trials, _DEVIATIONS**2
    middle = share + square / (2 * trials)
    reach = _DEVIATIONS * sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    scale = 1 + square / trials
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def load() -> dict[str, Precision]:
    """What is kept, by the name of the corpus."""
    file = MEASURED / _FILE
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Precision]) if file.exists() else {}


def keep(measured: dict[str, Precision]) -> None:
    """Replace what is kept of these corpora; the others stay."""
    MEASURED.mkdir(exist_ok=True)
    encoded = msgspec.json.encode(load() | measured)
    (MEASURED / _FILE).write_bytes(msgspec.json.format(encoded, indent=1) + b"\n")
