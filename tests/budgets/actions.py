"""The actions that are measured, and the budget of each: held by tests, printed by benchmarks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from budgets.library import FEW_WORDS, LONG, PAGES, Action, Cost, Library, upload
from files.make import pdf
from sharewell.content.uploads.model import SINGLE_REQUEST_SIZE
from sharewell.core.clock import now
from sharewell.core.ids import new_ulid, ulid_time


def _get(path: str, **query: str) -> Callable[[Library], Any]:
    return lambda library: library.reader.get(path.format(**library.ids), **query)


def _do(method: str, path: str, body: Any = None) -> Callable[[Library], Any]:
    def do(library: Library) -> Any:
        reply = library.writer.ask(method, path.format(**library.ids), body)
        assert reply.status < 300, reply.body
        return reply.body

    return do


def _publish(library: Library) -> Any:
    body = {"kind": "note", "title": FEW_WORDS, "body": "Short."}
    return library.writer.make("/api/items", {**body, "channels": [library.ids["channel"]]})


def _comment(library: Library) -> Any:
    path = f"/api/discussions/{library.ids['note']}/posts"
    return library.writer.make(path, {"text": FEW_WORDS, "reply_to": library.ids["thread"]})


def _poll_quiet_discussion(library: Library) -> Any:
    """Polls from a minute after the last post; events of the last seconds would be repeated."""
    path = f"/api/discussions/{library.ids['note']}/changes"
    return library.reader.get(path, since=new_ulid(now() + timedelta(minutes=1)))


def _poll_new_post(library: Library) -> Any:
    """Polls from just before the newest thread, which the answer must contain."""
    path = f"/api/discussions/{library.ids['note']}/changes"
    before = ulid_time(library.ids["thread"]) - timedelta(milliseconds=1)
    with patch("sharewell.discussions.subscribers.store.MAX_DELIVERY_DELAY", timedelta()):
        changes = library.reader.get(path, since=new_ulid(before))
    assert library.ids["thread"] in [it["id"] for it in changes["posts"]]
    return changes


def _comment_and_settle(library: Library) -> None:
    _comment(library)
    library.stack.settle()


def publish_widely(library: Library) -> Any:
    """Publishes a note in three channels for five groups."""
    places = {"channels": library.topics[:3], "groups": library.groups}
    return library.writer.make("/api/items", {"kind": "note", "title": FEW_WORDS, **places})


def _assign_verifier(library: Library) -> Any:
    body = {"verifier": library.ids["writer"], "interval": 90}
    return _do("PUT", NOTE + "/verification", body)(library)


def _upload(library: Library) -> None:
    upload(library.writer, library.ids["channel"])
    library.stack.settle()


def _announce_files(library: Library) -> None:
    files = [{"path": f"Lab/{new_ulid(now())}.txt", "size": 3} for _ in range(2)]
    reply = library.writer.ask(
        "POST", f"/api/imports/{library.ids['batch']}/files", {"files": files}
    )
    assert reply.status == 200, reply.body


def _read_text(library: Library) -> Any:
    return library.reader.get(
        "/api/items/{file}/pages".format(**library.ids), file=library.ids["its_file"]
    )


def _replace_file(library: Library) -> None:
    data, path = pdf(PAGES), "/api/items/{file}/file".format(**library.ids)
    body = {"name": "kilns, new.pdf", "size": len(data), "type": "application/pdf"}
    library.stack.send(library.writer.make(path, body)["form"], data)
    library.stack.settle()
    library.ids["its_file"] = library.writer.get(path.removesuffix("/file"))["file"]["id"]


def _announce_large_replacement(library: Library) -> Any:
    body = {"name": "kilns, large.pdf", "size": SINGLE_REQUEST_SIZE + 1, "type": "application/pdf"}
    return library.writer.make("/api/items/{file}/file".format(**library.ids), body)


def _publish_and_settle(library: Library) -> None:
    _publish(library)
    library.stack.settle()


LARGE_REPLACEMENT = Action(
    "replace a file above 16 MB: announce",
    _announce_large_replacement,
    Cost("Query GetItem GetItem CreateMultipartUpload PutItem", 3, 2.5, 2),
    "routes.uploads",
)
NOTE, FOLLOW = "/api/items/{note}", "/api/channels/{channel}/follow"
LISTS = [
    Action("sign in: who am I", _get("/api/me"), Cost("Query", 1, 1)),
    Action("sign in: the first page, a feed", _get("/api/feed"), Cost("Query Query Query", 2, 1.5)),
    Action("count unread items", _get("/api/feed/unread"), Cost("Query Query Query", 2, 2)),
    Action("open a channel", _get("/api/channels/{channel}"), Cost("Query GetItem", 2, 1)),
    Action(
        "a channel's highlights",
        _get("/api/channels/{channel}/highlights"),
        Cost("Query Query", 2, 1),
    ),
    Action(
        "suggest channels for a draft",
        _get("/api/channel-suggestions", q="Cobalt runs"),
        Cost("Query BatchGetItem", 2, 1),
    ),
    Action(
        "a channel's page",
        _get("/api/channels/{channel}/items"),
        Cost("Query Query", 2, 1),
    ),
    Action("a person's items", _get("/api/people/{writer}/items"), Cost("Query Query", 2, 1)),
    Action(
        "a group's page",
        _do("GET", "/api/groups/{group}/items"),
        Cost("Query Query", 2, 1),
    ),
    Action("list 20 people", _get("/api/people"), Cost("Query Query", 2, 1)),
    Action("list channels", _get("/api/channels"), Cost("Query Query", 2, 1)),
    Action(
        "whether there are new notifications",
        _get("/api/notifications/unread"),
        Cost("Query Query", 2, 1),
    ),
    Action("items I verify that are due", _get("/api/verifications"), Cost("Query Query", 2, 1)),
    Action(
        "search: ten hits",
        _get("/api/search", q="cobalt", kind="item"),
        Cost("Query BatchGetItem", 2, 5.5),
    ),
    Action(
        "search: ten posts",
        _get("/api/search", q="cobalt", kind="post"),
        Cost("Query BatchGetItem BatchGetItem BatchGetItem", 2, 6),
    ),
    Action("search: suggestions", _get("/api/suggestions", q="cob"), Cost("Query", 1, 0.5)),
]
READS = [
    Action("open an import", _do("GET", "/api/imports/{batch}"), Cost("Query GetItem", 2, 1.5)),
    Action(
        "list the files of an import",
        _do("GET", "/api/imports/{batch}/files"),
        Cost("Query GetItem Query", 2, 2),
    ),
    Action("open a note", _get("/api/items/{note}"), Cost("Query GetItem BatchGetItem", 2, 2)),
    Action("open a file", _get("/api/items/{file}"), Cost("Query GetItem BatchGetItem", 2, 2)),
    Action(
        "list who reacted to a note",
        _get("/api/items/{note}/reactions"),
        Cost("Query GetItem Query", 2, 1.5),
    ),
    Action(
        "list the versions of a note",
        _do("GET", "/api/items/{note}/versions"),
        Cost("Query GetItem Query", 2, 2),
    ),
    Action(
        "list related items",
        _get("/api/items/{note}/related"),
        Cost("Query BatchGetItem", 2, 5.5),
    ),
    Action("my drafts", _get("/api/drafts"), Cost("Query Query", 2, 1)),
    Action("my saved items", _get("/api/saved"), Cost("Query Query", 2, 1)),
    Action("the text of a file", _read_text, Cost("Query GetItem Query", 2, 1.5)),
    Action(
        "where a file's bytes are",
        _get("/api/items/{file}/file-url"),
        Cost("Query GetItem", 2, 1.5),
    ),
    Action("open a profile", _get("/api/people/{writer}"), Cost("Query GetItem", 2, 1)),
]
READS += [
    Action(
        "open a discussion of 50 posts",
        _get("/api/discussions/{note}/posts"),
        Cost("Query GetItem Query", 2, 1.5),
    ),
    Action(
        "poll a quiet discussion",
        _poll_quiet_discussion,
        Cost("Query GetItem Query Query", 2, 2),
    ),
    # A post that is not among the newest few costs one more call.
    Action(
        "poll a discussion with a new post",
        _poll_new_post,
        Cost("Query GetItem Query Query", 2, 2),
    ),
]
WRITES = [
    Action("post a comment", _comment, Cost("Query GetItem GetItem GetItem PutItem", 3, 2.5, 1)),
    Action(
        "announce two files of a folder import",
        _announce_files,
        Cost(
            "Query GetItem BatchGetItem BatchGetItem TransactWriteItems TransactWriteItems "
            "TransactWriteItems",
            3,
            1.5,
            18,
        ),
    ),
    Action("publish a note", _publish, Cost("Query TransactWriteItems", 2, 0.5, 8)),
    Action(
        "publish a note in 3 channels for 5 groups",
        publish_widely,
        Cost("Query TransactWriteItems", 2, 0.5, 58),
    ),
    Action(
        "change a note",
        _do("PATCH", NOTE, {"body": "Other words."}),
        Cost("Query GetItem TransactWriteItems", 3, 1.5, 10),
    ),
    Action(
        "react to a note",
        _do("PUT", NOTE + "/reactions", {"reactions": ["helped"]}),
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2, 6),
    ),
    Action(
        "save a note",
        _do("PUT", NOTE + "/saved"),
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2, 4),
    ),
    Action(
        "save a draft",
        _do("PUT", "/api/drafts/{note}", {"title": FEW_WORDS, "body": LONG, "item": None}),
        Cost("Query Query TransactWriteItems", 3, 1.5, 8),
    ),
    Action(
        "delete a note", _do("DELETE", NOTE), Cost("Query GetItem TransactWriteItems", 3, 1.5, 10)
    ),
    Action(
        "restore a note",
        _do("POST", NOTE + "/restore"),
        Cost("Query GetItem TransactWriteItems", 3, 1.5, 12),
    ),
    Action(
        "assign the verifier of a note",
        _assign_verifier,
        Cost("Query GetItem GetItem TransactWriteItems", 3, 2.5, 8),
    ),
    Action(
        "verify a note",
        _do("POST", NOTE + "/verify"),
        Cost("Query GetItem TransactWriteItems", 3, 1.5, 6),
    ),
    Action(
        "mark an item read",
        lambda library: library.reader.ask("PUT", NOTE.format(**library.ids) + "/read").body,
        Cost("Query GetItem GetItem PutItem", 3, 1.5, 1),
    ),
    Action(
        "mark all read",
        lambda library: library.reader.ask("PUT", "/api/feed/read", {"upto": None}).body,
        Cost("Query PutItem", 2, 0.5, 1),
    ),
    Action(
        "unfollow a channel", _do("DELETE", FOLLOW), Cost("Query TransactWriteItems", 2, 0.5, 6)
    ),
    Action("follow a channel", _do("PUT", FOLLOW), Cost("Query TransactWriteItems", 2, 0.5, 6)),
    Action(
        "update my profile",
        _do("PUT", "/api/me/profile", {"name": "Ada kettle", "title": "Potter"}),
        Cost("Query GetItem TransactWriteItems", 3, 1.5, 4),
    ),
]
FLOWS = [
    Action(
        "post a comment: notifications",
        _comment_and_settle,
        Cost(
            "Query GetItem GetItem PutItem GetItem BatchGetItem BatchWriteItem UpdateItem", 7, 5, 3
        ),
        "consumers.discussions",
    ),
    Action(
        "index a note: relay",
        _publish_and_settle,
        Cost("SendMessageBatch PutEvents", 2),
        "workers.relay",
    ),
    Action(
        "index a note: indexer",
        _publish_and_settle,
        Cost("GetObject GetItem PutObject PutObject", 4, 1),
        "workers.indexer",
    ),
    Action(
        "index an upload: announce",
        _upload,
        Cost("Query TransactWriteItems", 2, 0.5, 8),
        "routes.uploads",
    ),
    Action(
        "index an upload: process",
        _upload,
        Cost(
            "GetItem TransactWriteItems HeadObject GetObject BatchWriteItem PutObject "
            "GetItem TransactWriteItems",
            8,
            2,
            22,
        ),
        "workers.file_processor",
    ),
    Action(
        "index an upload: relay", _upload, Cost("SendMessageBatch PutEvents", 2), "workers.relay"
    ),
    Action(
        "index an upload: indexer",
        _upload,
        Cost("GetObject GetItem Query PutObject PutObject", 5, 2),
        "workers.indexer",
    ),
    Action(
        "replace a file: announce",
        _replace_file,
        Cost("Query GetItem GetItem PutItem", 3, 2.5, 1),
        "routes.uploads",
    ),
    Action(
        "replace a file: process",
        _replace_file,
        Cost(
            "GetItem PutItem HeadObject GetObject BatchWriteItem PutObject "
            "GetItem TransactWriteItems",
            8,
            2,
            24,
        ),
        "workers.file_processor",
    ),
]
