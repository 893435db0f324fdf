"""Whether a source that this Python cannot parse is one for a newer Python."""

import re

# libcst's time grows with the square of such a chain, and its stack with the chain: some thousands of links
# take minutes, or end the process. With each bracket inside another in a `case` it takes twice as long.
# No source that people write comes near.
LONGEST_CHAIN = 1000
DEEPEST_CASE = 12

_MARK = re.compile(
    r"""
    (?s:\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3})
    | "(?:\\.|[^\\"\n])*" | '(?:\\.|[^\\'\n])*' | \#[^\n]*
    | [(\[{}\])] | [,;\n]
    | [-+*/%@&|^~<>.!]+ | \b(?:not|and|or|if|else|lambda|await)\b
    """,
    re.VERBOSE,
)


def parses_elsewhere(text: str) -> bool:
    """Whether the newest grammar that libcst knows accepts the text; False where it is not installed.

    libcst takes a few things that no Python takes (it does not check scoping or keywords' places),
    so a file that fails for another reason may pass here as well; what it refuses is broken.
    """
    try:
        from libcst import ParserSyntaxError
        from libcst.native import parse_module  # type: ignore[import-not-found] # compiled, without a stub
    except ImportError:
        return False
    chain, depth = extent(text)
    if chain > LONGEST_CHAIN or (depth > DEEPEST_CASE and "case" in text):
        return False
    try:
        parse_module(text)
    except (ParserSyntaxError, RecursionError, UnicodeError):
        return False
    return True


def extent(text: str) -> tuple[int, int]:
    """How many operations at most one expression strings together, and how many brackets are open at most.

    Operations are calls, attributes, subscripts and operators.
    """
    longest = deepest = 0
    links = [0]  # since the last comma, for each open bracket
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in "([{":
            links[-1] += 1
            longest = max(longest, links[-1])
            links.append(0)
            deepest = max(deepest, len(links) - 1)
        elif mark in ")]}":
            if len(links) > 1:
                links.pop()
        elif mark in ",;" or (mark == "\n" and len(links) == 1):
            links[-1] = 0
        elif mark[0] not in "\"'#\n":
            links[-1] += 1
            longest = max(longest, links[-1])
    return longest, deepest
