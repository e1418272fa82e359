"""Newcomers: marks members' first posts and finds those who greet them."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.channels.service import ChannelService, channels
from sharewell.core.caller import Role
from sharewell.core.events import PostWritten
from sharewell.core.ids import ChannelId, MemberId, OrganisationId
from sharewell.discussions.model import Post, Subject
from sharewell.discussions.subscribers.notifications import Reasons
from sharewell.discussions.subscribers.store import SubscriberStore
from sharewell.identity.service import IdentityService, identity
from sharewell.notifications.model import NotificationKind


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Lets curators, administrators and the channels' curators greet newcomers."""

    store: SubscriberStore
    channels: ChannelService
    identity: IdentityService

    def sync_greeter(self, organisation: OrganisationId, member: MemberId) -> None:
        """Writes whether a member greets newcomers: active curators and administrators do."""
        entry = self.identity.get_member(organisation, member)
        is_greeter = entry.active and entry.role in (Role.CURATOR, Role.ADMIN)
        self.store.set_greeter(organisation, member, is_greeter=is_greeter)

    def mark_first_post(
        self, event: PostWritten, post: Post, thread: list[Post], subject: Subject
    ) -> Reasons:
        """Marks a member's first post until another member replies; returns who is notified."""
        of = subject.ref
        later = [it for it in thread if it.id > post.id and it.author.id != post.author.id]
        for other in thread:
            if other.is_first and other.author.id != post.author.id and other.id < post.id:
                self.store.set_first_post(event.organisation, of, other.id, first=False)
        if not self.store.is_first_post(of, event, post.author.id):
            return {}
        if not later:
            self.store.set_first_post(event.organisation, of, post.id, first=True)
        greeters = [
            *self._channel_managers(event, subject),
            *self.store.list_greeters(event.organisation),
        ]
        return dict.fromkeys(greeters, NotificationKind.NEWCOMER)

    def _channel_managers(self, event: PostWritten, subject: Subject) -> list[MemberId]:
        """Returns the curators of the subject's channels, who read along there."""
        find = self.channels.get_for_search
        reads = [partial(find, event.organisation, ChannelId(it)) for it in subject.channels]
        return [
            member for it in concurrency.run_concurrently(reads) if it for member in it.curator_ids
        ]


newcomers = Newcomers(SubscriberStore(), channels, identity)
