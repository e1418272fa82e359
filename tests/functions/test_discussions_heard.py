"""Who hears of what is said, and greets who says something for the first time."""

import pytest

from conftest import Crew, joined
from helpers.discussions import (
    ask,
    at,
    group,
    mark,
    note,
    one,
    say,
    told,
)
from local.stack import Stack


def test_those_whom_it_concerns_are_told_once_and_nobody_of_themselves(crew: Crew) -> None:
    item = note(crew.ada)
    asked = ask(crew.ben, item)
    assert told(crew.ada) == ["question"]  # the newcomer who asks is told of once
    reply = say(crew.cleo, item, f"[@Ben](/people/{crew.ben.member}), manganese.", reply_to=asked)
    assert told(crew.ben) == ["mention"]
    mark(crew.ben, item, asked, "answer", answer=reply)
    assert told(crew.cleo) == ["answer"]
    assert told(crew.ben) == ["mention"]
    idea = say(crew.ben, item, "Manganese!", kind="idea")
    mark(crew.ada, item, idea, "status", status="done")
    assert told(crew.ben) == ["mention", "status"]


def test_a_muted_thread_is_silent(crew: Crew) -> None:
    item = note(crew.ada)
    asked = ask(crew.ben, item)
    assert mark(crew.ben, item, asked, "muted", muted=True).status == 204
    assert one(crew.ben, item, asked)["muted"]
    say(crew.cleo, item, "Hm.", reply_to=asked)
    assert told(crew.ben) == []
    mark(crew.ben, item, asked, "muted", muted=False)
    say(crew.cleo, item, "Aha.", reply_to=asked)
    assert told(crew.ben) == ["reply"]


def test_only_those_who_may_see_it_are_told(crew: Crew, stack: Stack) -> None:
    dora = joined(stack, "Dora", by=crew.ada)
    kiln = group(crew.ada, crew.ben)
    item = note(crew.ada, groups=[kiln])
    names = [f"[@{it.name}](/people/{it.member})" for it in (crew.ben, crew.cleo, dora)]
    say(crew.ada, item, f"{' '.join(names)} [@Kiln](/groups/{kiln})")
    say(crew.ada, kiln, f"{' '.join(names)} look")

    assert told(crew.ben) == ["mention", "mention"]
    assert told(crew.cleo) == told(dora) == []


def test_a_group_is_mentioned_by_those_in_it(crew: Crew) -> None:
    kiln, item = group(crew.ben, crew.ada), note(crew.ada)
    say(crew.cleo, item, f"[@Kiln](/groups/{kiln})")
    assert told(crew.ben) == []
    say(crew.ada, item, f"[@Kiln](/groups/{kiln})")
    assert told(crew.ben) == ["mention"]


def test_whom_an_edit_mentions_is_told_of_it_once(crew: Crew) -> None:
    kiln, item = group(crew.ada, crew.cleo), note(crew.ada)
    at_ben = f"[@Ben](/people/{crew.ben.member})"
    post = at(item, f"posts/{say(crew.ada, item, 'It runs.')}")

    def edit(text: str) -> None:
        assert crew.ada.patch(post, {"text": text}).status == 200
        crew.ada.stack.settle()

    edit(f"{at_ben}, it runs.")
    assert told(crew.ben) == ["mention"]
    edit(f"{at_ben}, it runs. [@Kiln](/groups/{kiln})")
    edit("It runs.")
    edit(f"{at_ben}, it does. [@Kiln](/groups/{kiln})")
    crew.ada.delete(post)
    crew.ada.post(f"{post}/restore")
    assert told(crew.ben) == told(crew.cleo) == ["mention"]


@pytest.mark.parametrize("where", ["item", "post", "group"])
def test_everybody_in_a_big_group_hears_that_it_is_mentioned(
    crew: Crew, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.groups.mention_fanout.TOGETHER", 1)
    kiln = group(crew.ada, crew.ben, crew.cleo)
    text = f"[@Kiln](/groups/{kiln}), look."
    if where == "item":
        note(crew.ada, body=text)
    else:
        say(crew.ada, kiln if where == "group" else note(crew.ada), text)

    assert told(crew.ben) == told(crew.cleo) == ["mention"]
    assert told(crew.ada) == []


def test_who_is_replied_to_and_in_a_group_that_is_mentioned_hears_once(crew: Crew) -> None:
    kiln, item = group(crew.ada, crew.ben), note(crew.cleo)
    post = say(crew.ben, item, "It runs.")
    say(crew.ada, item, f"[@Kiln](/groups/{kiln})", reply_to=post)

    assert told(crew.ben) == ["mention"]


def test_who_tends_a_channel_greets_the_newcomers_in_it(crew: Crew) -> None:
    channel = crew.cleo.post("/api/channels", {"name": "Glazing"}).body["id"]
    item = note(crew.ada, channels=[channel])
    say(crew.ben, item, "Hello")

    assert told(crew.cleo) == ["newcomer"]


def test_a_first_post_waits_for_somebody_to_say_hello(crew: Crew) -> None:
    item = note(crew.ada)
    first = say(crew.ben, item, "Hello")
    assert one(crew.cleo, item, first)["first"]
    say(crew.ben, item, "Anybody?", reply_to=first)
    assert one(crew.cleo, item, first)["first"]
    say(crew.ada, item, "Welcome!", reply_to=first)
    assert not one(crew.cleo, item, first)["first"]
    assert told(crew.ada) == ["newcomer"]
    assert not one(crew.cleo, item, say(crew.ben, item, "Thanks"))["first"]


def test_whoever_looks_is_shown_what_changes(crew: Crew) -> None:
    item = note(crew.ada)
    since = crew.ben.get(at(item)).body["since"]
    post = say(crew.cleo, item, "New")
    heard = crew.ben.get(at(item, "changes"), since=since).body
    assert [it["id"] for it in heard["posts"]] == [post]
    assert heard["since"] > since
    mark(crew.ada, item, post, "reaction", reaction="like")
    [seen] = crew.ben.get(at(item, "changes"), since=heard["since"]).body["posts"]
    assert seen["reactions"] == {"like": 1}
    crew.cleo.delete(at(item, f"posts/{post}"))
    crew.ada.stack.settle()
    [seen] = crew.ben.get(at(item, "changes"), since=heard["since"]).body["posts"]
    assert seen["deleted"]
    assert crew.ben.get(at(item, "changes"), since="7" + "Z" * 25).status == 422
