"""Who is asking, and where they belong.

What others do to memberships (join a group, follow a channel, change a role) they do inside their
own open write, so that it is one with their rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharewell import pool, table, tenant_guard
from sharewell.caller import Caller, Person, Role
from sharewell.clock import Clock, now
from sharewell.config import settings
from sharewell.errors import Forbidden, Missing, TooMany, Unauthorized
from sharewell.events import OrganisationOpened
from sharewell.identity.model import (
    MOST_ORGANISATIONS,
    Me,
    Membership,
    Organisation,
    Seat,
)
from sharewell.identity.store import IdentityStore, MembershipRow
from sharewell.ids import ChannelId, GroupId, MemberId, OrganisationId
from sharewell.page import Page
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Identity:
    """Organisations, and people's places in them."""

    store: IdentityStore
    now: Clock = now

    def caller(self, person: Person) -> Caller:
        """The member that a signed-in person is in the organisation they chose last."""
        # A row that was written a moment ago may not show yet; only then is it asked for again.
        rows = _active(self._rows(person)) or _active(self._rows(person, consistent=True))
        if not rows:
            raise Forbidden("open an organisation, or follow the link in an invitation, first")
        row = _latest(rows)
        return Caller(
            person=person.id,
            organisation=OrganisationId(row.organisation),
            member=MemberId(row.member),
            role=Role(row.role),
            name=row.name,
            groups=frozenset(GroupId(group) for group in row.groups or ()),
            follows=frozenset(ChannelId(channel) for channel in row.follows or ()),
        )

    def me(self, person: Person) -> Me:
        """Everywhere a person belongs, and where they are now."""
        return self._me(self._rows(person, consistent=True))

    def choose(self, organisation: OrganisationId, person: Person) -> Me:
        """Work in another organisation from now on."""
        rows = self._rows(person, consistent=True)
        for row in _active(rows):
            if row.organisation == organisation:
                row.chosen_at = self.now()
                with table.write() as write:
                    self.store.choose(write, row)
                return self._me(rows)
        raise Missing("you belong to no such organisation", field="organisation")

    def sign_out_everywhere(self, me: Caller) -> None:
        """End every session on every device, in all of a person's organisations."""
        at = self.now()
        everywhere = tenant_guard.unscoped("a person signs out of every organisation")
        with everywhere, table.write() as write:
            for row in self.store.memberships(me.person, consistent=True):
                row.signed_out_at = at
                self.store.sign_out(write, row)
        pool.sign_out(me.person)

    def joining(self, person: Person, organisation: OrganisationId | None = None) -> Seat | None:
        """The seat a person has in an organisation; refuses who can have no more seats."""
        rows = self._rows(person, consistent=True)
        for row in rows:
            if row.organisation == organisation:
                return self.store.seat(organisation, MemberId(row.member), consistent=True)
        if len(rows) >= MOST_ORGANISATIONS:
            raise TooMany(f"one person belongs to at most {MOST_ORGANISATIONS} organisations")
        return None

    def open(self, write: Write, new: Organisation, seat: Seat) -> None:
        """Within an open write: keep a new organisation and its first admin."""
        first = self.store.is_empty()
        if not first and not _sign_up_is_open():
            raise Forbidden("organisations are not signed up here; ask for an invitation to yours")
        said = OrganisationOpened(
            organisation=new.id, at=new.opened_at, name=new.name, opened_by=seat.member
        )
        self.store.open(write, new, seat.person, first=first, said=said)
        self.admit(write, seat, new.name)

    def admit(self, write: Write, seat: Seat, organisation_name: str) -> None:
        """Within an open write: make a person a member; Conflict when they are one."""
        self.store.admit(write, seat, organisation_name)

    def change(self, write: Write, old: Seat, new: Seat) -> None:
        """Within an open write: another role or state; Conflict when no admin would be left."""
        self.store.change(write, old, new)

    def rename(self, write: Write, seat: Seat, name: str) -> None:
        """Within an open write: another name."""
        self.store.rename(write, seat, name)

    def join(self, write: Write, seat: Seat, group: GroupId) -> None:
        """Within an open write: a member is in one more group."""
        self.store.join(write, seat.person, seat.organisation, group)

    def leave(self, write: Write, seat: Seat, group: GroupId) -> None:
        """Within an open write: a member is in one group less."""
        self.store.leave(write, seat.person, seat.organisation, group)

    def follow(self, write: Write, who: Caller | Seat, channel: ChannelId) -> None:
        """Within an open write: a member follows one more channel."""
        self.store.follow(write, who.person, who.organisation, channel)

    def unfollow(self, write: Write, who: Caller | Seat, channel: ChannelId) -> None:
        """Within an open write: a member follows one channel less."""
        self.store.unfollow(write, who.person, who.organisation, channel)

    def list_organisations(self) -> Iterator[OrganisationId]:
        """Return every organisation; for work on all of them, in the scope of none."""
        return self.store.list_organisations()

    def organisation(self, id: OrganisationId) -> Organisation:
        """One organisation."""
        found = self.store.organisation(id)
        if not found:
            raise Missing("there is no such organisation")
        return found

    def seat(self, organisation: OrganisationId, member: MemberId) -> Seat:
        """A member, deactivated or not, as they are this instant."""
        found = self.store.seat(organisation, member, consistent=True)
        if not found:
            raise Missing("there is no such member")
        return found

    def seats(self, organisation: OrganisationId, members: Sequence[MemberId]) -> list[Seat]:
        """Up to a hundred members in one call, in no order; strangers are left out."""
        return self.store.seats(organisation, members)

    def all_seats(self, organisation: OrganisationId, after: str | None) -> Page[Seat]:
        """Every member, deactivated ones too, in the order of joining."""
        return self.store.all_seats(organisation, after)

    def groups_of(self, seat: Seat) -> frozenset[GroupId]:
        """The groups a member is in."""
        return self.store.groups(seat.person, seat.organisation)

    def _rows(self, person: Person, *, consistent: bool = False) -> list[MembershipRow]:
        rows = self.store.memberships(person.id, consistent=consistent)
        if any(it.signed_out_at and person.signed_in_at < it.signed_out_at for it in rows):
            raise Unauthorized("you signed out everywhere; sign in again")
        return rows

    def _me(self, rows: list[MembershipRow]) -> Me:
        active = _active(rows)
        return Me(
            current=_membership(_latest(active)) if active else None,
            memberships=[_membership(row) for row in active],
            may_open_organisation=_sign_up_is_open() or (not rows and self.store.is_empty()),
        )


def _sign_up_is_open() -> bool:
    return settings.open_sign_up == "true"


def _active(rows: list[MembershipRow]) -> list[MembershipRow]:
    return [row for row in rows if row.active]


def _latest(rows: list[MembershipRow]) -> MembershipRow:
    return max(rows, key=lambda row: row.chosen_at)


def _membership(row: MembershipRow) -> Membership:
    return Membership(
        organisation=OrganisationId(row.organisation),
        organisation_name=row.organisation_name,
        member=MemberId(row.member),
        name=row.name,
        role=Role(row.role),
    )


identity = Identity(IdentityStore())
