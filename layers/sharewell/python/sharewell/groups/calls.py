"""Telling the people of a group something: a hundred at a time, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.events import Event, GroupMentioned
from sharewell.groups.calls_store import CallStore
from sharewell.groups.roll import Roll, roll
from sharewell.groups.store import GroupStore
from sharewell.ids import GroupId, MemberId, PostId, derive_ulid

TOGETHER = 100
"""People who are told in one run; the next ones are told in the next."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Call groups part by part; each part has an id of its own, so twice is once."""

    store: CallStore
    kept: GroupStore
    roll: Roll

    def begin(
        self,
        cause: Event,
        groups: Sequence[GroupId],
        by: MemberId,
        of: str,
        post: PostId | None = None,
    ) -> list[GroupId]:
        """Call those of these groups that `by` is in; which ones that are."""
        organisation = cause.organisation
        reads = [partial(self.kept.memberships, organisation, it, [by]) for it in groups]
        found = zip(groups, concurrency.run_concurrently(reads), strict=True)
        called = [group for group, known in found if by in known]
        if called:
            self.store.say([_call(cause, it, by, of, post) for it in called])
        return called

    def part(self, call: GroupMentioned) -> list[MemberId]:
        """Who is to be told by this part of a call; whoever comes after them is called next."""
        if self.roll.groups.findable(call.organisation, call.group) is None:
            return []
        people = self.roll.people(call.organisation, call.group, call.after, TOGETHER)
        if len(people) == TOGETHER:
            last = people[-1].member
            id = derive_ulid(call.call, call.group, last)
            self.store.say([call.model_copy(update={"id": id, "after": last})])
        return [it.member for it in people]


def _call(
    cause: Event, group: GroupId, by: MemberId, of: str, post: PostId | None
) -> GroupMentioned:
    return GroupMentioned(
        id=derive_ulid(cause.id, group),
        organisation=cause.organisation,
        at=cause.at,
        group=group,
        by=by,
        of=of,
        post=post,
        call=cause.id,
    )


calls = Calls(CallStore(), GroupStore(), roll)
