"""Who has which address, and open invitations.

read                                      key
---------------------------------------   ----------------------------------
who has an address: a member, or an       ADDRESS#<org> / <address>
open invitation
an open invitation; those, newest first   INVITATIONS#<org> / <invitation>

The address is the natural key: nobody is invited twice at once, or joins twice. An invitation
that was accepted or taken back is gone. Events lie on the row of the address, which no list reads.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from sharewell import table
from sharewell.caller import Role
from sharewell.errors import Gone, TooMany
from sharewell.events import Event
from sharewell.ids import GroupId, InvitationId, MemberId, OrganisationId, ulid_time
from sharewell.keys import KeyShape
from sharewell.members.model import INVITED_FOR, SENT_AGAIN_AFTER, Invitation
from sharewell.page import Page
from sharewell.table import Row, Write

GONE = "this invitation has been accepted or taken back"


class AddressRow(Row):
    """Who has an address."""

    key = KeyShape("ADDRESS#<org> / <address:text>")

    invitation = UnicodeAttribute(null=True)
    member = UnicodeAttribute(null=True)


class InvitationRow(Row):
    """An open invitation. Whoever accepts it is to be in `groups`."""

    key = KeyShape("INVITATIONS#<org> / <invitation>")

    organisation_name = UnicodeAttribute()
    groups = UnicodeSetAttribute(null=True)
    group_name = UnicodeAttribute(null=True)
    address = UnicodeAttribute()
    role = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    sent_at = UTCDateTimeAttribute()


class MemberStore:
    """Where addresses and invitations are kept."""

    def holders(
        self, organisation: OrganisationId, addresses: Sequence[str]
    ) -> dict[str, InvitationId | None]:
        """Of each address that somebody has: the invitation, or None for a member."""
        rows = table.get_many(AddressRow, [_has(organisation, it) for it in addresses])
        return {row.sk: InvitationId(row.invitation) if row.invitation else None for row in rows}

    def members_at(
        self, organisation: OrganisationId, addresses: Sequence[str]
    ) -> dict[str, MemberId | None]:
        """Of each address that somebody has: the member, or None for an open invitation."""
        rows = table.get_many(AddressRow, [_has(organisation, it) for it in addresses])
        return {row.sk: MemberId(row.member) if row.member else None for row in rows}

    def promised(
        self, organisation: OrganisationId, id: InvitationId
    ) -> tuple[set[GroupId], str | None]:
        """The groups that whoever accepts is to be in, and what the first is called."""
        row = table.get(InvitationRow, *_key(organisation, id), consistent=True)
        return ({GroupId(it) for it in row.groups or ()}, row.group_name) if row else (set(), None)

    def promise(
        self, write: Write, organisation: OrganisationId, id: InvitationId, group: GroupId
    ) -> None:
        """One more group for whoever accepts."""
        row = InvitationRow(*_key(organisation, id))
        is_there = InvitationRow.pk.exists()
        write.update(row, [InvitationRow.groups.add({group})], only_if=is_there)

    def unpromise(
        self, write: Write, organisation: OrganisationId, id: InvitationId, group: GroupId
    ) -> None:
        """One group less."""
        row = InvitationRow(*_key(organisation, id))
        is_there = InvitationRow.pk.exists()
        write.update(row, [InvitationRow.groups.delete({group})], only_if=is_there)

    def invitation(
        self, organisation: OrganisationId, id: InvitationId
    ) -> tuple[Invitation, str] | None:
        """An open invitation, and the organisation's name."""
        row = table.get(InvitationRow, *_key(organisation, id), consistent=True)
        return (_invitation(row), row.organisation_name) if row else None

    def some(
        self, organisation: OrganisationId, ids: Sequence[InvitationId]
    ) -> dict[InvitationId, Invitation]:
        """Those of these invitations that are open."""
        rows = table.get_many(InvitationRow, [_key(organisation, id) for id in ids])
        return {InvitationId(row.sk): _invitation(row) for row in rows}

    def open(self, organisation: OrganisationId, after: str | None) -> Page[Invitation]:
        """Open invitations, newest first."""
        rows = table.query_page(
            InvitationRow, InvitationRow.key.pk(organisation), after=after, reverse=True
        )
        return Page(items=[_invitation(row) for row in rows.items], next=rows.next)

    def add(
        self,
        write: Write,
        organisation: OrganisationId,
        organisation_name: str,
        new: Invitation,
        said: Event,
        group: tuple[GroupId, str] | None = None,
    ) -> None:
        """Keep an invitation, perhaps to a group; Conflict when somebody has the address."""
        kept = new.model_dump(mode="json", include={"address", "role", "invited_by"})
        write.add(AddressRow(*_has(organisation, new.address), invitation=new.id), said)
        write.add(
            InvitationRow(
                *_key(organisation, new.id),
                organisation_name=organisation_name,
                sent_at=new.invited_at,
                groups={group[0]} if group else None,
                group_name=group[1] if group else None,
                **kept,
            )
        )

    def renew(
        self, write: Write, organisation: OrganisationId, old: Invitation, said: Event
    ) -> None:
        """Count an invitation's days from now; refused a moment after the last time."""
        write.update(
            InvitationRow(*_key(organisation, old.id)),
            [InvitationRow.sent_at.set(said.at)],
            only_if=InvitationRow.sent_at <= said.at - SENT_AGAIN_AFTER,
            otherwise=TooMany("this was sent a moment ago; wait a minute"),
        )
        write.update(
            AddressRow(*_has(organisation, old.address)),
            [AddressRow.invitation.set(old.id)],
            said,
            only_if=AddressRow.invitation == old.id,
            otherwise=Gone(GONE),
        )

    def withdraw(
        self,
        write: Write,
        organisation: OrganisationId,
        old: Invitation,
        groups: AbstractSet[GroupId],
    ) -> None:
        """Free the address; the link ends. `groups` are all it promised."""
        write.remove(InvitationRow(*_key(organisation, old.id)), only_if=_promises(groups))
        row = AddressRow(*_has(organisation, old.address))
        write.remove(row, only_if=AddressRow.invitation == old.id)

    def accept(
        self,
        write: Write,
        organisation: OrganisationId,
        old: Invitation,
        member: MemberId,
        groups: AbstractSet[GroupId] = frozenset(),
    ) -> None:
        """Hand the address on to the member; the link ends. `groups` are all it promised."""
        write.remove(InvitationRow(*_key(organisation, old.id)), only_if=_promises(groups))
        row = AddressRow(*_has(organisation, old.address))
        write.update(
            row,
            [AddressRow.member.set(member), AddressRow.invitation.remove()],
            only_if=AddressRow.invitation == old.id,
            otherwise=Gone(GONE),
        )

    def take(
        self, write: Write, organisation: OrganisationId, address: str, member: MemberId
    ) -> None:
        """Keep the address of a member whom nobody invited: who opens an organisation."""
        write.add(AddressRow(*_has(organisation, address), member=member))


def _promises(groups: AbstractSet[GroupId]) -> Condition:
    """That these are the groups for whoever accepts, and no others."""
    kept = InvitationRow.groups
    return kept == set(groups) if groups else kept.does_not_exist()


def _has(organisation: OrganisationId, address: str) -> tuple[str, str]:
    return AddressRow.key(organisation, address)


def _key(organisation: OrganisationId, id: InvitationId) -> tuple[str, str]:
    return InvitationRow.key(organisation, id)


def _invitation(row: InvitationRow) -> Invitation:
    id = InvitationId(row.sk)
    return Invitation(
        id=id,
        address=row.address,
        role=Role(row.role),
        invited_by=row.invited_by,
        invited_at=ulid_time(id),
        expires_at=row.sent_at + INVITED_FOR,
    )
