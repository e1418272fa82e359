"""Every test that asks for `stack` gets its own: an empty account, our table, our handlers."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from moto import mock_aws

from local.stack import ENVIRONMENT, Reply, Stack
from resilience.moto_snapshot import Laid, keep, lay
from sharewell import tenant_guard

os.environ |= ENVIRONMENT

pytest_plugins = ["resilience.plugin"]


@pytest.fixture(scope="session", autouse=True)
def looks_everywhere() -> Iterator[None]:
    """A test may look at whatever it likes; functions that it runs begin with nothing."""
    with tenant_guard.unscoped("a test looks at what came of it"):
        yield


@pytest.fixture
def aws() -> Iterator[None]:
    """An empty account."""
    with mock_aws():
        yield


@pytest.fixture
def stack(aws: None) -> Stack:
    """Our stack in an empty account."""
    return Laid()


@pytest.fixture
def fresh_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every search looks for a newer index first."""
    monkeypatch.setattr("sharewell.search.store.FRESH_FOR", 0.0)


@dataclass(frozen=True)
class Someone:
    """A person who is signed in, asking the API as their browser would."""

    stack: Stack
    person: str
    name: str

    def get(self, path: str, **query: Any) -> Reply:
        """Read something."""
        return self.stack.request("GET", path, as_=self.person, query=query)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Make something."""
        return self._send("POST", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Put something."""
        return self._send("PUT", path, body, headers)

    def patch(self, path: str, body: Any, version: int | None = None) -> Reply:
        """Change something, as read in `version`."""
        return self._send("PATCH", path, body, {"if-match": f'"{version}"'} if version else {})

    def delete(self, path: str) -> Reply:
        """Take something away."""
        return self._send("DELETE", path, None, {})

    @cached_property
    def member(self) -> str:
        """Their id in the organisation they work in."""
        return str(self.get("/api/me").body["current"]["member"])

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Reply:
        return self.stack.request(method, path, as_=self.person, body=body, headers=headers)


@dataclass(frozen=True)
class Crew:
    """Ada administers Kettle Works, where Ben and Cleo are; Eve administers Rival Kettles."""

    ada: Someone
    ben: Someone
    cleo: Someone
    eve: Someone


@pytest.fixture
def crew(stack: Stack) -> Crew:
    """Two organisations; every member came in by the same door as anybody would.

    That takes longer than most tests, so what it leaves in the table and the pool is kept and laid
    anew for the next one, whose searches know nothing of the one before.
    """
    people = _arrived.get("people")
    if people is None:
        ada, eve = _founder(stack, "Ada", "Kettle Works"), _founder(stack, "Eve", "Rival Kettles")
        ben, cleo = joined(stack, "Ben", by=ada), joined(stack, "Cleo", by=ada)
        people = _arrived["people"] = [(it.person, it.name) for it in (ada, ben, cleo, eve)]
        _arrived["kept"] = keep(stack, is_settled=False)
    else:
        lay(stack, _arrived["kept"])
    return Crew(*(Someone(stack, person, name) for person, name in people))


_arrived: dict[str, Any] = {}


def _founder(stack: Stack, name: str, organisation: str) -> Someone:
    someone = Someone(stack, stack.person(f"{name.lower()}@kettle.example"), name)
    said = someone.post("/api/organisations", {"name": organisation, "your_name": name})
    assert said.status == 201, said.body
    return someone


def joined(stack: Stack, name: str, *, by: Someone, role: str = "member") -> Someone:
    """Somebody who followed the link in an invitation."""
    [someone] = all_joined(stack, [name], by=by, role=role)
    return someone


def all_joined(
    stack: Stack, names: list[str], *, by: Someone, role: str = "member"
) -> list[Someone]:
    """People who were invited together and each followed the link in their invitation."""
    from sharewell.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitations

    addresses = {f"{name.lower()}@kettle.example": name for name in names}
    people = [Someone(stack, stack.person(it), name) for it, name in addresses.items()]
    by.post("/api/invitations", {"people": "\n".join(addresses), "role": role})
    ids = {it["address"]: it["id"] for it in _pages(by, "/api/invitations")}
    organisation = OrganisationId(by.get("/api/me").body["current"]["organisation"])
    for someone, address in zip(people, addresses, strict=True):
        link = invitations.link(organisation, InvitationId(ids[address]))
        token = link.rpartition("/")[2]
        said = someone.post(f"/api/invitation-links/{token}/accept", {"name": someone.name})
        assert said.status == 201, said.body
    return people


def _pages(by: Someone, path: str) -> Iterator[Any]:
    """Everything in a list."""
    page = by.get(path).body
    yield from page["items"]
    while page["next"]:
        page = by.get(path, after=page["next"]).body
        yield from page["items"]
