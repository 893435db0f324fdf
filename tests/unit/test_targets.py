"""Which --output belongs to which --format."""

from pathlib import Path

import pytest

from ssot_lint.drivers.cli.targets import FORMATS, OUTPUTS, Target, paired
from ssot_lint.errors import UsageError


def given(line: str) -> tuple[Target, ...]:
    """What a line like `f:json o:a.json` is taken for."""
    words = [word.split(":") for word in line.split()]
    return paired(
        "text",
        [FORMATS if kind == "f" else OUTPUTS for kind, _ in words],
        [value for kind, value in words if kind == "f"],
        [Path(value) for kind, value in words if kind == "o"],
    )


A, B = Path("a"), Path("b")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", [Target("text")]),
        ("o:a", [Target("text", A)]),
        ("f:json", [Target("json")]),
        ("f:json o:a", [Target("json", A)]),
        ("o:a f:json", [Target("json", A)]),
        ("f:sarif o:a f:text", [Target("sarif", A), Target("text")]),
        ("f:text f:sarif o:a", [Target("text"), Target("sarif", A)]),
        ("f:sarif o:a f:json o:b", [Target("sarif", A), Target("json", B)]),
        ("o:a f:sarif o:b f:json", [Target("sarif", A), Target("json", B)]),
    ],
)
def test_an_output_is_for_the_format_beside_it(line: str, found: list[Target]) -> None:
    assert given(line) == tuple(found)


@pytest.mark.parametrize(
    ("line", "left"), [("o:a o:b", "b"), ("f:json o:a o:b", "b"), ("o:a f:json o:b", "b")]
)
def test_an_output_without_a_format_is_a_mistake(line: str, left: str) -> None:
    with pytest.raises(UsageError, match=f"--output {left}: there is no --format for it"):
        given(line)
