"""Search: hits, filters, suggestions and who finds what."""

import json
from typing import Any

import pytest

from conftest import Crew, Someone, join_member
from files.make import pdf
from local_stack import templates
from local_stack.in_process import CONTEXT

pytestmark = pytest.mark.usefixtures("fresh_searches")

NOTE = {
    "kind": "note",
    "title": "Cobalt runs",
    "body": "# Firing\n\nAbove **1240 degrees** it runs.",
}


def publish(by: Someone, **more: Any) -> str:
    reply = by.post("/api/items", NOTE | more)
    assert reply.status == 201, reply.body
    by.stack.settle()
    return str(reply.body["id"])


def search(by: Someone, q: str = "", **more: Any) -> Any:
    reply = by.get("/api/search", q=q, **more)
    assert reply.status == 200, reply.body
    return reply.body


def items(answer: Any) -> list[str]:
    return [hit["item"] for hit in answer["hits"]]


def with_marks(pieces: Any) -> str:
    return "".join(f"[{it['text']}]" if it["hit"] else it["text"] for it in pieces)


def upload(by: Someone, data: bytes, name: str, type: str) -> str:
    reply = by.post("/api/uploads", {"name": name, "size": len(data), "type": type})
    by.stack.send(reply.body["form"], data)
    by.stack.settle()
    return str(reply.body["item"])


def create_owners_group(by: Someone, *others: Someone) -> str:
    reply = by.post("/api/groups", {"name": "Owners", "members": [it.member for it in others]})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def names(counts: Any) -> dict[str, int]:
    return {it["name"]: it["count"] for it in counts}


def test_note_is_found_by_its_text(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pottery"}).body["id"]
    item = publish(crew.ben, channels=[topic])
    answer = search(crew.cleo, "1240 degrees")
    [hit] = answer["hits"]

    assert (hit["item"], hit["kind"], hit["author"]) == (item, "note", "Ben")
    assert with_marks(hit["title"]) == "Cobalt runs"
    assert with_marks(hit["snippet"]) == "Firing Above [1240] [degrees] it runs."
    assert (hit["channels"], hit["page"], hit["stale"]) == (["Pottery"], None, False)
    assert (answer["total"], answer["next"], answer["corrected"]) == (1, None, False)


def test_pdf_hit_with_typo_opens_the_matching_page(crew: Crew) -> None:
    pages = [f"This is page {n} of the handbook." for n in range(1, 9)]
    pages[6] = "Kilns cool for eleven hours before anybody lifts the lid."
    item = upload(crew.ben, pdf(pages), "handbook.pdf", "application/pdf")
    answer = search(crew.cleo, "elven hours")
    [hit] = answer["hits"]

    assert (hit["item"], hit["kind"], hit["page"]) == (item, "file", 7)
    assert "[eleven] [hours]" in with_marks(hit["snippet"])
    assert answer["corrected"]


def test_group_item_appears_in_no_search_of_others(crew: Crew) -> None:
    group = create_owners_group(crew.ada)
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


def test_former_group_member_no_longer_finds_group_items(crew: Crew) -> None:
    group = create_owners_group(crew.ada, crew.ben)
    crew.ben.stack.settle()
    plan = publish(crew.ada, title="Merger", groups=[group])
    assert items(search(crew.ben, "merger")) == [plan]

    crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}")
    assert search(crew.ben, "merger")["total"] == 0


def test_author_finds_own_item_of_a_group_they_left(crew: Crew) -> None:
    group = create_owners_group(crew.ada, crew.ben)
    crew.ben.stack.settle()
    plan = publish(crew.ben, title="Merger", groups=[group])
    crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}")
    assert items(search(crew.ben, "merger")) == [plan]


@pytest.mark.parametrize("how", ["deleted", "narrowed"])
def test_hidden_item_is_filtered_before_reindexing(crew: Crew, how: str) -> None:
    group = create_owners_group(crew.ada)
    gone, stays = publish(crew.ada, title="Kiln one"), publish(crew.ada, title="Kiln two")
    path = f"/api/items/{gone}"
    crew.ada.delete(path) if how == "deleted" else crew.ada.patch(path, {"groups": [group]})
    answer = search(crew.ben, "kiln")

    assert (items(answer), answer["total"]) == ([stays], 1)
    assert names(answer["facets"]["kind"]) == {"item": 1, "note": 1}
    crew.ada.stack.settle()
    assert items(search(crew.ben, "kiln")) == [stays]


def test_deleted_item_leaves_search_and_restore_reindexes_it(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    assert search(crew.cleo, "cobalt")["total"] == 0
    crew.ben.post(f"/api/items/{item}/restore")
    crew.ben.stack.settle()
    assert items(search(crew.cleo, "cobalt")) == [item]


def test_people_are_found_by_what_they_help_with(crew: Crew) -> None:
    about = {"name": "Ben Okafor", "title": "Potter", "department": "Studio", "location": "Oslo"}
    reply = crew.ben.put("/api/me/profile", about | {"helps_with": "raku firing"})
    assert reply.status == 200, reply.body
    crew.ben.stack.settle()
    answer = search(crew.cleo, "raku", kind="person")
    [hit] = answer["hits"]

    assert (hit["person"], hit["kind"], with_marks(hit["title"])) == (
        crew.ben.member,
        "person",
        "Ben Okafor",
    )
    assert with_marks(hit["snippet"]) == "Potter, Studio, Oslo [raku] firing"
    assert names(answer["facets"]["department"]) == {"Studio": 1}
    assert search(crew.cleo, department="Studio", location="Oslo")["total"] == 1
    assert search(crew.cleo, department="Studio", location="Rome")["total"] == 0


def test_deactivated_member_is_not_found(crew: Crew) -> None:
    crew.ben.stack.settle()
    assert search(crew.cleo, "Ben")["total"] == 1
    crew.ada.patch(f"/api/members/{crew.ben.member}", {"active": False})
    assert search(crew.cleo, "Ben")["total"] == 0


def test_channel_is_found_by_its_description(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pottery", "about": "Kilns and clay"}).body[
        "id"
    ]
    crew.ben.stack.settle()
    [hit] = search(crew.cleo, "clay")["hits"]
    assert (hit["channel"], hit["kind"], hit["item"]) == (topic, "channel", None)


def test_renamed_channel_appears_under_its_new_name(crew: Crew) -> None:
    topic = crew.ben.post("/api/channels", {"name": "Pots"}).body["id"]
    publish(crew.ben, channels=[topic])
    crew.ben.patch(f"/api/channels/{topic}", {"name": "Pottery"})
    crew.ben.stack.settle()
    answer = search(crew.cleo, "cobalt")
    assert answer["hits"][0]["channels"] == ["Pottery"]
    assert names(answer["facets"]["channel"]) == {"Pottery": 1}


def test_filters_narrow_hits_and_facets_count_by_name(crew: Crew) -> None:
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


def test_tags_are_searchable_and_filterable(crew: Crew) -> None:
    cobalt = publish(crew.ben, title="Cobalt runs", tags=["#Glaze  tests", "Blue"])
    publish(crew.ben, title="Copper runs", tags=["red"])
    crew.ben.stack.settle()

    assert items(search(crew.cleo, "glaze")) == [cobalt]
    assert names(search(crew.cleo, "runs")["facets"]["tag"]) == {
        "blue": 1, "glaze tests": 1, "red": 1,
    }  # fmt: skip
    assert items(search(crew.cleo, tag="glaze tests")) == [cobalt]
    assert search(crew.cleo, tag=["blue", "red"])["total"] == 2


def test_hits_come_ten_a_page(crew: Crew) -> None:
    for number in range(12):
        crew.ben.post("/api/items", NOTE | {"title": f"Cobalt {number}"})
    crew.ben.stack.settle()
    first = search(crew.cleo, "cobalt")
    rest = search(crew.cleo, "cobalt", offset=first["next"])

    assert (len(first["hits"]), first["next"], first["total"]) == (10, 10, 12)
    assert (len(rest["hits"]), rest["next"]) == (2, None)
    assert len({*items(first), *items(rest)}) == 12


def test_search_finds_nothing_of_other_organisations(crew: Crew) -> None:
    publish(crew.ben)
    for asked in ("cobalt", ""):
        assert set(items(search(crew.eve, asked))) <= {None}
    assert crew.eve.get("/api/suggestions", q="cob").body == {"items": []}


def test_new_member_finds_earlier_items(crew: Crew) -> None:
    item = publish(crew.ben)
    dora = join_member(crew.ada.stack, "Dora", by=crew.ada)
    assert items(search(dora, "cobalt")) == [item]


def test_search_without_an_index_is_empty(crew: Crew) -> None:
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


def test_suggestion_completes_the_last_word(crew: Crew) -> None:
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
def test_invalid_search_names_the_field(crew: Crew, wrong: Any, field: str) -> None:
    reply = crew.ada.get("/api/search", **wrong)
    assert (reply.status, reply.body["field"]) == (422, field)


def test_search_requires_a_token(crew: Crew) -> None:
    for path in ("/api/search", "/api/suggestions"):
        assert crew.ada.stack.request("GET", path).status == 401


def test_rebuilt_index_returns_the_same_hits(crew: Crew) -> None:
    group = create_owners_group(crew.ada)
    kept = {publish(crew.ada, title="Kiln", groups=[group]), publish(crew.ben, title="Kiln")}
    kept.add(upload(crew.ben, pdf(["A kiln."]), "kiln.pdf", "application/pdf"))
    before = search(crew.ada, "kiln")
    reply = templates.entry("workers.reindex.handler")({}, CONTEXT)

    assert set(items(before)) == kept
    assert len(reply["rebuilt"]) == 2
    after = search(crew.ada, "kiln")
    assert set(items(after)) == kept
    assert (after["total"], after["facets"]) == (before["total"], before["facets"])
    assert search(crew.ben, "kiln")["total"] == 2
    assert search(crew.cleo, "Ben")["total"] == 1


def test_failed_indexing_retries_only_that_organisation(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sharewell.search.service import IndexService

    apply = IndexService.update_documents

    def fail_for_one(self: IndexService, organisation: Any, refs: Any) -> None:
        if organisation == "ONE":
            raise OSError
        apply(self, organisation, refs)

    monkeypatch.setattr(IndexService, "update_documents", fail_for_one)
    documents = [("ONE", "item:1"), ("TWO", "item:2"), ("ONE", "item:3")]
    bodies = [json.dumps({"organisation": it, "ref": ref}) for it, ref in documents]
    records = [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]
    reply = templates.entry("workers.indexer.handler")({"Records": records}, CONTEXT)
    assert [it["itemIdentifier"] for it in reply["batchItemFailures"]] == ["0", "2"]
