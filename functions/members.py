"""Members and their roles, over HTTP. Administrators only."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.ids import MemberId
from sharewell.members.model import Member, MemberChange
from sharewell.members.service import members
from sharewell.page import Page
from sharewell.paging import After

api = create_api("members")


@api.get("/api/members")
def list_members(query: After, me: Caller) -> Page[Member]:
    """Everyone who belongs here, deactivated ones too, in the order of joining."""
    return members.all(by=me, after=query.after)


@api.patch("/api/members/{member}")
def change_member(member: MemberId, body: MemberChange, me: Caller) -> Member:
    """Give a member another role, or (de)activate them; one administrator always stays."""
    return members.change(member, body, by=me)
