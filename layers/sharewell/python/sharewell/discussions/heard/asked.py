"""Open questions: in the lists of the channels where somebody may answer them, and in no others."""

from dataclasses import dataclass
from functools import partial

from sharewell.discussions.ground import Grounds, grounds
from sharewell.discussions.heard.store import HeardStore, unanswered_list
from sharewell.discussions.model import Ground, Of, Post, PostKind
from sharewell.discussions.store import PostStore
from sharewell.errors import Conflict, Stale
from sharewell.ids import ItemId, OrganisationId, PostId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict


@dataclass(frozen=True, slots=True)
class Asked:
    """Keep the lists of what waits for an answer."""

    posts: PostStore
    store: HeardStore
    grounds: Grounds

    def list(
        self,
        organisation: OrganisationId,
        ground: Ground | None,
        post: Post,
        of: Of | None = None,
    ) -> None:
        """Have a question stand in the lists where somebody may answer it, and in no others."""
        where = of or (ground.of if ground else None)
        if post.kind is not PostKind.QUESTION or post.is_reply or not where:
            return
        if where.kind != "item":
            return
        retry_on_conflict(
            partial(self._list, organisation, where, post.id),
            BACKGROUND_ATTEMPTS,
            on=(Conflict, Stale),
            otherwise=Conflict("others are listing this question right now"),
        )

    def _list(self, organisation: OrganisationId, where: Of, id: PostId) -> None:
        item = ItemId(where.id)
        before = self.store.listed(organisation, item, id)
        # Read after it: whatever changes from here on changes the list's version too.
        now = self.posts.post(organisation, where, id)
        ground = self.grounds.known(organisation, where)
        places = _places(organisation, ground, now)
        waits = now is not None and now.is_open_question
        if now is None or (before is None and not waits):
            return
        title = ground.title if ground else ""
        self.store.list_question(organisation, item, title, now, before, places, waits=waits)


def _places(organisation: OrganisationId, ground: Ground | None, post: Post | None) -> list[str]:
    if not ground or not post or not post.is_open_question or not ground.takes_answers:
        return []
    groups: list[str | None] = [None]
    if not ground.is_for_all:
        groups = [it.removeprefix("group:") for it in ground.audiences]
    return [unanswered_list(organisation, it, group) for it in ground.channels for group in groups]


asked = Asked(PostStore(), HeardStore(), grounds)
