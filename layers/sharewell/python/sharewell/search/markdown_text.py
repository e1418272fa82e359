"""Converts Markdown to plain text."""

import re
from typing import Final

_LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]"
    r"\([^()\s]{0,1500}(?:\([^()\s]{0,200}\)[^()\s]{0,300}){0,3}"
    r"(?:[ \t]{1,9}\"[^\"\n]{0,300}\")?\)"
)
"""Every repetition is bounded, so that matching takes time linear in the text's length."""
_PREFIX: Final = re.compile(r"(?:#{1,6}|>|[-*+]|\d{1,9}[.)])\s+")
_MARKS: Final = re.compile(r"[*`]+|~~")


def markdown_to_text(markdown: str) -> str:
    """Returns the words of a Markdown text without its syntax."""
    return "\n".join(map(_words, _LINK.sub(r"\1", markdown).split("\n"))).strip()


def _words(line: str) -> str:
    """Returns the words of a line; none for a fence and for the rule below a table's head."""
    stripped = line.lstrip()
    if stripped.startswith(("```", "~~~")) or ("---" in line and not line.strip("|-: \t\r")):
        return ""
    prefix = _PREFIX.match(stripped) if len(line) - len(stripped) <= 3 else None
    return _MARKS.sub("", stripped[prefix.end() :] if prefix else line)
