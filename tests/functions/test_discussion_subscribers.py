"""Notifications about posts, newcomers, and polling for changes."""

import pytest

from conftest import Crew, join_member
from helpers.discussions import (
    create_post,
    create_question,
    discussion_path,
    get_post,
    group,
    note,
    notification_kinds,
    put_on_post,
)
from local_stack.in_process import Stack


def test_post_notifies_each_subscriber_once_and_not_its_author(crew: Crew) -> None:
    item = note(crew.ada)
    asked = create_question(crew.ben, item)
    assert notification_kinds(crew.ada) == [
        "question"
    ]  # one notification for the question, none for its author being a newcomer
    reply = create_post(
        crew.cleo, item, f"[@Ben](/people/{crew.ben.member}), manganese.", reply_to=asked
    )
    assert notification_kinds(crew.ben) == ["mention"]
    put_on_post(crew.ben, item, asked, "answer", answer=reply)
    assert notification_kinds(crew.cleo) == ["answer"]
    assert notification_kinds(crew.ben) == ["mention"]
    idea = create_post(crew.ben, item, "Manganese!", kind="idea")
    put_on_post(crew.ada, item, idea, "status", status="done")
    assert notification_kinds(crew.ben) == ["mention", "status"]


def test_muted_thread_sends_no_notifications(crew: Crew) -> None:
    item = note(crew.ada)
    asked = create_question(crew.ben, item)
    assert put_on_post(crew.ben, item, asked, "muted", muted=True).status == 204
    assert get_post(crew.ben, item, asked)["muted"]
    create_post(crew.cleo, item, "Hm.", reply_to=asked)
    assert notification_kinds(crew.ben) == []
    put_on_post(crew.ben, item, asked, "muted", muted=False)
    create_post(crew.cleo, item, "Aha.", reply_to=asked)
    assert notification_kinds(crew.ben) == ["reply"]


def test_notifications_go_only_to_members_who_see_subject(crew: Crew, stack: Stack) -> None:
    dora = join_member(stack, "Dora", by=crew.ada)
    kiln = group(crew.ada, crew.ben)
    item = note(crew.ada, groups=[kiln])
    names = [f"[@{it.name}](/people/{it.member})" for it in (crew.ben, crew.cleo, dora)]
    create_post(crew.ada, item, f"{' '.join(names)} [@Kiln](/groups/{kiln})")
    create_post(crew.ada, kiln, f"{' '.join(names)} look")

    assert notification_kinds(crew.ben) == ["mention", "mention"]
    assert notification_kinds(crew.cleo) == notification_kinds(dora) == []


def test_group_mention_counts_only_from_its_members(crew: Crew) -> None:
    kiln, item = group(crew.ben, crew.ada), note(crew.ada)
    create_post(crew.cleo, item, f"[@Kiln](/groups/{kiln})")
    assert notification_kinds(crew.ben) == []
    create_post(crew.ada, item, f"[@Kiln](/groups/{kiln})")
    assert notification_kinds(crew.ben) == ["mention"]


def test_edited_mentions_notify_once(crew: Crew) -> None:
    kiln, item = group(crew.ada, crew.cleo), note(crew.ada)
    at_ben = f"[@Ben](/people/{crew.ben.member})"
    post = discussion_path(item, f"posts/{create_post(crew.ada, item, 'It runs.')}")

    def edit(text: str) -> None:
        assert crew.ada.patch(post, {"text": text}).status == 200
        crew.ada.stack.settle()

    edit(f"{at_ben}, it runs.")
    assert notification_kinds(crew.ben) == ["mention"]
    edit(f"{at_ben}, it runs. [@Kiln](/groups/{kiln})")
    edit("It runs.")
    edit(f"{at_ben}, it does. [@Kiln](/groups/{kiln})")
    crew.ada.delete(post)
    crew.ada.post(f"{post}/restore")
    assert notification_kinds(crew.ben) == notification_kinds(crew.cleo) == ["mention"]


@pytest.mark.parametrize("where", ["item", "post", "group"])
def test_group_mention_notifies_every_member_of_large_group(
    crew: Crew, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.groups.mention_fanout.BATCH_SIZE", 1)
    kiln = group(crew.ada, crew.ben, crew.cleo)
    text = f"[@Kiln](/groups/{kiln}), look."
    if where == "item":
        note(crew.ada, body=text)
    else:
        create_post(crew.ada, kiln if where == "group" else note(crew.ada), text)

    assert notification_kinds(crew.ben) == notification_kinds(crew.cleo) == ["mention"]
    assert notification_kinds(crew.ada) == []


def test_reply_with_group_mention_notifies_once(crew: Crew) -> None:
    kiln, item = group(crew.ada, crew.ben), note(crew.cleo)
    post = create_post(crew.ben, item, "It runs.")
    create_post(crew.ada, item, f"[@Kiln](/groups/{kiln})", reply_to=post)

    assert notification_kinds(crew.ben) == ["mention"]


def test_newcomer_post_notifies_channel_curators(crew: Crew) -> None:
    channel = crew.cleo.post("/api/channels", {"name": "Glazing"}).body["id"]
    item = note(crew.ada, channels=[channel])
    create_post(crew.ben, item, "Hello")

    assert notification_kinds(crew.cleo) == ["newcomer"]


def test_first_post_is_marked_until_someone_else_replies(crew: Crew) -> None:
    item = note(crew.ada)
    first = create_post(crew.ben, item, "Hello")
    assert get_post(crew.cleo, item, first)["is_first"]
    create_post(crew.ben, item, "Anybody?", reply_to=first)
    assert get_post(crew.cleo, item, first)["is_first"]
    create_post(crew.ada, item, "Welcome!", reply_to=first)
    assert not get_post(crew.cleo, item, first)["is_first"]
    assert notification_kinds(crew.ada) == ["newcomer"]
    assert not get_post(crew.cleo, item, create_post(crew.ben, item, "Thanks"))["is_first"]


def test_changes_return_posts_changed_since_the_cursor(crew: Crew) -> None:
    item = note(crew.ada)
    since = crew.ben.get(discussion_path(item)).body["since"]
    post = create_post(crew.cleo, item, "New")
    changes = crew.ben.get(discussion_path(item, "changes"), since=since).body
    assert [it["id"] for it in changes["posts"]] == [post]
    assert changes["since"] > since
    put_on_post(crew.ada, item, post, "reaction", reaction="like")
    [seen] = crew.ben.get(discussion_path(item, "changes"), since=changes["since"]).body["posts"]
    assert seen["reactions"] == {"like": 1}
    crew.cleo.delete(discussion_path(item, f"posts/{post}"))
    crew.ada.stack.settle()
    [seen] = crew.ben.get(discussion_path(item, "changes"), since=changes["since"]).body["posts"]
    assert seen["deleted"]
    assert crew.ben.get(discussion_path(item, "changes"), since="7" + "Z" * 25).status == 422
