"""Posts under items and in groups: threads, edits, reactions, questions, ideas and access."""

import pytest

from conftest import Crew
from files.make import pdf
from helpers.discussions import (
    channel,
    create_post,
    create_question,
    discussion_path,
    get_post,
    group,
    list_posts,
    note,
    open_questions,
    put_on_post,
    set_mode,
)
from resilience import invariants

pytestmark = pytest.mark.usefixtures("fresh_searches")


def test_reply_to_reply_belongs_to_the_same_thread(crew: Crew) -> None:
    item = note(crew.ada)
    root = create_post(crew.ben, item, "It runs above 1240.")
    reply = create_post(crew.cleo, item, "In oxidation?", reply_to=root)
    deeper = create_post(crew.ben, item, "In both.", reply_to=reply)
    other = create_post(crew.cleo, item, "And nickel?")

    assert [it["id"] for it in list_posts(crew.ada, item)] == [other, deeper, reply, root]
    assert reply.startswith(f"{root}-")
    assert deeper.startswith(f"{root}-")


def test_posts_list_pages(crew: Crew) -> None:
    item = note(crew.ada)
    every = [crew.ben.post(discussion_path(item), {"text": f"{it}"}).body["id"] for it in range(17)]
    crew.ben.stack.settle()
    first = crew.cleo.get(discussion_path(item)).body
    rest = crew.cleo.get(discussion_path(item), after=first["next"]).body

    assert [it["id"] for it in [*first["items"], *rest["items"]]] == every[::-1]
    assert (len(first["items"]), rest["next"]) == (15, None)


def test_post_with_same_idempotency_key_is_created_once(crew: Crew) -> None:
    from sharewell.core.clock import now
    from sharewell.core.ids import new_ulid

    item, key = note(crew.ada), new_ulid(now())
    sent = [
        crew.ben.post(discussion_path(item), {"text": "Once."}, **{"idempotency-key": key})
        for _ in range(2)
    ]

    assert [it.status for it in sent] == [201, 201]
    assert [it["id"] for it in list_posts(crew.ada, item)] == [key]


def test_edited_post_shows_its_earlier_version(crew: Crew) -> None:
    item = note(crew.ada)
    post = create_post(crew.ben, item, "1240")
    place = discussion_path(item, f"posts/{post}")
    assert crew.cleo.patch(place, {"text": "No"}).status == 403
    assert crew.ben.patch(place, {"text": "1250"}, version=1).status == 200
    assert crew.ben.patch(place, {"text": "1260"}, version=1).status == 412

    assert get_post(crew.cleo, item, post)["text"] == "1250"
    assert get_post(crew.cleo, item, post)["edited"]
    before = crew.cleo.get(f"{place}/versions").body["items"]
    assert [it["text"] for it in before] == ["1240"]


def test_deleted_post_keeps_its_place_and_is_restorable(crew: Crew) -> None:
    item = note(crew.ada)
    anchor = {"page": 3}
    root = create_post(crew.ben, item, "Never mind", anchor=anchor)
    create_post(crew.cleo, item, "I do", reply_to=root)
    place = discussion_path(item, f"posts/{root}")
    assert crew.cleo.delete(place).status == 403
    for _ in range(2):
        assert crew.ben.delete(place).status == 204

    gone = get_post(crew.cleo, item, root)
    assert (gone["deleted"], gone["text"], gone["author"]) == (True, "", None)
    assert len(list_posts(crew.cleo, item)) == 2
    assert crew.cleo.get(f"{place}/versions").body["items"] == []
    assert crew.cleo.post(discussion_path(item), {"text": "x", "reply_to": root}).status == 409
    assert crew.ben.post(f"{place}/restore").status == 200
    back = get_post(crew.cleo, item, root)
    assert (back["text"], back["anchor"]["page"]) == ("Never mind", 3)
    assert crew.ben.post(f"{place}/restore").status == 409


def test_post_keeps_its_anchor_when_new_file_lacks_the_page(crew: Crew) -> None:
    def send(path: str, pages: int) -> str:
        data = pdf([f"Page {number}." for number in range(pages)])
        file = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
        upload = crew.ben.post(path, file).body
        crew.ben.stack.send(upload["form"], data)
        crew.ben.stack.settle()
        return str(upload["item"])

    item = send("/api/uploads", 3)
    post = create_post(crew.cleo, item, "Is that so?", anchor={"page": 3})
    send(f"/api/items/{item}/file", 2)

    assert crew.cleo.get(f"/api/items/{item}").body["file"]["pages"] == 2
    assert get_post(crew.cleo, item, post)["anchor"]["page"] == 3
    assert crew.ben.put(f"/api/items/{item}/version", {"version": 1}).status == 200
    assert crew.cleo.get(f"/api/items/{item}").body["file"]["pages"] == 3


def test_reactions_count_each_member_once(crew: Crew) -> None:
    item = note(crew.ada)
    post = create_post(crew.ben, item)
    for who in (crew.cleo, crew.cleo, crew.ada):
        assert put_on_post(who, item, post, "reaction", reaction="thanks").status == 204
    assert get_post(crew.cleo, item, post)["reactions"] == {"thanks": 2}
    put_on_post(crew.cleo, item, post, "reaction", reaction="thanks", is_on=False)

    seen = get_post(crew.cleo, item, post)
    assert (seen["reactions"], seen["my_reactions"]) == ({"thanks": 1}, [])


def test_question_is_listed_on_channels_until_answered(crew: Crew) -> None:
    channel = crew.ada.post("/api/channels", {"name": "Glazes"}).body["id"]
    item = note(crew.ada, channels=[channel])
    asked = create_question(crew.ben, item)
    reply = create_post(crew.cleo, item, "Manganese.", reply_to=asked)
    assert open_questions(crew.cleo, channel) == [asked]

    assert put_on_post(crew.cleo, item, asked, "answer", answer=reply).status == 403
    assert put_on_post(crew.ben, item, asked, "answer", answer=asked).status == 422
    assert put_on_post(crew.ben, item, asked, "answer", answer=reply).body["answer"] == reply
    assert open_questions(crew.cleo, channel) == []
    put_on_post(crew.ada, item, asked, "answer", answer=None)
    assert open_questions(crew.cleo, channel) == [asked]
    crew.ben.delete(discussion_path(item, f"posts/{asked}"))
    assert open_questions(crew.cleo, channel) == []
    crew.ben.post(discussion_path(item, f"posts/{asked}/restore"))
    assert open_questions(crew.cleo, channel) == [asked]
    crew.ada.delete(f"/api/items/{item}")
    assert open_questions(crew.cleo, channel) == []


def test_open_questions_move_with_their_item(crew: Crew) -> None:
    channel, other = (
        crew.ada.post("/api/channels", {"name": name}).body["id"] for name in ("Glazes", "Kilns")
    )
    kiln = group(crew.ada, crew.ben)
    item = note(crew.ada, channels=[channel])
    asked = create_question(crew.ben, item)
    crew.ada.patch(f"/api/items/{item}", {"channels": [other], "groups": [kiln]})

    assert open_questions(crew.ben, channel) == []
    assert open_questions(crew.ben, other) == [asked]
    assert open_questions(crew.cleo, other) == []


def test_ideas_have_a_status_with_a_reason(crew: Crew) -> None:
    item = note(crew.ada)
    idea = create_post(crew.ben, item, "A rack.", kind="idea")
    body = {"status": "declined", "reason": "No room."}
    assert put_on_post(crew.cleo, item, idea, "status", **body).status == 403
    assert put_on_post(crew.ada, item, idea, "status", **body).status == 200

    seen = get_post(crew.ben, item, idea)
    assert (seen["status"], seen["reason"]) == ("declined", "No room.")
    assert (
        put_on_post(crew.ada, item, create_question(crew.ben, item), "status", **body).status == 409
    )


def test_merged_idea_points_to_target_and_moves_reactions(crew: Crew) -> None:
    item = note(crew.ada)
    first, second = (
        create_post(crew.ben, item, text, kind="idea") for text in ("A rack.", "Racks!")
    )
    for post in (first, second):
        put_on_post(crew.cleo, item, post, "reaction", reaction="like")
    put_on_post(crew.ada, item, second, "reaction", reaction="like")
    assert put_on_post(crew.cleo, item, second, "merged", into=first).status == 403
    assert put_on_post(crew.ada, item, second, "merged", into=second).status == 422
    assert put_on_post(crew.ada, item, second, "merged", into=first).status == 200

    assert get_post(crew.cleo, item, second)["merged_into"] == first
    assert get_post(crew.cleo, item, first)["reactions"] == {"like": 2}
    assert put_on_post(crew.ada, item, first, "merged", into=second).status == 409
    assert put_on_post(crew.ben, item, second, "reaction", reaction="like").status == 409
    assert crew.ben.post(discussion_path(item), {"text": "x", "reply_to": second}).status == 409


def test_group_posts_leave_search_when_group_or_mode_is_off(crew: Crew) -> None:
    kiln = group(crew.ada, crew.ben)
    create_post(crew.ben, kiln, "xylograph")

    def count_hits() -> int:
        crew.ada.stack.settle()
        invariants.index_says_what_the_table_says()
        return int(crew.ada.get("/api/search", q="xylograph").body["total"])

    assert count_hits() == 1
    crew.ada.delete(f"/api/groups/{kiln}")
    assert count_hits() == 0
    crew.ada.post(f"/api/groups/{kiln}/restore")
    assert count_hits() == 1
    set_mode(crew.ada, kiln, "off")
    assert count_hits() == 0


def test_open_questions_move_to_merged_channel(crew: Crew) -> None:
    glazing, firing = channel(crew.ada, "Glazing"), channel(crew.ada, "Firing")
    asked = create_question(crew.ben, note(crew.ben, channels=[firing]))
    crew.ada.post(f"/api/channels/{firing}/merge", {"into": glazing})
    assert open_questions(crew.cleo, glazing) == [asked]


def test_repeated_reaction_counts_once(crew: Crew) -> None:
    item = note(crew.ada)
    post = create_post(crew.ben, item)
    for on in (True, True, False, False, True):
        assert (
            put_on_post(crew.cleo, item, post, "reaction", reaction="like", is_on=on).status == 204
        )
    assert get_post(crew.ben, item, post)["reactions"] == {"like": 1}


def test_discussion_is_hidden_with_its_subject(crew: Crew) -> None:
    kiln = group(crew.ada, crew.ben)
    item = note(crew.ada, groups=[kiln])
    since = crew.ben.get(discussion_path(item)).body["since"]
    for place in (item, kiln):
        post = create_post(crew.ben, place, "xylograph")
        for outsider in (crew.cleo, crew.eve):
            assert outsider.get(discussion_path(place)).status == 404
            assert outsider.get(discussion_path(place, "changes"), since=since).status == 404
            assert outsider.post(discussion_path(place), {"text": "x"}).status == 404
            assert outsider.get(discussion_path(place, f"posts/{post}/versions")).status == 404
            assert put_on_post(outsider, place, post, "reaction", reaction="like").status == 404
            assert outsider.get("/api/search", q="xylograph").body["total"] == 0
    hits = crew.ada.get("/api/search", q="xylograph").body["hits"]
    assert {it["item"] or it["group"] for it in hits} == {item, kiln}
    crew.ada.patch(f"/api/items/{item}", {"groups": []})
    crew.ada.stack.settle()
    assert crew.cleo.get("/api/search", q="xylograph").body["total"] == 1
