"""Which addresses the server may fetch."""

import socket
import time
from contextlib import suppress
from threading import Event, Timer
from typing import Any
from unittest.mock import patch

import pytest

from resilience.site import Visit, site
from sharewell.content.links.page_summary import MAX_PAGE_BYTES
from sharewell.core import external_http
from sharewell.core.address_rules import FetchError, is_allowed_address, parse_target

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
INSIDE = [
    "0.0.0.0",  # noqa: S104  # nothing binds to it
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:7f00:1::",
    "2001:0:808:808:0:0:80ff:fffe",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "not an address",
]
SPELT = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost/",
]
NO_PAGES = [
    "ftp://93.184.215.14/",
    "file:///etc/passwd",
    "gopher://93.184.215.14/",
    "http://ada:secret@93.184.215.14/",
    "http://93.184.215.14:22/",
    "http://93.184.215.14:8080/",
    "https://93.184.215.14:80/",
    "http:///",
    "http://93.184.215.14:99999/",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_allowed(address: str) -> None:
    assert is_allowed_address(address)


@pytest.mark.parametrize("address", INSIDE)
def test_internal_address_is_rejected_in_every_encoding(address: str) -> None:
    assert not is_allowed_address(address)


@pytest.mark.parametrize("url", SPELT)
def test_loopback_is_rejected_in_every_spelling(url: str) -> None:
    with pytest.raises(FetchError, match=r"public internet|no site"):
        external_http.fetch(url, most=10, by=time.monotonic() + 5)


@pytest.mark.parametrize("url", NO_PAGES)
def test_only_http_urls_at_standard_ports_are_fetched(url: str) -> None:
    with pytest.raises(FetchError, match=r"web|address of a page"):
        parse_target(url)


def test_host_with_one_internal_address_is_rejected() -> None:
    def resolve(*_: Any, **__: Any) -> Any:
        addresses = ("93.184.215.14", "10.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (it, 80)) for it in addresses]

    with patch.object(socket, "getaddrinfo", resolve), pytest.raises(FetchError, match="public"):
        external_http.fetch("http://kettle.example/", most=10, by=time.monotonic() + 5)


def test_host_is_resolved_once_and_connected_by_address() -> None:
    """A second lookup could return an internal address (DNS rebinding)."""
    asked, reached = [], []

    def resolve(host: str, port: int, **_: Any) -> Any:
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: Any, *_: Any) -> Any:
        reached.append(address)
        raise ConnectionRefusedError

    with (
        patch.object(socket, "getaddrinfo", resolve),
        patch.object(socket, "create_connection", connect),
        pytest.raises(FetchError, match="was interrupted"),
    ):
        external_http.fetch("http://kettle.example/", most=10, by=time.monotonic() + 5)
    assert asked == ["kettle.example"]
    assert reached == [("93.184.215.14", 80)]


def test_endless_response_is_aborted_at_the_deadline() -> None:
    over = Event()

    def drips(visit: Visit) -> None:
        visit.send_response(200)
        visit.end_headers()
        with suppress(OSError):
            while not over.wait(0.02):
                visit.wfile.write(b" ")

    with site({"/": drips}) as found:
        Timer(10, over.set).start()
        with pytest.raises(FetchError, match="in time"):
            external_http.fetch(
                f"{found.url}/", most=MAX_PAGE_BYTES, by=time.monotonic() + 0.3, allowed="127.0.0.1"
            )
        cut = not over.is_set()
        over.set()

    assert cut
