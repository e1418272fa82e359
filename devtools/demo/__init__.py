"""Pellworth Ovens, the demo organisation: people, channels, groups and items, oldest first."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from demo.model import Assignment, Channel, FileWanted, Group, Item, Person, Post, Verified
from sharewell.core.values import Value

__all__ = [
    "COMPANY",
    "DOMAIN",
    "Assignment",
    "Channel",
    "FileWanted",
    "Group",
    "Item",
    "MadeFile",
    "Person",
    "Post",
    "Verified",
    "assignments",
    "channels",
    "files",
    "groups",
    "items",
    "people",
    "posts",
    "verified",
]  # fmt: skip

COMPANY = "Pellworth Ovens"
DOMAIN = "pellworth.example"
HERE = Path(__file__).parent


class MadeFile(Value):
    """A generated file of the item with that slug."""

    slug: str
    path: Path
    name: str


@cache
def people() -> tuple[Person, ...]:
    """Returns all people; the first three are the demo accounts (admin, curator, member)."""
    sheet = _yaml("people.yaml")
    zones: Mapping[str, str] = sheet["locations"]
    found = tuple(
        Person(
            **{
                **entry,
                "address": _address(entry["address"]),
                "manager": _address(entry["manager"]) if entry.get("manager") else None,
                "time_zone": zones[entry["location"]],
            }
        )
        for entry in sheet["people"]
    )
    known = _unique((person.address for person in found), "person")
    for person in found:
        if person.department not in sheet["departments"]:
            raise ValueError(f"{person.address}: no department {person.department}")
        if person.manager:
            _resolve([person.manager], known, f"manager of {person.address}")
    return found


@cache
def channels() -> tuple[Channel, ...]:
    """Returns all channels, oldest first, with the addresses of their followers."""
    found = tuple(
        Channel(
            **{
                **entry,
                "opened_by": _address(entry["opened_by"]),
                "followers": _addresses(entry["followers"], also=_address(entry["opened_by"])),
                "curators": [_address(it) for it in entry.get("curators", ())],
            }
        )
        for entry in _yaml("channels.yaml")
    )
    _unique((channel.slug for channel in found), "channel")
    return tuple(sorted(found, key=lambda channel: -channel.days_ago))


@cache
def groups() -> tuple[Group, ...]:
    """Returns the groups."""
    found = tuple(
        Group(**{**entry, "members": _addresses(entry["members"])})
        for entry in _yaml("groups.yaml")
    )
    _unique((group.slug for group in found), "group")
    return found


@cache
def assignments() -> tuple[Assignment, ...]:
    """Returns the assignments."""
    found = tuple(Assignment.model_validate(_addressed(it)) for it in _yaml("assignments.yaml"))
    addresses = {person.address for person in people()}
    for it in found:
        progress = [*it.done.values(), *it.ready.values(), *it.asks.values(), *it.says.values()]
        named = {it.by, *it.members, *(one for part in progress for one in part)}
        _resolve(named, addresses, f"people in the assignments of {it.by}")
        _resolve(it.items, {item.slug for item in items()}, f"items that {it.by} assigns")
        _resolve([it.group] if it.group else [], {group.slug for group in groups()}, "groups")
    return found


@cache
def posts() -> tuple[Post, ...]:
    """Returns the posts, oldest thread first."""
    found = tuple(Post.model_validate(_with_addresses(it)) for it in _yaml("posts.yaml"))
    addresses = {person.address for person in people()}
    texts = {item.slug: item.text for item in items()} | {group.slug: "" for group in groups()}
    for it in found:
        judges = [it.judged_by] if it.judged_by else []
        _resolve([it.by, *judges, *(one.by for one in it.replies)], addresses, "authors of posts")
        _resolve([it.about], texts, f"subjects of posts by {it.by}")
        if it.quote and it.quote not in texts[it.about]:
            raise ValueError(f"{it.about} does not contain {it.quote}")
    return tuple(sorted(found, key=lambda it: -it.days_ago))


@cache
def verified() -> tuple[Verified, ...]:
    """Returns the verified items; some are due again or overdue."""
    found = tuple(
        Verified.model_validate({**it, "by": _address(it["by"])}) for it in _yaml("verified.yaml")
    )
    _resolve([it.by for it in found], {person.address for person in people()}, "verifiers")
    _resolve([it.item for it in found], {item.slug for item in items()}, "verified items")
    return found


@cache
def items() -> tuple[Item, ...]:
    """Returns all notes, links and files, oldest first; references point to earlier items."""
    found = sorted([*_notes(), *_links(), *_files()], key=lambda item: (-item.days_ago, item.slug))
    _unique((item.slug for item in found), "item")
    authors = {person.address for person in people()}
    topics = {channel.slug: channel.days_ago for channel in channels()}
    members_of = {group.slug: set(group.members) for group in groups()}
    earlier: set[str] = set()
    for item in found:
        named = [item.author, *item.co_authors, *item.thanks, *item.helped]
        _resolve(named, authors, f"people of {item.slug}")
        _resolve(item.channels, topics, f"channels of {item.slug}")
        if any(topics[name] < item.days_ago for name in item.channels):
            raise ValueError(f"{item.slug} is older than one of its channels")
        _resolve(item.visible_to, members_of, f"groups of {item.slug}")
        _resolve(item.references, earlier, f"earlier items that {item.slug} refers to")
        if item.visible_to and not any(item.author in members_of[name] for name in item.visible_to):
            raise ValueError(f"{item.slug}: its author is in none of its groups")
        earlier.add(item.slug)
    return tuple(found)


def files(folder: Path) -> tuple[MadeFile, ...]:
    """Creates the files of the demo organisation in `folder` and returns them."""
    from demo.making import make

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for item in items():
        if item.file is None:
            continue
        path = folder / item.file.name
        source = (HERE / "files" / f"{item.slug}.md").read_text("utf-8")
        author = next(person.name for person in people() if person.address == item.author)
        make(item, _split(source)[1], author, path)
        made.append(MadeFile(slug=item.slug, path=path, name=item.file.name))
    return tuple(made)


def earlier(folder: Path) -> tuple[MadeFile, ...]:
    """Creates the first files of some items, which those of `files` replaced later."""
    from demo.making import make

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for item in items():
        source = HERE / "earlier" / f"{item.slug}.md"
        if source.exists():
            head, body = _split(source.read_text("utf-8"))
            path = folder / head["name"]
            author = next(person.name for person in people() if person.address == item.author)
            make(item, body, author, path)
            made.append(MadeFile(slug=item.slug, path=path, name=head["name"]))
    return tuple(made)


def _notes() -> list[Item]:
    """Returns the notes: one Markdown file each, in the folder of their channel."""
    return [
        _item(path.stem, "note", head, text=body)
        for path in sorted((HERE / "notes").glob("*/*.md"))
        for head, body in [_split(path.read_text("utf-8"))]
    ]


def _links() -> list[Item]:
    """Returns the links."""
    return [_item(entry.pop("slug"), "link", entry) for entry in _yaml("links.yaml")]


def _files() -> list[Item]:
    """Returns the file items from the heads of their sources."""
    found = []
    for path in sorted((HERE / "files").glob("*.md")):
        head = _split(path.read_text("utf-8"))[0]
        wanted = FileWanted(name=head.pop("name"), format=head.pop("format"))
        found.append(_item(path.stem, "file", head, file=wanted))
    return found


def _item(slug: str, kind: str, head: Mapping[str, Any], **more: object) -> Item:
    """Returns an item from the head of its file."""
    fields = {**head, **more, "slug": slug, "kind": kind, "author": _address(head["author"])}
    fields |= {
        named: tuple(map(_address, head[named]))
        for named in ("co_authors", "helped")
        if named in head
    }
    if "thanks" in head:
        fields["thanks"] = {_address(name): what for name, what in head["thanks"].items()}
    return Item.model_validate(fields)


def _addressed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an assignment with full addresses in place of names."""
    found = dict(entry)
    for one in ("by", "reviewer"):
        if one in found:
            found[one] = _address(found[one])
    found["members"] = tuple(map(_address, found.get("members", ())))
    for where in ("done", "ready"):
        entries = found.get(where, {})
        found[where] = {slug: tuple(map(_address, who)) for slug, who in entries.items()}
    for where in ("asks", "says"):
        entries = found.get(where, {})
        found[where] = {
            slug: {_address(who): words for who, words in reasons.items()}
            for slug, reasons in entries.items()
        }
    return found


def _with_addresses(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a post with full addresses in place of names."""
    found = {**entry, "by": _address(entry["by"])}
    if "judged_by" in found:
        found["judged_by"] = _address(found["judged_by"])
    replies = [{**it, "by": _address(it["by"])} for it in entry.get("replies", ())]
    return found | {"replies": replies}


def _yaml(name: str) -> Any:
    """Returns the content of a data file, as a new copy each time."""
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def _split(source: str) -> tuple[dict[str, Any], str]:
    """Splits a file into its head (between the two `---` lines) and its text."""
    _, head, body = source.split("---\n", 2)
    return yaml.safe_load(head), body.strip() + "\n"


def _address(local_part: str) -> str:
    """Returns the full address of `ada.lovell`."""
    return f"{local_part}@{DOMAIN}"


def _addresses(entry: Mapping[str, list[str]], also: str | None = None) -> tuple[str, ...]:
    """Returns the addresses of `{departments, locations, people}`, in the order of people.yaml."""
    named = {_address(name) for name in entry.get("people", [])} | ({also} if also else set())
    _resolve(named, {person.address for person in people()}, "people of a channel or group")
    return tuple(
        person.address
        for person in people()
        if person.address in named
        or person.department in entry.get("departments", [])
        or person.location in entry.get("locations", [])
    )


def _unique(names: Iterable[str], what: str) -> set[str]:
    """Returns the names as a set. Raises ValueError for a duplicate."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"duplicate {what} {name}")
        seen.add(name)
    return seen


def _resolve(names: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raises ValueError for an unknown name."""
    if unknown := set(names) - set(known):
        raise ValueError(f"{what}: unknown {', '.join(sorted(unknown))}")
