"""What holds whenever everything has settled, whatever went wrong before."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local.stack import ACCOUNT, ENVIRONMENT, REGION
from resilience.delivery import Delivering
from sharewell.ids import OrganisationId

Row = dict[str, Any]
_read: Any = TypeDeserializer()
_ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+0000|\+00:00)?")
_TOKEN = re.compile(r"\b[0-9a-f]{20,64}\b")
_OF_ITS_OWN = {
    "version",
    "said",
    "expires",
    "expiration",
    "in_progress_expiration",
    "parts",
    "step",
    "r",
}
"""Attributes that may differ between two ways to the same end."""
SEEN_ELSEWHERE = ("preview", "h")
"""Attributes that say what the page of a link looked like; `h` is the picture beside an item."""
_COPIES = ("ASSIGNED#", "GAVE#", "GIVEN#")
"""Rows of assignments: `seen` in them is the version of their item that was copied last."""


_table: list[list[Row]] = []
"""What `rows` answers while `looking_once`."""


@contextmanager
def looking_once() -> Iterator[None]:
    """While nothing is written: the table is read out of the in-memory AWS once, not each time."""
    _table.append(rows())
    try:
        yield
    finally:
        _table.pop()


def rows() -> list[Row]:
    """Every row of the table."""
    if _table:
        return _table[-1]
    return [{name: _read.deserialize(it) for name, it in row.items()} for row in _raw()]


def objects() -> dict[str, int]:
    """Key and size of every object but those of indexes."""
    from moto.s3.models import s3_backends

    every = s3_backends[ACCOUNT]["aws"].buckets[ENVIRONMENT["BUCKET_NAME"]].keys
    return {key: it.size for key, it in every.items() if not key.startswith("index/")}


def shape(known: set[str], but: Iterable[str] = ()) -> Counter[str]:
    """All rows and objects, where ids that are not `known`, and times, look alike.

    What is copied of an item is the same, and not from which of its versions: who tried a second
    time, or came between two others, found another one. Attributes in `but` do not count, nor do
    pictures then; nor a job that is done and left nothing to look at.
    """
    found = Counter[str]()
    for row in rows():
        if row["sk"].startswith("JOB#") and row["state"] == "done" and row.get("expires"):
            continue
        kept = {name: it for name, it in row.items() if name not in {*_OF_ITS_OWN, *but}}
        if row["pk"].startswith(_COPIES):
            kept.pop("seen", None)
        found[alike(json.dumps(kept, sort_keys=True, default=_plain), known)] += 1
    for key, size in objects().items():
        if but and key.startswith("thumbs/"):
            continue
        found[f"{alike(key, known)} of {size} bytes"] += 1
    return found


def ids() -> set[str]:
    """Every id in the table."""
    return {it for row in rows() for it in _ULID.findall(json.dumps(row, default=_plain))}


def said_in(*texts: str) -> set[str]:
    """Every id and every time in these."""
    return {it for text in texts for of in (_ULID, _TIME) for it in of.findall(text)}


def alike(text: str, known: set[str]) -> str:
    """It with ids and times that are not `known`, and tokens, looking alike."""
    text = _ULID.sub(lambda it: it[0] if it[0] in known else "<id>", text)
    return _TOKEN.sub("<token>", _TIME.sub(lambda it: it[0] if it[0] in known else "<time>", text))


def counters_are_right() -> None:
    """Numbers that are kept beside rows are those of the rows."""
    every = rows()
    places = Counter((row["pk"], row["sk"].partition("#")[0]) for row in every)
    admins = Counter(
        row["pk"].removeprefix("MEMBERS#")
        for row in every
        if row["pk"].startswith("MEMBERS#") and row["role"] == "admin" and row["active"]
    )
    observers = Counter(row["pk"] for row in every if row["sk"].startswith("AS#observer#"))
    away = Counter(
        row["pk"] for row in every if row.get("away") is True and row["role"] != "observer"
    )
    lines = Counter((row["pk"], row.get("became")) for row in every)
    for row in every:
        if row["sk"] == "GROUP":
            assert row["members"] == places[row["pk"], "MEMBER"], row
            assert row["observers"] == observers[row["pk"]], row
            assert row["away"] == away[row["pk"]], row
        if row["sk"] == "CHANNEL":
            assert row["followers"] == places[row["pk"], "FOLLOWER"], row
        if row["sk"] == "TALLY":
            _counts_reactions(row, every)
        if row["sk"] == "IMPORT":
            for became in ("waiting", "here", "kept", "skipped", "refused"):
                assert row[became] == lines[row["pk"], became], row
        if row["sk"] == "ORG":
            assert row["admins"] == admins[row["pk"].removeprefix("ORG#")], row


def _counts_reactions(tally: Row, every: list[Row]) -> None:
    """An item's counts are those of who reacted, and of what each member chose."""
    beside = [row for row in every if row["pk"] == tally["pk"]]
    shown = Counter(it["sk"].split("#")[1] for it in beside if it["sk"].startswith("WHO#"))
    chosen = Counter(it for row in beside for it in row.get("given") or ())
    counts = {name: int(tally.get(name, 0)) for name in (*shown, *chosen, *tally)
              if name not in ("pk", "sk")}  # fmt: skip
    assert shown == chosen == Counter({name: it for name, it in counts.items() if it}), tally


def saved_items_are_marked() -> None:
    """What stands on a list of saved items is marked beside the item, and the other way round."""
    every = rows()
    marked = {
        (f"SAVED#{row['pk'].split('#')[1]}#{row['sk'].removeprefix('OF#')}", row["saved"])
        for row in every
        if row["sk"].startswith("OF#") and row.get("saved")
    }
    assert marked == {(row["pk"], row["sk"]) for row in every if row["pk"].startswith("SAVED#")}


def drafts_have_their_words() -> None:
    """Every draft has a line and words."""
    parts = Counter((row["pk"], row["sk"].partition("#")[2]) for row in rows()
                    if row["pk"].startswith("DRAFTS#"))  # fmt: skip
    assert set(parts.values()) <= {2}, parts


def pictures_are_kept_where_they_show() -> None:
    """A picture is kept for what shows it, or did, and for nothing that is gone."""
    every = rows()
    there = {(row["pk"], row["sk"]) for row in every}
    by_key = re.compile(r"pictures/\w{26}/(\w{26}/[0-9a-f]{32}\.\w+)")
    shown, shows = set(), set()
    for row in every:
        kind, _, rest = row["pk"].partition("#")
        organisation, _, what = rest.partition("#")
        if kind == "SHOWN" and not row["sk"].startswith("draft#"):
            shown.add((organisation, row["sk"], what))
        if kind == "SHOWS":
            shows.add((organisation, what, row["sk"]))
            of, _, id = what.partition("#")
            assert (f"{of.upper()}#{organisation}#{id}", of.upper()) in there, row
        if row["sk"] == "ITEM" or row["sk"].startswith("WORDS#"):
            by = f"item#{what}" if kind == "ITEM" else f"draft#{what}#{row['sk'][6:]}"
            for picture in by_key.findall(row["body"]):
                assert (f"SHOWN#{organisation}#{picture}", by) in there, row
    assert shown == shows


def ticks_are_counted() -> None:
    """An assignment's counts are those of who is shown; each shown is one who is counted."""
    from sharewell.assignments.standing.rows_store import StandingRow

    marks = ("done", "ready", "asks", "says", "later")
    shown, wanted = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    counts: dict[str, list[list[int]]] = {}
    for raw in _raw():
        pk, sk = raw["pk"]["S"], raw["sk"]["S"]
        kind, _, rest = pk.partition("#")
        if kind == "ASSIGNEES" and not sk.startswith("JOB#"):
            mark, _, member = sk.partition("#")
            shown[rest.partition("#")[2], mark, member] += 1
        if kind == "STANDINGS":
            mark = StandingRow.from_raw_data(raw).standing().shown
            if mark:
                wanted[sk, mark.value, rest.partition("#")[2]] += 1
        if kind in ("ASSIGNED", "GAVE"):
            counts.setdefault(sk, []).append([int(raw[it]["N"]) for it in marks])
    assert shown == wanted
    for id, kept in counts.items():
        rows = [sum(n for key, n in shown.items() if key[:2] == (id, mark)) for mark in marks]
        assert all(it == rows for it in kept), (id, kept, rows)


def reviews_wait_where_they_are_given() -> None:
    """What is ready waits once, and for whoever reviews it now."""
    waits, wanted = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
    every = rows()
    judges = {
        row["sk"]: row.get("reviewer") or row["by"]
        for row in every
        if row["pk"].startswith("ASSIGNED#")
    }
    for row in every:
        of = row["pk"].rpartition("#")[2]
        if row["pk"].startswith("REVIEWS#"):
            id, _, member = row["sk"].partition("#")
            waits.add((of, id, member))
        if row["pk"].startswith("ASSIGNEES#") and row["sk"].startswith("ready#"):
            wanted.add((judges[of], of, row["sk"].removeprefix("ready#")))
    assert waits == wanted


def both_sides_agree() -> None:
    """What a membership says is what groups, channels and seats say of that member."""
    every = rows()
    people = [row for row in every if "chosen_at" in row]
    for kept, kind, place in (("groups", "GROUP", "MEMBER"), ("follows", "CHANNEL", "FOLLOWER")):
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
    seats = {(row["pk"], row["sk"]): row for row in every if row["pk"].startswith("MEMBERS#")}
    assert len(seats) == len(people)
    for it in people:
        seat = seats[f"MEMBERS#{it['organisation']}", it["member"]]
        for name in ("role", "active", "name"):
            assert seat[name] == it[name], it


def notes_are_true() -> None:
    """Who curates a channel is noted on their side, and where it is due that a group is gone."""
    every = rows()
    curated, ended = set(), set()
    for row in every:
        _, organisation, id = (*row["pk"].split("#"), "", "")[:3]
        if row["sk"] == "CHANNEL":
            members = [it["id"] for it in json.loads(row["curators"])]
            curated |= {(f"MEMBER#{organisation}#{it}", f"CURATES#{id}") for it in members}
        if row["sk"] == "GROUP" and row.get("deleted_at"):
            ended.add((f"ENDED#{organisation}", id))
    noted = {(row["pk"], row["sk"]) for row in every if row["sk"].startswith("CURATES#")}
    assert noted == curated
    due = {(row["pk"], row["sk"].partition("#")[2]) for row in every
           if row["pk"].startswith("ENDED#")}  # fmt: skip
    assert due == ended


def lines_are_those_of_items() -> None:
    """Every item is in all of its lists, and nothing else is."""
    from sharewell.content.places_store import all_places
    from sharewell.content.store import ItemRow
    from sharewell.content.verification.store import lines

    wanted, found = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in _raw():
        pk, sk = row["pk"]["S"], row["sk"]["S"]
        if pk.startswith(("IN#", "BY#", "FOR#", "DUE#", "VERIFIED#", "BIN#", "GONE#")):
            found[pk, sk] += 1
        if sk == "ITEM":
            organisation, item = OrganisationId(pk.split("#")[1]), ItemRow.from_raw_data(row).item()
            own = all_places(organisation, item)
            wanted.update((it.pk, it.sk) for it in (*own, *lines(organisation, item)))
    assert wanted == found


def channels_are_called_by_their_names() -> None:
    """The directory has every channel that stands on its own, and no other.

    One that went into another is empty, and its intake is closed.
    """
    from sharewell.channels.store import folded

    every = {(row["pk"], row["sk"]): row for row in rows()}
    listed = {(pk, sk, row["i"]) for (pk, sk), row in every.items() if pk.startswith("CHANNELS#")}
    wanted = set()
    for (pk, sk), row in every.items():
        if sk != "CHANNEL":
            continue
        of, id = pk.split("#")[1:]
        closed = every[pk, "INTAKE"].get("z")
        if into := row.get("into"):
            assert closed == "merged", row
            assert (f"CHANNEL#{of}#{into}", "CHANNEL") in every, row
            if not row["moving"]:
                assert row["followers"] == 0, row
                assert not [it for it, _ in every if it.startswith(f"IN#{of}#{id}")], row
        else:
            assert closed == ("archived" if row.get("archived_at") else None), row
            wanted.add((f"CHANNELS#{of}", folded(row["name"]), id))
    assert listed == wanted


def merges_have_ended() -> None:
    """Nothing is on its way from one channel into another any more."""
    assert not [row for row in rows() if row.get("moving")]


def jobs_have_ended() -> None:
    """No job has batches left, but those that rest while their group is deleted."""
    resting = {row["pk"] for row in rows() if row["sk"] == "GROUP" and row.get("deleted_at")}
    jobs = [row for row in rows() if row["sk"].startswith("JOB#") and row["pk"] not in resting]
    assert [row for row in jobs if row["state"] != "done"] == []


def discussions_are_as_channels_say() -> None:
    """What is kept of an item is the most open of what its channels say."""
    every = {(row["pk"], row["sk"]): row for row in rows()}
    switches = ("open", "questions-only", "locked", "off")
    for (pk, sk), row in every.items():
        if sk == "ITEM" and not row.get("deleted_at") and not row.get("expires"):
            _, of, id = pk.split("#")
            channels = [every.get((f"CHANNEL#{of}#{it}", "CHANNEL")) for it in row["channels"]]
            said = [it["discussion"] for it in channels if it]
            kept = every.get((f"POST#{of}#item#{id}", "SWITCH"), {"k": "open"})["k"]
            assert kept == min(said or ["open"], key=switches.index), row


def questions_are_listed_where_they_wait() -> None:
    """An open question stands in the lists that it says it does, and in no others.

    They are those of its item's channels, as far as it is there and may be answered.
    """
    every = {(row["pk"], row["sk"]): row for row in rows()}
    asked = [row for (pk, _), row in every.items() if pk.startswith("ASKED#")]
    wanted = {(place, row["sk"]) for row in asked for place in row.get("p", ())}
    assert wanted == {it for it in every if it[0].startswith("UNANSWERED#")}
    for row in asked:
        _, of, id = row["pk"].split("#")
        post, item = every[f"POST#{of}#item#{id}", row["sk"]], every[f"ITEM#{of}#{id}", "ITEM"]
        assert not ({"w", "d"} & post.keys()), row
        kept = every.get((f"POST#{of}#item#{id}", "SWITCH"), {"k": "open"})["k"]
        is_closed = item.get("deleted_at") or (item.get("discussion") or kept) in ("off", "locked")
        channels = set() if is_closed else set(item["channels"])
        assert {it.split("#")[2] for it in row["p"]} == channels, row


def bytes_have_an_item(stack: Delivering) -> None:
    """Every file and its text is of an item, now or in a version, or a failure is on record."""
    given_up = json.dumps([event for _, event in stack.given_up], default=str)
    files = _files()
    for key in objects():
        if key.startswith("files/"):
            assert key in files or key in given_up, f"{key} belongs to nothing"
            done = files[key] in ("ready", "refused") or key in given_up
            assert done, f"{key} has arrived and its item is {files[key]}"
        if key.startswith("photos/") and not key.endswith(".webp"):
            assert key in given_up, f"{key} was sent and never looked at"
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
            assert key in archives or key in given_up, f"{key} is needed no more"
    drawn = [row[of] for row in rows() for of in ("file", "coming", "preview") if row.get(of)]
    thumbs = {json.loads(it).get("thumb") for it in drawn}
    photos = {row.get("photo") for row in rows() if row["sk"] == "PROFILE"}
    shown = {key for key in objects() if key.startswith(("thumbs/", "photos/"))}
    assert {it for it in thumbs | photos if it} <= shown, "what is shown is not there"


def links_show_a_page_or_say_why_not() -> None:
    """Nobody waits for a page for ever; what could not be seen has a sentence that says so."""
    for row in rows():
        if row.get("preview"):
            seen = json.loads(row["preview"])
            assert seen["state"] in ("ready", "failed"), row
            assert (seen["state"] == "failed") == bool(seen.get("problem")), row


def _files() -> dict[str, str]:
    """Where the bytes of each file lie that an item has, had or awaits, and how that stands."""
    found: dict[str, str] = {}
    for row in rows():
        _, of, id = f"{row['pk']}##".split("#")[:3]
        if row["sk"] == "ITEM":
            has = [json.loads(row[it]) for it in ("file", "coming") if row.get(it)]
            found |= {f"files/{of}/{id}/{it['id']}": it["state"] for it in has}
        elif row["sk"].startswith("FILE#"):
            found.setdefault(f"files/{of}/{id}/{row['sk'].removeprefix('FILE#')}", "ready")
    return found


def events_are_those_of_rows(said: Iterable[dict[str, Any]], told: Iterable[str]) -> None:
    """Every event that a row carried was told on the bus, and nothing that no row carried."""
    assert {it["id"] for it in said} == set(told)


def versions_only_rise(images: Iterable[Row]) -> None:
    """No write of a row brought an older version back."""
    latest: dict[tuple[str, str], int] = {}
    for image in images:
        if image and "version" in image:
            key = image["pk"]["S"], image["sk"]["S"]
            version = int(image["version"]["N"])
            assert version >= latest.get(key, 0), f"{key} went back to version {version}"
            latest[key] = version


def index_says_what_the_table_says() -> None:
    """Each organisation's index knows just what its table would have it know."""
    from sharewell.search.service import indexing

    for organisation in _organisations():
        known = indexing.store.refs(organisation)
        wanted = {ref: it for ref, it in indexing._everything(organisation) if it is not None}
        audiences = {"all", *(who for it in wanted.values() for who in it.acl)}
        found = indexing.store.titles(organisation, sorted({*known, *wanted}), audiences)
        expected = {ref: it.title for ref, it in wanted.items()}
        assert found == expected, f"the index says {found}, the table {expected}"


def keys_are_declared() -> None:
    """Every row has the key of one row class, and of no other."""
    from sharewell.all_rows import registry

    for row in rows():
        found = registry.matching(row["pk"], row["sk"])
        assert len(found) == 1, (row["pk"], row["sk"], found)


def organisations_are_listed() -> None:
    """The list of organisations has each of them under its name, and nothing else."""
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
