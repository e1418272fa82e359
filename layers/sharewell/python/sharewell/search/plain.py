"""Markdown as the words it shows."""

import re
from typing import Final

_LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]"
    r"\([^()\s]{0,1500}(?:\([^()\s]{0,200}\)[^()\s]{0,300}){0,3}"
    r"(?:[ \t]{1,9}\"[^\"\n]{0,300}\")?\)"
)
"""Each part has an end, so that a text takes as long as it is long."""
_BEGINNING: Final = re.compile(r"(?:#{1,6}|>|[-*+]|\d{1,9}[.)])\s+")
_MARKS: Final = re.compile(r"[*`]+|~~")


def plain(markdown: str) -> str:
    """The words of a Markdown text without its marks."""
    return "\n".join(map(_words, _LINK.sub(r"\1", markdown).split("\n"))).strip()


def _words(line: str) -> str:
    """The words of a line; a fence, and the rule below a table's head, have none."""
    begun = line.lstrip()
    if begun.startswith(("```", "~~~")) or ("---" in line and not line.strip("|-: \t\r")):
        return ""
    marked = _BEGINNING.match(begun) if len(line) - len(begun) <= 3 else None
    return _MARKS.sub("", begun[marked.end() :] if marked else line)
