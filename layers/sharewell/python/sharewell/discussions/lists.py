"""Open questions of a channel: kept once for everybody and once for each group, and merged."""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.discussions.answers import OpenQuestion
from sharewell.discussions.heard.store import HeardStore, QuestionRow, unanswered_list
from sharewell.ids import ChannelId
from sharewell.page import Page, seal, unseal

LISTED = 10


@dataclass(frozen=True, slots=True)
class Questions:
    """What waits for somebody who knows."""

    store: HeardStore

    def of_channel(self, id: ChannelId, *, by: Caller, after: str | None) -> Page[OpenQuestion]:
        """A channel's open questions that the caller may see, newest first."""
        parts = [
            unanswered_list(by.organisation, id, group) for group in (None, *sorted(by.groups))
        ]
        before = unseal(parts[0], after) if after else None
        reads = [partial(self.store.questions, part, before, LISTED) for part in parts]
        found: list[list[QuestionRow]] = concurrency.run_concurrently(reads)
        every = {row.sk: row for rows in found for row in rows}
        newest = [every[id] for id in sorted(every, reverse=True)[:LISTED]]
        more = len(every) > LISTED or any(len(rows) == LISTED for rows in found)
        return Page(
            items=[row.question() for row in newest],
            next=seal(parts[0], newest[-1].sk) if more else None,
        )


questions = Questions(HeardStore())
