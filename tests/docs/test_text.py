"""Markdown as text."""

from docs.text import raised, relative, relinked, sections, slug

FENCED = "text\n\n```python\n# no heading\n[a](b)\n```\n"


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    text = "# Title\n\nintro\n\n## One\n\na\n\n### Below\n\nb\n\n## Two\n\nc\n"
    assert sections(text) == {"": "# Title\n\nintro", "One": "a\n\n### Below\n\nb", "Two": "c"}


def test_a_heading_in_a_fence_is_none() -> None:
    assert sections("````md\n## A\n```\n## B\n```\n````\n## C\n") == {
        "": "````md\n## A\n```\n## B\n```\n````",
        "C": "",
    }


def test_headings_are_raised_and_code_is_not() -> None:
    assert raised("### A\n\n```sh\n## b\n```") == "## A\n\n```sh\n## b\n```"


def test_links_and_pictures_are_changed_and_code_is_not() -> None:
    text = "[`a`](x) ![p](y) [![q](z)](z) `[b](c)`\n\n" + FENCED
    assert relinked(text, str.upper) == "[`a`](X) ![p](Y) [![q](Z)](Z) `[b](c)`\n\n" + FENCED


def test_a_link_leads_from_its_page() -> None:
    assert relative("policy.md#factories", "rules/SST201.md") == "../policy.md#factories"
    assert relative("rules/index.md", "index.md") == "rules/index.md"


def test_an_anchor_is_the_words_of_the_heading() -> None:
    assert slug("Layers, and the contracts of `import-linter`") == "layers-and-the-contracts-of-import-linter"
