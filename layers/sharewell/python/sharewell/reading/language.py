"""Which language a text is written in, told by CLD3's small network."""

import re
from typing import Final

from gcld3 import NNetLanguageIdentifier  # type: ignore[import-untyped]

_NAMES: Final = {"iw": "he", "jw": "jv", "mo": "ro", "nb": "no"}
"""Codes that CLD3 still uses by their older names."""
_SHORTEST: Final = 20
_NOT_PROSE: Final = re.compile(r"https?://\S+|\S+@\S+|[\d_/\\|<>{}\[\]()=+*#]+")


def of(text: str) -> str | None:
    """The ISO 639-1 code, or None where the text is too short or too mixed to say."""
    prose = " ".join(_NOT_PROSE.sub(" ", text).split())
    if len(prose) < _SHORTEST:
        return None
    told = NNetLanguageIdentifier(min_num_bytes=_SHORTEST, max_num_bytes=10_000).FindLanguage(prose)
    code = _NAMES.get(told.language, told.language)
    return code if told.is_reliable and re.fullmatch("[a-z]{2}", code) else None
