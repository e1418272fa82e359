"""Profiles and the directory of people."""

from datetime import timedelta
from itertools import count
from typing import Any

import boto3
import pytest

from budgets.ledger import Ledger
from conftest import Crew, Someone, join_members
from local_stack import templates
from local_stack.in_process import CONTEXT, ENVIRONMENT, Reply
from sharewell.core.clock import now
from sharewell.core.ids import MemberId, OrganisationId, new_ulid
from sharewell.profiles.service import profiles

ABOUT: dict[str, Any] = {
    "name": "Ben",
    "title": "Glaze chemist",
    "department": "Kiln",
    "location": "Porto",
    "time_zone": "Europe/Lisbon",
    "working_hours": {"days": [1, 2, 4], "begins": "08:30", "ends": "15:00"},
    "languages": ["pt", "en"],
    "how_i_work": "Write first.\nThen let us talk.",
    "helps_with": "Cobalt",
    "hours_to_help": 3,
}


def save_profile(by: Someone, version: int | None = None, **about: object) -> Reply:
    headers = {"if-match": f'"{version}"'} if version else {}
    return by.put("/api/me/profile", {**ABOUT, "name": by.name, **about}, **headers)


def names(by: Someone) -> list[str]:
    return [it["name"] for it in by.get("/api/people").body["items"]]


def organisation(of: Someone) -> OrganisationId:
    return OrganisationId(of.get("/api/me").body["current"]["organisation"])


def set_photo(of: Someone, picture: bytes = b"webp") -> None:
    sent = new_ulid(now() + timedelta(seconds=next(_later)))
    profiles.set_photo(organisation(of), MemberId(of.member), sent, picture)


_later = count()


def project_names(crew: Crew, recipients: Someone) -> None:
    detail = {
        "organisation": organisation(crew.ada),
        "at": "2026-01-01T00:00:00Z",
        "member": recipients.member,
    }
    for _ in range(2):
        templates.entry("consumers.names.handler")(
            {"detail-type": "MemberRenamed", "detail": detail}, CONTEXT
        )


def test_profile_is_readable_by_other_members(crew: Crew) -> None:
    reply = save_profile(crew.ben)
    read = crew.cleo.get(f"/api/people/{crew.ben.member}")

    assert (reply.status, read.status) == (200, 200)
    assert read.body == reply.body == crew.ben.get("/api/me/profile").body
    assert {name: read.body[name] for name in ABOUT} == ABOUT
    assert (read.body["email"], read.body["role"]) == ("ben@kettle.example", "member")
    assert read.headers["etag"] == '"2"'
    [_, card, _] = crew.cleo.get("/api/people").body["items"]
    assert (card["title"], card["department"], card["location"]) == (
        "Glaze chemist",
        "Kiln",
        "Porto",
    )


def test_profile_with_stale_version_is_not_overwritten(crew: Crew) -> None:
    assert save_profile(crew.ben, 1, title="One").status == 200
    late = save_profile(crew.ben, 1, title="Two")

    assert (late.status, late.body["code"]) == (412, "version_conflict")
    assert crew.ben.get("/api/me/profile").body["title"] == "One"
    assert save_profile(crew.ben, 2, title="Two").status == 200
    assert save_profile(crew.ben, title="Three").body["version"] == 4


def test_new_name_appears_in_directory_and_member_list(crew: Crew) -> None:
    save_profile(crew.ben, name="Ágnes Ek")

    assert names(crew.cleo) == ["Ada", "Ágnes Ek", "Cleo"]
    assert crew.ben.get("/api/me").body["current"]["name"] == "Ágnes Ek"
    assert "Ágnes Ek" in [it["name"] for it in crew.ada.get("/api/members").body["items"]]
    save_profile(crew.ben, name="Zoë")
    assert names(crew.cleo) == ["Ada", "Cleo", "Zoë"]


def test_directory_is_sorted_by_name_and_pages(crew: Crew) -> None:
    join_members(crew.ada.stack, [f"Person{it:02}" for it in range(20, 0, -1)], by=crew.ada)
    first = crew.ben.get("/api/people").body
    second = crew.ben.get("/api/people", after=first["next"]).body
    seen = [it["name"] for it in first["items"] + second["items"]]

    assert (len(first["items"]), len(seen), second["next"]) == (20, 23, None)
    assert seen == sorted(seen)
    assert crew.eve.get("/api/people", after=first["next"]).status == 422


def test_directory_page_of_20_costs_one_read_unit(crew: Crew) -> None:
    many = join_members(crew.ada.stack, [f"Person{it:02}" for it in range(20)], by=crew.ada)
    for number, someone in enumerate(many):
        save_profile(
            someone,
            name=f"Wilhelmina Ash {number:02}",
            title="IT and workplace lead",
            department="Customer Support",
        )
        set_photo(someone)
    with Ledger() as ledger:
        answer = crew.ben.get("/api/people")

    assert len(answer.body["items"]) == 20
    assert (ledger.calls, ledger.reads, ledger.wasted) == (["Query", "Query"], 1, 0)


def test_manager_is_named_and_follows_a_rename(crew: Crew) -> None:
    ada = crew.ada.member
    assert save_profile(crew.ben, manager=ada).body["manager_name"] == "Ada"
    save_profile(crew.cleo, manager=ada)
    save_profile(crew.cleo, manager=None)
    save_profile(crew.ada, name="Ada Byron")
    project_names(crew, crew.ada)

    ben = crew.cleo.get(f"/api/people/{crew.ben.member}").body
    assert (ben["manager"], ben["manager_name"], ben["version"]) == (ada, "Ada Byron", 2)
    assert crew.cleo.get("/api/me/profile").body["manager_name"] is None
    assert save_profile(crew.ben, 2, manager=ada).body["manager_name"] == "Ada Byron"


def test_manager_chain_must_not_be_circular(crew: Crew) -> None:
    save_profile(crew.ben, manager=crew.ada.member)
    save_profile(crew.cleo, manager=crew.ben.member)
    for manager in (crew.ada, crew.ben, crew.cleo):
        refused = save_profile(crew.ada, manager=manager.member)
        assert (refused.status, refused.body["field"]) == (422, "manager")


def test_manager_must_be_active_in_the_same_organisation(crew: Crew) -> None:
    cleo = crew.cleo.member
    crew.ada.patch(f"/api/members/{cleo}", {"active": False})
    for stranger in (crew.eve.member, cleo, "01JGFJJZ00AAAAAAAAAAAAAAAA", "nobody"):
        refused = save_profile(crew.ben, manager=stranger)
        assert (refused.status, refused.body["field"]) == (422, "manager")


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"shoe_size": 43}, "shoe_size"),
        ({"name": ""}, "name"),
        ({"time_zone": "Moon/Base"}, "time_zone"),
        ({"working_hours": {"days": [8]}}, "working_hours.days.0"),
        ({"working_hours": {"days": [1], "tea": "16:00"}}, "working_hours.tea"),
        ({"languages": ["english"]}, "languages.0"),
        ({"how_i_work": "x" * 4_001}, "how_i_work"),
        ({"hours_to_help": 41}, "hours_to_help"),
        ({"title": None}, "title"),
        ({"role": "admin"}, "role"),
    ],
)
def test_invalid_profile_names_the_field(crew: Crew, about: dict[str, Any], field: str) -> None:
    refused = save_profile(crew.ben, **about)

    assert (refused.status, refused.body["field"]) == (422, field)


def test_photo_appears_in_profile_and_directory_until_deleted(crew: Crew) -> None:
    form = crew.ben.post("/api/me/photo", {"size": 1234, "type": "image/png"}).body
    assert form["fields"]["key"].startswith(f"photos/{organisation(crew.ben)}/{crew.ben.member}/")
    for picture in (b"first", b"second", b"second"):
        set_photo(crew.ben, picture)

    photo = crew.cleo.get(f"/api/people/{crew.ben.member}").body["photo"]
    assert photo.startswith(f"photos/{organisation(crew.ben)}/{crew.ben.member}/")
    assert [it["photo"] for it in crew.cleo.get("/api/people").body["items"]] == [None, photo, None]
    assert objects() == [photo]
    save_profile(crew.ben, 1, name="Benno")
    assert crew.cleo.get("/api/people").body["items"][1]["photo"] == photo

    assert crew.ben.delete("/api/me/photo").status == 204
    assert crew.ben.delete("/api/me/photo").status == 204
    assert crew.ben.get("/api/me/profile").body["photo"] is None
    assert objects() == []


def objects() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix="photos/")
    return [it["Key"] for it in found.get("Contents", [])]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"size": 0, "type": "image/png"}, "size"),
        ({"size": 9 * 1024**2, "type": "image/png"}, "size"),
        ({"size": 10, "type": "image/svg+xml"}, "type"),
    ],
)
def test_photo_upload_limits_size_and_type(crew: Crew, body: dict[str, object], field: str) -> None:
    refused = crew.ben.post("/api/me/photo", body)

    assert (refused.status, refused.body["field"]) == (422, field)


def test_profile_of_a_stranger_is_not_found(crew: Crew) -> None:
    for member in (crew.eve.member, "01JGFJJZ00AAAAAAAAAAAAAAAA", "x"):
        assert crew.ben.get(f"/api/people/{member}").status == 404
    assert names(crew.eve) == ["Eve"]


def test_search_document_exists_for_active_members_only(crew: Crew) -> None:
    kettle, ben = organisation(crew.ada), MemberId(crew.ben.member)
    found = profiles.get_for_search(kettle, ben)
    assert found is not None
    assert found.name == "Ben"
    crew.ada.patch(f"/api/members/{ben}", {"active": False})

    assert profiles.get_for_search(kettle, ben) is None
    assert profiles.get_for_search(organisation(crew.eve), ben) is None
