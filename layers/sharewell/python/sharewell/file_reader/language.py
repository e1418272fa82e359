"""Detects the language of a text with CLD3, a small neural network."""

import re
from typing import Final

from gcld3 import NNetLanguageIdentifier  # type: ignore[import-untyped]

_CURRENT_CODES: Final = {"iw": "he", "jw": "jv", "mo": "ro", "nb": "no"}
"""Older language codes that CLD3 still returns, and their current ones."""
_MIN_LENGTH: Final = 20
_NOT_PROSE: Final = re.compile(r"https?://\S+|\S+@\S+|[\d_/\\|<>{}\[\]()=+*#]+")


def detect_language(text: str) -> str | None:
    """Returns the ISO 639-1 code; None if the text is too short or too mixed."""
    prose = " ".join(_NOT_PROSE.sub(" ", text).split())
    if len(prose) < _MIN_LENGTH:
        return None
    detector = NNetLanguageIdentifier(min_num_bytes=_MIN_LENGTH, max_num_bytes=10_000)
    result = detector.FindLanguage(prose)
    code = _CURRENT_CODES.get(result.language, result.language)
    return code if result.is_reliable and re.fullmatch("[a-z]{2}", code) else None
