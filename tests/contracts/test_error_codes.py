"""The app knows the error codes of the API by the same names."""

import re
from pathlib import Path

from local_stack.templates import ROOT
from sharewell.core.errors import DomainError

APP_ONLY = {"offline", "unknown"}
"""Codes that the app gives to a request without a response, or without a problem in it."""
WEB = ROOT / "web/src"


def _codes_in(path: Path) -> set[str]:
    text = path.read_text()
    compared = set(re.findall(r"\.code [=!]== \"(\w+)\"", text))
    messages = re.search(r"const MESSAGES[^{]*\{(.*?)\n\};", text, re.DOTALL)
    return compared | set(re.findall(r"^  (\w+):", messages[1] if messages else "", re.MULTILINE))


def test_app_names_only_codes_of_the_api() -> None:
    known = {it.code for it in DomainError.__subclasses__()} | {"internal"} | APP_ONLY
    found = {path.name: _codes_in(path) for path in WEB.rglob("*.ts*")}

    assert {"not_found", "version_conflict"} <= found["problem.ts"]
    assert {name: codes - known for name, codes in found.items() if codes - known} == {}
