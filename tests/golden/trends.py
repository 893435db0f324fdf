"""Hand-made trends for the renderers."""

from ssot_lint.trend import Point, Trend

IDS = [f"{number:x}" * 40 for number in range(1, 6)]

TREND = Trend(
    (
        Point(
            revision="v1.0",
            commit=IDS[0],
            date="2025-11-30T23:59:59Z",
            score={"overall": None},
            empty="no Python file to analyse",
        ),
        Point(
            revision="v1.1",
            commit=IDS[1],
            date="2026-01-05T10:00:00Z",
            score={"overall": 80.0, "real": 75.0, "test": 100 * 8 / 9},
            findings={"SST001": 2, "SST101": 30, "SST303": 7},
            severities={"error": 32, "info": 7},
            files=30,
            unparsable=2,
        ),
        Point(
            revision="v1.2",
            commit=IDS[2],
            date="2026-02-05T10:00:00Z",
            score={"overall": 86.66, "real": 85.0, "test": 90.0},
            findings={"SST101": 12, "SST303": 7, "SST503": 1},
            severities={"error": 12, "info": 7, "warning": 1},
            files=30,
        ),
        Point(
            revision="v1.3",
            commit=IDS[3],
            date="2026-03-05T10:00:00Z",
            score={"overall": None},
            incomplete=("git lacks a.py",),
        ),
        Point(
            revision="5555555555",
            commit=IDS[4],
            date="2026-04-05T10:00:00Z",
            score={"overall": 86.6, "real": 85.0, "test": 90.0, "tool": None},
            findings={"SST101": 12, "SST303": 7, "SST503": 2},
            severities={"error": 12, "info": 7, "warning": 2},
            files=31,
        ),
    ),
    "compliance.yaml",
    commits=120,
)

EVIL = "=\x1b[31mv1\u202e</title><script>alert(1)</script>\udcff\"'&,\n::error::x"

HOSTILE = Trend(
    (
        Point(
            revision=EVIL,
            commit=IDS[0],
            date="2026-01-05T10:00:00Z",
            score={"overall": 50.0, EVIL: 20.0},
            findings={"SST101": 1},
            severities={"error": 1},
            files=2,
            incomplete=(EVIL,),
        ),
        Point(revision="@x", commit=IDS[1], date="2026-01-06T10:00:00Z", score={"overall": None}, empty=EVIL),
    ),
    EVIL,
    is_own=True,
    commits=2,
)
