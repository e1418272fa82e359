"""Lists of assignments: one's own, an item's, a group's, and what one gave to single members.

What a group was given is kept once for all of it. So whoever joins a group has its assignments
with their next request, and whoever leaves it has them no more. One's own list is the merge of
those of one's groups and of oneself, with how far one is; all of it is asked for at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.assignments.answers import AskedOfMe, CountedAssignment, OwnAssignment
from sharewell.assignments.due import SHOWN_FOR
from sharewell.assignments.model import Assignment, Host
from sharewell.assignments.shown import asked, counted, own, state, uncounted
from sharewell.assignments.standing.model import Doing, Standing
from sharewell.assignments.standing.rows_store import StandingRow
from sharewell.assignments.standing.store import MOST_STANDINGS, StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.service import Items, items
from sharewell.groups.roll import Roll, roll
from sharewell.ids import AudienceId, GroupId, ItemId, min_ulid
from sharewell.page import Page, seal, unseal

LISTED = 12
LINES = 40
"""Lines of each part that are looked through for a page."""
_BEGIN = "0"
"""Sorts before every id."""
_END = "~"
"""Sorts after every id."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What is asked, as far as the reader is asked it or leads those who are."""

    store: AssignmentStore
    standings: StandingStore
    items: Items
    roll: Roll
    now: Clock = now

    def of_me(self, *, done: bool, by: Caller, after: str | None) -> Page[OwnAssignment]:
        """What the caller still has to do, what is due first first; or what they have done."""
        scope = f"{'done' if done else 'open'} of {by.member}"
        place: str | None = unseal(scope, after) if after else None
        since = place + _END if place and not done else self._window
        until = _before(place) if place and done else _END
        lines, standings, taking_part = self._parts(by, since, until, newest_first=done)
        known = {row.sk: row.standing() for row in standings}
        ends: list[str] = [part[-1].id for part in lines if len(part) == LINES]
        ends += [standings[-1].sk] if len(standings) == MOST_STANDINGS else []
        end = (max(ends) if done else min(ends)) if ends else None
        every = sorted((it for part in lines for it in part), key=lambda it: it.id, reverse=done)
        if end:
            every = [it for it in every if (it.id >= end if done else it.id <= end)]
        wanted = [
            it
            for it in every
            if it.shows_to(by)
            and (it.to in taking_part or it.to == by.member)
            and (known.get(it.id, Standing()).state is Doing.DONE) == done
            and (done or it.is_asked)
        ]
        page = wanted[:LISTED]
        last = page[-1].id if len(wanted) > LISTED else end
        mine = [own(it, known.get(it.id, Standing())) for it in page]
        if not done:
            mine.sort(key=lambda it: (it.due, it.id))
        return Page(items=mine, next=seal(scope, last) if last else None)

    def of_item(self, id: ItemId, *, by: Caller) -> Page[AskedOfMe]:
        """What the caller is asked of an item now."""
        _, found, standings, taking_part = concurrency.run_concurrently(
            [
                partial(self.items.seen_by, by, id),
                partial(self.store.at, by.organisation, id, _audiences(by)),
                partial(self._standings, by, self._window, _END, newest_first=True),
                partial(self.roll.asked_in, by),
            ]
        )
        known = {row.sk: row.standing() for row in standings}
        mine = [
            asked(it, known.get(it.id, Standing()))
            for it in sorted(found, key=lambda it: it.id)
            if it.shows_to(by)
            and it.host is Host.HERE
            and (it.to in taking_part or it.to == by.member)
        ]
        return Page(items=mine)

    def of_group(self, group: GroupId, *, by: Caller, after: str | None) -> Page[CountedAssignment]:
        """What a group of the caller's was given, what is due last first, and how far they are."""
        scope = f"given {by.organisation} {group}"
        until = _before(unseal(scope, after)) if after else _END
        given = partial(self.store.between, by.organisation, group, _BEGIN, until, LISTED)
        led, lines, standings = concurrency.run_concurrently(
            [
                partial(self.roll.group, by, group),
                partial(given, newest_first=True),
                partial(self._standings, by, _BEGIN, until, newest_first=True),
            ]
        )
        ends = [lines[-1].id] if len(lines) == LISTED else []
        ends += [standings[-1].sk] if len(standings) == MOST_STANDINGS else []
        end = max(ends, default=_BEGIN)
        known, at = {row.sk: row.standing() for row in standings}, self.now()
        shown = []
        for it in lines:
            if it.id >= end and it.shows_to(by):
                line = counted(it, led.of, at) if led.leads else uncounted(it)
                own_state = state(it, known.get(it.id, Standing())) if led.is_asked else None
                shown.append(line.model_copy(update={"mine": own_state}))
        return Page(items=shown, next=seal(scope, end) if ends else None)

    def given(self, *, by: Caller, after: str | None) -> Page[CountedAssignment]:
        """What the caller gave to single members, what is due last first."""
        rows = self.store.given(by.organisation, by.member, after, LISTED)
        every = [row.assignment() for row in rows.items]
        at = self.now()
        return Page(items=[counted(it, 1, at) for it in every if it.shows_to(by)], next=rows.next)

    @property
    def _window(self) -> str:
        return min_ulid(self.now() - SHOWN_FOR)

    def _parts(
        self, by: Caller, since: str, until: str, *, newest_first: bool
    ) -> tuple[list[list[Assignment]], list[StandingRow], frozenset[GroupId]]:
        if since > until:
            return [], [], frozenset()
        read = partial(self.store.between, by.organisation, newest_first=newest_first)
        taking_part, standings, *lines = concurrency.run_concurrently(
            [
                partial(self.roll.asked_in, by),
                partial(self._standings, by, since, until, newest_first=newest_first),
                *(
                    partial(read, to=to, since=since, until=until, limit=LINES)
                    for to in _audiences(by)
                ),
            ]
        )
        return lines, standings, taking_part

    def _standings(
        self, by: Caller, since: str, until: str, *, newest_first: bool
    ) -> list[StandingRow]:
        return self.standings.between(
            by.organisation, by.member, since, until, newest_first=newest_first
        )


def _audiences(who: Caller) -> Sequence[AudienceId]:
    """Themselves, and each group that they are in."""
    return [AudienceId(it) for it in (who.member, *sorted(who.groups))]


def _before(id: str) -> str:
    """What sorts after all ids that sort before this one."""
    return id[:-1] + chr(ord(id[-1]) - 1) + _END


mine = Mine(AssignmentStore(), StandingStore(), items, roll)
