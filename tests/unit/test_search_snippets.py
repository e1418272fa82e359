"""The lines under a hit."""

from sharewell.search.model import Piece, liveliness
from sharewell.search.plain import plain
from sharewell.search.snippet import Mark, pieces_of, snippet
from sharewell.search.text import Analysis
from sharewell.search.words import tokens

ENGLISH = Analysis("english")
LONG = "Nothing to see. " * 40


def marked(text: str, question: str) -> str:
    """A snippet with [hits]."""
    asked = [ENGLISH.terms(it) for it in tokens(question)]
    return shown(snippet(text, ENGLISH.marks(text, asked)))


def shown(pieces: list[Piece]) -> str:
    return "".join(f"[{it.text}]" if it.hit else it.text for it in pieces)


def test_a_word_is_marked_in_all_its_forms() -> None:
    assert marked("Firing: we fired it.", "fire ") == "[Firing]: we [fired] it."


def test_an_unfinished_word_marks_what_it_begins() -> None:
    assert marked("An onboarding guide", "onbo") == "An [onboarding] guide"


def test_a_typo_marks_what_was_meant() -> None:
    assert marked("The holiday allowance", "alowance ") == "The holiday [allowance]"


def test_a_word_as_typed_leaves_its_neighbours_unmarked() -> None:
    assert marked("A test of text", "test ") == "A [test] of text"


def test_a_part_of_a_word_marks_the_word() -> None:
    assert marked("The onboarding guide", "boarding ") == "The [onboarding] guide"


def test_a_phrase_is_marked_only_where_it_stands() -> None:
    assert marked("Log of the kiln, kiln log", '"kiln log"') == "Log of the kiln, [kiln log]"


def test_stop_words_are_not_marked_beside_others() -> None:
    assert marked("The log of the kiln", "the kiln ") == "The log of the [kiln]"


def test_scripts_without_blanks_are_marked_as_runs() -> None:
    assert marked("这是一个测试文档", "测试") == "这是一个[测试]文档"


def test_accents_and_composition_do_not_matter() -> None:
    assert marked("Le café de la gare", "cafe ") == "Le [café] de la gare"


def test_a_long_text_is_cut_around_the_most_words_of_the_question() -> None:
    text = f"{LONG}A kiln here. {LONG}The kiln glaze log is there. {LONG}"
    found = marked(text, "kiln glaze ")
    assert "[kiln] [glaze] log" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 300


def test_nothing_marked_shows_how_the_text_begins() -> None:
    assert marked(LONG, "zebra ").startswith("Nothing to see.")


def test_words_are_not_cut() -> None:
    inside = marked(f"{LONG}A kiln. {LONG}", "kiln ").strip("…")
    assert inside.split()[0] in LONG.split()
    assert inside.split()[-1] in LONG.split()


def test_a_text_without_blanks_is_cut_all_the_same() -> None:
    assert len(marked("字" * 5_000, "字")) < 600


def test_white_space_is_one_blank() -> None:
    assert shown(pieces_of("one\n\n  two", [Mark(7, 10, 0)])) == "one [two]"


def test_markdown_shows_as_its_words() -> None:
    text = "# Kiln\n\n- **Fire** at `1240`\n\n[Log](https://x.example) ![pot](a.png)"
    text += "\n\n|a|b|\n|---|---|"
    assert plain(text).split() == ["Kiln", "Fire", "at", "1240", "Log", "pot", "|a|b|"]


def test_stale_things_weigh_less_and_new_ones_a_little_more() -> None:
    day = 86_400.0
    now = 1_000 * day
    fresh, old = liveliness(now, None, now), liveliness(0, None, now)
    assert 1.0 < old < fresh <= 1.15
    assert liveliness(now, now - day, now) < old
