"""A member's own notices, without those that other domains say they may not see any more."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.notices.model import Notice, NoticePage, Seen, Unread
from sharewell.notices.store import LISTED, NoticeStore, notice_of
from sharewell.page import seal, unseal

Look = Callable[[Caller, Collection[str]], set[str]]
"""Which of these ids somebody may see at this instant."""


@dataclass(frozen=True, slots=True)
class NoticeLists:
    """Read what happened, and say that it is seen."""

    looks: Mapping[str, Look]
    store: NoticeStore = field(default_factory=NoticeStore)
    now: Clock = now

    def of(self, me: Caller, after: str | None) -> NoticePage:
        """The caller's notices, newest first; of what they may not see any more, none."""
        at, scope = self.now(), f"notices of {me.member}"
        before = unseal(scope, after) if after else None
        rows, seen = table.at_once(
            [
                partial(self.store.newest, me.organisation, me.member, before),
                partial(self.store.seen, me.organisation, me.member),
            ]
        )
        kept = [row for row in rows if not row.expires or row.expires > at]
        return NoticePage(
            items=self._visible([notice_of(row, seen) for row in kept], me),
            next=seal(scope, rows[-1].sk) if len(rows) == LISTED else None,
            as_of=at,
        )

    def unread(self, me: Caller) -> Unread:
        """Whether anything happened since the caller last looked."""
        return Unread(unread=self.store.is_unread(me.organisation, me.member))

    def see(self, seen: Seen, *, by: Caller) -> None:
        """Remember until when the caller has seen everything."""
        self.store.see(by.organisation, by.member, seen.by(self.now()).as_of)

    def _visible(self, notices: list[Notice], me: Caller) -> list[Notice]:
        wanted: dict[str, set[str]] = {}
        for notice in notices:
            kind, id = notice.of
            wanted.setdefault(kind, set()).add(id)
        kinds = [kind for kind in wanted if kind in self.looks]
        found = table.at_once([partial(self.looks[it], me, wanted[it]) for it in kinds])
        seen = {(kind, id) for kind, ids in zip(kinds, found, strict=True) for id in ids}
        return [notice for notice in notices if notice.of in seen]
