"""What people say under items and in groups, and who hears of it."""

import pytest

from conftest import Crew
from files.make import pdf
from helpers.discussions import (
    ask,
    at,
    channel,
    group,
    mark,
    note,
    one,
    posts,
    say,
    switch,
    unanswered,
)
from resilience import invariants

pytestmark = pytest.mark.usefixtures("fresh_searches")


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
    every = [crew.ben.post(at(item), {"text": f"{it}"}).body["id"] for it in range(17)]
    crew.ben.stack.settle()
    first = crew.cleo.get(at(item)).body
    rest = crew.cleo.get(at(item), after=first["next"]).body

    assert [it["id"] for it in [*first["items"], *rest["items"]]] == every[::-1]
    assert (len(first["items"]), rest["next"]) == (15, None)


def test_a_post_that_is_sent_twice_is_there_once(crew: Crew) -> None:
    from sharewell.clock import now
    from sharewell.ids import new_ulid

    item, key = note(crew.ada), new_ulid(now())
    sent = [
        crew.ben.post(at(item), {"text": "Once."}, **{"idempotency-key": key}) for _ in range(2)
    ]

    assert [it.status for it in sent] == [201, 201]
    assert [it["id"] for it in posts(crew.ada, item)] == [key]


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


def test_reacting_in_two_tabs_at_once_is_reacting_once(crew: Crew) -> None:
    item = note(crew.ada)
    post = say(crew.ben, item)
    for on in (True, True, False, False, True):
        assert mark(crew.cleo, item, post, "reaction", reaction="like", on=on).status == 204
    assert one(crew.ben, item, post)["reactions"] == {"like": 1}


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
