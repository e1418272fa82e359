"""Posts as search sees them: found by whoever may see what they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.discussions.findable import FindablePosts, PostPlace
from sharewell.ids import OrganisationId
from sharewell.search.model import Document
from sharewell.search.plain import plain
from sharewell.search.source import Place, Shown


@dataclass(frozen=True, slots=True)
class PostSource:
    """What people said under items and in groups."""

    findable: FindablePosts

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """A post, under the title of what it is about."""
        found = self.findable.post(organisation, PostPlace.read(id))
        if found is None:
            return None
        ground, post, at = found
        author = [f"member:{ground.author}"] if ground.author else []
        return Document(
            ref=f"post:{id}",
            kinds=["post"],
            acl=[*ground.audiences, *author],
            title=ground.title,
            body=plain(post.text),
            channels=list(ground.channels),
            author=post.author.id,
            created=at,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Those whose discussion the caller may read."""
        wanted = {PostPlace.read(it.id): it.id for it in places}
        found = self.findable.several_seen_by(by, list(wanted))
        return {
            wanted[place]: Shown(
                kind="post",
                title=ground.title,
                text=plain(post.text),
                channels=list(ground.channels),
                author=post.author.name,
                created=at,
            )
            for place, (ground, post, at) in found.items()
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """By what they are about."""
        yield from self.findable.every(organisation)
