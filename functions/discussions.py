"""Discussions over HTTP: `discussion` is the id of what is discussed, an item or a group."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.discussions.answers import Changes, DiscussionPage, OpenQuestion, PostView, Wordings
from sharewell.discussions.bodies import (
    ChosenAnswer,
    ChosenStatus,
    ChosenSwitch,
    Felt,
    MergeInto,
    Muted,
    NewPost,
    PostEdit,
    Since,
)
from sharewell.discussions.lists import questions
from sharewell.discussions.marking import marking
from sharewell.discussions.service import discussions
from sharewell.discussions.switching import switching
from sharewell.ids import ChannelId, PostId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("discussions")
ONE = "/api/discussions/{discussion}"


@api.get(ONE + "/posts")
def read_discussion(discussion: str, query: After, me: Caller) -> DiscussionPage:
    """What is said, newest thread first."""
    return discussions.page(discussion, by=me, after=query.after)


@api.get(ONE + "/changes")
def read_changes(discussion: str, query: Since, me: Caller) -> Changes:
    """What is not as it was since the last answer: asked every few seconds by who looks."""
    return discussions.changes(discussion, query.since, by=me)


@api.put(ONE + "/switch", status=204)
def switch_discussion(discussion: str, body: ChosenSwitch, me: Caller) -> None:
    """Say who may say what from now on."""
    switching.switch(discussion, body.switch, by=me)


@api.post(ONE + "/posts")
def say_post(discussion: str, body: NewPost, key: str | None, me: Caller) -> PostView:
    """Say something, or reply."""
    return discussions.say(discussion, body, key=key, by=me)


@api.patch(ONE + "/posts/{post}")
def edit_post(
    discussion: str, post: PostId, body: PostEdit, version: int | None, me: Caller
) -> PostView:
    """Say it in other words."""
    return discussions.edit(discussion, post, body, version, by=me)


@api.delete(ONE + "/posts/{post}")
def delete_post(discussion: str, post: PostId, me: Caller) -> None:
    """Take back what one said; its place in the thread stays."""
    discussions.delete(discussion, post, by=me)


@api.post(ONE + "/posts/{post}/restore", status=200)
def restore_post(discussion: str, post: PostId, me: Caller) -> PostView:
    """Undo a deletion."""
    return discussions.restore(discussion, post, by=me)


@api.get(ONE + "/posts/{post}/wordings")
def read_wordings(discussion: str, post: PostId, me: Caller) -> Wordings:
    """What an edited post said before."""
    return Wordings(items=discussions.wordings(discussion, post, by=me))


@api.put(ONE + "/posts/{post}/reaction", status=204)
def react_to_post(discussion: str, post: PostId, body: Felt, me: Caller) -> None:
    """Give a reaction, or take it back."""
    marking.react(discussion, post, body, by=me)


@api.put(ONE + "/posts/{post}/answer")
def answer_question(discussion: str, post: PostId, body: ChosenAnswer, me: Caller) -> PostView:
    """Say which reply answers a question."""
    return marking.answer(discussion, post, body.answer, by=me)


@api.put(ONE + "/posts/{post}/status")
def judge_post(discussion: str, post: PostId, body: ChosenStatus, me: Caller) -> PostView:
    """Say what becomes of an idea or of feedback, and why."""
    return marking.judge(discussion, post, body, by=me)


@api.put(ONE + "/posts/{post}/merged")
def merge_idea(discussion: str, post: PostId, body: MergeInto, me: Caller) -> PostView:
    """Point an idea on to the same one."""
    return marking.merge(discussion, post, body.into, by=me)


@api.put(ONE + "/posts/{post}/muted", status=204)
def mute_thread(discussion: str, post: PostId, body: Muted, me: Caller) -> None:
    """Hear nothing more of a thread, or hear of it again."""
    marking.mute(discussion, post, muted=body.muted, by=me)


@api.get("/api/channels/{channel}/unanswered")
def list_unanswered(channel: ChannelId, query: After, me: Caller) -> Page[OpenQuestion]:
    """Questions that nobody has answered, as far as the caller may see them, newest first."""
    return questions.of_channel(channel, by=me, after=query.after)
