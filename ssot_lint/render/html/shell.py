"""One self-contained page: its template filled in, style and script inline and nothing else allowed.

A page is a template that extends `shell.html.j2`, style sheets and scripts of this folder (those of the
shell come first), and one record as data. The scripts build elements from the data, never markup.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ssot_lint import __version__
from ssot_lint.errors import UsageError

HERE = Path(__file__).parent

_ACTIVE = re.compile("[<>&\u2028\u2029]")
"""What ends a script, opens a comment or breaks a line, in JSON only within strings."""


def require_templates(otherwise: str = "") -> None:
    """UsageError where what fills pages in is not installed; `otherwise` tells what does without."""
    try:
        import jinja2  # noqa: F401 - whether it loads is the question
    except ImportError:
        raise UsageError(f"HTML needs jinja2: pip install 'ssot-lint[html]'{otherwise}") from None


def render_page(
    template: str,
    data: msgspec.Struct,
    *,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    **values: object,
) -> str:
    """The page. `values` are for the template; `data` is for the scripts, every text in it safe to show."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    style, script = _joined("shell.css", *styles), _joined("shell.js", *scripts)
    return environment.get_template(template).render(
        **values,
        version=__version__,
        csp=content_security_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(embedded(data)),
    )


def content_security_policy(style: str, script: str) -> str:
    """What the page may do: run this script, be styled by this sheet, show images that stand in it."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def embedded(data: msgspec.Struct) -> str:
    """The record as JSON on one line that neither ends a script element nor opens a comment in it."""
    text = msgspec.json.encode(data).decode()
    return _ACTIVE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _joined(*names: str) -> str:
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
