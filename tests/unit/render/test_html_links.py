"""Links from a page to the source: which templates are taken, and how a path stands in one."""

import pytest

from ssot_lint.errors import UsageError
from ssot_lint.render.html.links import checked_template, url_path


@pytest.mark.parametrize(
    "template",
    [
        "https://github.com/OWNER/NAME/blob/main/{path}#L{line}",
        "https://gitlab.com/OWNER/NAME/-/blob/main/{path}#L{line}",
        "vscode://file/home/me/project/{path}:{line}:{column}",
        "idea://open?file=/home/me/project/{path}&line={line}",
        "file:///home/me/project/{path}",
    ],
)
def test_addresses_of_forges_and_editors_are_taken(template: str) -> None:
    assert checked_template(template) == template


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("javascript:alert('{path}')", "javascript: leads to no source"),
        ("JavaScript:alert('{path}')", "JavaScript: leads to no source"),
        ("data:text/html,{path}", "data: leads to no source"),
        (" javascript:alert('{path}')", "an address is wanted, as https://… or vscode://…"),
        ("{path}", "an address is wanted, as https://… or vscode://…"),
        ("java\tscript:alert('{path}')", "an address is wanted, as https://… or vscode://…"),
        ("https://x/\u202e{path}", "an address has no blanks and control characters"),
        ("https://x/{file}", "there is no {file}; the fields are {path}, {line}, {column}"),
        ("https://x/#L{line}", "without {path} all links would be the same"),
    ],
)
def test_a_template_that_leads_to_no_source_is_refused(template: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_template(template)
    assert str(caught.value) == f"--link-template {template!a}: {reason}"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("shop/a.py", "shop/a.py"),
        ("a b#1?.py", "a%20b%231%3F.py"),
        ("größe.py", "gr%C3%B6%C3%9Fe.py"),
        ("\udcff.py", "%FF.py"),
        ("javascript:x.py", "javascript%3Ax.py"),
    ],
)
def test_a_path_is_written_as_a_url_has_it(path: str, shown: str) -> None:
    assert url_path(path) == shown
