"""What those who tend a group can do with it: say what it is for, archive it, delete it, undo."""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Gone, Missing, Stale
from sharewell.events import Event, GroupMoved
from sharewell.groups.entry import as_of
from sharewell.groups.filling.queue import Queue, queue
from sharewell.groups.model import UNDO_FOR, DeletedGroup, Group, GroupChange, GroupView
from sharewell.groups.roll import Roll, roll
from sharewell.groups.service import NONE, Groups, groups, view
from sharewell.groups.store import GroupStore
from sharewell.ids import GroupId, ItemId
from sharewell.page import Page
from sharewell.values import Switch

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Changing:
    """Change a group. One that comes back, from its archive too, follows its rule again."""

    store: GroupStore
    groups: Groups
    roll: Roll
    queue: Queue
    now: Clock = now

    def change(
        self, id: GroupId, change: GroupChange, version: int | None, *, by: Caller
    ) -> GroupView:
        """Say something else of a group, or archive it: then nobody comes in any more."""
        old, own = self.groups.tended(by, id)
        if version not in (None, old.version):
            raise Stale("somebody else changed this group since you read it")
        given = change.model_dump(exclude_none=True)
        archived = given.pop("archived", bool(old.archived_at))
        given["archived_at"] = (old.archived_at or self.now()) if archived else None
        return view(self._keep(old, given, by), own, by)

    def delete(self, id: GroupId, *, by: Caller) -> None:
        """Take a group away; for 30 days it can be restored."""
        old, _ = self.groups.tended(by, id)
        self._keep(old, {"deleted_at": self.now()}, by)

    def let_speak(self, id: GroupId, switch: Switch | None, *, by: Caller) -> None:
        """Set who may say what in a group; the same again changes nothing."""
        old, _ = self.groups.tended(by, id)
        if old.discussion is not switch:
            self._keep(old, {"discussion": switch}, by)

    def pin(self, old: Group, pinned: list[ItemId], *, by: Caller) -> None:
        """Write the items pinned to a group, which the caller tends and has read as `old`."""
        new = old.model_copy(update={"pinned": pinned, "version": old.version + 1})
        with table.write() as write:
            self.store.change(write, by.organisation, old, new)

    def restorable(self, *, by: Caller) -> Page[DeletedGroup]:
        """Deleted groups that the caller may restore, the newest first."""
        ids, since = sorted(by.groups), self.now() - UNDO_FOR
        found, led = table.at_once(
            [
                partial(self.store.groups, by.organisation, ids),
                partial(self.roll.led_among, by, ids),
            ]
        )
        gone = [
            DeletedGroup(
                id=it.id,
                name=it.name,
                deleted_at=it.deleted_at,
                until=it.deleted_at + UNDO_FOR,
            )
            for it in found
            if it.deleted_at and it.deleted_at > since and it.id in led
        ]
        return Page(items=sorted(gone, key=lambda it: it.deleted_at, reverse=True)[:MOST_LISTED])

    def restore(self, id: GroupId, *, by: Caller) -> GroupView:
        """Undo a deletion."""
        old, own = table.at_once(
            [
                partial(self.store.group, by.organisation, id, consistent=True),
                partial(self.store.membership, by.organisation, id, by.member),
            ]
        )
        if old is None or own is None:
            raise Missing(NONE)
        own = as_of(old, own)
        own.must_tend(by)
        if old.deleted_at is None:
            raise Conflict("this group is not deleted")
        if self.now() - old.deleted_at > UNDO_FOR:
            raise Gone("it was deleted more than 30 days ago")
        return view(self._keep(old, {"deleted_at": None}, by), own, by)

    def _keep(self, old: Group, given: dict[str, object], by: Caller) -> Group:
        new = Group.model_validate(old.model_dump() | given | {"version": old.version + 1})
        organisation, id = by.organisation, old.id
        is_back = new.is_about and not old.is_about
        before = self.queue.waiting(organisation, id) if is_back else None
        takes_up = is_back and (bool(new.rule) or (before is not None and not before.done))
        with table.write() as write:
            said: list[Event] = [self.groups.changed(organisation, id)]
            if (old.deleted_at is None, old.discussion) != (new.deleted_at is None, new.discussion):
                said.append(GroupMoved(organisation=organisation, at=self.now(), group=id))
            self.store.change(write, organisation, old, new, *said)
            if takes_up:
                self.queue.begin(write, id, before, by=by, at=self.now(), walks=bool(new.rule))
        return new


changing = Changing(GroupStore(), groups, roll, queue)
