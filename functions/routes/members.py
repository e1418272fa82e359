"""HTTP routes for members and their roles, for admins."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import MemberId
from sharewell.core.pagination import Page, PageQuery
from sharewell.members.model import MemberChange, MemberView
from sharewell.members.service import members

api = create_api("members")


@api.get("/api/members")
def list_members(query: PageQuery, me: Caller) -> Page[MemberView]:
    """List the members, deactivated ones too, in the order of joining."""
    return members.list_members(by=me, after=query.after)


@api.patch("/api/members/{member}")
def change_member(member: MemberId, body: MemberChange, me: Caller) -> MemberView:
    """Change a member's role, or deactivate or reactivate them; one admin must remain."""
    return members.update_member(member, body, by=me)
