"""Reads email files: headers, text, and the names of attachments.

Headers are shown as declared: nothing in an uploaded file proves who wrote it.
"""

import re
from collections.abc import Iterator
from email import message_from_binary_file, policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final

from sharewell.file_reader.limits import Facts, Limits, RawPage, UnreadableFile, too_large
from sharewell.file_reader.words import Block, clean, decode, single_line, split_pages

_HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")
_MAX_PARTS: Final = 200
_MAX_BYTES: Final = 60_000_000
_MAX_TEXT_BYTES: Final = 5_000_000
_MAX_HEADER_LENGTH: Final = 20_000
_HEADER: Final = re.compile(rb"^[!-9;-~]{1,70}:")


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage | Facts]:  # noqa: ARG001
    """Yields the headers, then the text in pages, then the names of the attachments."""
    if path.stat().st_size > _MAX_BYTES:
        raise UnreadableFile(too_large("email", _MAX_BYTES))
    message, rest = _parse(path)
    if not any(header in message for header in ("From", "Date", "Subject", "Received", "To")):
        raise UnreadableFile("This file is named .eml but is not an email.")
    shown = {name: header(message, name) for name in _HEADERS}
    yield Facts(title=shown["Subject"])
    yield from split_pages(_blocks(message, shown, rest))


def _parse(path: Path) -> tuple[Message, str]:
    """Returns the message; for one too broken to parse, its headers and the raw rest."""
    with path.open("rb") as file:
        try:
            return message_from_binary_file(file, policy=policy.compat32), ""
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, IndexError):
            file.seek(0)
            head, _, body = file.read(_MAX_TEXT_BYTES).partition(b"\n\n")
            message = BytesHeaderParser(policy=policy.compat32).parsebytes(head + b"\n\n")
            return message, decode(body)


def _blocks(message: Message, shown: dict[str, str | None], rest: str) -> Iterator[Block]:
    """Yields what a reader of the mail sees."""
    yield Block("\n".join(f"{name}: {value}" for name, value in shown.items() if value))
    yield Block("")
    plain, html, attached = list[str](), list[str](), list[str]()
    for part in _parts(message):
        if name := _name(part):
            attached.append(name)
        elif part.get_content_type() == "text/plain":
            plain.append(_content(part))
        elif part.get_content_type() == "text/html":
            html.append(_content(part))
    if plain or rest:
        yield from map(Block, "\n".join([*plain, rest]).splitlines())
    else:
        yield from _html("\n".join(html))
    if attached:
        yield Block("")
        yield Block("Attached: " + ", ".join(attached))


def _parts(message: Message) -> Iterator[Message]:
    """Yields the leaf parts of a message, without recursion."""
    stack, seen = [message], 0
    while stack and seen < _MAX_PARTS:
        part = stack.pop()
        seen += 1
        if part.is_multipart():
            stack.extend(reversed(part.get_payload()))  # type: ignore[arg-type]
        else:
            yield part


def _html(text: str) -> Iterator[Block]:
    """Yields the text of a mail written in HTML only."""
    from sharewell.file_reader import page

    root = page.parse_html(text)[0] if text else None
    if root is not None:
        yield from page.blocks(root)


def _content(part: Message) -> str:
    """Returns a part's text, decoded as declared if that encoding exists."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        data = str(part.get_payload()).encode("utf-8", "replace")
    data = data[:_MAX_TEXT_BYTES] if isinstance(data, bytes) else b""
    try:
        declared = part.get_content_charset()
        return data.decode(declared, "strict") if declared else decode(data)
    except (LookupError, ValueError, TypeError, AttributeError):
        return decode(data)


def _name(part: Message) -> str | None:
    """Returns the name of an attachment without folders; None for a part that is not one."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        name = None
    if not name and part.get_content_disposition() != "attachment":
        return None
    plain = single_line(_decoded(str(name or "")))
    return re.split(r"[/\\]", plain)[-1] or "unnamed" if plain else "unnamed"


def header(message: Message, name: str) -> str | None:
    """Returns a header in one line, decoded (RFC 2047), without control characters."""
    value = message.get(name)
    return single_line(_decoded(str(value)[:_MAX_HEADER_LENGTH])) if value is not None else None


def _decoded(value: str) -> str:
    """Returns encoded words as text; broken ones stay unchanged."""
    try:
        return clean("".join(map(_word, decode_header(value))))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return clean(value)


def _word(word: tuple[str | bytes, str | None]) -> str:
    """Returns one decoded word."""
    content, encoding = word
    if isinstance(content, str):
        return content
    try:
        return content.decode(encoding) if encoding else decode(content)
    except (LookupError, ValueError):
        return decode(content)
