"""Fixtures of all tests: an empty account, our stack in it, and members of two organisations."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from moto import mock_aws

from local_stack.in_process import ENVIRONMENT, Reply, Stack
from resilience.moto_snapshot import RestoredStack, restore_snapshot, take_snapshot
from sharewell.aws import tenant_guard

os.environ |= ENVIRONMENT

pytest_plugins = ["resilience.plugin"]


@pytest.fixture(scope="session", autouse=True)
def unscoped_tests() -> Iterator[None]:
    """Lets tests read any tenant's rows; the functions that they run start without a scope."""
    with tenant_guard.unscoped("a test reads the results"):
        yield


@pytest.fixture
def aws() -> Iterator[None]:
    """Mocks an empty AWS account."""
    with mock_aws():
        yield


@pytest.fixture
def stack(aws: None) -> Stack:
    """Returns our stack in an empty account."""
    return RestoredStack()


@pytest.fixture
def fresh_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every search look for a newer index first."""
    monkeypatch.setattr("sharewell.search.store.REFRESH_INTERVAL", 0.0)


@dataclass(frozen=True)
class Someone:
    """A signed-in person who calls the API as their browser would."""

    stack: Stack
    person: str
    name: str

    def get(self, path: str, **query: Any) -> Reply:
        """Sends a GET request."""
        return self.stack.request("GET", path, as_=self.person, query=query)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Sends a POST request."""
        return self._send("POST", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Sends a PUT request."""
        return self._send("PUT", path, body, headers)

    def patch(self, path: str, body: Any, version: int | None = None) -> Reply:
        """Sends a PATCH request; `version` becomes `If-Match`."""
        return self._send("PATCH", path, body, {"if-match": f'"{version}"'} if version else {})

    def delete(self, path: str) -> Reply:
        """Sends a DELETE request."""
        return self._send("DELETE", path, None, {})

    @cached_property
    def member(self) -> str:
        """The id of their member in their current organisation."""
        return str(self.get("/api/me").body["current"]["member"])

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Reply:
        return self.stack.request(method, path, as_=self.person, body=body, headers=headers)


@dataclass(frozen=True)
class Crew:
    """Ada administers Kettle Works with members Ben and Cleo; Eve administers Rival Kettles."""

    ada: Someone
    ben: Someone
    cleo: Someone
    eve: Someone


@pytest.fixture
def crew(stack: Stack) -> Crew:
    """Returns the members of two organisations, who all joined through the API.

    That takes longer than most tests, so a snapshot of the table and the user pool is saved and
    restored for the next test, whose searches start without an index in memory.
    """
    people = _crew_snapshot.get("people")
    if people is None:
        ada, eve = _founder(stack, "Ada", "Kettle Works"), _founder(stack, "Eve", "Rival Kettles")
        ben, cleo = join_member(stack, "Ben", by=ada), join_member(stack, "Cleo", by=ada)
        people = _crew_snapshot["people"] = [(it.person, it.name) for it in (ada, ben, cleo, eve)]
        _crew_snapshot["snapshot"] = take_snapshot(stack, is_settled=False)
    else:
        restore_snapshot(stack, _crew_snapshot["snapshot"])
    return Crew(*(Someone(stack, person, name) for person, name in people))


_crew_snapshot: dict[str, Any] = {}


def _founder(stack: Stack, name: str, organisation: str) -> Someone:
    someone = Someone(stack, stack.person(f"{name.lower()}@kettle.example"), name)
    event = someone.post("/api/organisations", {"name": organisation, "your_name": name})
    assert event.status == 201, event.body
    return someone


def join_member(stack: Stack, name: str, *, by: Someone, role: str = "member") -> Someone:
    """Returns a person who accepted an invitation."""
    [someone] = join_members(stack, [name], by=by, role=role)
    return someone


def join_members(
    stack: Stack, names: list[str], *, by: Someone, role: str = "member"
) -> list[Someone]:
    """Returns people who were invited in one request and each accepted."""
    from sharewell.core.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitation_service

    addresses = {f"{name.lower()}@kettle.example": name for name in names}
    people = [Someone(stack, stack.person(it), name) for it, name in addresses.items()]
    by.post("/api/invitations", {"people": "\n".join(addresses), "role": role})
    ids = {it["email"]: it["id"] for it in _pages(by, "/api/invitations")}
    organisation = OrganisationId(by.get("/api/me").body["current"]["organisation"])
    for someone, address in zip(people, addresses, strict=True):
        link = invitation_service.create_link(organisation, InvitationId(ids[address]))
        token = link.rpartition("/")[2]
        event = someone.post(f"/api/invitation-links/{token}/accept", {"name": someone.name})
        assert event.status == 201, event.body
    return people


def _pages(by: Someone, path: str) -> Iterator[Any]:
    """Yields the items of every page of a list."""
    page = by.get(path).body
    yield from page["items"]
    while page["next"]:
        page = by.get(path, after=page["next"]).body
        yield from page["items"]
