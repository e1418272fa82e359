"""What search asks of posts, for nobody in particular: all there are, as they are right now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sharewell.caller import Caller
from sharewell.channels.model import Switch
from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.model import ALONE
from sharewell.discussions.ground import Grounds, grounds
from sharewell.discussions.model import Ground, Of, Post, written_at
from sharewell.discussions.store import PostStore
from sharewell.errors import Missing
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, OrganisationId, PostId
from sharewell.values import Value

Found = tuple[Ground, Post, datetime]


class PostPlace(Value):
    """Where a post is: `<kind>.<id of what is discussed>.<post>`."""

    of: Of
    post: PostId

    @classmethod
    def read(cls, place: str) -> Self:
        """From how search and events spell it."""
        kind, id, post = place.split(".")
        return cls(of=Of.read(f"{kind}:{id}"), post=PostId(post))


@dataclass(frozen=True, slots=True)
class FindablePosts:
    """Posts that somebody may find. Who that is, is for search's access clause to say."""

    store: PostStore
    grounds: Grounds
    items: FindableItems
    identity: Identity

    def post(self, organisation: OrganisationId, place: PostPlace) -> Found | None:
        """The post, unless it or what it is about is deleted or hidden."""
        ground = self.grounds.known(organisation, place.of)
        if ground is None or ground.switch is Switch.OFF:
            return None
        return self._found(organisation, ground, place)

    def seen_by(self, who: Caller, place: PostPlace) -> Found | None:
        """The same, if somebody may read it at this instant."""
        try:
            ground, _ = self.grounds.seen_by(who, place.of.id)
        except Missing:
            return None
        if ground.switch is Switch.OFF or ground.of != place.of:
            return None
        return self._found(who.organisation, ground, place)

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """Where all posts are, by what they are about."""
        groups: set[GroupId] = {ALONE}
        seen: set[str] = set()
        after = None
        while True:
            seats = self.identity.all_seats(organisation, after)
            for seat in seats.items:
                groups |= self.identity.groups_of(seat)
                seen |= set(self.items.by_author(organisation, seat.member))
            if not (after := seats.next):
                break
        for group in sorted(groups):
            seen |= set(self.items.for_group(organisation, group))
            yield from self._of(organisation, Of(kind="group", id=group))
        for item in sorted(seen):
            yield from self._of(organisation, Of(kind="item", id=item))

    def _of(self, organisation: OrganisationId, of: Of) -> Iterator[str]:
        after: str | None = None
        while True:
            rows = self.store.page(organisation, of, after)
            yield from (f"{of.kind}.{of.id}.{row.sk}" for row in rows.items)
            if not (after := rows.next):
                return

    def _found(
        self, organisation: OrganisationId, ground: Ground, place: PostPlace
    ) -> Found | None:
        post = self.store.post(organisation, place.of, place.post)
        if post is None or post.deleted_at:
            return None
        return ground, post, written_at(post.id)


findable_posts = FindablePosts(PostStore(), grounds, findable_items, identity)
