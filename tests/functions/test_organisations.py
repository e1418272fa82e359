"""The list of all organisations that the purge, index rebuilds and operators use."""

import pytest

from conftest import Crew
from local_stack.in_process import Stack
from services.deployed import in_memory
from sharewell.aws import tenant_guard
from sharewell.aws.tenant_guard import CrossTenantAccessError
from sharewell.identity import store
from sharewell.identity.service import identity


@pytest.fixture
def ids(crew: Crew) -> list[str]:
    """Returns the ids of all organisations."""
    return [it.get("/api/me").body["current"]["organisation"] for it in (crew.ada, crew.eve)]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits each page of the list to one organisation."""
    monkeypatch.setattr(store, "ORGANISATIONS_PAGE_SIZE", 1)
    return


def test_organisations_are_listed_page_by_page(ids: list[str], pages: None) -> None:
    assert list(identity.list_organisations()) == sorted(ids)


def test_organisations_are_listed_to_an_operator_by_name(ids: list[str]) -> None:
    assert {id for id, _ in in_memory().organisations()} == set(ids)
    assert "Kettle Works" in [name for _, name in in_memory().organisations()]


def test_listing_organisations_in_tenant_scope_raises(ids: list[str]) -> None:
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
