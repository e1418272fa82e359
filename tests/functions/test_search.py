"""The one box, as the app asks it."""

import json
from typing import Any

import pytest

from conftest import Crew, Someone, joined
from files.make import pdf
from local import template
from local.stack import CONTEXT

pytestmark = pytest.mark.usefixtures("fresh_searches")

NOTE = {
    "kind": "note",
    "title": "Cobalt runs",
    "body": "# Firing\n\nAbove **1240 degrees** it runs.",
}


def publish(by: Someone, **more: Any) -> str:
    said = by.post("/api/items", NOTE | more)
    assert said.status == 201, said.body
    by.stack.settle()
    return str(said.body["id"])


def search(by: Someone, q: str = "", **more: Any) -> Any:
    said = by.get("/api/search", q=q, **more)
    assert said.status == 200, said.body
    return said.body


def items(answer: Any) -> list[str]:
    return [hit["item"] for hit in answer["hits"]]


def marked(pieces: Any) -> str:
    return "".join(f"[{it['text']}]" if it["hit"] else it["text"] for it in pieces)


def upload(by: Someone, data: bytes, name: str, type: str) -> str:
    said = by.post("/api/uploads", {"name": name, "size": len(data), "type": type})
    by.stack.send(said.body["form"], data)
    by.stack.settle()
    return str(said.body["item"])


def owners(by: Someone, *others: Someone) -> str:
    said = by.post("/api/groups", {"name": "Owners", "members": [it.member for it in others]})
    assert said.status == 201, said.body
    return str(said.body["id"])


def names(counts: Any) -> dict[str, int]:
    return {it["name"]: it["count"] for it in counts}


def test_a_note_is_found_by_a_sentence_in_it(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pottery"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    answer = search(crew.cleo, "1240 degrees")
    [hit] = answer["hits"]

    assert (hit["item"], hit["kind"], hit["author"]) == (item, "note", "Ben")
    assert marked(hit["title"]) == "Cobalt runs"
    assert marked(hit["snippet"]) == "Firing Above [1240] [degrees] it runs."
    assert (hit["channels"], hit["page"], hit["stale"]) == (["Pottery"], None, False)
    assert (answer["total"], answer["next"], answer["corrected"]) == (1, None, False)


def test_two_words_of_page_seven_one_misspelt_open_there(crew: Crew) -> None:
    pages = [f"This is page {n} of the handbook." for n in range(1, 9)]
    pages[6] = "Kilns cool for eleven hours before anybody lifts the lid."
    item = upload(crew.ben, pdf(pages), "handbook.pdf", "application/pdf")
    answer = search(crew.cleo, "elven hours")
    [hit] = answer["hits"]

    assert (hit["item"], hit["kind"], hit["page"]) == (item, "file", 7)
    assert "[eleven] [hours]" in marked(hit["snippet"])
    assert answer["corrected"]


def test_what_is_for_a_group_shows_to_nobody_else_in_any_way(crew: Crew) -> None:
    group = owners(crew.ada)
    board = crew.ada.post("/api/channels", {"name": "Board"}).body["id"]
    plan = publish(crew.ada, title="Merger", body="Acquisition.", groups=[group], channels=[board])

    assert items(search(crew.ada, "merger")) == [plan]
    for asked in ("merger", "acquisition", "acq", "meger ", "Board"):
        answer = search(crew.ben, asked, kind="item")
        assert (answer["hits"], answer["total"]) == ([], 0), asked
        assert not answer["facets"]["author"], asked
    for typed in ("mer", "acq"):
        assert crew.ben.get("/api/suggestions", q=typed).body == {"items": []}
        assert crew.ada.get("/api/suggestions", q=typed).body["items"]


def test_who_leaves_a_group_finds_its_things_no_more_at_once(crew: Crew) -> None:
    group = owners(crew.ada, crew.ben)
    crew.ben.stack.settle()
    plan = publish(crew.ada, title="Merger", groups=[group])
    assert items(search(crew.ben, "merger")) == [plan]

    crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}")
    assert search(crew.ben, "merger")["total"] == 0


def test_its_author_finds_what_is_for_a_group_they_left(crew: Crew) -> None:
    group = owners(crew.ada, crew.ben)
    crew.ben.stack.settle()
    plan = publish(crew.ben, title="Merger", groups=[group])
    crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}")
    assert items(search(crew.ben, "merger")) == [plan]


@pytest.mark.parametrize("how", ["deleted", "narrowed"])
def test_what_is_taken_away_is_not_found_even_before_the_index_knows(crew: Crew, how: str) -> None:
    group = owners(crew.ada)
    gone, stays = publish(crew.ada, title="Kiln one"), publish(crew.ada, title="Kiln two")
    path = f"/api/items/{gone}"
    crew.ada.delete(path) if how == "deleted" else crew.ada.patch(path, {"groups": [group]})
    answer = search(crew.ben, "kiln")

    assert (items(answer), answer["total"]) == ([stays], 1)
    assert names(answer["facets"]["kind"]) == {"item": 1, "note": 1}
    crew.ada.stack.settle()
    assert items(search(crew.ben, "kiln")) == [stays]


def test_what_was_deleted_and_restored_is_found_again(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    assert search(crew.cleo, "cobalt")["total"] == 0
    crew.ben.post(f"/api/items/{item}/restore")
    crew.ben.stack.settle()
    assert items(search(crew.cleo, "cobalt")) == [item]


def test_people_are_found_by_what_they_help_with(crew: Crew) -> None:
    about = {"name": "Ben Okafor", "title": "Potter", "department": "Studio", "location": "Oslo"}
    said = crew.ben.put("/api/me/profile", about | {"helps_with": "raku firing"})
    assert said.status == 200, said.body
    crew.ben.stack.settle()
    answer = search(crew.cleo, "raku", kind="person")
    [hit] = answer["hits"]

    assert (hit["person"], hit["kind"], marked(hit["title"])) == (
        crew.ben.member,
        "person",
        "Ben Okafor",
    )
    assert marked(hit["snippet"]) == "Potter, Studio, Oslo [raku] firing"
    assert names(answer["facets"]["department"]) == {"Studio": 1}
    assert search(crew.cleo, department="Studio", location="Oslo")["total"] == 1
    assert search(crew.cleo, department="Studio", location="Rome")["total"] == 0


def test_who_is_deactivated_is_found_no_more(crew: Crew) -> None:
    crew.ben.stack.settle()
    assert search(crew.cleo, "Ben")["total"] == 1
    crew.ada.patch(f"/api/members/{crew.ben.member}", {"active": False})
    assert search(crew.cleo, "Ben")["total"] == 0


def test_channels_are_found_by_what_belongs_there(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pottery", "about": "Kilns and clay"}).body[
        "id"
    ]
    crew.ben.stack.settle()
    [hit] = search(crew.cleo, "clay")["hits"]
    assert (hit["channel"], hit["kind"], hit["item"]) == (topic, "channel", None)


def test_a_renamed_channel_is_told_by_its_new_name(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pots"}).body["id"]
    publish(crew.ben, channels=[topic])
    crew.ben.patch(f"/api/channels/{topic}", {"name": "Pottery"})
    crew.ben.stack.settle()
    answer = search(crew.cleo, "cobalt")
    assert answer["hits"][0]["channels"] == ["Pottery"]
    assert names(answer["facets"]["channel"]) == {"Pottery": 1}


def test_filters_narrow_with_counts_by_name(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pottery"}).body["id"]
    mine = publish(crew.ben, channels=[topic])
    publish(crew.cleo)
    answer = search(crew.ada, "cobalt", author=crew.ben.member)

    assert items(answer) == [mine]
    assert names(answer["facets"]["author"]) == {"Ben": 1, "Cleo": 1}
    assert items(search(crew.ada, "cobalt", channel=topic)) == [mine]
    assert search(crew.ada, "cobalt", kind=["note", "file"])["total"] == 2
    assert search(crew.ada, "cobalt", **{"from": "2000-01-01", "to": "2000-12-31"})["total"] == 0
    assert names(answer["facets"]["age"]) == {"day": 1, "week": 1, "month": 1, "year": 1}


def test_tags_are_words_to_find_by_and_to_narrow_with(crew: Crew) -> None:
    cobalt = publish(crew.ben, title="Cobalt runs", tags=["#Glaze  tests", "Blue"])
    publish(crew.ben, title="Copper runs", tags=["red"])
    crew.ben.stack.settle()

    assert items(search(crew.cleo, "glaze")) == [cobalt]
    assert names(search(crew.cleo, "runs")["facets"]["tag"]) == {
        "blue": 1, "glaze tests": 1, "red": 1,
    }  # fmt: skip
    assert items(search(crew.cleo, tag="glaze tests")) == [cobalt]
    assert search(crew.cleo, tag=["blue", "red"])["total"] == 2


def test_hits_come_ten_at_a_time(crew: Crew) -> None:
    for number in range(12):
        crew.ben.post("/api/items", NOTE | {"title": f"Cobalt {number}"})
    crew.ben.stack.settle()
    first = search(crew.cleo, "cobalt")
    rest = search(crew.cleo, "cobalt", offset=first["next"])

    assert (len(first["hits"]), first["next"], first["total"]) == (10, 10, 12)
    assert (len(rest["hits"]), rest["next"]) == (2, None)
    assert len({*items(first), *items(rest)}) == 12


def test_another_organisation_finds_nothing_of_it(crew: Crew) -> None:
    publish(crew.ben)
    for asked in ("cobalt", ""):
        assert set(items(search(crew.eve, asked))) <= {None}
    assert crew.eve.get("/api/suggestions", q="cob").body == {"items": []}


def test_a_newcomer_finds_what_was_there_before(crew: Crew) -> None:
    item = publish(crew.ben)
    dora = joined(crew.ada.stack, "Dora", by=crew.ada)
    assert items(search(dora, "cobalt")) == [item]


def test_before_anything_is_indexed_nothing_is_found(crew: Crew) -> None:
    assert search(crew.ada, "cobalt") == {
        "hits": [],
        "total": 0,
        "facets": {
            name: []
            for name in ("kind", "channel", "author", "tag", "department", "location", "age")
        },
        "corrected": False,
        "next": None,
    }


def test_typing_is_finished_for_one(crew: Crew) -> None:
    publish(crew.ben)
    assert crew.cleo.get("/api/suggestions", q="cobalt ru").body == {"items": ["cobalt runs"]}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"q": "x" * 201}, "q"),
        ({"acl": "all"}, "acl"),
        ({"from": "yesterday"}, "from"),
        ({"offset": 1000}, "offset"),
        ({"offset": "ten"}, "offset"),
    ],
)
def test_a_question_that_makes_no_sense_names_the_field(crew: Crew, wrong: Any, field: str) -> None:
    said = crew.ada.get("/api/search", **wrong)
    assert (said.status, said.body["field"]) == (422, field)


def test_nobody_searches_without_a_token(crew: Crew) -> None:
    for path in ("/api/search", "/api/suggestions"):
        assert crew.ada.stack.request("GET", path).status == 401


def test_an_index_built_anew_finds_the_same(crew: Crew) -> None:
    group = owners(crew.ada)
    kept = {publish(crew.ada, title="Kiln", groups=[group]), publish(crew.ben, title="Kiln")}
    kept.add(upload(crew.ben, pdf(["A kiln."]), "kiln.pdf", "application/pdf"))
    before = search(crew.ada, "kiln")
    said = template.entry("workers.reindex.handler")({}, CONTEXT)

    assert set(items(before)) == kept
    assert len(said["rebuilt"]) == 2
    after = search(crew.ada, "kiln")
    assert set(items(after)) == kept
    assert (after["total"], after["facets"]) == (before["total"], before["facets"])
    assert search(crew.ben, "kiln")["total"] == 2
    assert search(crew.cleo, "Ben")["total"] == 1


def test_when_indexing_fails_the_organisations_messages_come_again(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sharewell.search.service import Indexing

    apply = Indexing.apply

    def some(self: Indexing, organisation: Any, refs: Any) -> None:
        if organisation == "ONE":
            raise OSError
        apply(self, organisation, refs)

    monkeypatch.setattr(Indexing, "apply", some)
    said_of = [("ONE", "item:1"), ("TWO", "item:2"), ("ONE", "item:3")]
    bodies = [json.dumps({"organisation": it, "ref": ref}) for it, ref in said_of]
    records = [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]
    said = template.entry("workers.indexer.handler")({"Records": records}, CONTEXT)
    assert [it["itemIdentifier"] for it in said["batchItemFailures"]] == ["0", "2"]
