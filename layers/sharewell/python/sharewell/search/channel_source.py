"""Channels as search sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.channels.model import Channel
from sharewell.channels.service import Channels
from sharewell.errors import Missing
from sharewell.ids import ChannelId, OrganisationId
from sharewell.search.model import Document
from sharewell.search.plain import plain
from sharewell.search.source import Place, Shown


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """Channels, by name and what belongs there."""

    channels: Channels

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """The channel; everybody in the organisation sees it."""
        channel = self.channels.findable(organisation, ChannelId(id))
        if channel is None or channel.into:
            return None
        return Document(
            ref=f"channel:{id}",
            kinds=["channel"],
            acl=["all"],
            title=channel.name,
            body="\n".join([plain(channel.about), *channel.former]),
            created=channel.opened_at,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Channels of the caller's organisation."""
        reads = [partial(self._seen, by, ChannelId(it.id)) for it in places]
        found: list[Channel | None] = concurrency.run_concurrently(reads)
        return {
            channel.id: Shown(
                kind="channel",
                title=channel.name,
                text=plain(channel.about),
                created=channel.opened_at,
            )
            for channel in found
            if channel and not channel.into
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """By name."""
        yield from self.channels.every(organisation)

    def _seen(self, who: Caller, id: ChannelId) -> Channel | None:
        try:
            return self.channels.seen_by(who, id)
        except Missing:
            return None
