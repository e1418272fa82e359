"""Lists a channel's open questions, merged from the lists for everyone and for groups."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.core.caller import Caller
from sharewell.core.ids import ChannelId
from sharewell.core.pagination import Page, decode_cursor, encode_cursor
from sharewell.discussions.schemas import OpenQuestion
from sharewell.discussions.subscribers.store import SubscriberStore, UnansweredRow, unanswered_list

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class QuestionLists:
    """Reads the lists of open questions."""

    store: SubscriberStore

    def list_in_channel(
        self, id: ChannelId, *, by: Caller, after: str | None
    ) -> Page[OpenQuestion]:
        """Returns a page of a channel's open questions that the caller may see, newest first."""
        partitions = [
            unanswered_list(by.organisation, id, group) for group in (None, *sorted(by.groups))
        ]
        before = decode_cursor(partitions[0], after) if after else None
        reads = [partial(self.store.list_unanswered, it, before, PAGE_SIZE) for it in partitions]
        found: list[list[UnansweredRow]] = concurrency.run_concurrently(reads)
        merged = {row.sk: row for rows in found for row in rows}
        newest = [merged[id] for id in sorted(merged, reverse=True)[:PAGE_SIZE]]
        more = len(merged) > PAGE_SIZE or any(len(rows) == PAGE_SIZE for rows in found)
        return Page(
            items=[row.question() for row in newest],
            next=encode_cursor(partitions[0], newest[-1].sk) if more else None,
        )


question_lists = QuestionLists(SubscriberStore())
