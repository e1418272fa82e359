"""Reads and writes organisations, and memberships on the person's and the organisation's side.

read                                       key
----------------------------------------   --------------------------------------------
the memberships of a person                PERSON#<sub> / MEMBER#<org>
whether they created one of this name      PERSON#<sub> / CREATED#<folded name>
an organisation                            ORG#<org> / ORG
all organisations                          ORGANISATIONS / <org>
whether any organisation exists            ORGS / FIRST
a member; members in order of joining      MEMBERS#<org> / <member>

Both sides of a membership are written in one transaction. The row on the person's side resolves a
caller with one query; the row on the organisation's side is small, so that twenty of them cost half
a read unit: the time of joining is in the member's id.
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

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.core.caller import Role
from sharewell.core.errors import Conflict, LimitExceeded, NotFound, VersionConflict
from sharewell.core.events import Event
from sharewell.core.ids import ChannelId, GroupId, MemberId, OrganisationId, PersonId
from sharewell.core.pagination import Page
from sharewell.identity.model import MAX_GROUPS, MAX_ORGANISATIONS, Member, Organisation

ORGANISATIONS_PAGE_SIZE = 100


class MembershipRow(Row):
    """A person's side of a membership."""

    key = KeyShape("PERSON#<person:text> / MEMBER#<org>")

    organisation = UnicodeAttribute()
    organisation_name = UnicodeAttribute()
    member = UnicodeAttribute()
    role = UnicodeAttribute()
    name = UnicodeAttribute()
    groups = UnicodeSetAttribute(null=True)
    followed_channels = UnicodeSetAttribute(null=True)
    chosen_at = UTCDateTimeAttribute()
    signed_out_at = UTCDateTimeAttribute(null=True)
    active = BooleanAttribute()


class MemberRow(Row):
    """An organisation's side of a membership."""

    key = KeyShape("MEMBERS#<org> / <member>")

    person = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    role = UnicodeAttribute()
    active = BooleanAttribute()


class OrganisationRow(Row):
    """An organisation."""

    key = KeyShape("ORG#<org> / ORG")

    name = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    admins = NumberAttribute()


class OrganisationEntryRow(Row):
    """An organisation in the list of all organisations."""

    key = KeyShape("ORGANISATIONS / <org>")
    name = UnicodeAttribute()


class MarkerRow(Row):
    """A marker: its existence is its only information."""

    first = KeyShape("ORGS / FIRST")
    created = KeyShape("PERSON#<person:text> / CREATED#<name:text>")

    organisation = UnicodeAttribute()


class IdentityStore:
    """Reads and writes organisations and memberships."""

    def list_memberships(
        self, person: PersonId, *, consistent: bool = False
    ) -> list[MembershipRow]:
        """Returns all memberships of a person, deactivated ones too."""
        return table.query(
            MembershipRow,
            MembershipRow.key.pk(person),
            KeyRange(prefix=MembershipRow.key.begins()),
            limit=MAX_ORGANISATIONS,
            consistent=consistent,
        )

    def list_groups(self, person: PersonId, organisation: OrganisationId) -> frozenset[GroupId]:
        """Returns the groups of a member, with a strongly consistent read."""
        row = table.get(MembershipRow, *_membership_row(person, organisation), consistent=True)
        return frozenset(GroupId(group) for group in (row and row.groups) or ())

    def get_member(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> Member | None:
        """Returns a member, deactivated or not, or None."""
        row = table.get(MemberRow, *MemberRow.key(organisation, member), consistent=consistent)
        return _member(row) if row else None

    def get_members(
        self, organisation: OrganisationId, members: Sequence[MemberId]
    ) -> list[Member]:
        """Returns those of these members that exist, in no particular order."""
        keys = [MemberRow.key(organisation, member) for member in members]
        return [_member(row) for row in table.get_many(MemberRow, keys)]

    def list_members(self, organisation: OrganisationId, after: str | None) -> Page[Member]:
        """Returns a page of members in the order of joining."""
        rows = table.query_page(MemberRow, MemberRow.key.pk(organisation), after=after)
        return Page(items=[_member(row) for row in rows.items], next=rows.next)

    def get_organisation(self, id: OrganisationId) -> Organisation | None:
        """Returns an organisation, or None."""
        row = table.get(OrganisationRow, *OrganisationRow.key(id))
        return Organisation(id=id, name=row.name, created_at=row.created_at) if row else None

    def list_organisations(self) -> Iterator[OrganisationId]:
        """Yields all organisations, oldest first, reading a page at a time."""
        after = None
        while True:
            pk = OrganisationEntryRow.key.pk()
            rows = table.query_page(
                OrganisationEntryRow,
                pk,
                after=after,
                limit=ORGANISATIONS_PAGE_SIZE,
                consistent=True,
            )
            yield from [OrganisationId(row.key_value("org")) for row in rows.items]
            if not (after := rows.next):
                return

    def is_empty(self) -> bool:
        """Returns whether no organisation exists yet."""
        return table.get(MarkerRow, *MarkerRow.first(), consistent=True) is None

    def create_organisation(
        self, tx: Transaction, new: Organisation, by: PersonId, *, first: bool, event: Event
    ) -> None:
        """Adds an organisation with one administrator. Raises Conflict for a second of one name."""
        tx.add(
            OrganisationRow(
                *OrganisationRow.key(new.id), **new.model_dump(exclude={"id"}), admins=1
            ),
            event,
        )
        tx.put(OrganisationEntryRow(*OrganisationEntryRow.key(new.id), name=new.name))
        tx.add(
            MarkerRow(*MarkerRow.created(by, new.name.casefold()), organisation=new.id),
            conflict=f"You have already created the organisation {new.name}.",
        )
        if first:
            tx.add(
                MarkerRow(*MarkerRow.first(), organisation=new.id),
                conflict="Someone else created the first organisation meanwhile. Try again.",
            )

    def add_member(self, tx: Transaction, member: Member, organisation_name: str) -> None:
        """Adds both sides of a membership; the person works in that organisation from then on."""
        own = MembershipRow(
            *_membership_row(member.person, member.organisation),
            organisation=member.organisation,
            organisation_name=organisation_name,
            member=member.member,
            role=member.role.value,
            name=member.name,
            chosen_at=member.joined_at,
            active=member.active,
        )
        tx.add(own, conflict=f"You are already a member of {organisation_name}.")
        fields = member.model_dump(mode="json", exclude={"organisation", "member"})
        tx.add(MemberRow(*MemberRow.key(member.organisation, member.member), **fields))

    def update_member(self, tx: Transaction, old: Member, new: Member) -> None:
        """Writes a member's role and state on both sides. Raises Conflict, VersionConflict."""
        role, active = new.role.value, new.active
        tx.update(
            MembershipRow(*_membership_row(old.person, old.organisation)),
            [MembershipRow.role.set(role), MembershipRow.active.set(active)],
            only_if=MembershipRow.pk.exists(),
        )
        tx.update(
            MemberRow(*MemberRow.key(old.organisation, old.member)),
            [MemberRow.role.set(role), MemberRow.active.set(active)],
            only_if=(MemberRow.role == old.role.value) & (MemberRow.active == old.active),
            error=VersionConflict("Someone else changed this member. Reload and try again."),
        )
        if old.is_active_admin != new.is_active_admin:
            change = 1 if new.is_active_admin else -1
            tx.update(
                OrganisationRow(*OrganisationRow.key(old.organisation)),
                [OrganisationRow.admins.add(change)],
                only_if=None if new.is_active_admin else OrganisationRow.admins > 1,
                error=Conflict("An organisation needs at least one administrator."),
            )

    def rename_member(self, tx: Transaction, member: Member, name: str) -> None:
        """Writes a member's name on both sides."""
        own_row = MembershipRow(*_membership_row(member.person, member.organisation))
        member_row = MemberRow(*MemberRow.key(member.organisation, member.member))
        tx.update(own_row, [MembershipRow.name.set(name)], only_if=MembershipRow.pk.exists())
        tx.update(member_row, [MemberRow.name.set(name)], only_if=MemberRow.pk.exists())

    def set_chosen(self, tx: Transaction, row: MembershipRow) -> None:
        """Writes when a person switched to an organisation."""
        actions = [MembershipRow.chosen_at.set(row.chosen_at)]
        tx.update(row, actions, only_if=MembershipRow.pk.exists())

    def set_signed_out(self, tx: Transaction, row: MembershipRow) -> None:
        """Writes when a person signed out everywhere; older sessions are invalid."""
        actions = [MembershipRow.signed_out_at.set(row.signed_out_at)]
        tx.update(row, actions, only_if=MembershipRow.pk.exists())

    def add_group(
        self, tx: Transaction, person: PersonId, organisation: OrganisationId, group: GroupId
    ) -> None:
        """Adds a group to a member's set. Raises LimitExceeded."""
        groups = MembershipRow.groups
        has_room = size(groups) < MAX_GROUPS  # type: ignore[no-untyped-call]
        tx.update(
            MembershipRow(*_membership_row(person, organisation)),
            [groups.add({group})],
            only_if=MembershipRow.pk.exists() & (groups.does_not_exist() | has_room),
            error=LimitExceeded(f"A member can be in at most {MAX_GROUPS} groups."),
        )

    def remove_group(
        self, tx: Transaction, person: PersonId, organisation: OrganisationId, group: GroupId
    ) -> None:
        """Removes a group from a member's set."""
        row = MembershipRow(*_membership_row(person, organisation))
        tx.update(row, [MembershipRow.groups.delete({group})], only_if=MembershipRow.pk.exists())

    def add_followed_channel(
        self, tx: Transaction, person: PersonId, organisation: OrganisationId, channel: ChannelId
    ) -> None:
        """Adds a channel to a member's set. Raises NotFound."""
        tx.update(
            MembershipRow(*_membership_row(person, organisation)),
            [MembershipRow.followed_channels.add({channel})],
            only_if=MembershipRow.pk.exists(),
            error=NotFound("This member does not exist."),
        )

    def remove_followed_channel(
        self, tx: Transaction, person: PersonId, organisation: OrganisationId, channel: ChannelId
    ) -> None:
        """Removes a channel from a member's set."""
        row = MembershipRow(*_membership_row(person, organisation))
        action = MembershipRow.followed_channels.delete({channel})
        tx.update(row, [action], only_if=MembershipRow.pk.exists())


def _membership_row(person: PersonId, organisation: OrganisationId) -> tuple[str, str]:
    return MembershipRow.key(person, organisation)


def _member(row: MemberRow) -> Member:
    organisation = OrganisationId(row.key_value("org"))
    return Member(
        organisation=organisation,
        member=MemberId(row.sk),
        person=PersonId(row.person),
        name=row.name,
        email=row.email,
        role=Role(row.role),
        active=row.active,
    )
