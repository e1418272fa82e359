"""Reads and writes the holders of email addresses, and open invitations.

read                                      key
---------------------------------------   ----------------------------------
the holder of an address: a member,       EMAIL#<org> / <address>
or an open invitation
an open invitation; all, newest first     INVITATIONS#<org> / <invitation>

The address is the natural key: it is invited at most once and belongs to at most one member. An
invitation that was accepted or withdrawn is deleted. Events are on the row of the
address, which no list reads.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import Row, Transaction
from sharewell.core.caller import Role
from sharewell.core.errors import Gone, LimitExceeded
from sharewell.core.events import Event
from sharewell.core.ids import GroupId, InvitationId, MemberId, OrganisationId, ulid_time
from sharewell.core.pagination import Page
from sharewell.members.model import INVITATION_VALID_FOR, RESEND_AFTER, Invitation

EXPIRED = "This invitation has been accepted or withdrawn."


class EmailRow(Row):
    """The holder of an address: a member or an invitation."""

    key = KeyShape("EMAIL#<org> / <address:text>")

    invitation = UnicodeAttribute(null=True)
    member = UnicodeAttribute(null=True)


class InvitationRow(Row):
    """An open invitation. Accepting it adds the member to `groups`."""

    key = KeyShape("INVITATIONS#<org> / <invitation>")

    organisation_name = UnicodeAttribute()
    groups = UnicodeSetAttribute(null=True)
    group_name = UnicodeAttribute(null=True)
    email = UnicodeAttribute()
    role = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    sent_at = UTCDateTimeAttribute()


class MemberStore:
    """Reads and writes addresses and invitations."""

    def find_holders(
        self, organisation: OrganisationId, addresses: Sequence[str]
    ) -> dict[str, InvitationId | None]:
        """Returns the invitation of each address in use, or None for a member."""
        rows = table.get_many(EmailRow, [_email_row(organisation, it) for it in addresses])
        return {row.sk: InvitationId(row.invitation) if row.invitation else None for row in rows}

    def find_members(
        self, organisation: OrganisationId, addresses: Sequence[str]
    ) -> dict[str, MemberId | None]:
        """Returns the member of each address in use, or None for an open invitation."""
        rows = table.get_many(EmailRow, [_email_row(organisation, it) for it in addresses])
        return {row.sk: MemberId(row.member) if row.member else None for row in rows}

    def list_groups(
        self, organisation: OrganisationId, id: InvitationId
    ) -> tuple[set[GroupId], str | None]:
        """Returns the groups of an invitation and the name of the first."""
        row = table.get(InvitationRow, *_key(organisation, id), consistent=True)
        return ({GroupId(it) for it in row.groups or ()}, row.group_name) if row else (set(), None)

    def add_group(
        self, tx: Transaction, organisation: OrganisationId, id: InvitationId, group: GroupId
    ) -> None:
        """Adds a group to an invitation. Raises VersionConflict if it is not open."""
        row = InvitationRow(*_key(organisation, id))
        is_open = InvitationRow.pk.exists()
        tx.update(row, [InvitationRow.groups.add({group})], only_if=is_open)

    def remove_group(
        self, tx: Transaction, organisation: OrganisationId, id: InvitationId, group: GroupId
    ) -> None:
        """Removes a group from an invitation. Raises VersionConflict if it is not open."""
        row = InvitationRow(*_key(organisation, id))
        is_open = InvitationRow.pk.exists()
        tx.update(row, [InvitationRow.groups.delete({group})], only_if=is_open)

    def get_invitation(
        self, organisation: OrganisationId, id: InvitationId
    ) -> tuple[Invitation, str] | None:
        """Returns an open invitation and the organisation's name, or None."""
        row = table.get(InvitationRow, *_key(organisation, id), consistent=True)
        return (_invitation(row), row.organisation_name) if row else None

    def get_invitations(
        self, organisation: OrganisationId, ids: Sequence[InvitationId]
    ) -> dict[InvitationId, Invitation]:
        """Returns those of these invitations that are open."""
        rows = table.get_many(InvitationRow, [_key(organisation, id) for id in ids])
        return {InvitationId(row.sk): _invitation(row) for row in rows}

    def list_open(self, organisation: OrganisationId, after: str | None) -> Page[Invitation]:
        """Returns a page of open invitations, newest first."""
        rows = table.query_page(
            InvitationRow, InvitationRow.key.pk(organisation), after=after, reverse=True
        )
        return Page(items=[_invitation(row) for row in rows.items], next=rows.next)

    def add(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        organisation_name: str,
        new: Invitation,
        event: Event,
        group: tuple[GroupId, str] | None = None,
    ) -> None:
        """Adds an invitation, optionally to a group. Raises Conflict if the address is in use."""
        fields = new.model_dump(mode="json", include={"email", "role", "invited_by"})
        tx.add(EmailRow(*_email_row(organisation, new.email), invitation=new.id), event)
        tx.add(
            InvitationRow(
                *_key(organisation, new.id),
                organisation_name=organisation_name,
                sent_at=new.invited_at,
                groups={group[0]} if group else None,
                group_name=group[1] if group else None,
                **fields,
            )
        )

    def renew(
        self, tx: Transaction, organisation: OrganisationId, old: Invitation, event: Event
    ) -> None:
        """Renews an invitation's validity. Raises Gone, or LimitExceeded within a minute."""
        tx.update(
            InvitationRow(*_key(organisation, old.id)),
            [InvitationRow.sent_at.set(event.at)],
            only_if=InvitationRow.sent_at <= event.at - RESEND_AFTER,
            error=LimitExceeded("This invitation was sent less than a minute ago. Wait a minute."),
        )
        tx.update(
            EmailRow(*_email_row(organisation, old.email)),
            [EmailRow.invitation.set(old.id)],
            event,
            only_if=EmailRow.invitation == old.id,
            error=Gone(EXPIRED),
        )

    def withdraw(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        old: Invitation,
        groups: AbstractSet[GroupId],
    ) -> None:
        """Deletes an invitation and frees its address. Raises VersionConflict."""
        tx.delete(InvitationRow(*_key(organisation, old.id)), only_if=_has_groups(groups))
        row = EmailRow(*_email_row(organisation, old.email))
        tx.delete(row, only_if=EmailRow.invitation == old.id)

    def accept(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        old: Invitation,
        member: MemberId,
        groups: AbstractSet[GroupId] = frozenset(),
    ) -> None:
        """Deletes an invitation and gives its address to the member. `groups` are all its groups.

        Raises VersionConflict if its groups changed, Gone if it is not open.
        """
        tx.delete(InvitationRow(*_key(organisation, old.id)), only_if=_has_groups(groups))
        row = EmailRow(*_email_row(organisation, old.email))
        tx.update(
            row,
            [EmailRow.member.set(member), EmailRow.invitation.remove()],
            only_if=EmailRow.invitation == old.id,
            error=Gone(EXPIRED),
        )

    def claim_email(
        self, tx: Transaction, organisation: OrganisationId, address: str, member: MemberId
    ) -> None:
        """Adds the address of a member who was not invited: who created the organisation."""
        tx.add(EmailRow(*_email_row(organisation, address), member=member))


def _has_groups(groups: AbstractSet[GroupId]) -> Condition:
    """Returns the condition that the invitation has exactly these groups."""
    attribute = InvitationRow.groups
    return attribute == set(groups) if groups else attribute.does_not_exist()


def _email_row(organisation: OrganisationId, address: str) -> tuple[str, str]:
    return EmailRow.key(organisation, address)


def _key(organisation: OrganisationId, id: InvitationId) -> tuple[str, str]:
    return InvitationRow.key(organisation, id)


def _invitation(row: InvitationRow) -> Invitation:
    id = InvitationId(row.sk)
    return Invitation(
        id=id,
        email=row.email,
        role=Role(row.role),
        invited_by=row.invited_by,
        invited_at=ulid_time(id),
        expires_at=row.sent_at + INVITATION_VALID_FOR,
    )
