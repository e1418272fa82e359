"""What deleted posts said, for as long as it can come back."""

from sharewell import table
from sharewell.content.model import UNDO_FOR
from sharewell.discussions.model import Of, Post
from sharewell.discussions.store import PostRow, WordingRow, posts_of, wordings_of
from sharewell.errors import Stale
from sharewell.ids import OrganisationId
from sharewell.table import KeyRange

AT_ONCE = 50


class FadingStore:
    """Lets what was said go."""

    def fade(self, organisation: OrganisationId, of: Of, post: Post) -> None:
        """Let every wording of a deleted post go when it cannot come back; keep those of another.

        Stale when the post has changed since: whoever hears of that knows how it is.
        """
        until = post.deleted_at + UNDO_FOR if post.deleted_at else None
        change = WordingRow.expires.set(until) if until else WordingRow.expires.remove()
        changed = Stale("this post has just changed")
        was, after = wordings_of(organisation, of), None
        while True:
            rows = table.query_page(
                WordingRow,
                was,
                KeyRange(prefix=WordingRow.of_item.begins(post.id)),
                after=after,
                limit=AT_ONCE,
                consistent=True,
            )
            with table.write() as write:
                others = [row for row in rows.items if row.expires != until]
                if others:
                    still = PostRow.version == post.version
                    write.check(PostRow, posts_of(organisation, of), post.id, still, changed)
                for row in others:
                    there = WordingRow.pk.exists()
                    write.update(row, [change], only_if=there, otherwise=changed)
            if not (after := rows.next):
                return
