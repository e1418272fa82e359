"""What people say under items and in groups, and who hears of it."""

from typing import Any

import pytest

from conftest import Crew, Someone, joined
from files.make import pdf
from local.stack import Reply, Stack
from net import invariants


@pytest.fixture(autouse=True)
def looks_for_the_newest_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharewell.search.store.FRESH_FOR", 0.0)


def note(by: Someone, **more: Any) -> str:
    said = by.post("/api/items", {"kind": "note", "title": "Cobalt", "body": "It runs.", **more})
    assert said.status == 201, said.body
    return str(said.body["id"])


def group(by: Someone, *members: Someone) -> str:
    body = {"name": "Kiln", "members": [it.member for it in members]}
    return str(by.post("/api/groups", body).body["id"])


def at(discussion: str, rest: str = "posts") -> str:
    return f"/api/discussions/{discussion}/{rest}"


def say(by: Someone, discussion: str, text: str = "Why?", **more: Any) -> str:
    said = by.post(at(discussion), {"text": text, **more})
    assert said.status == 201, said.body
    by.stack.settle()
    return str(said.body["id"])


def ask(by: Someone, discussion: str, text: str = "Why?") -> str:
    return say(by, discussion, text, kind="question")


def mark(by: Someone, discussion: str, post: str, what: str, **body: Any) -> Reply:
    said = by.put(at(discussion, f"posts/{post}/{what}"), body)
    by.stack.settle()
    return said


def posts(by: Someone, discussion: str) -> list[dict[str, Any]]:
    said = by.get(at(discussion))
    assert said.status == 200, said.body
    return list(said.body["items"])


def one(by: Someone, discussion: str, post: str) -> dict[str, Any]:
    [found] = [it for it in posts(by, discussion) if it["id"] == post]
    return found


def told(who: Someone) -> list[str]:
    who.stack.settle()
    kinds = sorted(it["kind"] for it in who.get("/api/notices").body["items"])
    return [it for it in kinds if it != "joined"]


def switch(by: Someone, discussion: str, to: str | None) -> Reply:
    return by.put(at(discussion, "switch"), {"switch": to})


def unanswered(by: Someone, channel: str) -> list[str]:
    by.stack.settle()
    return [it["post"] for it in by.get(f"/api/channels/{channel}/unanswered").body["items"]]


def test_a_reply_to_a_reply_stands_under_the_same_post(crew: Crew) -> None:
    item = note(crew.ada)
    root = say(crew.ben, item, "It runs above 1240.")
    reply = say(crew.cleo, item, "In oxidation?", reply_to=root)
    deeper = say(crew.ben, item, "In both.", reply_to=reply)
    other = say(crew.cleo, item, "And nickel?")

    assert [it["id"] for it in posts(crew.ada, item)] == [other, deeper, reply, root]
    assert reply.startswith(f"{root}-")
    assert deeper.startswith(f"{root}-")


def test_a_long_discussion_is_read_page_by_page(crew: Crew) -> None:
    item = note(crew.ada)
    every = [say(crew.ben, item, f"{number}") for number in range(17)]
    first = crew.cleo.get(at(item)).body
    rest = crew.cleo.get(at(item), after=first["next"]).body

    assert [it["id"] for it in [*first["items"], *rest["items"]]] == every[::-1]
    assert (len(first["items"]), rest["next"]) == (15, None)


def test_a_post_that_is_sent_twice_is_there_once(crew: Crew) -> None:
    from sharewell.clock import now
    from sharewell.ids import mint

    item, key = note(crew.ada), mint(now())
    sent = [
        crew.ben.post(at(item), {"text": "Once."}, **{"idempotency-key": key}) for _ in range(2)
    ]

    assert [it.status for it in sent] == [201, 201]
    assert [it["id"] for it in posts(crew.ada, item)] == [key]


@pytest.mark.parametrize(
    ("to", "comment", "question", "answer"),
    [
        ("open", 201, 201, 201),
        ("questions-only", 409, 201, 201),
        ("locked", 409, 409, 409),
        ("off", 404, 404, 404),
    ],
)
def test_a_switch_says_who_may_say_what(
    crew: Crew, to: str, comment: int, question: int, answer: int
) -> None:
    item = note(crew.ada)
    asked = ask(crew.ben, item)
    assert switch(crew.ada, item, to).status == 204

    assert crew.ben.post(at(item), {"text": "Yes."}).status == comment
    assert crew.ben.post(at(item), {"text": "Why?", "kind": "question"}).status == question
    assert crew.ben.post(at(item), {"text": "So.", "reply_to": asked}).status == answer


def test_off_hides_and_never_deletes(crew: Crew) -> None:
    item = note(crew.ada)
    post = say(crew.ben, item, "xylograph")
    switch(crew.ada, item, "off")
    crew.ada.stack.settle()

    assert posts(crew.ben, item) == []
    assert crew.ben.patch(at(item, f"posts/{post}"), {"text": "x"}).status == 404
    assert crew.ben.get("/api/search", q="xylograph").body["hits"] == []
    switch(crew.ada, item, None)
    assert [it["id"] for it in posts(crew.ben, item)] == [post]
    crew.ada.stack.settle()
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 1


def test_only_editors_and_leads_turn_the_switch(crew: Crew) -> None:
    item, kiln = note(crew.ben), group(crew.ben, crew.cleo)

    assert switch(crew.cleo, item, "off").status == 403
    assert switch(crew.cleo, kiln, "off").status == 403
    assert switch(crew.ben, kiln, "locked").status == 204
    assert crew.cleo.post(at(kiln), {"text": "Hello."}).status == 409


def test_an_edit_shows_what_was_said_before(crew: Crew) -> None:
    item = note(crew.ada)
    post = say(crew.ben, item, "1240")
    place = at(item, f"posts/{post}")
    assert crew.cleo.patch(place, {"text": "No"}).status == 403
    assert crew.ben.patch(place, {"text": "1250"}, version=1).status == 200
    assert crew.ben.patch(place, {"text": "1260"}, version=1).status == 412

    assert one(crew.cleo, item, post)["text"] == "1250"
    assert one(crew.cleo, item, post)["edited"]
    before = crew.cleo.get(f"{place}/wordings").body["items"]
    assert [it["text"] for it in before] == ["1240"]


def test_a_deleted_post_keeps_its_place_and_comes_back(crew: Crew) -> None:
    item = note(crew.ada)
    anchor = {"page": 3}
    root = say(crew.ben, item, "Never mind", anchor=anchor)
    say(crew.cleo, item, "I do", reply_to=root)
    place = at(item, f"posts/{root}")
    assert crew.cleo.delete(place).status == 403
    for _ in range(2):
        assert crew.ben.delete(place).status == 204

    gone = one(crew.cleo, item, root)
    assert (gone["deleted"], gone["text"], gone["author"]) == (True, "", None)
    assert len(posts(crew.cleo, item)) == 2
    assert crew.cleo.get(f"{place}/wordings").body["items"] == []
    assert crew.cleo.post(at(item), {"text": "x", "reply_to": root}).status == 409
    assert crew.ben.post(f"{place}/restore").status == 200
    back = one(crew.cleo, item, root)
    assert (back["text"], back["anchor"]["page"]) == ("Never mind", 3)
    assert crew.ben.post(f"{place}/restore").status == 409


def test_a_post_about_a_page_that_a_newer_file_lacks_stays_and_can_say_so(crew: Crew) -> None:
    def send(path: str, pages: int) -> str:
        data = pdf([f"Page {number}." for number in range(pages)])
        file = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
        upload = crew.ben.post(path, file).body
        crew.ben.stack.send(upload["form"], data)
        crew.ben.stack.settle()
        return str(upload["item"])

    item = send("/api/uploads", 3)
    post = say(crew.cleo, item, "Is that so?", anchor={"page": 3})
    send(f"/api/items/{item}/file", 2)

    assert crew.cleo.get(f"/api/items/{item}").body["file"]["pages"] == 2
    assert one(crew.cleo, item, post)["anchor"]["page"] == 3
    assert crew.ben.put(f"/api/items/{item}/words", {"version": 1}).status == 200
    assert crew.cleo.get(f"/api/items/{item}").body["file"]["pages"] == 3


def test_reactions_are_counted_once_each(crew: Crew) -> None:
    item = note(crew.ada)
    post = say(crew.ben, item)
    for who in (crew.cleo, crew.cleo, crew.ada):
        assert mark(who, item, post, "reaction", reaction="thanks").status == 204
    assert one(crew.cleo, item, post)["reactions"] == {"thanks": 2}
    mark(crew.cleo, item, post, "reaction", reaction="thanks", on=False)

    seen = one(crew.cleo, item, post)
    assert (seen["reactions"], seen["mine"]) == ({"thanks": 1}, [])


def test_a_question_waits_on_its_channels_until_it_is_answered(crew: Crew) -> None:
    channel = crew.ada.post("/api/channels", {"name": "Glazes"}).body["id"]
    item = note(crew.ada, channels=[channel])
    asked = ask(crew.ben, item)
    reply = say(crew.cleo, item, "Manganese.", reply_to=asked)
    assert unanswered(crew.cleo, channel) == [asked]

    assert mark(crew.cleo, item, asked, "answer", answer=reply).status == 403
    assert mark(crew.ben, item, asked, "answer", answer=asked).status == 422
    assert mark(crew.ben, item, asked, "answer", answer=reply).body["answer"] == reply
    assert unanswered(crew.cleo, channel) == []
    mark(crew.ada, item, asked, "answer", answer=None)
    assert unanswered(crew.cleo, channel) == [asked]
    crew.ben.delete(at(item, f"posts/{asked}"))
    assert unanswered(crew.cleo, channel) == []
    crew.ben.post(at(item, f"posts/{asked}/restore"))
    assert unanswered(crew.cleo, channel) == [asked]
    crew.ada.delete(f"/api/items/{item}")
    assert unanswered(crew.cleo, channel) == []


def test_open_questions_go_where_their_item_goes(crew: Crew) -> None:
    channel, other = (
        crew.ada.post("/api/channels", {"name": name}).body["id"] for name in ("Glazes", "Kilns")
    )
    kiln = group(crew.ada, crew.ben)
    item = note(crew.ada, channels=[channel])
    asked = ask(crew.ben, item)
    crew.ada.patch(f"/api/items/{item}", {"channels": [other], "groups": [kiln]})

    assert unanswered(crew.ben, channel) == []
    assert unanswered(crew.ben, other) == [asked]
    assert unanswered(crew.cleo, other) == []


def test_ideas_and_feedback_have_a_status_with_a_reason(crew: Crew) -> None:
    item = note(crew.ada)
    idea = say(crew.ben, item, "A rack.", kind="idea")
    body = {"status": "declined", "reason": "No room."}
    assert mark(crew.cleo, item, idea, "status", **body).status == 403
    assert mark(crew.ada, item, idea, "status", **body).status == 200

    seen = one(crew.ben, item, idea)
    assert (seen["status"], seen["reason"]) == ("declined", "No room.")
    assert mark(crew.ada, item, ask(crew.ben, item), "status", **body).status == 409


def test_an_idea_that_is_merged_points_on_and_takes_its_reactions_along(crew: Crew) -> None:
    item = note(crew.ada)
    first, second = (say(crew.ben, item, text, kind="idea") for text in ("A rack.", "Racks!"))
    for post in (first, second):
        mark(crew.cleo, item, post, "reaction", reaction="like")
    mark(crew.ada, item, second, "reaction", reaction="like")
    assert mark(crew.cleo, item, second, "merged", into=first).status == 403
    assert mark(crew.ada, item, second, "merged", into=second).status == 422
    assert mark(crew.ada, item, second, "merged", into=first).status == 200

    assert one(crew.cleo, item, second)["merged_into"] == first
    assert one(crew.cleo, item, first)["reactions"] == {"like": 2}
    assert mark(crew.ada, item, first, "merged", into=second).status == 409
    assert mark(crew.ben, item, second, "reaction", reaction="like").status == 409
    assert crew.ben.post(at(item), {"text": "x", "reply_to": second}).status == 409


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


def channel(by: Someone, name: str, discussion: str = "open") -> str:
    return str(by.post("/api/channels", {"name": name, "discussion": discussion}).body["id"])


def says(by: Someone, channel: str, discussion: str) -> None:
    assert by.patch(f"/api/channels/{channel}", {"discussion": discussion}).status == 200
    by.stack.settle()


def discussed(by: Someone, item: str) -> tuple[str, str | None]:
    by.stack.settle()
    page = by.get(at(item)).body
    return page["switch"], page["own_switch"]


def test_an_item_is_discussed_as_its_channel_says_until_it_has_its_own_switch(crew: Crew) -> None:
    glazing = channel(crew.ada, "Glazing", "locked")
    item = note(crew.ben, channels=[glazing])
    assert discussed(crew.cleo, item) == ("locked", None)
    assert crew.cleo.post(at(item), {"text": "Why?"}).status == 409
    says(crew.ada, glazing, "questions-only")
    assert discussed(crew.cleo, item) == ("questions-only", None)
    switch(crew.ben, item, "open")
    assert discussed(crew.cleo, item) == ("open", "open")
    says(crew.ada, glazing, "locked")
    assert discussed(crew.cleo, item) == ("open", "open")
    switch(crew.ben, item, None)
    assert discussed(crew.cleo, item) == ("locked", None)
    crew.ben.patch(f"/api/items/{item}", {"channels": []})
    assert discussed(crew.cleo, item) == ("open", None)


def test_a_channel_that_turns_discussions_off_hides_them_and_deletes_nothing(crew: Crew) -> None:
    glazing = channel(crew.ada, "Glazing")
    item = note(crew.ben, channels=[glazing])
    asked = ask(crew.cleo, item, "xylograph?")
    assert unanswered(crew.ben, glazing) == [asked]
    says(crew.ada, glazing, "off")
    since = "0" * 26
    assert not posts(crew.ben, item)
    assert not unanswered(crew.ben, glazing)
    assert crew.ben.get(at(item, "changes"), since=since).body["switch"] == "off"
    assert crew.ben.post(at(item), {"text": "x"}).status == 404
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 0
    says(crew.ada, glazing, "open")
    assert [it["id"] for it in posts(crew.ben, item)] == unanswered(crew.ben, glazing) == [asked]
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 1


def test_of_several_channels_the_most_open_one_counts(crew: Crew) -> None:
    glazing, firing = channel(crew.ada, "Glazing", "off"), channel(crew.ada, "Firing", "locked")
    item = note(crew.ben, channels=[glazing, firing])
    assert discussed(crew.cleo, item) == ("locked", None)
    says(crew.ada, glazing, "questions-only")
    assert discussed(crew.cleo, item) == ("questions-only", None)
    says(crew.ada, glazing, "off")
    crew.ada.post(f"/api/channels/{firing}/merge", {"into": glazing})
    assert discussed(crew.cleo, item) == ("off", None)


def test_what_a_channel_says_comes_to_all_that_is_in_it(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.discussions.inheriting.ITEMS", 2)
    monkeypatch.setattr("sharewell.discussions.inheriting.LISTS", 1)
    glazing, kiln = channel(crew.ada, "Glazing"), group(crew.ada, crew.ben)
    items = [note(crew.ben, channels=[glazing]) for _ in range(3)]
    items += [note(crew.ben, channels=[glazing], groups=[kiln]) for _ in range(3)]
    crew.ada.stack.settle()  # what is new there asks for itself
    says(crew.ada, glazing, "locked")
    assert {discussed(crew.ben, it)[0] for it in items} == {"locked"}


def test_what_was_said_in_a_group_is_found_only_while_it_is_there_and_talks(crew: Crew) -> None:
    kiln = group(crew.ada, crew.ben)
    say(crew.ben, kiln, "xylograph")

    def found() -> int:
        crew.ada.stack.settle()
        invariants.index_says_what_the_table_says()
        return int(crew.ada.get("/api/search", q="xylograph").body["total"])

    assert found() == 1
    crew.ada.delete(f"/api/groups/{kiln}")
    assert found() == 0
    crew.ada.post(f"/api/groups/{kiln}/restore")
    assert found() == 1
    switch(crew.ada, kiln, "off")
    assert found() == 0


def test_the_questions_of_a_merged_channel_wait_in_the_other(crew: Crew) -> None:
    glazing, firing = channel(crew.ada, "Glazing"), channel(crew.ada, "Firing")
    asked = ask(crew.ben, note(crew.ben, channels=[firing]))
    crew.ada.post(f"/api/channels/{firing}/merge", {"into": glazing})
    assert unanswered(crew.cleo, glazing) == [asked]


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
    monkeypatch.setattr("sharewell.groups.calls.TOGETHER", 1)
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


def test_reacting_in_two_tabs_at_once_is_reacting_once(crew: Crew) -> None:
    item = note(crew.ada)
    post = say(crew.ben, item)
    for on in (True, True, False, False, True):
        assert mark(crew.cleo, item, post, "reaction", reaction="like", on=on).status == 204
    assert one(crew.ben, item, post)["reactions"] == {"like": 1}


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


def test_nobody_reads_what_is_said_about_what_they_may_not_see(crew: Crew) -> None:
    kiln = group(crew.ada, crew.ben)
    item = note(crew.ada, groups=[kiln])
    since = crew.ben.get(at(item)).body["since"]
    for place in (item, kiln):
        post = say(crew.ben, place, "xylograph")
        for outsider in (crew.cleo, crew.eve):
            assert outsider.get(at(place)).status == 404
            assert outsider.get(at(place, "changes"), since=since).status == 404
            assert outsider.post(at(place), {"text": "x"}).status == 404
            assert outsider.get(at(place, f"posts/{post}/wordings")).status == 404
            assert mark(outsider, place, post, "reaction", reaction="like").status == 404
            assert outsider.get("/api/search", q="xylograph").body["total"] == 0
    hits = crew.ada.get("/api/search", q="xylograph").body["hits"]
    assert {it["item"] or it["group"] for it in hits} == {item, kiln}
    crew.ada.patch(f"/api/items/{item}", {"groups": []})
    crew.ada.stack.settle()
    assert crew.cleo.get("/api/search", q="xylograph").body["total"] == 1
