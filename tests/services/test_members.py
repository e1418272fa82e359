"""What happens when two people change membership at the same moment.

The early write lands while the late one, which has looked already, is still open.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from conftest import Crew, Someone
from local.stack import Stack
from sharewell import table
from sharewell.caller import Person, Role
from sharewell.clock import now
from sharewell.config import settings
from sharewell.errors import Conflict, Gone, Stale
from sharewell.identity.model import Organisation, Seat
from sharewell.identity.service import identity
from sharewell.ids import InvitationId, MemberId, OrganisationId, PersonId, new_ulid
from sharewell.members.invitations import invitations
from sharewell.members.model import Invitation, NewInvitations
from sharewell.members.service import members

BEN = MemberId("0" * 26)
Step = Callable[[table.Write], None]


def race(late: Step, early: Step) -> None:
    """Two writes of which the second begins and ends while the first is open."""
    with table.write() as outer:
        late(outer)
        with table.write() as inner:
            early(inner)


def seat(of: Someone) -> Seat:
    caller = identity.caller(Person(id=PersonId(of.person), signed_in_at=now()))
    return identity.seat(caller.organisation, caller.member)


def invited(crew: Crew) -> tuple[OrganisationId, Invitation]:
    ada = identity.caller(Person(id=PersonId(crew.ada.person), signed_in_at=now()))
    invitations.invite(NewInvitations(people="dan@kettle.example"), by=ada)
    [invitation] = invitations.open(by=ada, after=None).items
    return ada.organisation, invitation


def test_two_administrators_who_demote_each_other_leave_one(crew: Crew) -> None:
    crew.ada.patch(f"/api/members/{crew.ben.member}", {"role": "admin"})
    ada, ben = seat(crew.ada), seat(crew.ben)
    with pytest.raises(Conflict):
        race(
            lambda write: identity.change(write, ben, ben.model_copy(update={"active": False})),
            lambda write: identity.change(write, ada, ada.model_copy(update={"active": False})),
        )

    assert seat(crew.ben).administers


def test_two_changes_of_one_member_do_not_count_twice(crew: Crew) -> None:
    crew.ada.patch(f"/api/members/{crew.ben.member}", {"role": "admin"})
    ben = seat(crew.ben)
    demoted = ben.model_copy(update={"role": Role.MEMBER})
    with pytest.raises(Stale):
        race(*[lambda write: identity.change(write, ben, demoted)] * 2)

    assert crew.ada.patch(f"/api/members/{crew.ada.member}", {"role": "member"}).status == 409


def test_an_invitation_accepted_while_it_is_taken_back_stays_accepted(crew: Crew) -> None:
    organisation, invitation = invited(crew)
    with pytest.raises(Stale):
        race(
            lambda write: members.store.withdraw(write, organisation, invitation, set()),
            lambda write: members.store.accept(write, organisation, invitation, BEN),
        )

    assert members.store.holders(organisation, [invitation.address]) == {invitation.address: None}


def test_an_invitation_taken_back_while_it_is_accepted_stays_taken_back(crew: Crew) -> None:
    organisation, invitation = invited(crew)
    with pytest.raises(Gone):
        race(
            lambda write: members.store.accept(write, organisation, invitation, BEN),
            lambda write: members.store.withdraw(write, organisation, invitation, set()),
        )

    assert members.store.holders(organisation, [invitation.address]) == {}


def test_a_link_followed_in_two_tabs_makes_one_member(crew: Crew) -> None:
    organisation, invitation = invited(crew)
    person = PersonId(crew.ada.stack.person("dan@kettle.example"))

    def come_in(write: table.Write) -> None:
        dan = Seat(
            organisation=organisation,
            member=MemberId(new_ulid(now())),
            person=person,
            name="Dan",
            address=invitation.address,
            role=Role.MEMBER,
        )
        members.store.accept(write, organisation, invitation, dan.member)
        identity.admit(write, dan, "Kettle Works")

    with pytest.raises((Gone, Conflict)):
        race(come_in, come_in)

    assert len(crew.ada.get("/api/members").body["items"]) == 4


def test_of_two_first_organisations_one_opens(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = replace(settings, open_sign_up="no")
    monkeypatch.setattr("sharewell.identity.service.settings", closed)

    def opening(write: table.Write, name: str) -> None:
        at = now()
        organisation = Organisation(id=OrganisationId(new_ulid(at)), name=name, opened_at=at)
        first = Seat(
            organisation=organisation.id,
            member=MemberId(new_ulid(at)),
            person=PersonId(name),
            name=name,
            address=f"{name}@kettle.example",
            role=Role.ADMIN,
        )
        identity.open(write, organisation, first)

    with pytest.raises(Conflict):
        race(lambda write: opening(write, "one"), lambda write: opening(write, "two"))

    assert not identity.me(Person(id=PersonId("one"), signed_in_at=now())).memberships


def test_the_link_of_an_invitation_is_found_again_by_its_id(crew: Crew) -> None:
    organisation, invitation = invited(crew)
    address = invitations.link(organisation, InvitationId(invitation.id))

    assert invitations.offer(address.rpartition("/")[2]).address == "dan@kettle.example"
