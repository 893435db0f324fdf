"""The shell of a page: what it may do, and data that cannot break out of it."""

import base64
import hashlib
import json
import re
import sys
from html import unescape

import html5lib
import msgspec
import pytest

from ssot_lint.errors import UsageError
from ssot_lint.render.html.shell import embedded, render_page, require_templates

EVIL = "</script><!--<script>alert(1)</script> & ]]> \u2028\u2029 ::error::x"


class Data(msgspec.Struct):
    text: str


def made(text: str = "") -> str:
    return render_page("shell.html.j2", Data(text))


def policy(page: str) -> dict[str, str]:
    """The directives of the page's own policy."""
    (content,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return {name: value for each in unescape(content).split("; ") for name, _, value in [each.partition(" ")]}


def test_nothing_is_allowed_but_the_script_and_the_style_of_the_page() -> None:
    page = made()
    parts = {
        name: re.findall(rf"<{name}>(.*?)</{name}>", page, re.S)[-1].encode() for name in ("script", "style")
    }
    for name, content in parts.items():
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert policy(page)[f"{name}-src"] == f"'sha256-{digest}'"
    assert policy(page)["default-src"] == "'none'"
    assert "unsafe" not in str(policy(page))


def test_no_markup_can_be_made_of_text() -> None:
    assert policy(made())["require-trusted-types-for"] == "'script'"
    assert policy(made())["trusted-types"] == "'none'"


def test_no_element_has_a_style_or_a_listener_of_its_own() -> None:
    tree = html5lib.parse(made(), namespaceHTMLElements=False)
    names = {str(name) for each in tree.iter() for name in each.attrib}
    assert [name for name in names if name == "style" or name.startswith("on")] == []


def test_data_that_looks_like_markup_is_data() -> None:
    tree = html5lib.parse(made(EVIL), namespaceHTMLElements=False)
    data, script = tree.iter("script")
    assert json.loads(str(data.text)) == {"text": EVIL}
    assert "alert" not in str(script.text)


def test_data_is_one_line_without_anything_active() -> None:
    text = embedded(Data(EVIL))
    assert not re.search("[<>&\u2028\u2029\n]", text)


def test_the_same_data_gives_the_same_bytes() -> None:
    assert made(EVIL) == made(EVIL)


def test_without_the_extra_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError, match=r"^HTML needs jinja2: pip install 'ssot-lint\[html\]'; or so$"):
        require_templates("; or so")
