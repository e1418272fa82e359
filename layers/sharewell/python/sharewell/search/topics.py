"""Suggests channels for a draft, and returns the highlights of a channel."""

import re
from dataclasses import dataclass

from sharewell.channels.model import ChannelName
from sharewell.channels.service import ChannelService, channels
from sharewell.content.model import Card
from sharewell.content.verification.service import VerificationService, verification_service
from sharewell.core.caller import Caller
from sharewell.core.ids import ChannelId
from sharewell.core.pagination import Page
from sharewell.core.values import Value
from sharewell.search.model import Filters, SearchRequest, Sharer
from sharewell.search.service import search
from sharewell.search.store import IndexStore
from sharewell.search.tokens import MAX_TOKENS, STOP_WORDS

MAX_SUGGESTED = 5
SIMILAR_SIZE = 20
"""Items similar to a draft whose channels are counted."""
NAME_MATCH_WEIGHT = 3
"""Weight of a match in a channel's name; each similar item in it weighs one."""
MAX_SHOWN = 5


class ChannelHighlights(Value):
    """The verified items and top sharers that a channel's page shows beside the newest items."""

    verified: list[Card]
    sharers: list[Sharer]


@dataclass(frozen=True, slots=True)
class ChannelTopics:
    """Suggests channels for a draft, and returns the highlights of a channel."""

    store: IndexStore
    channels: ChannelService
    verification: VerificationService

    def suggest_channels(self, draft: str, *, by: Caller) -> Page[ChannelName]:
        """Returns up to five channels named like the draft, or with items similar to it.

        Only channels that the caller may see and that are not archived.
        """
        words = significant_words(draft)
        if not words:
            return Page(items=[])
        named, counts = self.store.find_channels(by.organisation, words, _access(by), SIMILAR_SIZE)
        weights = dict(counts)
        for ref in named:
            id = ref.partition(":")[2]
            weights[id] = weights.get(id, 0) + NAME_MATCH_WEIGHT
        best = sorted(weights, key=lambda it: (-weights[it], it))[: 2 * MAX_SUGGESTED]
        ids = [ChannelId(id) for id in best]
        known = self.channels.several_seen_by(by, ids)
        active = [known[id] for id in ids if id in known and known[id].archived_at is None]
        return Page(items=[ChannelName(id=it.id, name=it.name) for it in active[:MAX_SUGGESTED]])

    def get_highlights(self, id: ChannelId, *, by: Caller) -> ChannelHighlights:
        """Returns the verified items and top sharers of a channel, of what the caller may see."""
        access = _access(by)
        request = SearchRequest(filters=Filters(kind=["item"], channel=[id]))
        counts = self.store.search(by.organisation, request, access).counts.get("author", {})
        most = sorted(counts, key=lambda member: (-counts[member], member))[:MAX_SHOWN]
        refs = [f"person:{member}" for member in most]
        names = self.store.get_titles(by.organisation, refs, access) if refs else {}
        sharers = [
            Sharer(id=member, name=names[ref], count=counts[member])
            for member, ref in zip(most, refs, strict=True)
            if ref in names
        ]
        return ChannelHighlights(
            verified=self.verification.list_verified(id, MAX_SHOWN, by=by), sharers=sharers
        )


def significant_words(draft: str) -> str:
    """Returns the longest distinct words of a draft, which describe it best."""
    words = dict.fromkeys(re.findall(r"[^\W_]{3,40}", draft.casefold()))
    longest = sorted((it for it in words if it not in STOP_WORDS), key=lambda it: -len(it))
    return " ".join(longest[:MAX_TOKENS])


def _access(by: Caller) -> list[str]:
    return [*by.audience_keys, f"member:{by.member}"]


topics = ChannelTopics(search.store, channels, verification_service)
