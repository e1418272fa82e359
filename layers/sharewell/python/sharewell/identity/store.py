"""Memberships, seen from the person and from the organisation, and organisations.

read                                       key
----------------------------------------   --------------------------------------------
everywhere a person belongs                PERSON#<sub> / MEMBER#<org>
whether they opened one of this name       PERSON#<sub> / OPENED#<folded name>
an organisation                            ORG#<org> / ORG
every organisation                         ORGANISATIONS / <org>
whether there is any organisation at all   ORGS / FIRST
a member; members in order of joining      MEMBERS#<org> / <member>

Both sides of a membership are always written together. The row on the person's side answers
"who is asking" with one query; the row on the organisation's side is small, so that twenty of
them cost half a read unit: the time of joining is in the member's id.
"""

from collections.abc import Iterator, Sequence

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import size

from sharewell import table
from sharewell.caller import Role
from sharewell.errors import Conflict, Missing, Stale, TooMany
from sharewell.events import Event
from sharewell.identity.model import MOST_GROUPS, MOST_ORGANISATIONS, Organisation, Seat
from sharewell.ids import ChannelId, GroupId, MemberId, OrganisationId, PersonId
from sharewell.keys import KeyShape
from sharewell.page import Page
from sharewell.table import KeyRange, Row, Write

ENTRIES_AT_ONCE = 100


class MembershipRow(Row):
    """A person's side of a membership."""

    key = KeyShape("PERSON#<person:text> / MEMBER#<org>")

    organisation = UnicodeAttribute()
    organisation_name = UnicodeAttribute()
    member = UnicodeAttribute()
    role = UnicodeAttribute()
    name = UnicodeAttribute()
    groups = UnicodeSetAttribute(null=True)
    follows = UnicodeSetAttribute(null=True)
    chosen_at = UTCDateTimeAttribute()
    signed_out_at = UTCDateTimeAttribute(null=True)
    active = BooleanAttribute()


class SeatRow(Row):
    """An organisation's side of a membership."""

    key = KeyShape("MEMBERS#<org> / <member>")

    person = UnicodeAttribute()
    name = UnicodeAttribute()
    address = UnicodeAttribute()
    role = UnicodeAttribute()
    active = BooleanAttribute()


class OrganisationRow(Row):
    """An organisation."""

    key = KeyShape("ORG#<org> / ORG")

    name = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    admins = NumberAttribute()


class OrganisationEntryRow(Row):
    """An organisation in the list of all that there are."""

    key = KeyShape("ORGANISATIONS / <org>")
    name = UnicodeAttribute()


class MarkRow(Row):
    """That there is one is all it says."""

    first = KeyShape("ORGS / FIRST")
    opened = KeyShape("PERSON#<person:text> / OPENED#<name:text>")

    organisation = UnicodeAttribute()


class IdentityStore:
    """Where organisations and memberships are kept."""

    def memberships(self, person: PersonId, *, consistent: bool = False) -> list[MembershipRow]:
        """Everywhere a person belongs, deactivated or not."""
        return table.query(
            MembershipRow,
            MembershipRow.key.pk(person),
            KeyRange(prefix=MembershipRow.key.begins()),
            limit=MOST_ORGANISATIONS,
            consistent=consistent,
        )

    def groups(self, person: PersonId, organisation: OrganisationId) -> frozenset[GroupId]:
        """The groups a member is in."""
        row = table.get(MembershipRow, *_of(person, organisation), consistent=True)
        return frozenset(GroupId(group) for group in (row and row.groups) or ())

    def seat(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> Seat | None:
        """One member, deactivated or not."""
        row = table.get(SeatRow, *SeatRow.key(organisation, member), consistent=consistent)
        return _seat(row) if row else None

    def seats(self, organisation: OrganisationId, members: Sequence[MemberId]) -> list[Seat]:
        """These members, in no order; who is not there is left out."""
        keys = [SeatRow.key(organisation, member) for member in members]
        return [_seat(row) for row in table.get_many(SeatRow, keys)]

    def all_seats(self, organisation: OrganisationId, after: str | None) -> Page[Seat]:
        """Members in the order of joining."""
        rows = table.query_page(SeatRow, SeatRow.key.pk(organisation), after=after)
        return Page(items=[_seat(row) for row in rows.items], next=rows.next)

    def organisation(self, id: OrganisationId) -> Organisation | None:
        """One organisation."""
        row = table.get(OrganisationRow, *OrganisationRow.key(id))
        return Organisation(id=id, name=row.name, opened_at=row.opened_at) if row else None

    def list_organisations(self) -> Iterator[OrganisationId]:
        """Return every organisation, the oldest first; it is read a page at a time."""
        after = None
        while True:
            pk = OrganisationEntryRow.key.pk()
            rows = table.query_page(
                OrganisationEntryRow, pk, after=after, limit=ENTRIES_AT_ONCE, consistent=True
            )
            yield from [OrganisationId(row.key_value("org")) for row in rows.items]
            if not (after := rows.next):
                return

    def is_empty(self) -> bool:
        """Whether nobody has opened an organisation yet."""
        return table.get(MarkRow, *MarkRow.first(), consistent=True) is None

    def open(
        self, write: Write, new: Organisation, by: PersonId, *, first: bool, said: Event
    ) -> None:
        """Keep a new organisation with one admin; nobody opens two of one name."""
        write.add(
            OrganisationRow(
                *OrganisationRow.key(new.id), **new.model_dump(exclude={"id"}), admins=1
            ),
            said,
        )
        write.put(OrganisationEntryRow(*OrganisationEntryRow.key(new.id), name=new.name))
        write.add(
            MarkRow(*MarkRow.opened(by, new.name.casefold()), organisation=new.id),
            taken=f"you have opened {new.name} already",
        )
        if first:
            write.add(
                MarkRow(*MarkRow.first(), organisation=new.id),
                taken="somebody else has just opened the first organisation here; try again",
            )

    def admit(self, write: Write, seat: Seat, organisation_name: str) -> None:
        """Keep both sides of a new membership; the person works there from now on."""
        own = MembershipRow(
            *_of(seat.person, seat.organisation),
            organisation=seat.organisation,
            organisation_name=organisation_name,
            member=seat.member,
            role=seat.role.value,
            name=seat.name,
            chosen_at=seat.joined_at,
            active=seat.active,
        )
        write.add(own, taken=f"you belong to {organisation_name} already")
        kept = seat.model_dump(mode="json", exclude={"organisation", "member"})
        write.add(SeatRow(*SeatRow.key(seat.organisation, seat.member), **kept))

    def change(self, write: Write, old: Seat, new: Seat) -> None:
        """Change role or state on both sides; one admin always stays."""
        role, active = new.role.value, new.active
        write.update(
            MembershipRow(*_of(old.person, old.organisation)),
            [MembershipRow.role.set(role), MembershipRow.active.set(active)],
            only_if=MembershipRow.pk.exists(),
        )
        write.update(
            SeatRow(*SeatRow.key(old.organisation, old.member)),
            [SeatRow.role.set(role), SeatRow.active.set(active)],
            only_if=(SeatRow.role == old.role.value) & (SeatRow.active == old.active),
            otherwise=Stale("somebody else has just changed this member"),
        )
        if old.administers != new.administers:
            more = 1 if new.administers else -1
            write.update(
                OrganisationRow(*OrganisationRow.key(old.organisation)),
                [OrganisationRow.admins.add(more)],
                only_if=None if new.administers else OrganisationRow.admins > 1,
                otherwise=Conflict("one administrator must stay"),
            )

    def rename(self, write: Write, seat: Seat, name: str) -> None:
        """Change a member's name on both sides."""
        own = MembershipRow(*_of(seat.person, seat.organisation))
        theirs = SeatRow(*SeatRow.key(seat.organisation, seat.member))
        write.update(own, [MembershipRow.name.set(name)], only_if=MembershipRow.pk.exists())
        write.update(theirs, [SeatRow.name.set(name)], only_if=SeatRow.pk.exists())

    def choose(self, write: Write, row: MembershipRow) -> None:
        """Keep when a person chose to work in an organisation."""
        actions = [MembershipRow.chosen_at.set(row.chosen_at)]
        write.update(row, actions, only_if=MembershipRow.pk.exists())

    def sign_out(self, write: Write, row: MembershipRow) -> None:
        """Keep since when older sessions are over."""
        actions = [MembershipRow.signed_out_at.set(row.signed_out_at)]
        write.update(row, actions, only_if=MembershipRow.pk.exists())

    def join(
        self, write: Write, person: PersonId, organisation: OrganisationId, group: GroupId
    ) -> None:
        """Put a group into a member's set."""
        groups = MembershipRow.groups
        has_room = size(groups) < MOST_GROUPS  # type: ignore[no-untyped-call]
        write.update(
            MembershipRow(*_of(person, organisation)),
            [groups.add({group})],
            only_if=MembershipRow.pk.exists() & (groups.does_not_exist() | has_room),
            otherwise=TooMany(f"one member is in at most {MOST_GROUPS} groups"),
        )

    def leave(
        self, write: Write, person: PersonId, organisation: OrganisationId, group: GroupId
    ) -> None:
        """Take a group out of a member's set."""
        row = MembershipRow(*_of(person, organisation))
        write.update(row, [MembershipRow.groups.delete({group})], only_if=MembershipRow.pk.exists())

    def follow(
        self, write: Write, person: PersonId, organisation: OrganisationId, channel: ChannelId
    ) -> None:
        """Put a channel into a member's set."""
        write.update(
            MembershipRow(*_of(person, organisation)),
            [MembershipRow.follows.add({channel})],
            only_if=MembershipRow.pk.exists(),
            otherwise=Missing("there is no such member"),
        )

    def unfollow(
        self, write: Write, person: PersonId, organisation: OrganisationId, channel: ChannelId
    ) -> None:
        """Take a channel out of a member's set."""
        row = MembershipRow(*_of(person, organisation))
        gone = MembershipRow.follows.delete({channel})
        write.update(row, [gone], only_if=MembershipRow.pk.exists())


def _of(person: PersonId, organisation: OrganisationId) -> tuple[str, str]:
    return MembershipRow.key(person, organisation)


def _seat(row: SeatRow) -> Seat:
    organisation = OrganisationId(row.key_value("org"))
    return Seat(
        organisation=organisation,
        member=MemberId(row.sk),
        person=PersonId(row.person),
        name=row.name,
        address=row.address,
        role=Role(row.role),
        active=row.active,
    )
