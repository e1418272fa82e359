"""What the search engine finds, which callers find it, and what it must not reveal."""

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpers.search_library import NOW, refs, run_search, shelf, thing
from sharewell.search.engine import Engine
from sharewell.search.fields import joined_compounds
from sharewell.search.model import MAX_OFFSET, PAGE_SIZE, Document

SECRET = ["group:kiln-owners"]


@pytest.fixture
def library(tmp_path: Path) -> Engine:
    """Returns a few documents of every kind, one of them secret."""
    pottery = {"channels": ["pottery"], "author": "ada"}
    return shelf(
        tmp_path,
        thing("item:log", "Kiln log", "Fired to 1240 degrees, cobalt runs above.", **pottery),
        thing("item:onboarding", "Onboarding guide", "Welcome. Your first week.", author="ben"),
        thing("item:code", "Notes on C++", "Templates in C++ and delegates in C#; never plain C."),
        thing("item:cjk", "测试文档", "这是一个测试文档。東京タワーに行く。"),
        thing("item:band", "To be or not to be", "It is what it is."),
        thing(
            "item:handbook",
            "Handbook",
            "For everyone.",
            "Contents of this handbook.",
            "The holiday allowance is thirty days a year.",
            "Parking is behind the kiln.",
            channels=["people"],
        ),
        thing(
            "item:merger", "Merger plan", "Acquire the kiln works quietly.", acl=SECRET, **pottery
        ),
        thing(
            "person:ada", "Ada Lovelace", "Potter, Research, London", tags=["department:Research"]
        ),
        thing("person:ben", "Ben Okafor", "Clerk, Sales, Oslo", tags=["department:Sales"]),
        thing("channel:pottery", "Pottery", "Kilns, glazes and clay."),
    )


def find(library: Engine, words: str, **more: Any) -> list[str]:
    return refs(run_search(library, words, **more))


def page(library: Engine, words: str) -> list[tuple[str, int | None]]:
    return [(it.ref, it.page) for it in run_search(library, words).hits]


def test_search_finds_people_items_pages_and_channels(library: Engine) -> None:
    assert find(library, "lovelace") == ["person:ada"]
    assert find(library, "onboarding") == ["item:onboarding"]
    assert set(find(library, "kiln")) == {"item:log", "item:handbook", "channel:pottery"}


def test_file_hit_opens_at_the_matching_page(library: Engine) -> None:
    assert page(library, "holiday allowance") == [("item:handbook", 2)]
    assert page(library, '"behind the kiln"') == [("item:handbook", 3)]


def test_file_hit_with_typo_opens_at_the_matching_page(library: Engine) -> None:
    assert page(library, "holiday alowance") == [("item:handbook", 2)]
    assert page(library, "hliday allowance") == [("item:handbook", 2)]
    assert run_search(library, "hliday allowance").corrected
    assert not run_search(library, "holiday allowance").corrected


def test_page_with_both_words_ranks_before_repeated_one(tmp_path: Path) -> None:
    often = "Glaze upon glaze: glaze early, glaze late, glaze."
    pages = [often, "Some glaze needs a thermometer beside it.", *[f"Recipe {n}" for n in range(9)]]
    library = shelf(tmp_path, thing("item:manual", "Manual", "", *pages))
    assert page(library, "glaze thermometer") == [("item:manual", 2)]
    assert page(library, "glaze thermomter") == [("item:manual", 2)]


def test_words_on_different_pages_find_the_file_once(library: Engine) -> None:
    assert find(library, "allowance parking") == ["item:handbook"]


def test_title_match_opens_at_the_beginning(library: Engine) -> None:
    assert page(library, "onboarding guide") == [("item:onboarding", None)]


def test_unfinished_word_is_found(library: Engine) -> None:
    for so_far in ("onb", "onboa", "onboarding gu", "onboarding guide wel"):
        assert find(library, so_far)[0] == "item:onboarding", so_far


def test_part_of_a_word_is_found(library: Engine) -> None:
    assert find(library, "boarding ") == ["item:onboarding"]


def test_chinese_and_japanese_are_found_by_part_of_a_run(library: Engine) -> None:
    for run in ("测试", "文档", "東京", "タワー", "这是一个测试文档"):
        assert find(library, run) == ["item:cjk"], run
    assert find(library, "试测") == []


def test_names_with_signs_differ_from_their_letters(library: Engine) -> None:
    assert find(library, "C++ ") == ["item:code"]
    assert find(library, "C# ") == ["item:code"]
    assert find(library, "F# ") == []


def test_phrase_is_found_only_in_its_order(library: Engine) -> None:
    assert find(library, '"holiday allowance"') == ["item:handbook"]
    assert find(library, '"allowance holiday"') == []


def test_stop_words_alone_are_found(library: Engine) -> None:
    assert find(library, "to be or not to be ")[0] == "item:band"
    assert find(library, '"not to be"') == ["item:band"]


def test_stop_words_beside_others_are_ignored(library: Engine) -> None:
    assert find(library, "where is the holiday allowance ") == ["item:handbook"]


@pytest.mark.parametrize("words", ["KILN LOG", "kilns logs ", "Kíln log"])
def test_case_number_and_accents_do_not_matter(library: Engine, words: str) -> None:
    assert find(library, words)[0] == "item:log"


@pytest.mark.parametrize(
    "words",
    [
        "acl:group:kiln-owners",
        "merger OR *",
        "title:merger",
        '") OR (',
        "a:/(a+)+$/",
        "NOT kiln",
        "^2~9",
    ],
)
def test_secret_document_is_not_found_by_any_words(library: Engine, words: str) -> None:
    assert "item:merger" not in find(library, words)


def test_overlong_word_is_found_by_its_beginning(tmp_path: Path) -> None:
    long = "x" + "ab" * 60
    library = shelf(tmp_path, thing("item:1", "Key", f"the key is {long}"))
    assert find(library, long) == ["item:1"]
    assert find(library, long[:20]) == ["item:1"]


def test_search_without_words_returns_newest_first(tmp_path: Path) -> None:
    made = [thing(f"item:{n}", "A", created=NOW - timedelta(days=n)) for n in (3, 1, 2)]
    assert find(shelf(tmp_path, *made), "") == ["item:1", "item:2", "item:3"]


def test_search_text_without_a_word_finds_nothing(library: Engine) -> None:
    assert run_search(library, "!?").total == 0


def test_filters_narrow_and_count_the_other_choices(library: Engine) -> None:
    answer = run_search(library, "kiln", kind=["channel"])
    assert refs(answer) == ["channel:pottery"]
    assert answer.counts["kind"] == {"item": 2, "note": 1, "file": 1, "channel": 1}
    assert "people" not in answer.counts.get("channel", {})


def test_department_filter_narrows_people(library: Engine) -> None:
    answer = run_search(library, "", tags=["department:Sales"])
    assert refs(answer) == ["person:ben"]
    assert answer.counts["department"] == {"Research": 1, "Sales": 1}


def test_date_filter_narrows_and_ages_are_counted(tmp_path: Path) -> None:
    ages = (0, 3, 20, 200, 900)
    library = shelf(
        tmp_path,
        *(thing(f"item:{n}", "Kiln", created=NOW - timedelta(days=n, hours=1)) for n in ages),
    )
    answer = run_search(library, "kiln", since=NOW - timedelta(days=7))
    assert answer.total == 2
    assert answer.counts["age"] == {"day": 1, "week": 2, "month": 3, "year": 4}


def test_counts_and_suggestions_reveal_no_secret_document(library: Engine) -> None:
    for words in ("kiln", "merger", "acquire", "", "merg"):
        answer = run_search(library, words)
        assert "item:merger" not in refs(answer)
        assert answer.counts.get("author", {}).get("ada", 0) <= 1
    assert library.suggest("mer", ["all"]) == []
    assert library.suggest("kiln qui", ["all"]) == []
    assert library.get_titles(["item:merger"], ["all"]) == {}


def test_secret_document_leaves_answers_of_others_unchanged(tmp_path: Path) -> None:
    def answers(*more: Document) -> tuple[object, object]:
        public = [thing(f"item:{n}", f"Glaze {n}", "cobalt blue") for n in range(3)]
        engine = shelf(tmp_path / str(len(more)), *public, *more)
        texts = ["glaze", "glaez ", "cobal", "cobaltt ", "manganese ", "mangan"]
        results = [run_search(engine, words) for words in texts]
        suggestions = [engine.suggest(words, ["all"]) for words in ("gl", "man", "co")]
        return [
            (sorted(refs(it)), it.total, it.counts, it.corrected) for it in results
        ], suggestions

    for folder in ("0", "1"):
        (tmp_path / folder).mkdir()
    secret = thing("item:x", "Glaez manganese", "cobaltt", acl=SECRET, channels=["hidden"])
    assert answers() == answers(secret)


def test_secret_document_is_found_by_its_audience(library: Engine) -> None:
    access = ["all", *SECRET]
    answer = run_search(library, "merger", access)
    assert refs(answer) == ["item:merger"]
    assert answer.counts["channel"] == {"pottery": 1}
    assert library.suggest("mer", access) == ["merger"]


def test_suggestion_completes_the_last_word_only(library: Engine) -> None:
    assert library.suggest("onb", ["all"]) == ["onboarding"]
    assert library.suggest("Holiday al", ["all"]) == ["Holiday allowance"]
    assert library.suggest("cobalt al", ["all"]) == []
    assert library.suggest("", ["all"]) == []
    assert library.suggest("测", ["all"]) == []


def test_pages_of_hits_cover_everything_once(tmp_path: Path) -> None:
    many = [
        thing(f"item:{n}", f"Kiln {n}", created=NOW - timedelta(days=n % 300)) for n in range(437)
    ]
    library = shelf(tmp_path, *many)
    first = run_search(library, "kiln ")
    pages = [find(library, "kiln ", offset=at) for at in range(0, first.total, PAGE_SIZE)]
    assert first.total == len(many)
    assert sorted(ref for it in pages for ref in it) == sorted(it.ref for it in many)


def test_paging_is_limited(tmp_path: Path) -> None:
    library = shelf(tmp_path, *(thing(f"item:{n}", "Kiln") for n in range(MAX_OFFSET + 50)))
    assert len(find(library, "kiln ", offset=MAX_OFFSET - 5)) == 5


def test_stale_documents_are_marked_and_rank_after_fresh_ones(tmp_path: Path) -> None:
    past, future = NOW - timedelta(days=1), NOW + timedelta(days=1)
    library = shelf(
        tmp_path,
        thing("item:stale", "Kiln rules", review_by=past),
        thing("item:fresh", "Kiln rules", review_by=future),
    )
    assert [(it.ref, it.stale) for it in run_search(library, "kiln rules").hits] == [
        ("item:fresh", False),
        ("item:stale", True),
    ]


def test_nine_of_ten_single_typos_are_forgiven(tmp_path: Path) -> None:
    random_ = random.Random(11)  # noqa: S311  (reproducible)
    syllables = ["ka", "lo", "mer", "tin", "ous", "vel", "dra", "pin", "sto", "que", "bri", "an"]
    vocabulary = list(
        {"".join(random_.choices(syllables, k=random_.choice((2, 3, 4)))) for _ in range(900)}
    )
    things = [
        thing(f"item:{n}", "Page", " ".join(random_.sample(vocabulary, 40))) for n in range(300)
    ]
    library = shelf(tmp_path, *things)
    tried = recalled = 0
    while tried < 200:
        it = random_.choice(things)
        word = random_.choice([w for w in it.body.split() if len(w) >= 6])
        typed = _slip(random_, word)
        tried += 1
        total = run_search(library, f"{typed} ").total
        known = {
            hit
            for at in range(0, total, PAGE_SIZE)
            for hit in find(library, f"{typed} ", offset=at)
        }
        recalled += it.ref in known
    assert recalled >= 180


def _slip(random_: random.Random, word: str) -> str:
    at = random_.randrange(1, len(word) - 1)
    letter = random_.choice("abcdefghijklmnopqrstuvwxyz")
    return random_.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def test_run_of_a_million_letters_is_tokenized_quickly() -> None:
    began = time.process_time()
    compounds = joined_compounds("x" * 1_000_000 + " kick-off " + "a-" * 100_000)

    assert compounds == ["kickoff"]
    assert time.process_time() - began < 2
