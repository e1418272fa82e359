"""Who is in groups, who wants to be and who is asked in, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.groups.asking.model import Invited, Letters, Offer, Request
from sharewell.groups.asking.service import asking
from sharewell.groups.membership import memberships
from sharewell.groups.model import (
    Asking,
    GroupMember,
    GroupView,
    HandOver,
    MembersQuery,
    MoreMembers,
    RoleChange,
)
from sharewell.ids import GroupId, MemberId
from sharewell.members.group_invitations import letters
from sharewell.members.model import InvitationReport
from sharewell.page import Page
from sharewell.paging import After

api = create_api("group_people")


@api.get("/api/groups/{group}/members")
def list_group_members(group: GroupId, query: MembersQuery, me: Caller) -> Page[GroupMember]:
    """Who is in a group one is in: leads first, or those of a role, or whose name begins so."""
    return memberships.page(group, query, by=me)


@api.post("/api/groups/{group}/members", status=204)
def add_group_members(group: GroupId, body: MoreMembers, me: Caller) -> None:
    """Let many in; those beyond the first thirty come in a moment later. For who leads it."""
    memberships.add(group, body.members, by=me, field="members")


@api.put("/api/groups/{group}/members/{member}", status=204)
def add_group_member(group: GroupId, member: MemberId, me: Caller) -> None:
    """Let somebody in; for who leads it."""
    memberships.add_one(group, member, by=me)


@api.patch("/api/groups/{group}/members/{member}")
def cast_group_member(
    group: GroupId, member: MemberId, body: RoleChange, me: Caller
) -> GroupMember:
    """Give somebody another role; one lead always stays."""
    return memberships.cast(group, member, body.role, by=me)


@api.delete("/api/groups/{group}/members/{member}")
def remove_group_member(group: GroupId, member: MemberId, me: Caller) -> None:
    """Leave, or take somebody out; one lead always stays."""
    memberships.remove(group, member, by=me)


@api.post("/api/groups/{group}/hand-over", status=204)
def hand_group_over(group: GroupId, body: HandOver, me: Caller) -> None:
    """Let somebody in the group lead it in one's place."""
    memberships.hand_over(group, body.to, by=me)


@api.post("/api/groups/{group}/join", status=200)
def join_group(group: GroupId, body: Asking, me: Caller) -> GroupView:
    """Come in where anybody may or one is asked in; elsewhere ask those who lead it."""
    return asking.join(group, body.words, by=me)


@api.get("/api/groups/{group}/requests")
def list_group_requests(group: GroupId, query: After, me: Caller) -> Page[Request]:
    """Who asks to be let in; for who leads it."""
    return asking.requests(group, by=me, after=query.after)


@api.put("/api/groups/{group}/requests/{member}", status=204)
def approve_group_request(group: GroupId, member: MemberId, me: Caller) -> None:
    """Let in somebody who asked."""
    asking.approve(group, member, by=me)


@api.delete("/api/groups/{group}/requests/{member}")
def decline_group_request(group: GroupId, member: MemberId, me: Caller) -> None:
    """Say no to a request, or take back one's own."""
    asking.decline(group, member, by=me)


@api.get("/api/groups/{group}/invitations")
def list_group_invitations(group: GroupId, query: After, me: Caller) -> Page[Invited]:
    """Members and addresses that are asked in and have not come; for who leads it."""
    return asking.invited(group, by=me, after=query.after)


@api.put("/api/groups/{group}/invitations/{member}", status=204)
def invite_to_group(group: GroupId, member: MemberId, me: Caller) -> None:
    """Ask a member in, who comes by joining."""
    asking.invite(group, member, by=me)


@api.delete("/api/groups/{group}/invitations/{member}")
def withdraw_group_invitation(group: GroupId, member: MemberId, me: Caller) -> None:
    """Take an invitation back, of a member or by mail; or turn one's own down."""
    letters.withdraw(group, member, by=me)


@api.post("/api/groups/{group}/letters")
def send_group_letters(group: GroupId, body: Letters, me: Caller) -> InvitationReport:
    """Ask people in by mail who are not in the organisation. Administrators in it only."""
    return letters.ask_in(group, body.people, by=me)


@api.get("/api/me/group-invitations")
def list_my_group_invitations(me: Caller) -> Page[Offer]:
    """The groups one is asked into."""
    return asking.offers(by=me)
