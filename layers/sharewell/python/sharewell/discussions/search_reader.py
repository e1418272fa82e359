"""Reads posts for the search index: unscoped by caller, with strongly consistent reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Self

from sharewell.aws import concurrency
from sharewell.content.model import AUTHORS_ONLY
from sharewell.content.search_reader import ItemSearchReader, item_search_reader
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, OrganisationId, PostId
from sharewell.core.values import DiscussionMode, Value
from sharewell.discussions.model import Post, Subject, SubjectRef, written_at
from sharewell.discussions.store import PostStore
from sharewell.discussions.subjects import SubjectResolver, subjects
from sharewell.identity.service import IdentityService, identity

FoundPost = tuple[Subject, Post, datetime]


class PostRef(Value):
    """Refers to a post: `<subject kind>.<subject id>.<post>`."""

    of: SubjectRef
    post: PostId

    @classmethod
    def parse(cls, ref: str) -> Self:
        """Returns the reference in a string as search and events write it."""
        kind, id, post = ref.split(".")
        return cls(of=SubjectRef.parse(f"{kind}:{id}"), post=PostId(post))


@dataclass(frozen=True, slots=True)
class PostSearchReader:
    """Reads posts to index. Search's access clause decides who may find them."""

    store: PostStore
    subjects: SubjectResolver
    items: ItemSearchReader
    identity: IdentityService

    def get(self, organisation: OrganisationId, ref: PostRef) -> FoundPost | None:
        """Returns a post; None if it or its subject is deleted or the discussion is off."""
        subject = self.subjects.get_current(organisation, ref.of)
        if subject is None or subject.mode is DiscussionMode.OFF:
            return None
        post = self.store.get(organisation, ref.of, ref.post)
        if post is None or post.deleted_at:
            return None
        return subject, post, written_at(post.id)

    def several_seen_by(self, who: Caller, refs: Sequence[PostRef]) -> dict[PostRef, FoundPost]:
        """Returns those of several posts that the caller may read."""
        wanted = {(it.of, it.post): it for it in refs}
        readable, posts = concurrency.run_concurrently(
            [
                partial(self.subjects.several_seen_by, who, list({it.of: None for it in refs})),
                partial(self.store.get_many_by_key, who.organisation, list(wanted)),
            ]
        )
        return {
            wanted[of, id]: (readable[of], post, written_at(id))
            for (of, id), post in posts.items()
            if of in readable
            and readable[of].mode is not DiscussionMode.OFF
            and not post.deleted_at
        }

    def list_refs(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields references to all posts of an organisation, by subject."""
        groups: set[GroupId] = {AUTHORS_ONLY}
        item_ids: set[str] = set()
        after = None
        while True:
            members = self.identity.list_members(organisation, after)
            for member in members.items:
                groups |= self.identity.list_groups_of(member)
                item_ids |= set(self.items.list_by_author(organisation, member.member))
            if not (after := members.next):
                break
        for group in sorted(groups):
            item_ids |= set(self.items.list_for_group(organisation, group))
            yield from self._list_refs_of(organisation, SubjectRef(kind="group", id=group))
        for item in sorted(item_ids):
            yield from self._list_refs_of(organisation, SubjectRef(kind="item", id=item))

    def _list_refs_of(self, organisation: OrganisationId, of: SubjectRef) -> Iterator[str]:
        after: str | None = None
        while True:
            rows = self.store.list_page(organisation, of, after)
            yield from (f"{of.kind}.{of.id}.{row.sk}" for row in rows.items)
            if not (after := rows.next):
                return


post_search_reader = PostSearchReader(PostStore(), subjects, item_search_reader, identity)
