"""The safety net itself: what it lets through, and what it keeps."""

from typing import Any

import pytest
import urllib3

from net import outside

ELSEWHERE = "http://203.0.113.7/"  # an address that is nobody's (RFC 5737)


def test_a_test_that_goes_out_is_stopped() -> None:
    with pytest.raises(urllib3.exceptions.NewConnectionError, match="a test went out"):
        urllib3.request("GET", ELSEWHERE, retries=False)


def test_a_connection_can_be_made_to_fail() -> None:
    def refused(address: Any, _: outside.Connect) -> None:
        raise ConnectionRefusedError(address)

    with outside.through(refused), pytest.raises(urllib3.exceptions.NewConnectionError):
        urllib3.request("GET", ELSEWHERE, retries=False)
