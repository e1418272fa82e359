"""Whom somebody may ask for something, and whom they lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sharewell import concurrency
from sharewell.assignments.bodies import NewAssignments
from sharewell.caller import Caller
from sharewell.content.model import Item
from sharewell.errors import Conflict, Forbidden, Invalid
from sharewell.groups.roll import ARCHIVED, Roll, roll
from sharewell.identity.service import Identity, identity
from sharewell.ids import AudienceId, GroupId, MemberId


class Addressee(NamedTuple):
    """A group, or a member with those of the asker's groups that they are in."""

    to: AudienceId
    name: str
    groups: frozenset[GroupId]

    def sees(self, item: Item) -> bool:
        """Whether an item that the asker sees shows to all of them."""
        return not item.groups or self.to in item.authors or bool(self.groups & set(item.groups))


@dataclass(frozen=True, slots=True)
class Audiences:
    """Leads ask their groups; anybody themselves; leads, curators and administrators a member."""

    roll: Roll
    identity: Identity

    def chosen(self, new: NewAssignments, by: Caller) -> tuple[list[Addressee], Addressee | None]:
        """Those whom the caller may ask, as they chose, and who reviews it."""
        reviewers = [new.reviewer] if new.reviewer else []
        members = list(dict.fromkeys([*new.members, *reviewers]))
        known, led, group = concurrency.run_concurrently(
            [
                partial(self._members, members, by),
                partial(self._led, new, by),
                partial(self.roll.led, by, new.group) if new.group else lambda: None,
            ]
        )
        asked = [known[member] for member in dict.fromkeys(new.members)]
        for it in asked:
            if it.to != by.member and not (by.tends or led & it.groups):
                raise Forbidden(
                    f"only those who lead a group with {it.name} ask them for something"
                )
        if group and group.archived:
            raise Conflict(ARCHIVED)
        if group:
            asked = [Addressee(group.id, group.name, frozenset([group.id]))]
        return asked, known[new.reviewer] if new.reviewer else None

    def led(self, to: AudienceId, who: Caller) -> int:
        """How many a group of the caller's is that they lead; 0 for a member and for no group."""
        if to not in who.groups:
            return 0
        return self.roll.led(who, GroupId(to)).of

    def _members(self, members: Sequence[MemberId], by: Caller) -> dict[MemberId, Addressee]:
        if not members:
            return {}
        groups = sorted(by.groups)
        seats = self.identity.seats(by.organisation, members)
        pairs = self.roll.shared(by.organisation, groups, members)
        found = {
            seat.member: Addressee(
                seat.member,
                seat.name,
                frozenset(group for group, member in pairs if member == seat.member),
            )
            for seat in seats
            if seat.active
        }
        if missing := [member for member in members if member not in found]:
            raise Invalid(f"there is no member {missing[0]}", field="members")
        return found

    def _led(self, new: NewAssignments, by: Caller) -> frozenset[GroupId]:
        """The groups that the caller leads, where it matters."""
        if by.tends or set(new.members) <= {by.member}:
            return frozenset()
        return self.roll.led_among(by, sorted(by.groups))


audiences = Audiences(roll, identity)
