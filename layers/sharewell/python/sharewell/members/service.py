"""Who belongs to an organisation: its sign-up, and what its administrators do to members."""

from dataclasses import dataclass

from sharewell import pool, table, tenant_guard
from sharewell.caller import Caller, Person, Role
from sharewell.clock import Clock, now
from sharewell.events import MemberJoined
from sharewell.identity.model import Me, Organisation, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import MemberId, OrganisationId, new_ulid
from sharewell.members.model import Member, MemberChange, NewOrganisation
from sharewell.members.store import MemberStore
from sharewell.page import Page
from sharewell.profiles.service import Profiles, profiles


@dataclass(frozen=True, slots=True)
class Members:
    """Sign organisations up; list, promote and deactivate members."""

    store: MemberStore
    identity: Identity
    profiles: Profiles
    now: Clock = now

    def open_organisation(self, new: NewOrganisation, person: Person) -> Me:
        """Sign an organisation up; the person is its first admin, and works there from now on."""
        self.identity.joining(person)
        at = self.now()
        organisation = Organisation(id=OrganisationId(new_ulid(at)), name=new.name, opened_at=at)
        seat = Seat(
            organisation=organisation.id,
            member=MemberId(new_ulid(at)),
            person=person.id,
            name=new.your_name,
            address=pool.address(person.id),
            role=Role.ADMIN,
        )
        said = MemberJoined(organisation=organisation.id, at=at, member=seat.member)
        with tenant_guard.tenant_scope(organisation.id), table.write() as write:
            self.identity.open(write, organisation, seat)
            self.store.take(write, organisation.id, seat.address, seat.member)
            self.profiles.admit(write, seat, said)
        return self.identity.me(person)

    def all(self, *, by: Caller, after: str | None) -> Page[Member]:
        """Every member in the order of joining; for admins."""
        by.must_be_admin()
        page = self.identity.all_seats(by.organisation, after)
        return Page(items=[_member(seat) for seat in page.items], next=page.next)

    def change(self, member: MemberId, change: MemberChange, *, by: Caller) -> Member:
        """Another role or state, at once; for admins, of whom one always stays."""
        by.must_be_admin()
        old = self.identity.seat(by.organisation, member)
        new = old.model_copy(update=change.model_dump(exclude_none=True))
        if new != old:
            with table.write() as write:
                self.identity.change(write, old, new)
                self.profiles.stand(write, new)
        return _member(new)


def _member(seat: Seat) -> Member:
    return Member(
        id=seat.member,
        name=seat.name,
        address=seat.address,
        role=seat.role,
        active=seat.active,
        joined_at=seat.joined_at,
    )


members = Members(MemberStore(), identity, profiles)
