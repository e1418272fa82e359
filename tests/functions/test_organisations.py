"""The list of all organisations: what the purge, the rebuilding of indexes and operators go by."""

import pytest

from conftest import Crew
from local.stack import Stack
from services.deployed import in_memory
from sharewell import tenant_guard
from sharewell.identity import store
from sharewell.identity.service import identity
from sharewell.tenant_guard import CrossTenantAccessError


@pytest.fixture
def ids(crew: Crew) -> list[str]:
    """The organisations that there are."""
    return [it.get("/api/me").body["current"]["organisation"] for it in (crew.ada, crew.eve)]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of the list has one of them."""
    monkeypatch.setattr(store, "ENTRIES_AT_ONCE", 1)
    return


def test_organisations_are_listed_page_by_page(ids: list[str], pages: None) -> None:
    assert list(identity.list_organisations()) == sorted(ids)


def test_organisations_are_listed_to_an_operator_by_name(ids: list[str]) -> None:
    assert {id for id, _ in in_memory().organisations()} == set(ids)
    assert "Kettle Works" in [name for _, name in in_memory().organisations()]


def test_organisations_are_listed_in_the_scope_of_none_alone(ids: list[str]) -> None:
    with (
        tenant_guard.clear_scope(),
        tenant_guard.tenant_scope(ids[0]),
        pytest.raises(CrossTenantAccessError, match="of every organisation"),
    ):
        list(identity.list_organisations())


def test_reindexing_without_a_name_rebuilds_every_organisation(
    stack: Stack, ids: list[str]
) -> None:
    assert stack.invoke("workers.reindex.handler", {}) == {"rebuilt": sorted(ids)}
