"""Snippets of hits: what is marked and where they are cut."""

from sharewell.search.analysis import Analyzer
from sharewell.search.markdown_text import markdown_to_text
from sharewell.search.model import SnippetPart, freshness_factor
from sharewell.search.snippet import Mark, build_snippet, split_at_marks
from sharewell.search.tokens import tokenize

ENGLISH = Analyzer("english")
LONG = "Nothing to see. " * 40


def marked(text: str, question: str) -> str:
    """Returns a snippet with [hits]."""
    asked = [ENGLISH.terms(it) for it in tokenize(question)]
    return shown(build_snippet(text, ENGLISH.find_marks(text, asked)))


def shown(pieces: list[SnippetPart]) -> str:
    return "".join(f"[{it.text}]" if it.hit else it.text for it in pieces)


def test_word_is_marked_in_all_its_forms() -> None:
    assert marked("Firing: we fired it.", "fire ") == "[Firing]: we [fired] it."


def test_unfinished_word_marks_words_it_begins() -> None:
    assert marked("An onboarding guide", "onbo") == "An [onboarding] guide"


def test_typo_marks_the_intended_word() -> None:
    assert marked("The holiday allowance", "alowance ") == "The holiday [allowance]"


def test_exact_word_leaves_similar_words_unmarked() -> None:
    assert marked("A test of text", "test ") == "A [test] of text"


def test_part_of_a_word_marks_the_word() -> None:
    assert marked("The onboarding guide", "boarding ") == "The [onboarding] guide"


def test_phrase_is_marked_only_as_a_phrase() -> None:
    assert marked("Log of the kiln, kiln log", '"kiln log"') == "Log of the kiln, [kiln log]"


def test_stop_words_are_unmarked_beside_other_words() -> None:
    assert marked("The log of the kiln", "the kiln ") == "The log of the [kiln]"


def test_scripts_without_spaces_are_marked_as_runs() -> None:
    assert marked("这是一个测试文档", "测试") == "这是一个[测试]文档"


def test_accents_and_composition_do_not_matter() -> None:
    assert marked("Le café de la gare", "cafe ") == "Le [café] de la gare"


def test_long_text_is_cut_around_most_matching_words() -> None:
    text = f"{LONG}A kiln here. {LONG}The kiln glaze log is there. {LONG}"
    found = marked(text, "kiln glaze ")
    assert "[kiln] [glaze] log" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 300


def test_text_without_match_shows_its_beginning() -> None:
    assert marked(LONG, "zebra ").startswith("Nothing to see.")


def test_snippet_does_not_cut_words() -> None:
    inside = marked(f"{LONG}A kiln. {LONG}", "kiln ").strip("…")
    assert inside.split()[0] in LONG.split()
    assert inside.split()[-1] in LONG.split()


def test_text_without_spaces_is_cut() -> None:
    assert len(marked("字" * 5_000, "字")) < 600


def test_whitespace_is_collapsed() -> None:
    assert shown(split_at_marks("one\n\n  two", [Mark(7, 10, 0)])) == "one [two]"


def test_markdown_is_shown_as_plain_text() -> None:
    text = "# Kiln\n\n- **Fire** at `1240`\n\n[Log](https://x.example) ![pot](a.png)"
    text += "\n\n|a|b|\n|---|---|"
    assert markdown_to_text(text).split() == ["Kiln", "Fire", "at", "1240", "Log", "pot", "|a|b|"]


def test_stale_documents_rank_lower_and_new_ones_higher() -> None:
    day = 86_400.0
    now = 1_000 * day
    fresh, old = freshness_factor(now, None, now), freshness_factor(0, None, now)
    assert 1.0 < old < fresh <= 1.15
    assert freshness_factor(now, now - day, now) < old
