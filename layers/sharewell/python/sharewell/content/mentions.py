"""Notifies the people and groups that an item mentions, if they can read it."""

from dataclasses import dataclass

from sharewell.content.model import Item
from sharewell.content.search_reader import ItemSearchReader, item_search_reader
from sharewell.core.events import ItemMentioned
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.groups.membership_queries import MembershipQueries, membership_queries
from sharewell.groups.mention_fanout import MentionFanout, mention_fanout
from sharewell.identity.model import MemberRef
from sharewell.identity.service import IdentityService, identity
from sharewell.notifications.model import NewNotification, NotificationKind
from sharewell.notifications.service import NotificationService, notifications


@dataclass(frozen=True, slots=True)
class ItemMentions:
    """Notifies of mentions. Idempotent: the event's id is the notification's key."""

    items: ItemSearchReader
    fanout: MentionFanout
    memberships: MembershipQueries
    identity: IdentityService
    notifications: NotificationService

    def notify_mentioned(self, event: ItemMentioned) -> None:
        """Notifies the mentioned members and starts the fan-out to the mentioned groups."""
        item = self.items.get(event.organisation, event.item)
        if item is None:
            return
        self.fanout.start(event, event.groups, event.by, f"item:{item.id}")
        readers = self._readers(event.organisation, item, event.members)
        by = self.identity.get_member(event.organisation, event.by)
        new = NewNotification(
            kind=NotificationKind.MENTION,
            ref=f"item:{item.id}",
            title=item.title,
            by=MemberRef(id=by.member, name=by.name),
            key=event.id,
            at=event.at,
        )
        self.notifications.notify(event.organisation, readers, new)

    def _readers(
        self, organisation: OrganisationId, item: Item, members: list[MemberId]
    ) -> list[MemberId]:
        known = {it.member for it in self.identity.get_members(organisation, members) if it.active}
        active = [it for it in members if it in known]
        if not item.groups:
            return active
        shared = self.memberships.list_shared(
            organisation, [GroupId(it) for it in item.groups], active
        )
        readers = {member for _, member in shared} | set(item.authors)
        return [it for it in active if it in readers]


item_mentions = ItemMentions(
    item_search_reader, mention_fanout, membership_queries, identity, notifications
)
