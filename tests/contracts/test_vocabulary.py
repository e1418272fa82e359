"""Code, API, events and screen use the words of docs/glossary.md and plain technical English."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from local_stack.workspace import ROOT

LAYER = ROOT / "layers/sharewell/python/sharewell"
FUNCTIONS = ROOT / "functions"
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MODULES = sorted([*LAYER.rglob("*.py"), *FUNCTIONS.rglob("*.py")])
SCREEN = sorted(
    it
    for it in (ROOT / "web/src").rglob("*.ts*")
    if ".test." not in it.name and it.stem != "schema.d"
)

DIALECT = (
    "anew", "whoever", "whomever", "whom", "somebody", "anybody", "nobody", "heard", "hears",
    "goes on", "takes in", "is asked", "asks of", "of theirs", "by then", "at this instant",
    "what becomes of",
)  # fmt: skip
"""Words and phrases that no reader would search for."""
VAGUE = ("says", "said", "told", "stands")
"""Words that people may read on the screen; code has a more exact verb for each."""
POST_STATUS = re.compile(r"(?i:['\"`>]heard\b)|\bHEARD\b|\bHeard\b")
"""The status of feedback that was noted: a value, a member of the enum, the label on the screen."""

ELSEWHERE = {
    "bar": "a part of the screen",
    "bulk": "what a bulk download is called by browsers",
    "call": "of a function or of AWS",
    "calling": "the participle",
    "company": "in texts for people",
    "copy": "of a file or an object",
    "doing": "the participle",
    "filling": "the participle",
    "follower": "a member who follows a channel",
    "gone row": "in texts",
    "ground": "in texts",
    "line": "of a text",
    "look": "in texts",
    "mark": "of a reader in a page, in Markdown",
    "must": "the verb",
    "named": "the participle",
    "news": "in texts for people",
    "notice": "in texts for people",
    "offer": "the verb",
    "owner": "of a picture or a key",
    "place": "where something is",
    "run": "of a function",
    "stale": "of what a cache returns",
    "standing": "the participle",
    "switch": "the verb",
    "task": "in a note's list of tasks",
    "user": "of the user pool",
    "wire": "of a network",
    "words": "of a text, for the search",
}
"""Words of the glossary's third column that code may use in another sense, and in which."""

GERUNDS = {"signing"}
"""Module names that are terms of the glossary."""
ROLES = {
    "admin": "what leads and curators manage",
    "arrival": "what happens when bytes arrive",
    "batches": "the batches of a job",
    "contributors": "who is credited",
    "deactivation": "what follows from a member's deactivation",
    "deletion": "soft deletion and restoring",
    "entries": "entries of a list from a client",
    "events": "events that other domains write",
    "invitations": "invitations of a domain",
    "job": "a long operation in batches",
    "lists": "pages of list entries",
    "memberships": "members of something",
    "mentions": "mentions in texts",
    "model": "values and rules, without input and output",
    "moderation": "what moderators change",
    "modes": "discussion modes",
    "newcomers": "whom something starts to concern",
    "notifications": "what members are notified of",
    "outcomes": "results of steps",
    "projections": "rows derived from other rows",
    "purge": "removing for good",
    "queries": "reads for callers",
    "queue": "messages on a queue",
    "recipients": "who something is for",
    "reviews": "submitting and reviewing",
    "replacement": "one thing in another's place",
    "rule": "a membership rule",
    "schemas": "bodies of requests and responses",
    "service": "what callers can do",
    "store": "rows and keys",
    "structure": "how parts fit together",
    "subjects": "what something is about",
    "thumbnails": "small pictures of files",
    "transactions": "writes of several rows",
    "transfer": "bytes between a browser and the bucket",
    "uploads": "bytes that arrive",
    "views": "what responses show",
}
"""One-word names of modules in domains; a compound such as `merge_job` says what it is itself."""
NO_DOMAINS = {"aws", "core", "edge", "file_reader", "search", "retention"}
"""Packages of technology, file formats and schedules, whose modules are named after these."""
MAX_TEST_NAME = 60
"""Characters; the story belongs in the docstring."""
IRREGULAR = {"Left", "Sent", "Written"}
"""Past participles and past tenses in names of events that do not end with "ed"."""


class Finding(NamedTuple):
    """A word that should be another, and where it is."""

    where: str
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: `{self.word}` in {' '.join(self.text.split())[:90]!r}"


def split_name(name: str) -> str:
    """Returns the words of an identifier: `max bytes` for `MAX_BYTES` and for `maxBytes`."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+", " ", name)
    return " ".join(parts.lower().split())


@cache
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Returns a pattern of whole words; the spaces of a phrase may be line breaks."""
    either = "|".join(re.escape(it).replace(r"\ ", r"\s+") for it in phrases)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def dialect(text: str, more: tuple[str, ...] = VAGUE) -> list[str]:
    """Returns the words of the dialect, and of `more`, in a piece of prose."""
    found = pattern((*DIALECT, *more)).findall(POST_STATUS.sub("", text))
    return [" ".join(it.lower().split()) for it in found]


def wrong_in_name(name: str) -> list[str]:
    """Returns the words of an identifier that the glossary or the dialect's list rules out."""
    if name == "HEARD":
        return []
    return pattern((*DIALECT, *VAGUE, *replaced_terms())).findall(split_name(name))


@cache
def glossary() -> tuple[tuple[str, str, str], ...]:
    """Returns the rows of docs/glossary.md: terms, meaning, words not to use."""
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \|(.*)\|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE
    )
    return tuple((a.strip(), b.strip(), c.strip()) for a, b, c in rows if a.strip("- ") != "term")


def terms() -> set[str]:
    """Returns the terms of the glossary."""
    return {it.strip() for row in glossary() for it in re.sub(r"\(.*?\)", "", row[0]).split(",")}


def third_column() -> set[str]:
    """Returns the words that the glossary replaces by its terms."""
    return {it.strip().replace("_", " ") for row in glossary() for it in row[2].split(",")} - {""}


@cache
def replaced_terms() -> tuple[str, ...]:
    """Returns the words of the third column that no part of the code needs for anything else."""
    return tuple(sorted(third_column() - terms() - ELSEWHERE.keys()))


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Yields docstrings, of attributes too, and comments, each with its line."""
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.Expr) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.lineno, value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def names(source: str) -> Iterator[tuple[int, str]]:
    """Yields what a module defines: classes, functions, parameters, attributes and variables."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def screen_texts(source: str) -> Iterator[tuple[int, str]]:
    """Yields strings with a space between words and texts between tags, each with its line.

    A walk over the text, not a parser: code between `>` and `<` is left out by its punctuation.
    """
    source = re.sub(r"^\s*(?://|\*|/\*).*$", "", source, flags=re.MULTILINE)
    quoted = r'"([^"\n]*\w [^"\n]*)"|\'([^\'\n]*\w [^\'\n]*)\'|`([^`]*\w [^`]*)`'
    for match in re.finditer(rf"{quoted}|(?<==)?>([^<>{{}}=;()]*\w[^<>{{}}=;()]*)[<{{]", source):
        text = next(it for it in match.groups() if it is not None)
        yield source.count("\n", 0, match.start()) + 1, text


def in_module(path: Path) -> list[Finding]:
    """Returns what is wrong in the words of a Python module."""
    source, at = path.read_text(), str(path.relative_to(ROOT))
    texts = [
        Finding(f"{at}:{line}", word, text)
        for line, text in prose(source)
        for word in dialect(text)
    ]
    return texts + [
        Finding(f"{at}:{line}", word, name)
        for line, name in sorted(set(names(source)))
        for word in wrong_in_name(name)
    ]


def on_screen(path: Path) -> list[Finding]:
    """Returns what is wrong in the texts of a module of the app."""
    at = str(path.relative_to(ROOT))
    return [
        Finding(f"{at}:{line}", word, text)
        for line, text in screen_texts(path.read_text())
        for word in dialect(text, more=())
    ]


def in_document() -> list[Finding]:
    """Returns what is wrong in the summaries and descriptions of the OpenAPI document."""
    found, todo = [], [("", json.loads((FUNCTIONS / "openapi.json").read_text()))]
    while todo:
        at, node = todo.pop()
        if isinstance(node, list | dict):
            inner = node.items() if isinstance(node, dict) else enumerate(node)
            todo += [(f"{at}/{key}", value) for key, value in inner]
        elif isinstance(node, str) and at.rpartition("/")[2] in ("summary", "description"):
            found += [Finding(f"openapi.json{at}", word, node) for word in dialect(node)]
    return found


def area(path: Path) -> str:
    """Returns the folder that a module counts for."""
    below = path.relative_to(LAYER if LAYER in path.parents else FUNCTIONS)
    return below.parts[0] if len(below.parts) > 1 else "package"


AREAS = sorted({area(it) for it in MODULES})


@pytest.mark.parametrize("folder", AREAS)
def test_python_uses_the_vocabulary(folder: str) -> None:
    found = [it for path in MODULES if area(path) == folder for it in in_module(path)]

    assert not found, "\n".join(map(str, found))


def test_tests_use_the_vocabulary() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: `{word}`"
        for path in TESTS
        if path != Path(__file__)
        for line, text in prose(path.read_text())
        for word in dialect(text)
    ]

    assert not found, "\n".join(found)


def test_test_names_are_short_and_plain() -> None:
    tests = [
        node.name
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert [it for it in tests if len(it) > MAX_TEST_NAME] == []
    assert [it for it in tests if dialect(split_name(it))] == []


def test_screen_uses_the_vocabulary() -> None:
    found = [it for path in SCREEN for it in on_screen(path)]

    assert SCREEN
    assert not found, "\n".join(map(str, found))


def test_openapi_document_uses_the_vocabulary() -> None:
    found = in_document()

    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "events").glob("[A-Z]*.json")), ids=lambda it: it.stem
)
def test_event_name_is_a_past_participle(path: Path) -> None:
    last = split_name(path.stem).split()
    assert any(it.endswith("ed") or it.capitalize() in IRREGULAR for it in last)
    assert not wrong_in_name(path.stem)


def test_module_name_is_no_bare_gerund() -> None:
    bare = [it for it in MODULES if it.stem.endswith("ing") and "_" not in it.stem]

    assert {it.stem for it in bare} <= GERUNDS & terms()


def test_module_name_uses_the_vocabulary() -> None:
    found = {it.stem for it in MODULES if wrong_in_name(it.stem)}
    found |= {it.parent.name for it in MODULES if wrong_in_name(it.parent.name)}

    assert not found


def test_domain_module_has_a_known_role_or_a_compound_name() -> None:
    inside = [it for it in MODULES if LAYER in it.parents and it.parent != LAYER]
    domains = [it for it in inside if it.relative_to(LAYER).parts[0] not in NO_DOMAINS]
    single = {it.stem for it in domains if "_" not in it.stem}

    assert single <= ROLES.keys(), "explain the role in ROLES, or say what it is in a compound"
    assert ROLES.keys() <= single | {"job"}, "a role that no module has"


def test_glossary_defines_each_term_once() -> None:
    listed = [it.strip() for row in glossary() for it in row[0].split(",")]

    assert len(listed) == len(set(listed)) > 50


def test_words_with_another_meaning_are_in_the_third_column() -> None:
    assert ELSEWHERE.keys() <= third_column()
    assert not ELSEWHERE.keys() & terms()
    assert len(replaced_terms()) > 30


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Doing something once more that somebody else was quicker than.", ["somebody"]),
        ("Whom somebody may ask for something, and whom they lead.", ["whom", "somebody", "whom"]),
        ("# it is built anew", ["anew"]),
        ("What becomes\n    of it at this\n    instant", ["what becomes of", "at this instant"]),
        ("Nobody hears of it: whoever goes on, by then.",
         ["nobody", "hears", "whoever", "goes on", "by then"]),
        ("It stands in the row, and says so.", ["stands", "says"]),
        ("Told of what was heard.", ["told", "heard"]),
    ],
)  # fmt: skip
def test_dialect_in_prose_is_found(text: str, words: list[str]) -> None:
    assert dialect(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Retry on optimistic-lock conflicts.",
        "Returns the recipients and the optional reviewer.",
        'The status `heard` marks feedback: PostStatus.HEARD, "heard".',
        "Overheard, renewal, somebody_else and a whoever-like name are other words.",
    ],
)
def test_plain_prose_passes(text: str) -> None:
    assert dialect(text) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("seen_anew", "anew"),
        ("Whoever", "whoever"),
        ("is_said_by", "said"),
        ("SeatRow", "seat"),
        ("MoreTime", "more time"),
        ("must_be_asked_by_somebody", "somebody"),
        ("tripwire", "tripwire"),
    ],
)
def test_wrong_word_in_name_is_found(name: str, word: str) -> None:
    assert wrong_in_name(name) == [word]


@pytest.mark.parametrize(
    "name", ["retry_on_conflict", "HEARD", "DocumentRef", "seating", "renewed", "is_assignable"]
)
def test_plain_name_passes(name: str) -> None:
    assert wrong_in_name(name) == []


def test_names_and_prose_of_a_module_are_walked() -> None:
    source = '''"""Module."""
class Seat:
    """Class."""
    row: int = 1
    """Attribute."""

    def told(self, whom: str) -> None:  # comment
        self.said = heard = whom
'''
    assert {name for _, name in names(source)} == {
        "Seat", "row", "told", "self", "whom", "said", "heard",
    }  # fmt: skip
    assert [text for _, text in prose(source)] == ["Module.", "Class.", "Attribute.", "# comment"]


def test_strings_and_texts_of_the_screen_are_walked() -> None:
    source = """
// Nobody reads comments.
const a = "Sent to whom you chose", b = 'somebody';
return <p className="wide">
  Made anew by {name}
</p>;
"""
    found = [word for _, text in screen_texts(source) for word in dialect(text)]

    assert found == ["whom", "anew"]
