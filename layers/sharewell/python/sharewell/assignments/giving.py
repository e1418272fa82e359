"""What those who lead do with assignments: give, change, end and look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sharewell import concurrency, table
from sharewell.assignments import due
from sharewell.assignments.answers import Given, LedAssignment
from sharewell.assignments.assignee_fanout import first_message
from sharewell.assignments.audience import Addressee, Audiences, audiences
from sharewell.assignments.bodies import AssignmentChange, NewAssignments
from sharewell.assignments.model import Assignment, copy_of
from sharewell.assignments.shown import given, led
from sharewell.assignments.store import AssignmentStore
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import Item
from sharewell.content.service import Items, items
from sharewell.errors import Conflict, Invalid, Missing, Stale
from sharewell.events import AssignmentChanged, AssignmentGiven, OutboxMessage
from sharewell.identity.model import MemberRef
from sharewell.ids import AssignmentId, AudienceId, derive_ulid, min_ulid, new_ulid
from sharewell.page import Page

REMINDED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Giving:
    """Give items to groups and members, and change or end what was given."""

    store: AssignmentStore
    audiences: Audiences
    items: Items
    now: Clock = now

    def give(self, new: NewAssignments, *, by: Caller, key: str | None = None) -> Page[Given]:
        """Ask for several items at once; twice under one key is once."""
        at = self.now()
        first_due = due.opening(new.due, new.zone, at)
        wanted = list(dict.fromkeys(new.items))
        found, (addressees, reviewer) = concurrency.run_concurrently(
            [
                partial(self.items.several_seen_by, by, wanted),
                partial(self.audiences.chosen, new, by),
            ]
        )
        _must_see(wanted, found, addressees, reviewer)
        once = key or new_ulid(at)
        every = [
            Assignment(
                id=AssignmentId(derive_ulid(min_ulid(first_due), once, item.id, addressee.to)),
                to=addressee.to,
                to_name=addressee.name,
                for_group=new.group is not None,
                item=item.id,
                **copy_of(item),
                task=new.task,
                note=new.note,
                due=first_due,
                zone=new.zone,
                given_by=MemberRef(id=by.member, name=by.name),
                given_at=at,
                reviewer=MemberRef(id=reviewer.to, name=reviewer.name) if reviewer else None,
                seen=item.version,
            )
            for addressee in addressees
            for item in found
        ]
        try:
            with table.write() as write:
                if new.group:
                    self.audiences.roll.must_be_open(write, by.organisation, new.group)
                for item in found:
                    self.items.must_stand(write, by.organisation, item)
                for it in every:
                    self.store.add(by.organisation, it, write, *_said(it, by))
        except Conflict:
            made = self.store.several(by.organisation, [(it.to, it.id) for it in every])
            if len(made) < len(every) or any(it.given_by.id != by.member for it in made):
                raise
        return Page(items=[given(it) for it in every])

    def change(
        self,
        to: AudienceId,
        id: AssignmentId,
        change: AssignmentChange,
        version: int | None,
        *,
        by: Caller,
    ) -> LedAssignment:
        """Another day, another note; close it, withdraw it, or open it again."""
        old, of = self.led(to, id, by)
        if version not in (None, old.version):
            raise Stale("somebody else changed this assignment since you read it")
        at = self.now()
        fields: dict[str, object] = change.model_dump(exclude_none=True, exclude={"due"})
        if change.due:
            fields["due"] = due.later(change.due, old.zone, old.first_due, at)
        new = old.model_copy(update=fields)
        if new == old:
            return led(old, of, at)
        new = new.model_copy(update={"version": old.version + 1})
        said = AssignmentChanged(organisation=by.organisation, at=at, to=to, assignment=id)
        with table.write() as write:
            self.store.change(by.organisation, old, new, write, said)
        return led(new, of, at)

    def remind(self, to: AudienceId, id: AssignmentId, *, by: Caller) -> LedAssignment:
        """Remind those who have not done it, at most once a day."""
        old, of = self.led(to, id, by)
        old.must_be_open()
        at = self.now()
        if old.reminded_at and at - old.reminded_at < REMINDED_EVERY:
            raise Conflict("they were reminded less than a day ago")
        new = old.model_copy(update={"reminded_at": at})
        with table.write() as write:
            self.store.remind(
                by.organisation, old, at, write, first_message(new, by, is_reminder=True)
            )
        return led(new, of, at)

    def led(self, to: AudienceId, id: AssignmentId, who: Caller) -> tuple[Assignment, int]:
        """An assignment that `who` leads, withdrawn ones too, and how many it is given to."""
        of, found = concurrency.run_concurrently(
            [
                partial(self.audiences.led, to, who),
                partial(self.store.one, who.organisation, to, id),
            ]
        )
        is_there = found is not None and not found.gone and found.is_for(who)
        if not (found and is_there and (of or _gave(found, who))):
            raise Missing("there is no such assignment")
        return found, of or 1


def _gave(it: Assignment, who: Caller) -> bool:
    return not it.for_group and it.given_by.id == who.member


def _said(it: Assignment, by: Caller) -> list[OutboxMessage]:
    said = AssignmentGiven(
        organisation=by.organisation,
        at=it.given_at,
        to=it.to,
        assignment=it.id,
        item=it.item,
        given_by=by.member,
    )
    return [said, first_message(it, by, is_reminder=False)]


def _must_see(
    wanted: Sequence[str],
    found: Sequence[Item],
    addressees: Sequence[Addressee],
    reviewer: Addressee | None,
) -> None:
    """Refuse what somebody could not open who is asked to."""
    there = {item.id for item in found}
    for place, id in enumerate(wanted):
        if id not in there:
            raise Invalid("there is no such item", field=f"items.{place}")
    for place, item in enumerate(found):
        for addressee in [*addressees, *([reviewer] if reviewer else [])]:
            if not addressee.sees(item):
                raise Conflict(
                    f"“{item.title}” is not for {addressee.name}; share it with them first",
                    field=f"items.{place}",
                )


giving = Giving(AssignmentStore(), audiences, items)
