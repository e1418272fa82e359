"""Creates and changes assignments, on behalf of leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sharewell.assignments import due_dates
from sharewell.assignments.assignee_fanout import first_message
from sharewell.assignments.model import Assignment, item_snapshot
from sharewell.assignments.recipients import Recipient, Recipients, recipients
from sharewell.assignments.schemas import (
    AssignmentChange,
    AssignmentForLead,
    AssignmentSummary,
    NewAssignments,
)
from sharewell.assignments.store import AssignmentStore
from sharewell.assignments.views import lead_view, summary_view
from sharewell.aws import concurrency, table
from sharewell.content.model import Item
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Invalid, NotFound, VersionConflict
from sharewell.core.events import AssignmentChanged, AssignmentCreated, OutboxMessage
from sharewell.core.ids import AssignmentId, AudienceId, derive_ulid, min_ulid, new_ulid
from sharewell.core.pagination import Page
from sharewell.identity.model import MemberRef

REMINDER_INTERVAL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AssignmentService:
    """Creates assignments for groups and members; changes, ends and reminds of them."""

    store: AssignmentStore
    recipients: Recipients
    items: ItemService
    now: Clock = now

    def create(
        self, new: NewAssignments, *, by: Caller, key: str | None = None
    ) -> Page[AssignmentSummary]:
        """Creates an assignment per item and recipient. Idempotent under the same key.

        Raises Invalid for a wrong due date or item; Forbidden, Conflict as in `resolve_recipients`;
        Conflict if a recipient does not see an item or already has an open assignment of it.
        """
        at = self.now()
        first_due = due_dates.require_due_date(new.due, new.zone, at)
        wanted = list(dict.fromkeys(new.items))
        found, (resolved, reviewer) = concurrency.run_concurrently(
            [
                partial(self.items.several_seen_by, by, wanted),
                partial(self.recipients.resolve_recipients, new, by),
            ]
        )
        _require_visible(wanted, found, resolved, reviewer)
        idempotency_key = key or new_ulid(at)
        created = [
            Assignment(
                id=AssignmentId(
                    derive_ulid(min_ulid(first_due), idempotency_key, item.id, recipient.to)
                ),
                to=recipient.to,
                to_name=recipient.name,
                is_for_group=new.group is not None,
                item=item.id,
                **item_snapshot(item),
                task=new.task,
                note=new.note,
                due=first_due,
                zone=new.zone,
                given_by=MemberRef(id=by.member, name=by.name),
                given_at=at,
                reviewer=MemberRef(id=reviewer.to, name=reviewer.name) if reviewer else None,
                item_version=item.version,
            )
            for recipient in resolved
            for item in found
        ]
        try:
            with table.transaction() as tx:
                if new.group:
                    self.recipients.memberships.require_not_archived(tx, by.organisation, new.group)
                for item in found:
                    self.items.require_unchanged(tx, by.organisation, item)
                for it in created:
                    self.store.add(by.organisation, it, tx, *_created_event(it, by))
        except Conflict:
            existing = self.store.get_many(by.organisation, [(it.to, it.id) for it in created])
            if len(existing) < len(created) or any(it.given_by.id != by.member for it in existing):
                raise
        return Page(items=[summary_view(it) for it in created])

    def change(
        self,
        to: AudienceId,
        id: AssignmentId,
        change: AssignmentChange,
        version: int | None,
        *,
        by: Caller,
    ) -> AssignmentForLead:
        """Changes the due date or the note; closes, withdraws or reopens an assignment.

        Raises NotFound unless the caller leads it; VersionConflict if `version` is not current.
        """
        old, assignee_count = self.get_for_lead(to, id, by)
        if version not in (None, old.version):
            raise VersionConflict(
                "The assignment was changed in the meantime. Reload and try again."
            )
        at = self.now()
        fields: dict[str, object] = change.model_dump(exclude_none=True, exclude={"due"})
        if change.due:
            fields["due"] = due_dates.require_later_due_date(
                change.due, old.zone, old.first_due, at
            )
        new = old.model_copy(update=fields)
        if new == old:
            return lead_view(old, assignee_count, at)
        new = new.model_copy(update={"version": old.version + 1})
        event = AssignmentChanged(organisation=by.organisation, at=at, to=to, assignment=id)
        with table.transaction() as tx:
            self.store.change(by.organisation, old, new, tx, event)
        return lead_view(new, assignee_count, at)

    def remind(self, to: AudienceId, id: AssignmentId, *, by: Caller) -> AssignmentForLead:
        """Reminds assignees with work left. Raises Conflict within a day of the last reminder."""
        old, assignee_count = self.get_for_lead(to, id, by)
        old.require_open()
        at = self.now()
        if old.reminded_at and at - old.reminded_at < REMINDER_INTERVAL:
            raise Conflict("The assignees were reminded less than a day ago.")
        new = old.model_copy(update={"reminded_at": at})
        with table.transaction() as tx:
            self.store.record_reminder(
                by.organisation, old, at, tx, first_message(new, by, is_reminder=True)
            )
        return lead_view(new, assignee_count, at)

    def get_for_lead(
        self, to: AudienceId, id: AssignmentId, caller: Caller
    ) -> tuple[Assignment, int]:
        """Returns an assignment that the caller leads, even withdrawn, and its assignee count."""
        assignee_count, found = concurrency.run_concurrently(
            [
                partial(self.recipients.count_assignees_for_lead, to, caller),
                partial(self.store.get, caller.organisation, to, id),
            ]
        )
        visible = found is not None and not found.item_deleted and found.is_item_visible_to(caller)
        if not (found and visible and (assignee_count or _created_by(found, caller))):
            raise NotFound("Assignment not found.")
        return found, assignee_count or 1


def _created_by(it: Assignment, caller: Caller) -> bool:
    return not it.is_for_group and it.given_by.id == caller.member


def _created_event(it: Assignment, by: Caller) -> list[OutboxMessage]:
    event = AssignmentCreated(
        organisation=by.organisation,
        at=it.given_at,
        to=it.to,
        assignment=it.id,
        item=it.item,
        created_by=by.member,
    )
    return [event, first_message(it, by, is_reminder=False)]


def _require_visible(
    wanted: Sequence[str],
    found: Sequence[Item],
    resolved: Sequence[Recipient],
    reviewer: Recipient | None,
) -> None:
    """Raises Invalid if an item was not found; Conflict if a recipient does not see an item."""
    found_ids = {item.id for item in found}
    for position, id in enumerate(wanted):
        if id not in found_ids:
            raise Invalid("Item not found.", field=f"items.{position}")
    for position, item in enumerate(found):
        for recipient in [*resolved, *([reviewer] if reviewer else [])]:
            if not recipient.can_see(item):
                raise Conflict(
                    f"“{item.title}” is not visible to {recipient.name}. Share it with them first.",
                    field=f"items.{position}",
                )


assignment_service = AssignmentService(AssignmentStore(), recipients, items)
