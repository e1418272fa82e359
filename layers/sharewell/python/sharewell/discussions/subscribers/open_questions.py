"""Lists open questions in the channels where members may answer them."""

from dataclasses import dataclass
from functools import partial

from sharewell.core.errors import Conflict, VersionConflict
from sharewell.core.ids import ItemId, OrganisationId, PostId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.discussions.model import Post, PostKind, Subject, SubjectRef
from sharewell.discussions.store import PostStore
from sharewell.discussions.subjects import SubjectResolver, subjects
from sharewell.discussions.subscribers.store import SubscriberStore, unanswered_list


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """Brings the lists of open questions up to date."""

    posts: PostStore
    store: SubscriberStore
    subjects: SubjectResolver

    def sync_question(
        self,
        organisation: OrganisationId,
        subject: Subject | None,
        post: Post,
        of: SubjectRef | None = None,
    ) -> None:
        """Lists a question in the channels where it can be answered, and in no others."""
        ref = of or (subject.ref if subject else None)
        if post.kind is not PostKind.QUESTION or post.is_reply or not ref:
            return
        if ref.kind != "item":
            return
        retry_on_conflict(
            partial(self._sync_once, organisation, ref, post.id),
            BACKGROUND_ATTEMPTS,
            on=(Conflict, VersionConflict),
            otherwise=Conflict("The question's lists are being updated. Try again later."),
        )

    def _sync_once(self, organisation: OrganisationId, ref: SubjectRef, id: PostId) -> None:
        item = ItemId(ref.id)
        before = self.store.get_question_lists(organisation, item, id)
        # Read afterwards: any later change of the post or its subject changes the row's stamp too.
        post = self.posts.get(organisation, ref, id)
        subject = self.subjects.get_current(organisation, ref)
        lists = _list_keys(organisation, subject, post)
        is_open = post is not None and post.is_open_question
        if post is None or (before is None and not is_open):
            return
        title = subject.title if subject else ""
        self.store.set_question_lists(
            organisation, item, title, post, before, lists, is_open=is_open
        )


def _list_keys(
    organisation: OrganisationId, subject: Subject | None, post: Post | None
) -> list[str]:
    if not subject or not post or not post.is_open_question or not subject.accepts_answers:
        return []
    groups: list[str | None] = [None]
    if not subject.is_public:
        groups = [it.removeprefix("group:") for it in subject.audiences]
    return [unanswered_list(organisation, it, group) for it in subject.channels for group in groups]


open_questions = OpenQuestions(PostStore(), SubscriberStore(), subjects)
