"""A hook for schemathesis that points generated links to this machine."""

from typing import Any
from urllib.parse import urlsplit

import schemathesis

HERE = "127.0.0.1"


def before_call(_context: Any, case: Any, _kwargs: dict[str, Any]) -> None:
    """Replaces web addresses in bodies by addresses of this machine."""
    if isinstance(case.body, dict) and isinstance(case.body.get("url"), str):
        case.body = case.body | {"url": _here(case.body["url"])}


def _here(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_page = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return url
    return parts._replace(netloc=HERE).geturl() if is_page else url


schemathesis.hook(before_call)
