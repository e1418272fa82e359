"""Markdown as the words it shows."""

import re

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_MARKUP = re.compile(
    r"^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+|^\s*(?:```|~~~).*$|[*`]+|~~", re.MULTILINE
)
_RULES = re.compile(r"^\s*\|?(?:\s*:?-{3,}:?\s*\|?)+\s*$", re.MULTILINE)


def plain(markdown: str) -> str:
    """The words of a Markdown text without its marks."""
    return _MARKUP.sub("", _RULES.sub("", _LINK.sub(r"\1", markdown))).strip()
