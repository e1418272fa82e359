"""Changes, archives, deletes and restores groups."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Gone, NotFound, VersionConflict
from sharewell.core.events import Event, GroupVisibilityChanged
from sharewell.core.ids import GroupId, ItemId
from sharewell.core.pagination import Page
from sharewell.core.values import DiscussionMode
from sharewell.groups.membership_queries import MembershipQueries, membership_queries
from sharewell.groups.membership_rules.job import MembershipJobs, membership_jobs
from sharewell.groups.model import RESTORABLE_FOR, DeletedGroup, Group, GroupChange, GroupView
from sharewell.groups.service import GroupService, group_view, groups
from sharewell.groups.store import NONE, GroupStore

MAX_RESTORABLE = 20


@dataclass(frozen=True, slots=True)
class GroupAdmin:
    """Changes groups. A group that becomes active again has its rule evaluated again."""

    store: GroupStore
    groups: GroupService
    memberships: MembershipQueries
    jobs: MembershipJobs
    now: Clock = now

    def change(
        self, id: GroupId, change: GroupChange, version: int | None, *, by: Caller
    ) -> GroupView:
        """Changes a group, or archives it, after which no member can join it.

        Raises VersionConflict if `version` is not its current one.
        """
        old, own = self.groups.get_as_manager(by, id)
        if version not in (None, old.version):
            raise VersionConflict("Someone else changed this group. Reload and try again.")
        given = change.model_dump(exclude_none=True)
        archived = given.pop("archived", bool(old.archived_at))
        given["archived_at"] = (old.archived_at or self.now()) if archived else None
        return group_view(self._save(old, given, by), own, by)

    def delete(self, id: GroupId, *, by: Caller) -> None:
        """Deletes a group; it can be restored for 30 days."""
        old, _ = self.groups.get_as_manager(by, id)
        self._save(old, {"deleted_at": self.now()}, by)

    def set_discussion_mode(
        self, id: GroupId, switch: DiscussionMode | None, *, by: Caller
    ) -> None:
        """Sets the discussion mode of a group; None resets it. Setting it again changes nothing."""
        old, _ = self.groups.get_as_manager(by, id)
        if old.discussion is not switch:
            self._save(old, {"discussion": switch}, by)

    def pin(self, old: Group, pinned: list[ItemId], *, by: Caller) -> None:
        """Writes the pinned items of a group that the caller manages and has read as `old`."""
        new = old.model_copy(update={"pinned": pinned, "version": old.version + 1})
        with table.transaction() as tx:
            self.store.update(tx, by.organisation, old, new)

    def list_restorable(self, *, by: Caller) -> Page[DeletedGroup]:
        """Returns the deleted groups that the caller can restore, newest first."""
        ids, since = sorted(by.groups), self.now() - RESTORABLE_FOR
        groups, led = concurrency.run_concurrently(
            [
                partial(self.store.get_many, by.organisation, ids),
                partial(self.memberships.led_groups, by, ids),
            ]
        )
        restorable = [
            DeletedGroup(
                id=it.id,
                name=it.name,
                deleted_at=it.deleted_at,
                restorable_until=it.deleted_at + RESTORABLE_FOR,
            )
            for it in groups
            if it.deleted_at and it.deleted_at > since and it.id in led
        ]
        return Page(
            items=sorted(restorable, key=lambda it: it.deleted_at, reverse=True)[:MAX_RESTORABLE]
        )

    def restore(self, id: GroupId, *, by: Caller) -> GroupView:
        """Restores a deleted group. Raises NotFound, Conflict or, after 30 days, Gone."""
        old, own = concurrency.run_concurrently(
            [
                partial(self.store.get, by.organisation, id, consistent=True),
                partial(self.store.get_membership, by.organisation, id, by.member),
            ]
        )
        if old is None or own is None:
            raise NotFound(NONE)
        own.require_manager(by)
        if old.deleted_at is None:
            raise Conflict("This group is not deleted.")
        if self.now() - old.deleted_at > RESTORABLE_FOR:
            raise Gone("This group was deleted more than 30 days ago.")
        return group_view(self._save(old, {"deleted_at": None}, by), own, by)

    def _save(self, old: Group, given: dict[str, object], by: Caller) -> Group:
        new = Group.model_validate(old.model_dump() | given | {"version": old.version + 1})
        organisation, id = by.organisation, old.id
        is_back = new.is_active and not old.is_active
        before = self.jobs.latest(organisation, id) if is_back else None
        starts_job = is_back and (bool(new.rule) or (before is not None and before.is_running))
        with table.transaction() as tx:
            events: list[Event] = [self.groups.changed_event(organisation, id)]
            if (old.deleted_at is None, old.discussion) != (new.deleted_at is None, new.discussion):
                events.append(
                    GroupVisibilityChanged(organisation=organisation, at=self.now(), group=id)
                )
            self.store.update(tx, organisation, old, new, *events)
            if starts_job:
                self.jobs.start_job(
                    tx, id, before, by=by, at=self.now(), evaluates_rule=bool(new.rule)
                )
        return new


group_admin = GroupAdmin(GroupStore(), groups, membership_queries, membership_jobs)
