"""Which addresses of the internet may be asked for what members link to."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 behind a translator (RFC 6052)."""
_COMPATIBLE = ip_network("::/96")
Address = IPv4Address | IPv6Address


class Unreachable(Exception):
    """What is behind a link cannot be shown; the message is a sentence for whoever shared it.

    `again` says whether it may be otherwise in a moment.
    """

    def __init__(self, sentence: str, *, again: bool = False) -> None:
        super().__init__(sentence)
        self.again = again


def target(url: str, allowed: str = "") -> tuple[str, str, int]:
    """Scheme, host and port of an address that may be asked; `allowed` is a host of any port."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as wrong:
        raise Unreachable("This is not an address of a page.") from wrong
    if scheme not in PORTS or not host or parts.username or parts.password:
        raise Unreachable("Only addresses of web pages are looked at.")
    if port not in (None, PORTS[scheme]) and not (allowed and host == allowed):
        raise Unreachable("Only the usual ports of the web are asked.")
    return scheme, host, port or PORTS[scheme]


def may_reach(address: str, allowed: str = "") -> bool:
    """Whether a resolved address is one of the public internet, whatever it is wrapped in."""
    if allowed and address == allowed:
        return True
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(it) for it in (found, *_inside(found)))


def _is_public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


def _inside(address: Address) -> Iterator[Address]:
    """IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return
    for found in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if found is not None:
            yield found
    if address in _TRANSLATED or address in _COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
