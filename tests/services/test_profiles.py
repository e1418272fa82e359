"""Races between two writes to profiles."""

from typing import Any

import pytest

from conftest import Crew, Someone
from sharewell.aws.table import Transaction
from sharewell.core.caller import Caller, Person
from sharewell.core.clock import now
from sharewell.core.errors import VersionConflict
from sharewell.core.ids import PersonId, new_ulid
from sharewell.identity.service import identity
from sharewell.profiles.model import ProfileFields
from sharewell.profiles.service import profiles
from sharewell.profiles.store import ProfileStore


def caller(someone: Someone) -> Caller:
    return identity.resolve_caller(Person(id=PersonId(someone.person), signed_in_at=now()))


def test_managers_set_concurrently_form_no_cycle(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = caller(crew.ada), caller(crew.ben)
    change: Any = ProfileStore.update

    def late(store: ProfileStore, tx: Transaction, *rest: object) -> None:
        monkeypatch.setattr(ProfileStore, "update", change)
        profiles.update(ProfileFields(name="Ben", manager=ada.member), None, by=ben)
        change(store, tx, *rest)

    monkeypatch.setattr(ProfileStore, "update", late)
    with pytest.raises(VersionConflict):
        profiles.update(ProfileFields(name="Ada", manager=ben.member), None, by=ada)

    assert profiles.seen_by(ada, ada.member).manager is None
    assert profiles.seen_by(ada, ben.member).manager == ada.member


def test_photo_arriving_during_profile_update_is_kept(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = caller(crew.ben)
    change: Any = ProfileStore.update

    def late(store: ProfileStore, tx: Transaction, *rest: object) -> None:
        monkeypatch.setattr(ProfileStore, "update", change)
        profiles.set_photo(ben.organisation, ben.member, new_ulid(now()), b"webp")
        change(store, tx, *rest)

    monkeypatch.setattr(ProfileStore, "update", late)
    with pytest.raises(VersionConflict):
        profiles.update(ProfileFields(name="Ben", title="Potter"), 1, by=ben)
    profiles.update(ProfileFields(name="Ben", title="Potter"), 1, by=ben)

    card = next(
        it for it in profiles.list_directory(by=ben, after=None).items if it.id == ben.member
    )
    assert card.title == "Potter"
    assert card.photo == profiles.seen_by(ben, ben.member).photo is not None
