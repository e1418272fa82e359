"""Channels as topics: where a draft may belong, and what a channel's page shows of its own."""

import re
from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.channels.model import ChannelName
from sharewell.channels.service import Channels, channels
from sharewell.content.model import Card
from sharewell.content.verification.service import Upkeep, upkeep
from sharewell.ids import ChannelId
from sharewell.page import Page
from sharewell.search.model import Ask, Filters, Sharer
from sharewell.search.service import search
from sharewell.search.store import IndexStore
from sharewell.search.words import MOST_TOKENS, STOP_WORDS
from sharewell.values import Value

SUGGESTED = 5
ALIKE = 20
"""Things like a draft whose channels are counted."""
CALLED_LIKE_IT = 3
"""What a channel's own name weighs, in things like the draft that are in it."""
SHOWN = 5


class Strips(Value):
    """What a channel's page shows beside the newest."""

    verified: list[Card]
    sharers: list[Sharer]


@dataclass(frozen=True, slots=True)
class Topics:
    """Choose channels for a draft, and see who and what stands for a channel."""

    store: IndexStore
    channels: Channels
    upkeep: Upkeep

    def suggested(self, draft: str, *, by: Caller) -> Page[ChannelName]:
        """Channels called like the draft, and those that things like it are in.

        Both are of what the caller may see, and of channels that take something new.
        """
        words = telling(draft)
        if not words:
            return Page(items=[])
        named, counts = self.store.topics(by.organisation, words, _access(by), ALIKE)
        weights = dict(counts)
        for ref in named:
            id = ref.partition(":")[2]
            weights[id] = weights.get(id, 0) + CALLED_LIKE_IT
        best = sorted(weights, key=lambda it: (-weights[it], it))[: 2 * SUGGESTED]
        ids = [ChannelId(id) for id in best]
        known = self.channels.several_seen_by(by, ids)
        takes = [known[id] for id in ids if id in known and known[id].archived_at is None]
        return Page(items=[ChannelName(id=it.id, name=it.name) for it in takes[:SUGGESTED]])

    def strips(self, id: ChannelId, *, by: Caller) -> Strips:
        """What is verified in a channel and who shared most there, of what the caller may see."""
        access = _access(by)
        ask = Ask(filters=Filters(kind=["item"], channel=[id]))
        counts = self.store.find(by.organisation, ask, access).counts.get("author", {})
        most = sorted(counts, key=lambda who: (-counts[who], who))[:SHOWN]
        refs = [f"person:{who}" for who in most]
        names = self.store.titles(by.organisation, refs, access) if refs else {}
        sharers = [
            Sharer(id=who, name=names[ref], count=counts[who])
            for who, ref in zip(most, refs, strict=True)
            if ref in names
        ]
        return Strips(verified=self.upkeep.verified(id, SHOWN, by=by), sharers=sharers)


def telling(draft: str) -> str:
    """The words of a draft that say most of what it is about: the long ones, each once."""
    words = dict.fromkeys(re.findall(r"[^\W_]{3,40}", draft.casefold()))
    some = sorted((it for it in words if it not in STOP_WORDS), key=lambda it: -len(it))
    return " ".join(some[:MOST_TOKENS])


def _access(by: Caller) -> list[str]:
    return [*by.access, f"member:{by.member}"]


topics = Topics(search.store, channels, upkeep)
