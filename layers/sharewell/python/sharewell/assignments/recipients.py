"""Resolves the recipients of an assignment and checks that the caller may assign to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sharewell.assignments.schemas import NewAssignments
from sharewell.aws import concurrency
from sharewell.content.model import Item
from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, Forbidden, Invalid
from sharewell.core.ids import AudienceId, GroupId, MemberId
from sharewell.groups.membership_queries import ARCHIVED, MembershipQueries, membership_queries
from sharewell.identity.service import IdentityService, identity


class Recipient(NamedTuple):
    """A group, or a member with those of the caller's groups that the member is in."""

    to: AudienceId
    name: str
    groups: frozenset[GroupId]

    def can_see(self, item: Item) -> bool:
        """Returns whether the recipient sees an item that the caller sees."""
        return not item.groups or self.to in item.authors or bool(self.groups & set(item.groups))


@dataclass(frozen=True, slots=True)
class Recipients:
    """Checks who may assign: leads to their groups, curators to members, members to themselves."""

    memberships: MembershipQueries
    identity: IdentityService

    def resolve_recipients(
        self, new: NewAssignments, by: Caller
    ) -> tuple[list[Recipient], Recipient | None]:
        """Returns the recipients (one group, or up to 10 members) and the optional reviewer.

        Raises Forbidden if the caller neither leads a group shared with a member nor is a curator;
        Conflict if the group is archived; Invalid if there is no such active member.
        """
        reviewers = [new.reviewer] if new.reviewer else []
        members = list(dict.fromkeys([*new.members, *reviewers]))
        known, led_groups, group = concurrency.run_concurrently(
            [
                partial(self._member_recipients, members, by),
                partial(self._groups_led, new, by),
                partial(self.memberships.get_led_group, by, new.group)
                if new.group
                else lambda: None,
            ]
        )
        resolved = [known[member] for member in dict.fromkeys(new.members)]
        for it in resolved:
            if it.to != by.member and not (by.is_curator or led_groups & it.groups):
                raise Forbidden(
                    f"Only curators and leads of a group with {it.name} can assign to them."
                )
        if group and group.archived:
            raise Conflict(ARCHIVED)
        if group:
            resolved = [Recipient(group.id, group.name, frozenset([group.id]))]
        return resolved, known[new.reviewer] if new.reviewer else None

    def count_assignees_for_lead(self, to: AudienceId, caller: Caller) -> int:
        """Returns the number of assignees in a group that the caller leads; 0 if not in it."""
        if to not in caller.groups:
            return 0
        return self.memberships.get_led_group(caller, GroupId(to)).assignee_count

    def _member_recipients(
        self, members: Sequence[MemberId], by: Caller
    ) -> dict[MemberId, Recipient]:
        if not members:
            return {}
        groups = sorted(by.groups)
        entries = self.identity.get_members(by.organisation, members)
        pairs = self.memberships.list_shared(by.organisation, groups, members)
        found = {
            entry.member: Recipient(
                entry.member,
                entry.name,
                frozenset(group for group, member in pairs if member == entry.member),
            )
            for entry in entries
            if entry.active
        }
        if missing := [member for member in members if member not in found]:
            raise Invalid(f"Member {missing[0]} not found.", field="members")
        return found

    def _groups_led(self, new: NewAssignments, by: Caller) -> frozenset[GroupId]:
        """Returns the groups that the caller leads, if the permission depends on them."""
        if by.is_curator or set(new.members) <= {by.member}:
            return frozenset()
        return self.memberships.led_groups(by, sorted(by.groups))


recipients = Recipients(membership_queries, identity)
