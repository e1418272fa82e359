"""Reading a text takes time proportional to its length, whatever it contains."""

import time
from collections.abc import Callable

import pytest

from sharewell.content.model import mentioned_ids
from sharewell.file_reader import captions, markdown
from sharewell.search.markdown_text import markdown_to_text

MAX_LENGTH = 100_000
"""Characters of an item's text; a reader that is slow on a quarter is not given the whole."""
RUNS = (
    *("![", "[a](", '[a](x "', "[[", "[@a](/people/", "](", "[a](a(b)", "*a_", "`a", "~~", "\\"),
    *("-", "- ", "--- ", "---|", "|-", "# ", "> ", "1. ", "```\n", "~~~\n", "A: b\n", "{a: ", "? "),
    *("\n", "\n ", " \n", " ", "\t", "\r", "\u2028", "\u00a0", "<v.", "<v ", "{\\", "x", "a@"),
)
READERS: dict[str, Callable[[str], object]] = {
    "search": markdown_to_text,
    "import": lambda text: markdown.read("a.md", text, {"b.md": "/b"}, notion=True),
    "import of front matter": lambda text: markdown.read(
        "a.md", f"---\n{text[:15_000]}\n---\n", {}, notion=False
    ),
    "import of a heading": lambda text: markdown.read("a.md", f"# a{text}x", {}, notion=False),
    "mentions": lambda text: mentioned_ids(text, "people"),
    "captions": captions._cue_text,
}


@pytest.mark.parametrize("reader", READERS)
def test_long_run_of_signs_takes_no_longer_than_words(reader: str) -> None:
    for run in RUNS:
        for length in (MAX_LENGTH // 4, MAX_LENGTH):
            text = (run * length)[:length]
            began = time.process_time()
            READERS[reader](text)
            assert time.process_time() - began < 1, run


def test_markup_is_removed_and_words_stay() -> None:
    text = "# Glaze\n\n> It *runs*\n\n- [so](/a_(b)) ~~not~~\n2. `x`\n\n| a |\n|:---|\n```py\n"

    assert markdown_to_text(text) == "Glaze\n\nIt runs\n\nso not\nx\n\n| a |"
    assert (
        markdown_to_text("[![a kiln](/p.png)](/page) and ![](/q.png).") == "[a kiln](/page) and ."
    )
