"""The search source of channels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.channels.model import Channel
from sharewell.channels.service import ChannelService
from sharewell.core.caller import Caller
from sharewell.core.errors import NotFound
from sharewell.core.ids import ChannelId, OrganisationId
from sharewell.search.markdown_text import markdown_to_text
from sharewell.search.model import Document
from sharewell.search.source import HitPosition, HitView


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """Provides channels by their current and former names and their description."""

    channels: ChannelService

    def load_document(self, organisation: OrganisationId, id: str) -> Document | None:
        """Returns the channel, visible to the whole organisation; None if absent or merged."""
        channel = self.channels.get_for_search(organisation, ChannelId(id))
        if channel is None or channel.merged_into:
            return None
        return Document(
            ref=f"channel:{id}",
            kinds=["channel"],
            acl=["all"],
            title=channel.name,
            body="\n".join([markdown_to_text(channel.about), *channel.former_names]),
            created=channel.opened_at,
        )

    def load_hits(self, places: Sequence[HitPosition], by: Caller) -> dict[str, HitView]:
        """Returns the channels of the caller's organisation, by id."""
        reads = [partial(self._get, by, ChannelId(it.id)) for it in places]
        found: list[Channel | None] = concurrency.run_concurrently(reads)
        return {
            channel.id: HitView(
                kind="channel",
                title=channel.name,
                text=markdown_to_text(channel.about),
                created=channel.opened_at,
            )
            for channel in found
            if channel and not channel.merged_into
        }

    def list_ids(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields the ids of all channels, in the order of their names."""
        yield from self.channels.list_ids(organisation)

    def _get(self, caller: Caller, id: ChannelId) -> Channel | None:
        try:
            return self.channels.seen_by(caller, id)
        except NotFound:
            return None
