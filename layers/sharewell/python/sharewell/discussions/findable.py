"""What search asks of posts, for nobody in particular: all there are, as they are right now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Self

from sharewell import table
from sharewell.caller import Caller
from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.model import ALONE
from sharewell.discussions.ground import Grounds, grounds
from sharewell.discussions.model import Ground, Of, Post, written_at
from sharewell.discussions.store import PostStore
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, OrganisationId, PostId
from sharewell.values import Switch, Value

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
        post = self.store.post(organisation, place.of, place.post)
        if post is None or post.deleted_at:
            return None
        return ground, post, written_at(post.id)

    def several_seen_by(self, who: Caller, places: Sequence[PostPlace]) -> dict[PostPlace, Found]:
        """The same of several, those that somebody may read."""
        wanted = {(it.of, it.post): it for it in places}
        grounds, posts = table.at_once(
            [
                partial(self.grounds.several_seen_by, who, list({it.of: None for it in places})),
                partial(self.store.anywhere, who.organisation, list(wanted)),
            ]
        )
        return {
            wanted[of, id]: (grounds[of], post, written_at(id))
            for (of, id), post in posts.items()
            if of in grounds and grounds[of].switch is not Switch.OFF and not post.deleted_at
        }

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


findable_posts = FindablePosts(PostStore(), grounds, findable_items, identity)
