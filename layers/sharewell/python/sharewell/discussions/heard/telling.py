"""Who is told of a post: whom it concerns, whom it mentions, as far as they may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.discussions.ground import Grounds, grounds
from sharewell.discussions.model import Ground, Mentions, Of, Post, PostKind, mentions
from sharewell.discussions.store import PostStore
from sharewell.events import PostEdited, PostEvent, PostMarked, PostWritten
from sharewell.groups.mention_fanout import KIND, MentionCursor, MentionFanout, mention_fanout
from sharewell.groups.roll import Roll, roll
from sharewell.identity.model import MemberRef, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId, PostId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind
from sharewell.notices.model import NewNotice, NoticeKind
from sharewell.notices.service import Notices, notices

MOST_TOLD = 100
"""Members that one post tells by name; those of groups that it mentions are called by parts."""
Told = dict[MemberId, NoticeKind]


@dataclass(frozen=True, slots=True)
class Telling:
    """Give notice; of one event somebody hears once, for the weightiest reason."""

    posts: PostStore
    grounds: Grounds
    fanout: MentionFanout
    roll: Roll
    identity: Identity
    notices: Notices

    def concerned(self, said: PostWritten, post: Post, thread: list[Post], ground: Ground) -> Told:
        """Whom a new post concerns, and why; whom it mentions comes on top of that."""
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
        return told

    def tell(
        self, said: PostEvent, ground: Ground, by: MemberRef, told: Told, named: Mentions
    ) -> None:
        """Tell these, and those who are mentioned: by name, or as those in a group."""
        told = told | dict.fromkeys(named.members, NoticeKind.MENTION)
        called = self.fanout.start(said, named.groups, by.id, ground.of.ref, said.post)
        # Whoever is in a group that is called is told the same here and there.
        both = self.roll.shared(said.organisation, called, list(told)) if called else ()
        told |= {member: NoticeKind.MENTION for _, member in both}
        readers = self._readers(said.organisation, ground, list(told)[-MOST_TOLD:])
        for kind in dict.fromkeys(told.values()):
            if whom := [it for it in readers if told[it] is kind]:
                self._give(said, ground, by, kind, whom, said.post, said.id)

    def newly_named(self, said: PostEdited, of: Of, now: Post) -> Mentions:
        """Whom the words that a post came to have mention, and no earlier ones did."""
        rows = self.posts.wordings(said.organisation, of, said.post) if said.version else []
        texts = {int(row.sk.rpartition("#")[2]): row.text for row in rows} | {now.version: now.text}
        here = mentions(texts.get(said.version, ""))
        before = [mentions(text) for version, text in texts.items() if version < said.version]
        members = {id for it in before for id in it.members}
        groups = {id for it in before for id in it.groups}
        return Mentions(
            members=[it for it in here.members if it not in members],
            groups=[it for it in here.groups if it not in groups],
        )

    def tell_batch(self, job: Job) -> None:
        """Tells some of the people of a group that it is mentioned, and moves the job on."""
        cursor = job.read_cursor(MentionCursor)
        ground = self.grounds.known(job.organisation, Of.read(cursor.of))
        members = self.fanout.next_batch(job) if ground else []
        if ground and members:
            who = self.identity.seat(job.organisation, cursor.by)
            by = MemberRef(id=cursor.by, name=who.name)
            readers = self._readers(job.organisation, ground, members, inside=cursor.group)
            mention = NoticeKind.MENTION
            self._give(job, ground, by, mention, readers, cursor.post, cursor.cause)
        self.fanout.move_on(job, members)

    def _give(
        self,
        said: PostEvent | Job,
        ground: Ground,
        by: MemberRef,
        kind: NoticeKind,
        whom: Sequence[MemberId],
        post: PostId | None,
        key: str,
    ) -> None:
        new = NewNotice(
            kind=kind,
            ref=ground.of.ref,
            part=post,
            title=ground.title,
            by=by,
            key=key,
            at=said.at,
        )
        self.notices.tell(said.organisation, whom, new)

    def _readers(
        self,
        organisation: OrganisationId,
        ground: Ground,
        members: list[MemberId],
        *,
        inside: GroupId | None = None,
    ) -> list[MemberId]:
        """Those of these members, all `inside` a group, who may read what is said here."""
        if not members:
            return []
        seats = [it for it in self.identity.seats(organisation, members) if it.active]
        if ground.is_for_all or f"group:{inside}" in ground.audiences:
            return [seat.member for seat in seats]
        callers = concurrency.run_concurrently([partial(self._as_caller, seat) for seat in seats])
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


def marked(said: PostMarked, post: Post, about: Post | None) -> Told:
    """Whom it concerns that a post was marked."""
    if said.what == "answer" and said.about:
        told: Told = {post.author.id: NoticeKind.ANSWER}
        return told | ({about.author.id: NoticeKind.ANSWER} if about else {})
    if said.what == "status":
        return {post.author.id: NoticeKind.STATUS}
    if said.what == "merged":
        return {post.author.id: NoticeKind.MERGED}
    return {}


telling = Telling(PostStore(), grounds, mention_fanout, roll, identity, notices)
mention_batches = JobKind(KIND, telling.tell_batch)
