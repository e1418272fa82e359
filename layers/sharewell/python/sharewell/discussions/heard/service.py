"""What follows from posts: who is told, what shows live, which questions wait, who is new."""

from contextlib import suppress
from dataclasses import dataclass

from sharewell import bus
from sharewell.discussions.ground import Grounds, grounds
from sharewell.discussions.heard.asked import Asked, asked
from sharewell.discussions.heard.fading_store import FadingStore
from sharewell.discussions.heard.greeting import Greeting, greeting
from sharewell.discussions.heard.store import HeardStore
from sharewell.discussions.heard.telling import Telling, marked, telling
from sharewell.discussions.model import Mentions, Of, mentions, thread_of
from sharewell.discussions.store import PostStore
from sharewell.errors import Stale
from sharewell.events import (
    Event,
    GroupMoved,
    ItemDeleted,
    ItemMoved,
    PostEdited,
    PostMarked,
    PostWritten,
)
from sharewell.identity.model import MemberRef
from sharewell.identity.service import Identity, identity

AT_ONCE = 100
NOBODY = Mentions(members=[], groups=[])


@dataclass(frozen=True, slots=True)
class Following:
    """React to what was said. Everything here may happen twice and in any order."""

    posts: PostStore
    store: HeardStore
    grounds: Grounds
    telling: Telling
    greeting: Greeting
    asked: Asked
    fading: FadingStore
    identity: Identity

    def written(self, said: PostWritten) -> None:
        """Somebody said something."""
        of = Of.read(said.of)
        thread = self.posts.thread(said.organisation, of, thread_of(said.post))
        post = next((it for it in thread if it.id == said.post), None)
        ground = self.grounds.known(said.organisation, of)
        self.store.announce(of, said)
        if post and ground:
            told = self.greeting.greeted(said, post, thread, ground)
            told |= self.telling.concerned(said, post, thread, ground)
            self.telling.tell(said, ground, post.author, told, mentions(post.text))
            self.asked.list(said.organisation, ground, post)
        self.store.settle(of, said)

    def edited(self, said: PostEdited) -> None:
        """A post has other words, is deleted or came back."""
        of = Of.read(said.of)
        self.store.announce(of, said)
        ground = self.grounds.known(said.organisation, of)
        post = self.posts.post(said.organisation, of, said.post)
        if post and ground:
            named = self.telling.newly_named(said, of, post)
            self.telling.tell(said, ground, post.author, {}, named)
            with suppress(Stale):  # what was done after this is heard of as well
                self.fading.fade(said.organisation, of, post)
            self.asked.list(said.organisation, ground, post)
        self.store.settle(of, said)

    def marked(self, said: PostMarked) -> None:
        """A post has a reaction, an answer or a status, or was merged."""
        of = Of.read(said.of)
        self.store.announce(of, said)
        if said.what != "reaction":
            found = self.posts.several(said.organisation, of, [said.post, said.about or said.post])
            by_id = {it.id: it for it in found}
            ground = self.grounds.known(said.organisation, of)
            if ground and said.post in by_id:
                post = by_id[said.post]
                by = self.identity.seat(said.organisation, said.by)
                who = MemberRef(id=said.by, name=by.name)
                told = marked(said, post, by_id.get(said.about or post.id))
                self.telling.tell(said, ground, who, told, NOBODY)
                if said.what == "answer":
                    self.asked.list(said.organisation, ground, post)
        self.store.settle(of, said)

    def moved(self, said: ItemMoved | ItemDeleted) -> None:
        """An item is elsewhere, for others, or gone: so are its posts and open questions."""
        of = Of(kind="item", id=said.item)
        ground = self.grounds.known(said.organisation, of)
        self._look_at_all(said, of)
        for id in self.store.asked(said.organisation, said.item):
            if post := self.posts.post(said.organisation, of, id):
                self.asked.list(said.organisation, ground, post, of)

    def group_moved(self, said: GroupMoved) -> None:
        """A group is gone or back, or lets others speak: search looks at what was said there."""
        self._look_at_all(said, Of(kind="group", id=said.group))

    def _look_at_all(self, said: Event, of: Of) -> None:
        after: str | None = None
        while True:
            rows = self.posts.page(said.organisation, of, after, AT_ONCE)
            self.look_again(said, of, [row.sk for row in rows.items])
            if not (after := rows.next):
                return

    def look_again(self, said: Event, of: Of, posts: list[str]) -> None:
        """Have search look at these posts again."""
        refs = [f"post:{of.kind}.{of.id}.{post}" for post in posts]
        bus.look_again([(f"{said.id}-{ref[-26:]}", said.organisation, ref) for ref in refs])


following = Following(
    PostStore(), HeardStore(), grounds, telling, greeting, asked, FadingStore(), identity
)
