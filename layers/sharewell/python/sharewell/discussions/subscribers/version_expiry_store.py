"""Expires the versions of deleted posts."""

from sharewell.aws import table
from sharewell.aws.table import KeyRange
from sharewell.content.model import RESTORABLE_FOR
from sharewell.core.errors import VersionConflict
from sharewell.core.ids import OrganisationId
from sharewell.discussions.model import Post, SubjectRef
from sharewell.discussions.store import PostRow, PostVersionRow, discussion_pk, versions_pk

BATCH_SIZE = 50


class PostVersionExpiry:
    """Sets when the versions of posts expire."""

    def set_expiry(self, organisation: OrganisationId, of: SubjectRef, post: Post) -> None:
        """Sets all versions of a deleted post to expire when it cannot be restored; else clears it.

        Raises VersionConflict if the post has changed since: the later change has its own event.
        """
        until = post.deleted_at + RESTORABLE_FOR if post.deleted_at else None
        change = PostVersionRow.expires.set(until) if until else PostVersionRow.expires.remove()
        changed = VersionConflict("The post was updated concurrently.")
        pk, after = versions_pk(organisation, of), None
        while True:
            rows = table.query_page(
                PostVersionRow,
                pk,
                KeyRange(prefix=PostVersionRow.of_item.begins(post.id)),
                after=after,
                limit=BATCH_SIZE,
                consistent=True,
            )
            with table.transaction() as tx:
                others = [row for row in rows.items if row.expires != until]
                if others:
                    unchanged = PostRow.version == post.version
                    tx.check(PostRow, discussion_pk(organisation, of), post.id, unchanged, changed)
                for row in others:
                    exists = PostVersionRow.pk.exists()
                    tx.update(row, [change], only_if=exists, error=changed)
            if not (after := rows.next):
                return
