"""`duplicates.md`, and what `bank.json` says of the same clusters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests import outputs
from tiku import build
from tiku.dedupe import clusters
from tiku.exporters import bank_json
from tiku.exporters.bank_types import ItemJson
from tiku.model import Bank, Cluster

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
SMALL = {
    "a.md": ENTRY.format("What is a mutex?", "A lock for one thread.")
    + ENTRY.format("Explain polymorphism.", "Many forms."),
    "b.md": ENTRY.format("What is a mutex?", "A lock for all threads.")
    + ENTRY.format("What is polymorphism?", "Many forms.")
    + ENTRY.format("如何保证消息可靠？", "确认。")
    + ENTRY.format("消息可靠如何保证？", "重发。"),
}
REPORT = """\
# Repeats

## The same question, other answers: 1

All were kept. Make the answers agree, or reword a question.

### conflict 1: {conflict}

- a.md:1 `{mutex}`

  > What is a mutex?
  >
  > A lock for <ins>one</ins> <ins>thread</ins>.

- b.md:1 `{other}`

  > What is a mutex?
  >
  > A lock for <ins>all</ins> <ins>threads</ins>.

## Perhaps the same: 1

All were kept. `tiku review` walks through them, and remembers what you say.

### alike 1: {alike}

- b.md:9 `{one}`

  > <ins>如何保证</ins>消息可靠？
  >
  > <ins>确认</ins>。

- b.md:13 `{turned}`

  > 消息可靠<ins>如何保证</ins>？
  >
  > <ins>重发</ins>。

## Merged: 1

One of each was kept, and none of what the others said is lost.

### same 1: {same}

- a.md:5 `{kept}` kept

  > <ins>Explain</ins> polymorphism<ins>.</ins>
  >
  > Many forms.

- b.md:5 `{merged}` merged

  > <ins>What is</ins> polymorphism<ins>?</ins>
  >
  > Many forms.
"""


def report(bank: Bank) -> str:
    return outputs.report(bank).decode()


def plain(markdown: str) -> str:
    """Take escapes and marks of differences away, which may be cut in several ways."""
    return re.sub(r"\\(?=[^\w\s])|</?ins>", "", markdown)


def test_a_small_bank_is_reported_as_a_person_reads_it() -> None:
    bank = build(SMALL)
    mutex, kept, other, one, turned = bank.items
    why = {cluster.verdict: cluster.reason for cluster in bank.clusters}
    ids = {"mutex": mutex.id, "kept": kept.id, "other": other.id, "one": one.id}
    ids |= {"turned": turned.id, "merged": kept.copies[0].id}
    seen, expected = report(bank), REPORT.format(**ids, **why)
    assert plain(seen).strip() == plain(expected).strip()
    for marked in ("<ins>one</ins>", "<ins>all</ins>", "<ins>确认</ins>", "<ins>Explain</ins>"):
        assert marked in seen
    assert "<ins>lock" not in seen


def test_without_repeats_it_says_so() -> None:
    assert report(build({"q.md": ENTRY.format("Why?", "So.")})).split() == (
        "# Repeats None were found.".split()
    )


def test_the_report_does_not_depend_on_the_order_in_which_sources_are_given() -> None:
    turned = dict(reversed(SMALL.items()))
    assert [*turned] != [*SMALL]
    assert outputs.report(build(SMALL)) == outputs.report(build(turned))


# Hostile texts: any HTML but the marks of differences, any link, any heading is one obeyed

HOSTILE = (
    "<script>alert(1)</script>",
    "\\<script>alert(1)\\</script>",
    "`<img src=x onerror=alert(1)>`",
    "&lt;b&gt;bold&lt;/b&gt;",
    "\\[a](https://evil.example)",
    "\\![a](https://evil.example/a.png)",
    "\\[a]\n\n\\[a]: https://evil.example",
    "\\<https://evil.example>",
    "\\*\\*bold\\*\\*",
    "\\`code\\`",
    "x\n\\# heading",
    "```\n# heading\n- point\n1. step\n> quote\n===\n---\n<!-- x -->\n~~~\n| a |\n|---|\n```",
    "`</ins></script>`",
    "&amp;lt;",
    "\\\\",
)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = re.compile(r"</?ins>")


def obeyed(markdown: str) -> list[str]:
    """Name what a reader of the report would obey instead of showing it."""
    found = []
    for block in PARSER.parse(markdown):
        for token in (block, *(block.children or ())):
            kind = token.type
            is_ours = kind == "html_inline" and OURS.fullmatch(token.content)
            is_deep = kind == "heading_open" and block.level
            if is_deep or (kind in SUSPECT and not is_ours):
                found.append(f"{kind} {token.content}")
    return found


SUSPECT = {"html_inline", "html_block", "link_open", "image", "strong_open", "em_open", "s_open",
           "table_open", "fence", "code_block", "hr"}  # fmt: skip


def hostile(text: str) -> str:
    """Report two questions with that text in their stems, answers and places."""
    stem = f"What does a parser do?\n\n{text}"
    sources = {"q.md": ENTRY.format(stem, "One."), "<b>.md": ENTRY.format(stem, f"Two.\n\n{text}")}
    seen = report(build(sources))
    assert "### conflict 1" in seen
    return seen


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_not_obeyed(text: str) -> None:
    seen = hostile(text)
    assert obeyed(seen) == []


def test_no_script_is_left_in_what_is_rendered() -> None:
    seen = OURS.sub("", PARSER.render(hostile("\n\n".join(HOSTILE))))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen
    assert not re.search("<(script|img|a|b)[ >]", seen)


@given(st.text("<>[]()!*_`#~&\\|-+=.1a: \n", max_size=30))
@settings(deadline=None)
def test_no_text_of_marks_is_obeyed(text: str) -> None:
    assert obeyed(hostile(f"~~~~~~~\n{text.replace('~~~~~~~', '')}\n~~~~~~~")) == []


# Clusters, and the same in bank.json


def entries(bank: Bank) -> list[ItemJson]:
    return bank_json.to_json(bank)["items"]


def test_a_merge_names_what_was_merged_as_it_was_read() -> None:
    tagged = "---\ntags: [x]\n---\n# Topic\n\n## Part\n\n" + ENTRY.format(
        "**What is** polymorphism?", "*Many* forms."
    )
    bank = build({"a.md": SMALL["a.md"], "b.md": tagged})
    item = next(each for each in entries(bank) if each["stem"] == "Explain polymorphism.")
    (copy,) = item["copies"]
    assert copy == {
        "id": build({"b.md": tagged}).items[0].id,
        "title": "",
        "stem": "**What is** polymorphism?",
        "answer": "*Many* forms.",
        "section": ["Topic", "Part"],
        "source": {"file": "b.md", "line": 8, "end_line": 10},
    }
    assert copy["source"] in item["sources"]
    assert [each["copies"] for each in entries(bank) if each["id"] != item["id"]] == [[]]


def test_a_difference_is_given_where_two_stems_differ() -> None:
    found = {each["verdict"]: each for each in bank_json.to_json(build(SMALL))["clusters"]}
    assert found["conflict"]["difference"] == "", "the stems are equal"
    assert found["same"]["difference"] == "Explain / What is"
    assert " / " in found["alike"]["difference"]


def test_among_three_no_difference_is_given() -> None:
    three = (
        SMALL["a.md"]
        + ENTRY.format("What is polymorphism?", "Many forms.")
        + ENTRY.format("Describe polymorphism.", "Many forms.")
    )
    (found,) = bank_json.to_json(build({"q.md": three}))["clusters"]
    assert (found["verdict"], len(found["sources"]), found["difference"]) == ("same", 3, "")


def test_a_cluster_shows_the_kept_one_first_and_of_others_no_copies() -> None:
    bank = build(SMALL)
    items = {item.id: item for item in bank.items}
    same = next(each for each in bank.clusters if each.verdict == "same")
    assert [item.stem.plain for item in clusters.texts(same, items)] == [
        "Explain polymorphism.",
        "What is polymorphism?",
    ]
    other = Cluster("alike", (bank.items[0].id, same.items[0]), (), "")
    assert clusters.texts(other, items) == (bank.items[0], items[same.items[0]])
