"""What happens when profiles change while somebody else's change is under way."""

from typing import Any

import pytest

from conftest import Crew, Someone
from sharewell.caller import Caller, Person
from sharewell.clock import now
from sharewell.errors import Stale
from sharewell.identity.service import identity
from sharewell.ids import PersonId, new_ulid
from sharewell.profiles.model import About
from sharewell.profiles.service import profiles
from sharewell.profiles.store import ProfileStore
from sharewell.table import Write


def caller(someone: Someone) -> Caller:
    return identity.caller(Person(id=PersonId(someone.person), signed_in_at=now()))


def test_two_who_become_each_others_manager_at_once_do_not(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = caller(crew.ada), caller(crew.ben)
    change: Any = ProfileStore.change

    def late(store: ProfileStore, write: Write, *rest: object) -> None:
        monkeypatch.setattr(ProfileStore, "change", change)
        profiles.write(About(name="Ben", manager=ada.member), None, by=ben)
        change(store, write, *rest)

    monkeypatch.setattr(ProfileStore, "change", late)
    with pytest.raises(Stale):
        profiles.write(About(name="Ada", manager=ben.member), None, by=ada)

    assert profiles.seen_by(ada, ada.member).manager is None
    assert profiles.seen_by(ada, ben.member).manager == ada.member


def test_a_picture_that_arrives_while_a_profile_is_written_is_not_lost(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = caller(crew.ben)
    change: Any = ProfileStore.change

    def late(store: ProfileStore, write: Write, *rest: object) -> None:
        monkeypatch.setattr(ProfileStore, "change", change)
        profiles.set_photo(ben.organisation, ben.member, new_ulid(now()), b"webp")
        change(store, write, *rest)

    monkeypatch.setattr(ProfileStore, "change", late)
    with pytest.raises(Stale):
        profiles.write(About(name="Ben", title="Potter"), 1, by=ben)
    profiles.write(About(name="Ben", title="Potter"), 1, by=ben)

    card = next(it for it in profiles.directory(by=ben, after=None).items if it.id == ben.member)
    assert card.title == "Potter"
    assert card.photo == profiles.seen_by(ben, ben.member).photo is not None
