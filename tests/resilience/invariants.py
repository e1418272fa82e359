"""What holds in every settled state, whatever went wrong before."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local_stack.in_process import ACCOUNT, ENVIRONMENT, REGION
from resilience.delivery import RedeliveringStack
from sharewell.core.ids import OrganisationId

Row = dict[str, Any]
_read: Any = TypeDeserializer()
_ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+0000|\+00:00)?")
_TOKEN = re.compile(r"\b[0-9a-f]{20,64}\b")
_VOLATILE = {
    "version",
    "outbox",
    "expires",
    "expiration",
    "in_progress_expiration",
    "parts",
    "step",
    "r",
}
"""Attributes that may differ between two ways to the same result."""
EXTERNAL_ATTRIBUTES = ("preview", "h")
"""Attributes with the preview of a link's page; `h` is the picture of a list entry."""
_COPIES = ("ASSIGNMENTS#", "ASSIGNED_BY#", "ITEM_ASSIGNMENTS#")
"""Rows of assignments, whose `item_version` is the one copied last."""


_table: list[list[Row]] = []
"""What `rows` returns within `reading_once`."""


@contextmanager
def reading_once() -> Iterator[None]:
    """Reads the table once instead of for every check, while nothing is written."""
    _table.append(rows())
    try:
        yield
    finally:
        _table.pop()


def rows() -> list[Row]:
    """Returns all rows of the table."""
    if _table:
        return _table[-1]
    return [{name: _read.deserialize(it) for name, it in row.items()} for row in _raw()]


def objects() -> dict[str, int]:
    """Returns key and size of all objects except those of indexes."""
    from moto.s3.models import s3_backends

    every = s3_backends[ACCOUNT]["aws"].buckets[ENVIRONMENT["BUCKET_NAME"]].keys
    return {key: it.size for key, it in every.items() if not key.startswith("index/")}


def shape(known: set[str], but: Iterable[str] = ()) -> Counter[str]:
    """Returns all rows and objects, with times and ids that are not `known` normalised.

    The item version that a projection copied does not count: a retry, or a second writer in
    between, copies another one with the same content. Neither do the attributes in `but`, nor
    pictures then, nor finished jobs.
    """
    found = Counter[str]()
    for row in rows():
        if row["sk"].startswith("JOB#") and row["state"] == "done" and row.get("expires"):
            continue
        kept = {name: it for name, it in row.items() if name not in {*_VOLATILE, *but}}
        if row["pk"].startswith(_COPIES):
            kept.pop("item_version", None)
        found[normalise(json.dumps(kept, sort_keys=True, default=_plain), known)] += 1
    for key, size in objects().items():
        if but and key.startswith("thumbs/"):
            continue
        found[f"{normalise(key, known)} of {size} bytes"] += 1
    return found


def ids() -> set[str]:
    """Returns all ids in the table."""
    return {it for row in rows() for it in _ULID.findall(json.dumps(row, default=_plain))}


def ids_and_times_in(*texts: str) -> set[str]:
    """Returns all ids and times in these texts."""
    return {it for text in texts for of in (_ULID, _TIME) for it in of.findall(text)}


def normalise(text: str, known: set[str]) -> str:
    """Returns the text with tokens, times and ids that are not `known` normalised."""
    text = _ULID.sub(lambda it: it[0] if it[0] in known else "<id>", text)
    return _TOKEN.sub("<token>", _TIME.sub(lambda it: it[0] if it[0] in known else "<time>", text))


def counters_match_rows() -> None:
    """Checks that counters equal the number of their rows."""
    every = rows()
    places = Counter((row["pk"], row["sk"].partition("#")[0]) for row in every)
    admins = Counter(
        row["pk"].removeprefix("MEMBERS#")
        for row in every
        if row["pk"].startswith("MEMBERS#") and row["role"] == "admin" and row["active"]
    )
    observers = Counter(row["pk"] for row in every if row["sk"].startswith("ROLE#observer#"))
    away = Counter(
        row["pk"] for row in every if row.get("deactivated") is True and row["role"] != "observer"
    )
    lines = Counter((row["pk"], row.get("outcome")) for row in every)
    for row in every:
        if row["sk"] == "GROUP":
            assert row["members"] == places[row["pk"], "MEMBER"], row
            assert row["observers"] == observers[row["pk"]], row
            assert row["deactivated"] == away[row["pk"]], row
        if row["sk"] == "CHANNEL":
            assert row["followers"] == places[row["pk"], "FOLLOWER"], row
        if row["sk"] == "REACTION_COUNTS":
            _counts_reactions(row, every)
        if row["sk"] == "IMPORT":
            for outcome in ("waiting", "imported", "stored_only", "skipped", "rejected"):
                assert row[outcome] == lines[row["pk"], outcome], row
        if row["sk"] == "ORG":
            assert row["admins"] == admins[row["pk"].removeprefix("ORG#")], row


def _counts_reactions(tally: Row, every: list[Row]) -> None:
    """Checks that an item's reaction counts are those of its reactors and their choices."""
    beside = [row for row in every if row["pk"] == tally["pk"]]
    shown = Counter(it["sk"].split("#")[1] for it in beside if it["sk"].startswith("REACTOR#"))
    chosen = Counter(it for row in beside for it in row.get("given") or ())
    counts = {name: int(tally.get(name, 0)) for name in (*shown, *chosen, *tally)
              if name not in ("pk", "sk")}  # fmt: skip
    assert shown == chosen == Counter({name: it for name, it in counts.items() if it}), tally


def saved_items_match_entries() -> None:
    """Checks that saved items are marked in their list entries, and the other way round."""
    every = rows()
    marked = {
        (f"SAVED#{row['pk'].split('#')[1]}#{row['sk'].removeprefix('REACTIONS#')}", row["saved"])
        for row in every
        if row["sk"].startswith("REACTIONS#") and row.get("saved")
    }
    assert marked == {(row["pk"], row["sk"]) for row in every if row["pk"].startswith("SAVED#")}


def drafts_have_content() -> None:
    """Checks that each draft has an entry and content."""
    parts = Counter((row["pk"], row["sk"].partition("#")[2]) for row in rows()
                    if row["pk"].startswith("DRAFTS#"))  # fmt: skip
    assert set(parts.values()) <= {2}, parts


def picture_references_match() -> None:
    """Checks that pictures are kept exactly for what references or referenced them."""
    every = rows()
    there = {(row["pk"], row["sk"]) for row in every}
    by_key = re.compile(r"pictures/\w{26}/(\w{26}/[0-9a-f]{32}\.\w+)")
    shown, shows = set(), set()
    for row in every:
        kind, _, rest = row["pk"].partition("#")
        organisation, _, what = rest.partition("#")
        if kind == "PICTURE_REFERENCES" and not row["sk"].startswith("draft#"):
            shown.add((organisation, row["sk"], what))
        if kind == "REFERENCED_PICTURES":
            shows.add((organisation, what, row["sk"]))
            of, _, id = what.partition("#")
            assert (f"{of.upper()}#{organisation}#{id}", of.upper()) in there, row
        if row["sk"] == "ITEM" or row["sk"].startswith("CONTENT#"):
            draft = row["sk"].removeprefix("CONTENT#")
            by = f"item#{what}" if kind == "ITEM" else f"draft#{what}#{draft}"
            for picture in by_key.findall(row["body"]):
                assert (f"PICTURE_REFERENCES#{organisation}#{picture}", by) in there, row
    assert shown == shows


def assignment_counters_match() -> None:
    """Checks that assignment counters equal the statuses shown, and these the progress."""
    from sharewell.assignments.progress.rows_store import ProgressRow

    marks = ("done", "ready", "extension_requested", "declined", "extended")
    shown, wanted = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    counts: dict[str, list[list[int]]] = {}
    for raw in _raw():
        pk, sk = raw["pk"]["S"], raw["sk"]["S"]
        kind, _, rest = pk.partition("#")
        if kind == "ASSIGNEES" and not sk.startswith("JOB#"):
            mark, _, member = sk.partition("#")
            shown[rest.partition("#")[2], mark, member] += 1
        if kind == "PROGRESS":
            mark = ProgressRow.from_raw_data(raw).progress().counted_status
            if mark:
                wanted[sk, mark.value, rest.partition("#")[2]] += 1
        if kind in ("ASSIGNMENTS", "ASSIGNED_BY"):
            counts.setdefault(sk, []).append([int(raw[it]["N"]) for it in marks])
    assert shown == wanted
    for id, kept in counts.items():
        rows = [sum(n for key, n in shown.items() if key[:2] == (id, mark)) for mark in marks]
        assert all(it == rows for it in kept), (id, kept, rows)


def pending_reviews_match_reviewers() -> None:
    """Checks that each submission is listed once, for its effective reviewer."""
    waits, wanted = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
    every = rows()
    judges = {
        row["sk"]: row.get("reviewer") or row["by"]
        for row in every
        if row["pk"].startswith("ASSIGNMENTS#")
    }
    for row in every:
        of = row["pk"].rpartition("#")[2]
        if row["pk"].startswith("REVIEWS#"):
            id, _, member = row["sk"].partition("#")
            waits.add((of, id, member))
        if row["pk"].startswith("ASSIGNEES#") and row["sk"].startswith("ready#"):
            wanted.add((judges[of], of, row["sk"].removeprefix("ready#")))
    assert waits == wanted


def memberships_match() -> None:
    """Checks that memberships, groups, channels and members agree with each other."""
    every = rows()
    people = [row for row in every if "chosen_at" in row]
    for kept, kind, place in (
        ("groups", "GROUP", "MEMBER"),
        ("followed_channels", "CHANNEL", "FOLLOWER"),
    ):
        own = {
            (f"{kind}#{it['organisation']}#{id}", f"{place}#{it['member']}")
            for it in people
            for id in it.get(kept) or ()
        }
        assert own == {
            (row["pk"], row["sk"])
            for row in every
            if row["pk"].startswith(f"{kind}#") and row["sk"].startswith(f"{place}#")
        }
    members = {(row["pk"], row["sk"]): row for row in every if row["pk"].startswith("MEMBERS#")}
    assert len(members) == len(people)
    for it in people:
        member = members[f"MEMBERS#{it['organisation']}", it["member"]]
        for name in ("role", "active", "name"):
            assert member[name] == it[name], it


def curator_and_purge_rows_match() -> None:
    """Checks that curated channels are listed by curator, and deleted groups by purge date."""
    every = rows()
    curated, ended = set(), set()
    for row in every:
        _, organisation, id = (*row["pk"].split("#"), "", "")[:3]
        if row["sk"] == "CHANNEL":
            members = [it["id"] for it in json.loads(row["curators"])]
            curated |= {(f"MEMBER#{organisation}#{it}", f"CURATES#{id}") for it in members}
        if row["sk"] == "GROUP" and row.get("deleted_at"):
            ended.add((f"GROUP_PURGE_DUE#{organisation}", id))
    noted = {(row["pk"], row["sk"]) for row in every if row["sk"].startswith("CURATES#")}
    assert noted == curated
    due = {(row["pk"], row["sk"].partition("#")[2]) for row in every
           if row["pk"].startswith("GROUP_PURGE_DUE#")}  # fmt: skip
    assert due == ended


def lines_are_those_of_items() -> None:
    """Checks that items are in all of their lists, and nothing else is."""
    from sharewell.content.list_entries_store import all_entry_keys
    from sharewell.content.store import ItemRow
    from sharewell.content.verification.store import list_entries

    wanted, found = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in _raw():
        pk, sk = row["pk"]["S"], row["sk"]["S"]
        if pk.startswith(
            ("IN#", "BY#", "FOR#", "VERIFY_DUE#", "VERIFIED#", "DELETED_BY#", "PURGE_DUE#")
        ):
            found[pk, sk] += 1
        if sk == "ITEM":
            organisation, item = OrganisationId(pk.split("#")[1]), ItemRow.from_raw_data(row).item()
            own = all_entry_keys(organisation, item)
            wanted.update((it.pk, it.sk) for it in (*own, *list_entries(organisation, item)))
    assert wanted == found


def channel_directory_matches() -> None:
    """Checks that the directory lists exactly the channels that were not merged.

    A merged channel is empty, and its gate is closed.
    """
    from sharewell.channels.store import folded_name

    every = {(row["pk"], row["sk"]): row for row in rows()}
    listed = {(pk, sk, row["i"]) for (pk, sk), row in every.items() if pk.startswith("CHANNELS#")}
    wanted = set()
    for (pk, sk), row in every.items():
        if sk != "CHANNEL":
            continue
        of, id = pk.split("#")[1:]
        closed = every[pk, "GATE"].get("z")
        if into := row.get("merged_into"):
            assert closed == "merged", row
            assert (f"CHANNEL#{of}#{into}", "CHANNEL") in every, row
            if not row["is_merging"]:
                assert row["followers"] == 0, row
                assert not [it for it, _ in every if it.startswith(f"IN#{of}#{id}")], row
        else:
            assert closed == ("archived" if row.get("archived_at") else None), row
            wanted.add((f"CHANNELS#{of}", folded_name(row["name"]), id))
    assert listed == wanted


def merges_are_complete() -> None:
    """Checks that no channel is being merged."""
    assert not [row for row in rows() if row.get("is_merging")]


def jobs_are_complete() -> None:
    """Checks that no job has batches left, except those that rest while their group is deleted."""
    resting = {row["pk"] for row in rows() if row["sk"] == "GROUP" and row.get("deleted_at")}
    jobs = [row for row in rows() if row["sk"].startswith("JOB#") and row["pk"] not in resting]
    assert [row for row in jobs if row["state"] != "done"] == []


def discussion_modes_match_channels() -> None:
    """Checks that an item's discussion mode is the most permissive of its channels."""
    every = {(row["pk"], row["sk"]): row for row in rows()}
    switches = ("open", "questions-only", "locked", "off")
    for (pk, sk), row in every.items():
        if sk == "ITEM" and not row.get("deleted_at") and not row.get("expires"):
            _, of, id = pk.split("#")
            channels = [every.get((f"CHANNEL#{of}#{it}", "CHANNEL")) for it in row["channels"]]
            modes = [it["discussion"] for it in channels if it]
            kept = every.get((f"POST#{of}#item#{id}", "MODE"), {"k": "open"})["k"]
            assert kept == min(modes or ["open"], key=switches.index), row


def question_lists_match() -> None:
    """Checks that open questions are listed exactly where they say.

    These are the lists of the item's channels, if the item exists and takes answers.
    """
    every = {(row["pk"], row["sk"]): row for row in rows()}
    questions = [row for (pk, _), row in every.items() if pk.startswith("QUESTIONS#")]
    wanted = {(place, row["sk"]) for row in questions for place in row.get("p", ())}
    assert wanted == {it for it in every if it[0].startswith("UNANSWERED#")}
    for row in questions:
        _, of, id = row["pk"].split("#")
        post, item = every[f"POST#{of}#item#{id}", row["sk"]], every[f"ITEM#{of}#{id}", "ITEM"]
        assert not ({"w", "d"} & post.keys()), row
        kept = every.get((f"POST#{of}#item#{id}", "MODE"), {"k": "open"})["k"]
        is_closed = item.get("deleted_at") or (item.get("discussion") or kept) in ("off", "locked")
        channels = set() if is_closed else set(item["channels"])
        assert {it.split("#")[2] for it in row["p"]} == channels, row


def objects_have_items(stack: RedeliveringStack) -> None:
    """Checks that files and texts belong to an item or version, or to a recorded failure."""
    dead_letters = json.dumps([event for _, event in stack.dead_letters], default=str)
    files = _files()
    for key in objects():
        if key.startswith("files/"):
            assert key in files or key in dead_letters, f"{key} belongs to nothing"
            done = files[key] in ("ready", "refused") or key in dead_letters
            assert done, f"{key} has arrived and its item is {files[key]}"
        if key.startswith("photos/") and not key.endswith(".webp"):
            assert key in dead_letters, f"{key} was sent and never looked at"
    for row in rows():
        if row["sk"].startswith("TEXT#"):
            _, of, id = row["pk"].split("#")
            assert f"files/{of}/{id}/{row['sk'].split('#')[1]}" in files, row
    archives = {
        f"imports/{row['pk'].split('#')[1]}/{row['id']}/{row['upload']}"
        for row in rows()
        if row["sk"] == "IMPORT" and row.get("upload") and row["stage"] in ("sending", "unpacking")
    }
    for key in objects():
        if key.startswith("imports/"):
            assert key in archives or key in dead_letters, f"{key} is needed no more"
    drawn = [row[of] for row in rows() for of in ("file", "coming", "preview") if row.get(of)]
    thumbs = {json.loads(it).get("thumb") for it in drawn}
    photos = {row.get("photo") for row in rows() if row["sk"] == "PROFILE"}
    shown = {key for key in objects() if key.startswith(("thumbs/", "photos/"))}
    assert {it for it in thumbs | photos if it} <= shown, "what is shown is not there"


def links_have_preview_or_error() -> None:
    """Checks that each link has a preview or an error with a sentence."""
    for row in rows():
        if row.get("preview"):
            seen = json.loads(row["preview"])
            assert seen["state"] in ("ready", "failed"), row
            assert (seen["state"] == "failed") == bool(seen.get("problem")), row


def _files() -> dict[str, str]:
    """Returns keys and status of all files that items have, had or expect."""
    found: dict[str, str] = {}
    for row in rows():
        _, of, id = f"{row['pk']}##".split("#")[:3]
        if row["sk"] == "ITEM":
            has = [json.loads(row[it]) for it in ("file", "coming") if row.get(it)]
            found |= {f"files/{of}/{id}/{it['id']}": it["state"] for it in has}
        elif row["sk"].startswith("FILE#"):
            found.setdefault(f"files/{of}/{id}/{row['sk'].removeprefix('FILE#')}", "ready")
    return found


def published_events_match_outboxes(
    outboxes: Iterable[dict[str, Any]], published: Iterable[str]
) -> None:
    """Checks that the published events are exactly those of the outboxes."""
    assert {it["id"] for it in outboxes} == set(published)


def versions_never_decrease(images: Iterable[Row]) -> None:
    """Checks that no write of a row restored an older version."""
    latest: dict[tuple[str, str], int] = {}
    for image in images:
        if image and "version" in image:
            key = image["pk"]["S"], image["sk"]["S"]
            version = int(image["version"]["N"])
            assert version >= latest.get(key, 0), f"{key} went back to version {version}"
            latest[key] = version


def index_says_what_the_table_says() -> None:
    """Checks that each index has exactly the documents that the table implies."""
    from sharewell.search.service import index_service

    for organisation in _organisations():
        known = index_service.store.list_refs(organisation)
        wanted = {
            ref: it for ref, it in index_service._all_documents(organisation) if it is not None
        }
        audiences = {"all", *(who for it in wanted.values() for who in it.acl)}
        found = index_service.store.get_titles(organisation, sorted({*known, *wanted}), audiences)
        expected = {ref: it.title for ref, it in wanted.items()}
        assert found == expected, f"the index says {found}, the table {expected}"


def keys_match_one_row_class() -> None:
    """Checks that each row's key matches exactly one row class."""
    from sharewell.all_rows import registry

    for row in rows():
        found = registry.matching(row["pk"], row["sk"])
        assert len(found) == 1, (row["pk"], row["sk"], found)


def organisation_list_matches() -> None:
    """Checks that the list of organisations has each of them under its name, and nothing else."""
    every = rows()
    there = {(row["pk"].removeprefix("ORG#"), row["name"]) for row in every if row["sk"] == "ORG"}
    listed = {(row["sk"], row["name"]) for row in every if row["pk"] == "ORGANISATIONS"}
    assert listed == there


def _organisations() -> list[OrganisationId]:
    return [OrganisationId(row["sk"]) for row in rows() if row["pk"] == "ORGANISATIONS"]


def _raw() -> list[dict[str, dict[str, Any]]]:
    from moto.dynamodb.models import dynamodb_backends

    table = dynamodb_backends[ACCOUNT][REGION].tables[ENVIRONMENT["TABLE_NAME"]]
    return [it.to_json()["Attributes"] for it in table.all_items()]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else str(value)
