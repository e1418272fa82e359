"""Resolves the subjects of discussions, as a caller sees them or unscoped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import concurrency
from sharewell.content.model import Item
from sharewell.content.search_reader import ItemSearchReader, item_search_reader
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, ItemId, OrganisationId
from sharewell.core.values import DiscussionMode
from sharewell.discussions.model import Subject, SubjectRef
from sharewell.discussions.store import PostStore
from sharewell.groups.model import Group
from sharewell.groups.service import GroupService, groups


@dataclass(frozen=True, slots=True)
class SubjectResolver:
    """Reads items and groups as subjects of discussions."""

    items: ItemService
    groups: GroupService
    search_reader: ItemSearchReader
    posts: PostStore

    def seen_with(
        self, who: Caller, id: str, *reads: Callable[[], Any]
    ) -> tuple[Subject, bool, list[Any]]:
        """Returns the subject, whether the caller moderates it, and the results of `reads`.

        An id of one of the caller's groups is that group, any other an item. All reads run
        concurrently. The subject lacks its inherited mode: the caller reads it beside and sets it
        (`Subject.with_inherited_mode`).
        """
        if id in who.groups:
            group, own, results = self.groups.get_as_member_with(who, GroupId(id), *reads)
            return group_subject(group), own.can_manage(who) or who.is_curator, results
        item, *results = concurrency.run_concurrently(
            [partial(self.items.seen_by, who, ItemId(id)), *reads]
        )
        return item_subject(item), item.is_editable_by(who), results

    def seen_by(self, who: Caller, id: str) -> tuple[Subject, bool]:
        """Returns the subject with this id and whether the caller moderates it."""
        read = partial(self.posts.get_inherited_mode, who.organisation, infer_ref(who, id))
        subject, may_moderate, [inherited] = self.seen_with(who, id, read)
        return subject.with_inherited_mode(inherited), may_moderate

    def several_seen_by(self, who: Caller, refs: Sequence[SubjectRef]) -> dict[SubjectRef, Subject]:
        """Returns those of these subjects that the caller may read."""
        items = [of for of in refs if of.kind == "item"]
        groups = [GroupId(of.id) for of in refs if of.kind == "group" and of.id in who.groups]
        found_items, found_groups, inherited = concurrency.run_concurrently(
            [
                partial(self.items.several_seen_by, who, [ItemId(of.id) for of in items]),
                partial(self.groups.several_seen_by, who, groups),
                partial(self.posts.get_inherited_modes, who.organisation, items),
            ]
        )
        found = [*map(item_subject, found_items), *map(group_subject, found_groups)]
        return {
            it.ref: it.with_inherited_mode(inherited.get(it.ref, DiscussionMode.OPEN))
            for it in found
        }

    def get_current(self, organisation: OrganisationId, of: SubjectRef) -> Subject | None:
        """Returns a subject with a strongly consistent read, unscoped by caller."""
        if of.kind == "group":
            group = self.groups.get_for_search(organisation, GroupId(of.id))
            return group_subject(group) if group else None
        item, inherited = concurrency.run_concurrently(
            [
                partial(self.search_reader.get, organisation, ItemId(of.id)),
                partial(self.posts.get_inherited_mode, organisation, of, consistent=True),
            ]
        )
        return item_subject(item).with_inherited_mode(inherited) if item else None


def infer_ref(who: Caller, id: str) -> SubjectRef:
    """Returns a reference to one of the caller's groups if the id is one's, else to an item."""
    return SubjectRef(kind="group" if id in who.groups else "item", id=id)


def item_subject(item: Item) -> Subject:
    """Returns an item as a subject."""
    return Subject(
        ref=SubjectRef(kind="item", id=item.id),
        title=item.title,
        own_mode=item.discussion,
        author=item.author.id,
        channels=list(item.channels),
        audiences=item.audiences,
    )


def group_subject(group: Group) -> Subject:
    """Returns a group as a subject."""
    return Subject(
        ref=SubjectRef(kind="group", id=group.id),
        title=group.name,
        own_mode=group.discussion,
        audiences=[f"group:{group.id}"],
    )


subjects = SubjectResolver(items, groups, item_search_reader, PostStore())
