"""HTTP routes for discussions; `discussion` is the id of the item or group."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import ChannelId, PostId
from sharewell.core.pagination import Page, PageQuery
from sharewell.discussions.moderation import moderation
from sharewell.discussions.modes import discussion_modes
from sharewell.discussions.question_lists import question_lists
from sharewell.discussions.schemas import (
    AnswerChoice,
    ChangesQuery,
    DiscussionChanges,
    DiscussionPage,
    IdeaMerge,
    ModeChange,
    MuteChange,
    NewPost,
    OpenQuestion,
    PostEdit,
    PostVersions,
    PostView,
    ReactionChange,
    StatusChange,
)
from sharewell.discussions.service import discussions

api = create_api("discussions")
ONE = "/api/discussions/{discussion}"


@api.get(ONE + "/posts")
def list_posts(discussion: str, query: PageQuery, me: Caller) -> DiscussionPage:
    """List the posts of a discussion, newest thread first."""
    return discussions.list_posts(discussion, by=me, after=query.after)


@api.get(ONE + "/changes")
def list_post_changes(discussion: str, query: ChangesQuery, me: Caller) -> DiscussionChanges:
    """List the changes since the last response; open pages poll this every few seconds."""
    return discussions.list_changes(discussion, query.since, by=me)


@api.put(ONE + "/mode", status=204)
def set_discussion_mode(discussion: str, body: ModeChange, me: Caller) -> None:
    """Set the discussion mode."""
    discussion_modes.set_mode(discussion, body.mode, by=me)


@api.post(ONE + "/posts")
def create_post(discussion: str, body: NewPost, key: str | None, me: Caller) -> PostView:
    """Write a post or a reply."""
    return discussions.create_post(discussion, body, key=key, by=me)


@api.patch(ONE + "/posts/{post}")
def edit_post(
    discussion: str, post: PostId, body: PostEdit, version: int | None, me: Caller
) -> PostView:
    """Edit a post."""
    return discussions.edit_post(discussion, post, body, version, by=me)


@api.delete(ONE + "/posts/{post}")
def delete_post(discussion: str, post: PostId, me: Caller) -> None:
    """Delete the caller's post; its place in the thread remains."""
    discussions.delete_post(discussion, post, by=me)


@api.post(ONE + "/posts/{post}/restore", status=200)
def restore_post(discussion: str, post: PostId, me: Caller) -> PostView:
    """Restore a deleted post."""
    return discussions.restore_post(discussion, post, by=me)


@api.get(ONE + "/posts/{post}/versions")
def list_post_versions(discussion: str, post: PostId, me: Caller) -> PostVersions:
    """List the earlier versions of an edited post."""
    return PostVersions(items=discussions.list_versions(discussion, post, by=me))


@api.put(ONE + "/posts/{post}/reaction", status=204)
def react_to_post(discussion: str, post: PostId, body: ReactionChange, me: Caller) -> None:
    """Add or remove a reaction to a post."""
    moderation.react(discussion, post, body, by=me)


@api.put(ONE + "/posts/{post}/answer")
def accept_answer(discussion: str, post: PostId, body: AnswerChoice, me: Caller) -> PostView:
    """Accept a reply as the answer to a question, or none."""
    return moderation.accept_answer(discussion, post, body.answer, by=me)


@api.put(ONE + "/posts/{post}/status")
def set_post_status(discussion: str, post: PostId, body: StatusChange, me: Caller) -> PostView:
    """Set the status of an idea or of feedback, with a reason."""
    return moderation.set_status(discussion, post, body, by=me)


@api.put(ONE + "/posts/{post}/merged")
def merge_idea(discussion: str, post: PostId, body: IdeaMerge, me: Caller) -> PostView:
    """Merge an idea into an identical one."""
    return moderation.merge_idea(discussion, post, body.into, by=me)


@api.put(ONE + "/posts/{post}/muted", status=204)
def mute_thread(discussion: str, post: PostId, body: MuteChange, me: Caller) -> None:
    """Mute or unmute the notifications of a thread."""
    moderation.mute_thread(discussion, post, muted=body.muted, by=me)


@api.get("/api/channels/{channel}/unanswered")
def list_unanswered_questions(
    channel: ChannelId, query: PageQuery, me: Caller
) -> Page[OpenQuestion]:
    """List the unanswered questions in a channel that the caller may see, newest first."""
    return question_lists.list_in_channel(channel, by=me, after=query.after)
