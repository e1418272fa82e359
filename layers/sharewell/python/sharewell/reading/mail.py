"""E-mail files: who wrote to whom about what, the text, the names of what is attached.

Headers are shown as they stand: nothing in a file that someone uploads proves who wrote it.
"""

import re
from collections.abc import Iterator
from email import message_from_binary_file, policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final

from sharewell.reading.limits import Facts, Leaf, Limits, Refused, megabytes
from sharewell.reading.words import Block, clean, decode, line, pages

_SHOWN: Final = ("From", "To", "Cc", "Date", "Subject")
_PARTS: Final = 200
_LONGEST: Final = 60_000_000
_LONGEST_TEXT: Final = 5_000_000
_LONGEST_HEADER: Final = 20_000
_HEADER: Final = re.compile(rb"^[!-9;-~]{1,70}:")


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf | Facts]:  # noqa: ARG001
    """The headers first, then the text in portions of a page, then the attachments' names."""
    if path.stat().st_size > _LONGEST:
        raise Refused(f"This e-mail is larger than {megabytes(_LONGEST)}: kept but not read.")
    message, rest = _parsed(path)
    if not any(header in message for header in ("From", "Date", "Subject", "Received", "To")):
        raise Refused("This file says .eml but is no e-mail.")
    shown = {name: header(message, name) for name in _SHOWN}
    yield Facts(title=shown["Subject"])
    yield from pages(_blocks(message, shown, rest))


def _parsed(path: Path) -> tuple[Message, str]:
    """The message; of one too broken to parse its headers and the rest as it stands."""
    with path.open("rb") as file:
        try:
            return message_from_binary_file(file, policy=policy.compat32), ""
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, IndexError):
            file.seek(0)
            head, _, body = file.read(_LONGEST_TEXT).partition(b"\n\n")
            message = BytesHeaderParser(policy=policy.compat32).parsebytes(head + b"\n\n")
            return message, decode(body)


def _blocks(message: Message, shown: dict[str, str | None], rest: str) -> Iterator[Block]:
    """What a reader of the mail sees."""
    yield Block("\n".join(f"{name}: {value}" for name, value in shown.items() if value))
    yield Block("")
    plain, pictured, attached = list[str](), list[str](), list[str]()
    for part in _parts(message):
        if name := _name(part):
            attached.append(name)
        elif part.get_content_type() == "text/plain":
            plain.append(_content(part))
        elif part.get_content_type() == "text/html":
            pictured.append(_content(part))
    if plain or rest:
        yield from map(Block, "\n".join([*plain, rest]).splitlines())
    else:
        yield from _html("\n".join(pictured))
    if attached:
        yield Block("")
        yield Block("Attached: " + ", ".join(attached))


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of the tree that a message is, without a call per level."""
    waiting, seen = [message], 0
    while waiting and seen < _PARTS:
        part = waiting.pop()
        seen += 1
        if part.is_multipart():
            waiting.extend(reversed(part.get_payload()))  # type: ignore[arg-type]
        else:
            yield part


def _html(text: str) -> Iterator[Block]:
    """The text of a mail that is written in HTML only."""
    from sharewell.reading import page

    root = page.parsed(text)[0] if text else None
    if root is not None:
        yield from page.blocks(root)


def _content(part: Message) -> str:
    """A part's text, in the encoding it declares if there is such a one."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        data = str(part.get_payload()).encode("utf-8", "replace")
    data = data[:_LONGEST_TEXT] if isinstance(data, bytes) else b""
    try:
        declared = part.get_content_charset()
        return data.decode(declared, "strict") if declared else decode(data)
    except (LookupError, ValueError, TypeError, AttributeError):
        return decode(data)


def _name(part: Message) -> str | None:
    """What an attachment is called, without the folders that it claims to lie in."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        name = None
    if not name and part.get_content_disposition() != "attachment":
        return None
    plain = line(_decoded(str(name or "")))
    return re.split(r"[/\\]", plain)[-1] or "unnamed" if plain else "unnamed"


def header(message: Message, name: str) -> str | None:
    """A header's text in one line, decoded (RFC 2047), without any control character."""
    value = message.get(name)
    return line(_decoded(str(value)[:_LONGEST_HEADER])) if value is not None else None


def _decoded(value: str) -> str:
    """Encoded words as text; where they are broken they stay as they are."""
    try:
        return clean("".join(map(_word, decode_header(value))))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return clean(value)


def _word(word: tuple[str | bytes, str | None]) -> str:
    """One encoded word."""
    content, encoding = word
    if isinstance(content, str):
        return content
    try:
        return content.decode(encoding) if encoding else decode(content)
    except (LookupError, ValueError):
        return decode(content)
