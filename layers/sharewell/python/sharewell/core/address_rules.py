"""Rules about which internet addresses may be fetched for links that members share."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 addresses behind a translator (RFC 6052)."""
_COMPATIBLE = ip_network("::/96")
Address = IPv4Address | IPv6Address


class FetchError(Exception):
    """A linked page cannot be fetched; the message is a sentence for the member who shared it.

    `again` tells whether a later attempt may succeed.
    """

    def __init__(self, sentence: str, *, again: bool = False) -> None:
        super().__init__(sentence)
        self.retryable = again


def parse_target(url: str, allowed: str = "") -> tuple[str, str, int]:
    """Returns the scheme, host and port of a URL that may be fetched.

    `allowed` names a host whose every port is allowed. Raises: FetchError.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("This is not a web address.") from error
    if scheme not in PORTS or not host or parts.username or parts.password:
        raise FetchError("Only addresses of web pages can be previewed.")
    if port not in (None, PORTS[scheme]) and not (allowed and host == allowed):
        raise FetchError("Only the standard web ports can be previewed.")
    return scheme, host, port or PORTS[scheme]


def is_allowed_address(address: str, allowed: str = "") -> bool:
    """Returns whether a resolved address, and every IPv4 embedded in it, is a public one."""
    if allowed and address == allowed:
        return True
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(it) for it in (found, *_embedded_ipv4(found)))


def _is_public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


def _embedded_ipv4(address: Address) -> Iterator[Address]:
    """Yields the IPv4 addresses that an IPv6 address embeds."""
    if isinstance(address, IPv4Address):
        return
    for found in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if found is not None:
            yield found
    if address in _TRANSLATED or address in _COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
