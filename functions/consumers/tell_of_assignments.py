"""One person hears what another has said of an assignment."""

from sharewell.assignments.replacing import replacing
from sharewell.assignments.telling import telling
from sharewell.consume import on
from sharewell.events import ExtensionAsked, ExtensionDecided, ReviewAsked, ReviewGiven
from sharewell.notices.model import NoticeKind


@on(ReviewAsked)
def review_asked(said: ReviewAsked) -> None:
    """The reviewer hears that something is ready; if they have left, somebody else reviews it."""
    telling.answer(said, NoticeKind.REVIEW, said.member, said.reviewer)
    replacing.look(said.organisation, said.to, said.assignment)


@on(ReviewGiven)
def review_given(said: ReviewGiven) -> None:
    """A member hears that their work is accepted, or comes back."""
    telling.answer(said, NoticeKind.REVIEWED, said.reviewer, said.member)


@on(ExtensionAsked)
def extension_asked(said: ExtensionAsked) -> None:
    """Whoever gave it hears that somebody needs more time."""
    telling.answer(said, NoticeKind.TIME_ASKED, said.member, None)


@on(ExtensionDecided)
def extension_decided(said: ExtensionDecided) -> None:
    """A member hears whether they have more time."""
    telling.answer(said, NoticeKind.TIME_DECIDED, said.decided_by, said.member)
