"""Every test that asks for `stack` gets its own: an empty account, our table, our handlers."""

import os
from collections.abc import Iterator

import pytest
from moto import mock_aws

from local.stack import ENVIRONMENT, Stack

os.environ |= ENVIRONMENT


@pytest.fixture
def aws() -> Iterator[None]:
    """An empty account."""
    with mock_aws():
        yield


@pytest.fixture
def stack(aws: None) -> Stack:
    """Our stack in an empty account."""
    return Stack()
