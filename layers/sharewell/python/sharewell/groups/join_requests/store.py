"""Reads and writes join requests and group invitations.

read                                       key
----------------------------------------   ----------------------------------------
requests to join a group                   GROUP#<org>#<group> / REQUEST#<member>
invitations of a group: to members,        GROUP#<org>#<group> / INVITED#<member>,
and to addresses without a member          GROUP#<org>#<group> / INVITED#<invitation>
invitations to a member                    MEMBER#<org>#<member> / INVITED#<group>

Both sides of an invitation are written in one transaction. A new member who followed the
link of an email takes over the group's invitation to the address, as an accepted one.
"""

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UTCDateTimeAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.core.events import Event
from sharewell.core.ids import GroupId, InvitationId, MemberId, OrganisationId
from sharewell.core.pagination import Page
from sharewell.groups.join_requests.model import GroupInvitation, InvitedPerson, JoinRequest

MAX_INVITATIONS = 100


class JoinRequestRow(Row):
    """A member's request to join a group."""

    key = KeyShape("GROUP#<org>#<group> / REQUEST#<member>", parent=Parent.GROUP)

    name = UnicodeAttribute()
    message = UnicodeAttribute()
    requested_at = UTCDateTimeAttribute()


class InvitedPersonRow(Row):
    """A group's side of an invitation: to a member, or by email to an address."""

    key = KeyShape("GROUP#<org>#<group> / INVITED#<invited>", parent=Parent.GROUP)

    name = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    invited_by = UnicodeAttribute()
    invited_at = UTCDateTimeAttribute()


class MemberInvitationRow(Row):
    """A member's side of an invitation; `is_accepted` by the link of an email."""

    key = KeyShape("MEMBER#<org>#<member> / INVITED#<group>", parent=Parent.MEMBER)

    name = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    is_accepted = BooleanAttribute(default=False)


class JoinRequestStore:
    """Reads and writes join requests and invitations."""

    def get_request(
        self, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> JoinRequest | None:
        """Returns a member's request to join a group, or None."""
        row = table.get(
            JoinRequestRow, *JoinRequestRow.key(organisation, group, member), consistent=True
        )
        return _request(row) if row else None

    def list_requests(
        self, organisation: OrganisationId, group: GroupId, after: str | None
    ) -> Page[JoinRequest]:
        """Returns a page of the requests to join a group."""
        rows = table.query_page(
            JoinRequestRow,
            _pk(organisation, group),
            KeyRange(prefix=JoinRequestRow.key.begins()),
            after=after,
        )
        return Page(items=[_request(row) for row in rows.items], next=rows.next)

    def add_request(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        group: GroupId,
        new: JoinRequest,
        event: Event,
    ) -> None:
        """Adds a join request. Raises Conflict if the member has one."""
        fields = new.model_dump(exclude={"member"})
        tx.add(
            JoinRequestRow(*JoinRequestRow.key(organisation, group, new.member), **fields), event
        )

    def remove_request(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        group: GroupId,
        member: MemberId,
        *,
        must_exist: bool = False,
    ) -> None:
        """Deletes a join request. Raises VersionConflict if `must_exist` and none exists."""
        row = JoinRequestRow(*JoinRequestRow.key(organisation, group, member))
        tx.delete(row, only_if=JoinRequestRow.pk.exists() if must_exist else None)

    def list_invited(
        self, organisation: OrganisationId, group: GroupId, after: str | None
    ) -> Page[InvitedPerson]:
        """Returns a page of the open invitations of a group."""
        begins = InvitedPersonRow.key.begins()
        rows = table.query_page(
            InvitedPersonRow, _pk(organisation, group), KeyRange(prefix=begins), after=after
        )
        return Page(items=[_invited(row) for row in rows.items], next=rows.next)

    def get_invited(
        self, organisation: OrganisationId, group: GroupId, id: str
    ) -> InvitedPerson | None:
        """Returns a group's invitation to a member, or by the id of an email invitation."""
        row = table.get(
            InvitedPersonRow, *InvitedPersonRow.key(organisation, group, id), consistent=True
        )
        return _invited(row) if row else None

    def add_invitation(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        group: GroupId,
        group_name: str,
        new: InvitedPerson,
        event: Event,
    ) -> None:
        """Adds both sides of an invitation to a member. Raises Conflict if one exists."""
        fields = new.model_dump(exclude={"id"})
        tx.add(
            InvitedPersonRow(*InvitedPersonRow.key(organisation, group, new.id), **fields), event
        )
        own = MemberId(new.id)
        tx.put(
            MemberInvitationRow(
                *_member_invitation_row(organisation, own, group),
                name=group_name,
                invited_by=new.invited_by,
            )
        )

    def add_email_invitation(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, new: InvitedPerson
    ) -> None:
        """Writes an invitation to an address."""
        fields = new.model_dump(exclude={"id"})
        tx.put(InvitedPersonRow(*InvitedPersonRow.key(organisation, group, new.id), **fields))

    def remove_invitation(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, invited: str
    ) -> None:
        """Deletes both sides of an invitation."""
        tx.delete(InvitedPersonRow(*InvitedPersonRow.key(organisation, group, invited)))
        tx.delete(
            MemberInvitationRow(*_member_invitation_row(organisation, MemberId(invited), group))
        )

    def accept_invitation(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> None:
        """Deletes both sides as the member joins. Raises VersionConflict if none exists."""
        tx.delete(InvitedPersonRow(*InvitedPersonRow.key(organisation, group, member)))
        row = MemberInvitationRow(*_member_invitation_row(organisation, member, group))
        tx.delete(row, only_if=MemberInvitationRow.pk.exists())

    def assign_email_invitation(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        group: GroupId,
        by: str,
        invitation: InvitationId,
        member: MemberId,
    ) -> None:
        """Moves an invitation from an address to the member who accepted it by its link."""
        tx.delete(InvitedPersonRow(*InvitedPersonRow.key(organisation, group, invitation)))
        own = _member_invitation_row(organisation, member, group)
        tx.put(MemberInvitationRow(*own, name="", invited_by=by, is_accepted=True))

    def get_invitation(
        self, organisation: OrganisationId, member: MemberId, group: GroupId
    ) -> tuple[GroupInvitation, bool] | None:
        """Returns a group's invitation to a member and whether it is accepted, or None."""
        row = table.get(
            MemberInvitationRow,
            *_member_invitation_row(organisation, member, group),
            consistent=True,
        )
        return (_group_invitation(row), row.is_accepted) if row else None

    def list_invited_groups(
        self, organisation: OrganisationId, groups: Sequence[GroupId], member: MemberId
    ) -> set[GroupId]:
        """Returns those of these groups that a member is invited to."""
        rows = table.get_many(
            MemberInvitationRow, [_member_invitation_row(organisation, member, it) for it in groups]
        )
        return {GroupId(row.key_value("group")) for row in rows}

    def list_invitations(
        self, organisation: OrganisationId, member: MemberId
    ) -> list[tuple[GroupInvitation, bool]]:
        """Returns up to 100 group invitations of a member, each with whether it is accepted."""
        pk, begins = (
            MemberInvitationRow.key.pk(organisation, member),
            MemberInvitationRow.key.begins(),
        )
        rows = table.query(
            MemberInvitationRow, pk, KeyRange(prefix=begins), limit=MAX_INVITATIONS, consistent=True
        )
        return [(_group_invitation(row), row.is_accepted) for row in rows]


def _pk(organisation: OrganisationId, group: GroupId) -> str:
    return JoinRequestRow.key.pk(organisation, group)


def _member_invitation_row(
    organisation: OrganisationId, member: MemberId, group: GroupId
) -> tuple[str, str]:
    return MemberInvitationRow.key(organisation, member, group)


def _request(row: JoinRequestRow) -> JoinRequest:
    return JoinRequest(member=MemberId(row.key_value("member")), **row.fields())


def _invited(row: InvitedPersonRow) -> InvitedPerson:
    return InvitedPerson(id=MemberId(row.key_value("invited")), **row.fields())


def _group_invitation(row: MemberInvitationRow) -> GroupInvitation:
    return GroupInvitation(
        group=GroupId(row.key_value("group")), name=row.name, invited_by=row.invited_by
    )
