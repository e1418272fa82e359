"""Races between two writes to memberships and invitations.

The early write commits while the late one, which has already read, is still open.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from conftest import Crew, Someone
from local_stack.in_process import Stack
from sharewell.aws import table
from sharewell.core.caller import Person, Role
from sharewell.core.clock import now
from sharewell.core.config import settings
from sharewell.core.errors import Conflict, Gone, VersionConflict
from sharewell.core.ids import InvitationId, MemberId, OrganisationId, PersonId, new_ulid
from sharewell.identity.model import Member, Organisation
from sharewell.identity.service import identity
from sharewell.members.invitations import invitation_service
from sharewell.members.model import Invitation, NewInvitations
from sharewell.members.service import members

BEN = MemberId("0" * 26)
Step = Callable[[table.Transaction], None]


def race(late: Step, early: Step) -> None:
    """Runs two transactions; the second begins and commits while the first is open."""
    with table.transaction() as outer:
        late(outer)
        with table.transaction() as inner:
            early(inner)


def member_of(of: Someone) -> Member:
    caller = identity.resolve_caller(Person(id=PersonId(of.person), signed_in_at=now()))
    return identity.get_member(caller.organisation, caller.member)


def create_invitation(crew: Crew) -> tuple[OrganisationId, Invitation]:
    ada = identity.resolve_caller(Person(id=PersonId(crew.ada.person), signed_in_at=now()))
    invitation_service.invite(NewInvitations(people="dan@kettle.example"), by=ada)
    [invitation] = invitation_service.list_open(by=ada, after=None).items
    return ada.organisation, invitation


def test_two_admins_demoting_each_other_leave_one(crew: Crew) -> None:
    crew.ada.patch(f"/api/members/{crew.ben.member}", {"role": "admin"})
    ada, ben = member_of(crew.ada), member_of(crew.ben)
    with pytest.raises(Conflict):
        race(
            lambda write: identity.update_member(
                write, ben, ben.model_copy(update={"active": False})
            ),
            lambda write: identity.update_member(
                write, ada, ada.model_copy(update={"active": False})
            ),
        )

    assert member_of(crew.ben).is_active_admin


def test_concurrent_changes_of_one_member_count_once(crew: Crew) -> None:
    crew.ada.patch(f"/api/members/{crew.ben.member}", {"role": "admin"})
    ben = member_of(crew.ben)
    demoted = ben.model_copy(update={"role": Role.MEMBER})
    with pytest.raises(VersionConflict):
        race(*[lambda write: identity.update_member(write, ben, demoted)] * 2)

    assert crew.ada.patch(f"/api/members/{crew.ada.member}", {"role": "member"}).status == 409


def test_invitation_accepted_during_withdrawal_stays_accepted(crew: Crew) -> None:
    organisation, invitation = create_invitation(crew)
    with pytest.raises(VersionConflict):
        race(
            lambda write: members.store.withdraw(write, organisation, invitation, set()),
            lambda write: members.store.accept(write, organisation, invitation, BEN),
        )

    assert members.store.find_holders(organisation, [invitation.email]) == {invitation.email: None}


def test_invitation_withdrawn_during_acceptance_stays_withdrawn(crew: Crew) -> None:
    organisation, invitation = create_invitation(crew)
    with pytest.raises(Gone):
        race(
            lambda write: members.store.accept(write, organisation, invitation, BEN),
            lambda write: members.store.withdraw(write, organisation, invitation, set()),
        )

    assert members.store.find_holders(organisation, [invitation.email]) == {}


def test_invitation_accepted_in_two_tabs_creates_one_member(crew: Crew) -> None:
    organisation, invitation = create_invitation(crew)
    person = PersonId(crew.ada.stack.person("dan@kettle.example"))

    def accept(tx: table.Transaction) -> None:
        dan = Member(
            organisation=organisation,
            member=MemberId(new_ulid(now())),
            person=person,
            name="Dan",
            email=invitation.email,
            role=Role.MEMBER,
        )
        members.store.accept(tx, organisation, invitation, dan.member)
        identity.add_member(tx, dan, "Kettle Works")

    with pytest.raises((Gone, Conflict)):
        race(accept, accept)

    assert len(crew.ada.get("/api/members").body["items"]) == 4


def test_two_first_organisations_create_only_one(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = replace(settings, open_sign_up="no")
    monkeypatch.setattr("sharewell.identity.service.settings", closed)

    def create_organisation(tx: table.Transaction, name: str) -> None:
        at = now()
        organisation = Organisation(id=OrganisationId(new_ulid(at)), name=name, created_at=at)
        first = Member(
            organisation=organisation.id,
            member=MemberId(new_ulid(at)),
            person=PersonId(name),
            name=name,
            email=f"{name}@kettle.example",
            role=Role.ADMIN,
        )
        identity.create_organisation(tx, organisation, first)

    with pytest.raises(Conflict):
        race(
            lambda write: create_organisation(write, "one"),
            lambda write: create_organisation(write, "two"),
        )

    assert not identity.describe_person(Person(id=PersonId("one"), signed_in_at=now())).memberships


def test_invitation_link_resolves_to_its_invitation(crew: Crew) -> None:
    organisation, invitation = create_invitation(crew)
    address = invitation_service.create_link(organisation, InvitationId(invitation.id))

    assert invitation_service.get_offer(address.rpartition("/")[2]).email == "dan@kettle.example"
