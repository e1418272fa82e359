"""HTTP routes for the members, join requests and invitations of groups."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, MemberId
from sharewell.core.pagination import Page, PageQuery
from sharewell.groups.join_requests.model import (
    EmailInvitees,
    GroupInvitation,
    InvitedPerson,
    JoinRequest,
)
from sharewell.groups.join_requests.service import join_requests
from sharewell.groups.memberships import memberships
from sharewell.groups.model import (
    GroupMember,
    GroupView,
    JoinMessage,
    LeadTransfer,
    MembersQuery,
    NewMembers,
    RoleChange,
)
from sharewell.members.group_invitations import email_invitations
from sharewell.members.model import InvitationReport

api = create_api("group_people")


@api.get("/api/groups/{group}/members")
def list_group_members(group: GroupId, query: MembersQuery, me: Caller) -> Page[GroupMember]:
    """List the members of one of the caller's groups: leads first, by role or by name."""
    return memberships.list_members(group, query, by=me)


@api.post("/api/groups/{group}/members", status=204)
def add_group_members(group: GroupId, body: NewMembers, me: Caller) -> None:
    """Add members to a group; a job adds those beyond the first thirty. Leads only."""
    memberships.add_members(group, body.members, by=me, field="members")


@api.put("/api/groups/{group}/members/{member}", status=204)
def add_group_member(group: GroupId, member: MemberId, me: Caller) -> None:
    """Add a member to a group. Leads only."""
    memberships.add_member(group, member, by=me)


@api.patch("/api/groups/{group}/members/{member}")
def change_group_role(
    group: GroupId, member: MemberId, body: RoleChange, me: Caller
) -> GroupMember:
    """Change a member's role in a group; one lead must remain."""
    return memberships.change_role(group, member, body.role, by=me)


@api.delete("/api/groups/{group}/members/{member}")
def remove_group_member(group: GroupId, member: MemberId, me: Caller) -> None:
    """Leave a group or remove a member; one lead must remain."""
    memberships.remove_member(group, member, by=me)


@api.post("/api/groups/{group}/lead", status=204)
def transfer_group_lead(group: GroupId, body: LeadTransfer, me: Caller) -> None:
    """Transfer the lead role to another member of the group."""
    memberships.transfer_lead(group, body.to, by=me)


@api.post("/api/groups/{group}/join", status=200)
def join_group(group: GroupId, body: JoinMessage, me: Caller) -> GroupView:
    """Join a group that is open or sent an invitation; else request to join it."""
    return join_requests.join(group, body.message, by=me)


@api.get("/api/groups/{group}/requests")
def list_group_requests(group: GroupId, query: PageQuery, me: Caller) -> Page[JoinRequest]:
    """List the join requests of a group. Leads only."""
    return join_requests.list_requests(group, by=me, after=query.after)


@api.put("/api/groups/{group}/requests/{member}", status=204)
def approve_group_request(group: GroupId, member: MemberId, me: Caller) -> None:
    """Approve a join request."""
    join_requests.approve_request(group, member, by=me)


@api.delete("/api/groups/{group}/requests/{member}")
def reject_group_request(group: GroupId, member: MemberId, me: Caller) -> None:
    """Decline a join request, or withdraw the caller's own."""
    join_requests.decline_request(group, member, by=me)


@api.get("/api/groups/{group}/invitations")
def list_group_invitations(group: GroupId, query: PageQuery, me: Caller) -> Page[InvitedPerson]:
    """List the open invitations of a group, of members and addresses. Leads only."""
    return join_requests.list_invited(group, by=me, after=query.after)


@api.put("/api/groups/{group}/invitations/{member}", status=204)
def invite_to_group(group: GroupId, member: MemberId, me: Caller) -> None:
    """Invite a member to a group; they accept by joining."""
    join_requests.invite_member(group, member, by=me)


@api.delete("/api/groups/{group}/invitations/{member}")
def withdraw_group_invitation(group: GroupId, member: MemberId, me: Caller) -> None:
    """Withdraw an invitation to a group, or decline the caller's own."""
    email_invitations.withdraw_invitation(group, member, by=me)


@api.post("/api/groups/{group}/email-invitations")
def invite_to_group_by_email(group: GroupId, body: EmailInvitees, me: Caller) -> InvitationReport:
    """Invite people from outside the organisation by email. Admins in the group only."""
    return email_invitations.invite_by_email(group, body.people, by=me)


@api.get("/api/me/group-invitations")
def list_my_group_invitations(me: Caller) -> Page[GroupInvitation]:
    """List the caller's invitations to groups."""
    return join_requests.list_my_invitations(by=me)
