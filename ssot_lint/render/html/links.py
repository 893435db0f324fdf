"""Links to the source: a template with fields, and paths as URLs have them."""

import os
import re
from urllib.parse import quote

from ssot_lint.errors import UsageError

FIELDS = ("path", "line", "column")

_FIELD = re.compile(r"\{([^{}]*)\}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=[^{\s])")
_RUN = {"javascript", "data", "vbscript", "blob", "filesystem", "about", "view-source"}
"""The schemes that a browser takes for a program or a page of their own."""


def checked_template(template: str) -> str:
    """The template of links, as given. UsageError where it would not lead to a source."""
    scheme = _SCHEME.match(template)
    if scheme is None:
        raise UsageError(f"--link-template {template!a}: an address is wanted, as https://… or vscode://…")
    if scheme[1].lower() in _RUN:
        raise UsageError(f"--link-template {template!a}: {scheme[1]}: leads to no source")
    if not template.isprintable() or " " in template:
        raise UsageError(f"--link-template {template!a}: an address has no blanks and control characters")
    if unknown := [name for name in _FIELD.findall(template) if name not in FIELDS]:
        fields = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise UsageError(
            f"--link-template {template!a}: there is no {{{unknown[0]}}}; the fields are {fields}"
        )
    if "{path}" not in template:
        raise UsageError(f"--link-template {template!a}: without {{path}} all links would be the same")
    return template


def url_path(path: str) -> str:
    """A path from the root as a URL has it; bytes that are no UTF-8 are kept."""
    return quote(os.fsencode(path))
