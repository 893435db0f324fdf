"""What facts depend on, beside the source: our code, the Python that parses, the grammar that stands in.

Not in the room of extraction, which a run that has nothing to extract need not load.
"""

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from ssot_lint import model


@cache
def extractor() -> str:
    """A line that changes with whatever may change the facts of the same source, on any machine.

    The code is taken by its content, so that no number must be raised with each change of it.
    """
    from hashlib import blake2b

    code = blake2b(digest_size=8)
    for path in (*sorted(Path(__file__).with_name("extract").glob("*.py")), Path(model.__file__)):
        code.update(path.read_bytes())
    python = ".".join(map(str, sys.version_info))
    return f"{code.hexdigest()}, {sys.implementation.name} {python}, libcst {_libcst()}"


def _libcst() -> str:
    try:
        return version("libcst") if find_spec("libcst") else "none"
    except PackageNotFoundError:
        return "unknown"
