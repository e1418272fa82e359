"""The search source of posts: visible to the audience of their subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharewell.core.caller import Caller
from sharewell.core.ids import OrganisationId
from sharewell.discussions.search_reader import PostRef, PostSearchReader
from sharewell.search.markdown_text import markdown_to_text
from sharewell.search.model import Document
from sharewell.search.source import HitPosition, HitView


@dataclass(frozen=True, slots=True)
class PostSource:
    """Provides posts under items and in groups."""

    search_reader: PostSearchReader

    def load_document(self, organisation: OrganisationId, id: str) -> Document | None:
        """Returns the post, titled by its subject; None if it is not to be found."""
        found = self.search_reader.get(organisation, PostRef.parse(id))
        if found is None:
            return None
        subject, post, at = found
        author = [f"member:{subject.author}"] if subject.author else []
        return Document(
            ref=f"post:{id}",
            kinds=["post"],
            acl=[*subject.audiences, *author],
            title=subject.title,
            body=markdown_to_text(post.text),
            channels=list(subject.channels),
            author=post.author.id,
            created=at,
        )

    def load_hits(self, places: Sequence[HitPosition], by: Caller) -> dict[str, HitView]:
        """Returns the posts whose discussion the caller may read, by id."""
        wanted = {PostRef.parse(it.id): it.id for it in places}
        found = self.search_reader.several_seen_by(by, list(wanted))
        return {
            wanted[place]: HitView(
                kind="post",
                title=subject.title,
                text=markdown_to_text(post.text),
                channels=list(subject.channels),
                author=post.author.name,
                created=at,
            )
            for place, (subject, post, at) in found.items()
        }

    def list_ids(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields the ids of all posts, by subject."""
        yield from self.search_reader.list_refs(organisation)
