"""What follows from posts: who is told, what shows live, which questions wait, who is new."""

from dataclasses import dataclass
from functools import partial

from sharewell import bus, table
from sharewell.caller import Caller, Role
from sharewell.content.model import MemberRef
from sharewell.discussions.ground import Grounds, grounds
from sharewell.discussions.heard.store import HeardStore, unanswered_list
from sharewell.discussions.model import (
    Ground,
    Of,
    Post,
    PostKind,
    mentions,
    thread_of,
)
from sharewell.discussions.store import PostStore
from sharewell.errors import Conflict, Stale
from sharewell.events import (
    Event,
    ItemDeleted,
    ItemMoved,
    PostEdited,
    PostEvent,
    PostMarked,
    PostWritten,
)
from sharewell.groups.roll import Roll, roll
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, ItemId, MemberId, OrganisationId
from sharewell.notices.model import NewNotice, NoticeKind
from sharewell.notices.service import Notices, notices

MOST_TOLD = 100
"""Members that one post tells; of a bigger group that is mentioned, the first to join."""
ATTEMPTS = 5
Told = dict[MemberId, NoticeKind]


@dataclass(frozen=True, slots=True)
class Following:
    """React to what was said. Everything here may happen twice and in any order."""

    posts: PostStore
    store: HeardStore
    grounds: Grounds
    roll: Roll
    identity: Identity
    notices: Notices

    def written(self, said: PostWritten) -> None:
        """Somebody said something."""
        of = Of.read(said.of)
        thread = self.posts.thread(said.organisation, of, thread_of(said.post))
        post = next((it for it in thread if it.id == said.post), None)
        ground = self.grounds.known(said.organisation, of)
        self.store.announce(of, said)
        if post and ground:
            told = self._greeted(said, post, thread, of)
            told |= self._concerned(said, post, thread, ground)
            self._tell(said, ground, post.author, told)
            self._list(said.organisation, ground, post)
        self.store.settle(of, said)

    def edited(self, said: PostEdited) -> None:
        """A post has other words, is deleted or came back."""
        of = Of.read(said.of)
        self.store.announce(of, said)
        ground = self.grounds.known(said.organisation, of)
        post = self.posts.post(said.organisation, of, said.post)
        if post and ground:
            self._list(said.organisation, ground, post)
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
                self._tell(said, ground, who, _marked(said, post, by_id.get(said.about or post.id)))
                if said.what == "answer":
                    self._list(said.organisation, ground, post)
        self.store.settle(of, said)

    def moved(self, said: ItemMoved | ItemDeleted) -> None:
        """An item is elsewhere, for others, or gone: so are its posts and open questions."""
        of = Of(kind="item", id=said.item)
        ground = self.grounds.known(said.organisation, of)
        after: str | None = None
        while True:
            rows = self.posts.page(said.organisation, of, after)
            self.look_again(said, of, [row.sk for row in rows.items])
            if not (after := rows.next):
                break
        for id in self.store.asked(said.organisation, said.item):
            if post := self.posts.post(said.organisation, of, id):
                self._list(said.organisation, ground, post, of)

    def look_again(self, said: Event, of: Of, posts: list[str]) -> None:
        """Have search look at these posts again."""
        refs = [f"post:{of.kind}.{of.id}.{post}" for post in posts]
        bus.look_again([(f"{said.id}-{ref[-26:]}", said.organisation, ref) for ref in refs])

    def joined(self, organisation: OrganisationId, member: MemberId) -> None:
        """Somebody came, or has another role: curators and administrators greet newcomers."""
        seat = self.identity.seat(organisation, member)
        tends = seat.active and seat.role in (Role.CURATOR, Role.ADMIN)
        self.store.note(organisation, member, tends=tends)

    def _greeted(self, said: PostWritten, post: Post, thread: list[Post], of: Of) -> Told:
        """Mark a newcomer's first post until somebody answers; who greets them."""
        later = [it for it in thread if it.id > post.id and it.author.id != post.author.id]
        for other in thread:
            if other.first and other.author.id != post.author.id and other.id < post.id:
                self.store.greet(said.organisation, of, other.id, first=False)
        if not self.store.is_first(of, said, post.author.id):
            return {}
        if not later:
            self.store.greet(said.organisation, of, post.id, first=True)
        greeters = self.store.greeters(said.organisation)
        return dict.fromkeys(greeters, NoticeKind.NEWCOMER)

    def _concerned(self, said: PostWritten, post: Post, thread: list[Post], ground: Ground) -> Told:
        """Whom a new post concerns, and why: the weightiest reason stands last."""
        told: Told = {}
        if post.kind is PostKind.QUESTION and ground.author:
            told[ground.author] = NoticeKind.QUESTION
        if post.is_reply:
            root = thread[0]
            others = [root, *(it for it in thread if it.is_reply)]
            for merged in sorted(root.merged):
                others += self.posts.thread(said.organisation, ground.of, merged)
            told |= dict.fromkeys((it.author.id for it in others), NoticeKind.REPLY)
            for member in root.muted_by:
                told.pop(member, None)
        named = mentions(post.text)
        members = list(named.members)
        for group in named.groups:
            members += self._in_group(said.organisation, group, post.author.id)
        return told | dict.fromkeys(members, NoticeKind.MENTION)

    def _in_group(
        self, organisation: OrganisationId, group: GroupId, by: MemberId
    ) -> list[MemberId]:
        """The first members of a group that is mentioned by one of them."""
        seat = self.identity.seat(organisation, by)
        if group not in self.identity.groups_of(seat):
            return []
        return [it.member for it in self.roll.people(organisation, group, "", MOST_TOLD)]

    def _tell(self, said: PostEvent, ground: Ground, by: MemberRef, told: Told) -> None:
        readers = self._readers(said.organisation, ground, list(told)[-MOST_TOLD:])
        for kind in dict.fromkeys(told.values()):
            new = NewNotice(
                kind=kind,
                ref=ground.of.ref,
                part=said.post,
                title=ground.title,
                by=by,
                key=said.id,
                at=said.at,
            )
            if whom := [it for it in readers if told[it] is kind]:
                self.notices.tell(said.organisation, whom, new)

    def _readers(
        self, organisation: OrganisationId, ground: Ground, members: list[MemberId]
    ) -> list[MemberId]:
        """Those of these members who may read what is said here, as of now."""
        if not members:
            return []
        seats = [it for it in self.identity.seats(organisation, members) if it.active]
        if ground.is_for_all:
            return [seat.member for seat in seats]
        callers = table.at_once([partial(self._as_caller, seat) for seat in seats])
        return [it.member for it in callers if ground.visible_to(it)]

    def _as_caller(self, seat: Seat) -> Caller:
        return Caller(
            person=seat.person,
            organisation=seat.organisation,
            member=seat.member,
            role=seat.role,
            name=seat.name,
            groups=self.identity.groups_of(seat),
        )

    def _list(
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
        item = ItemId(where.id)
        for _ in range(ATTEMPTS):
            before = self.store.listed(organisation, item, post.id)
            # Read after it: whatever changes from here on changes the list's version too.
            now = self.posts.post(organisation, where, post.id)
            ground = self.grounds.known(organisation, where)
            places = _places(organisation, ground, now)
            if now is None or (before is None and not places):
                return
            title = ground.title if ground else ""
            try:
                self.store.list_question(organisation, item, title, now, before, places)
            except (Conflict, Stale):
                continue
            return
        raise Conflict("others are listing this question right now")


def _places(organisation: OrganisationId, ground: Ground | None, post: Post | None) -> list[str]:
    if not ground or not post or not post.is_open_question or not ground.takes_answers:
        return []
    groups: list[str | None] = [None]
    if not ground.is_for_all:
        groups = [it.removeprefix("group:") for it in ground.audiences]
    return [unanswered_list(organisation, it, group) for it in ground.channels for group in groups]


def _marked(said: PostMarked, post: Post, about: Post | None) -> Told:
    """Whom it concerns that a post was marked."""
    if said.what == "answer" and said.about:
        told: Told = {post.author.id: NoticeKind.ANSWER}
        return told | ({about.author.id: NoticeKind.ANSWER} if about else {})
    if said.what == "status":
        return {post.author.id: NoticeKind.STATUS}
    if said.what == "merged":
        return {post.author.id: NoticeKind.MERGED}
    return {}


following = Following(PostStore(), HeardStore(), grounds, roll, identity, notices)
