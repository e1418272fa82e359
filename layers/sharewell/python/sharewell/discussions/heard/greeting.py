"""Newcomers: whose post is their first, and who says hello."""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Role
from sharewell.channels.service import Channels, channels
from sharewell.discussions.heard.store import HeardStore
from sharewell.discussions.heard.telling import Told
from sharewell.discussions.model import Ground, Post
from sharewell.events import PostWritten
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, MemberId, OrganisationId
from sharewell.notices.model import NoticeKind


@dataclass(frozen=True, slots=True)
class Greeting:
    """Curators and administrators greet newcomers, and who tends the channels they write in."""

    store: HeardStore
    channels: Channels
    identity: Identity

    def joined(self, organisation: OrganisationId, member: MemberId) -> None:
        """Somebody came, or has another role: curators and administrators greet newcomers."""
        seat = self.identity.seat(organisation, member)
        tends = seat.active and seat.role in (Role.CURATOR, Role.ADMIN)
        self.store.note(organisation, member, tends=tends)

    def greeted(self, said: PostWritten, post: Post, thread: list[Post], ground: Ground) -> Told:
        """Mark a newcomer's first post until somebody answers; who greets them."""
        of = ground.of
        later = [it for it in thread if it.id > post.id and it.author.id != post.author.id]
        for other in thread:
            if other.first and other.author.id != post.author.id and other.id < post.id:
                self.store.greet(said.organisation, of, other.id, first=False)
        if not self.store.is_first(of, said, post.author.id):
            return {}
        if not later:
            self.store.greet(said.organisation, of, post.id, first=True)
        greeters = [*self._tending(said, ground), *self.store.greeters(said.organisation)]
        return dict.fromkeys(greeters, NoticeKind.NEWCOMER)

    def _tending(self, said: PostWritten, ground: Ground) -> list[MemberId]:
        """Who tends the channels of what is discussed, and so reads along there."""
        find = self.channels.findable
        reads = [partial(find, said.organisation, ChannelId(it)) for it in ground.channels]
        return [member for it in concurrency.run_concurrently(reads) if it for member in it.tending]


greeting = Greeting(HeardStore(), channels, identity)
