"""Ways that are shorter where a text is plain: each gives what the general way gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents import PATHS
from tiku import dialects
from tiku.dialects import explaining
from tiku.dialects.explaining import Explanation, explain
from tiku.documents.document import parse
from tiku.items import gaps, normalize, options, points, stubs
from tiku.languages import asking, label_words, labels, numbering, part_titles
from tiku.markup import markdown
from tiku.model import Form, Fragment, Html, Item, ItemId, Markdown, NoResponse, Said, Text
from tiku.reading import language_of
from tiku.system import entities


def texts() -> Iterator[str]:
    return (path.read_text("utf-8", "replace") for path in PATHS)


# Documents in which one dialect reads all

LINES = (
    "",
    "# Networks",
    "# What is it?",
    "## Part",
    "## Why so?",
    "## Why not? #card",
    "### 1. What is TCP?",
    "### Question 2",
    "Networks",
    "========",
    "---",
    "\t---",
    "* * *",
    "**Question:** What is TCP?",
    "**Question:** Question 1",
    "**Answer:** A protocol.",
    "**Explanation:** Because.",
    "Q: What?",
    "A: That.",
    "What is UDP?",
    "1. What is IP?",
    "- **What is it?**",
    "- one",
    "**Why is that?**",
    "<!-- id: a1 -->",
    "<!-- remark -->",
    "<!-- <details><summary>What is it?</summary>Yes.</details> -->",
    "<!-- {{c1::Paris}} -->",
    "<details><summary>What is TCP?</summary>",
    "</details>",
    "{{c1::Paris}} is the capital.",
    "front :: back",
    "| Question | Answer |\n|---|---|\n| What? | That |",
    "?",
    "[Back to top](#top)",
    "> # What is that?",
    "> **Answer:** that",
    "2. # Why is that?",
    "## Answers\n1. B\n2. C",
    "Term?\n: definition",
)
ENTRY = ("\n### 1. What is TCP?\n\n**Question:** What is TCP?\n", "**Answer:** A protocol.\n")


def explained(text: str) -> tuple[Explanation, Explanation]:
    """Explain a document as ever, and by all dialects."""
    document, _ = parse("a.md", text, dialects.DIALECTS)
    short = explain(document)
    with patch.object(explaining, "is_whole", lambda *_: False):
        return short, explain(document)


@settings(deadline=None)  # the first one loads all dialects
@given(st.lists(st.sampled_from([*LINES, *LINES[:20], *ENTRY, *ENTRY]), max_size=16))
@example(["## Why A?", "<!-- c -->", *ENTRY, "## Why B?", "<!-- c -->", *ENTRY])
@example(["## Why A?", "", *ENTRY, "## Why B?", "", *ENTRY])
@example(["# A?", "# A?", "### 1. B?", "**Question:** B?", "# A?", "### 2. C?", "**Question:** C?"])
@example([LINES[26], *ENTRY, LINES[26], *ENTRY])
@example(["## Why A? #card", "Text #card", *ENTRY, "## Why B? #card", *ENTRY])
@example([*ENTRY, "**Question:** Question 1", "**Answer:** Text"])
@example(["## Why A?", "", "### Question 1", *ENTRY, "## Why B?", "", "### Question 2", *ENTRY])
@example(["---\nquestion: A?\nanswer: B\n---", *ENTRY])
def test_what_one_dialect_reads_wholly_no_other_changes(lines: list[str]) -> None:
    short, whole = explained("\n".join(lines))
    assert short == whole


@pytest.mark.no_cover
@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_documents_are_read_alike(path: Path) -> None:
    short, whole = explained(path.read_text("utf-8", "replace"))
    assert short == whole


def test_documents_of_labels_alone_take_the_shorter_way() -> None:
    text = "# Networks\n\n## Part 1\n" + "".join(ENTRY) + "\n---\n" + "".join(ENTRY)
    document, _ = parse("a.md", text, dialects.DIALECTS)
    with patch.object(explaining, "_strength", lambda *_: pytest.fail("all were asked")):
        assert explain(document).dialect == "labelled"


# Words at the start of a line

WORDS = sorted(
    {w for roles in label_words.WORDS.values() for words in roles.values() for w in words}
)
BEFORE = ("", " ", "  ", "\x1c", "\u3000", "*", "**", "***", "****", "_", "__", "*_", "** ", "(")
BEHIND = (":", "：", ":**", "**:", " :", "**", "*", ">", "> ", " - ", ".", ".)", ")", "/ ", " (x):")
BETWEEN = ("", " ", " 1", " 12.", "no. 5:", " n° 3)", "#4", "№ 5:", "s", "n", "١", "1**  x", ". — ")
ODD = (
    "İpucu",
    "ıpucu",
    "ANſWER",
    "Oᲂᲄᲅвет",
    "ipucu",
    "i\u0307pucu",
    "solucİón",
    "\u212aey",
    "✅",
    "❓️",
)
TEXTS = (" What?", "text**", "* a", " A** b", "", " 1945.", "\n", "x_", ")")
PLAIN = ("An", "Answering", "题", "问题", "x", "", "3")
CASES_OF_WORDS = (str, str.upper, str.lower, str.title)
words = st.sampled_from([*WORDS, *ODD, *PLAIN, *"AaQqPpRr"])
cased = st.builds(lambda word, change: change(word), words, st.sampled_from(CASES_OF_WORDS))
lines_of_labels = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(BEFORE),
    cased,
    st.sampled_from(BETWEEN),
    st.sampled_from(BEHIND),
    st.sampled_from(TEXTS),
)


def in_general(line: str) -> labels.Label | None:
    with (
        patch.object(labels, "_may_be_label", lambda _: True),
        patch.object(labels, "_start", labels._start_of_any),
    ):
        labels.label.cache_clear()
        found = labels.label(line)
    labels.label.cache_clear()
    return found


@given(lines_of_labels | st.text(max_size=12))
@example("A no. 5: text")
@example("ſolution: x")
@example("İpucu: x")
@example("ΣΩΣΤΉ ΑΠΆΝΤΗΣΗ: x")
def test_labels_are_found_by_their_first_letters(line: str) -> None:
    assert labels.label(line) == in_general(line)


def test_lines_of_documents_have_the_same_labels() -> None:
    lines = {line for text in texts() for line in text.split("\n")}
    found = {line: labels.label(line) for line in lines}
    assert found == {line: in_general(line) for line in lines}
    assert sum(map(bool, found.values())) > 100


NUMBERS = (
    "1.",
    "2)",
    "3、",
    "(4)",
    "【5】",
    "第3题：",
    "一、",
    "IV.",
    "iv)",
    "a.",
    "ａ．",
    "Q5.",
    "Вопрос 3.",
)
MORE = (
    "第1章",
    "第 四 節",
    "第5问 ",
    "第二题、",
    "４．",
    "①",
    "# 3:",
    "n° 5.",
    "№ 6)",
    "[Q7]",
    "单选题：",
    "4.1.2 ",
    "7 - ",
    "2024 ",
    "Question 7:",
)


@given(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", " ", "\u2003", "*", "(", "（"]),
        st.sampled_from([*NUMBERS, *MORE, ""]) | cased,
        st.sampled_from(["", " ", "1", " 12.", "  3)"]),
        st.sampled_from(["What is it?", "什么是", "", "a) b", "3"]),
    )
    | st.text(max_size=9)
)
def test_numbering_is_told_by_its_first_letters(text: str) -> None:
    assert numbering.strip(text) == numbering._stripped.__wrapped__(text)


@given(
    st.text("#*> (", max_size=5),
    st.sampled_from([*NUMBERS, *MORE, "12. ", "123.4", "2024. ", "1.  ", "3. 4"]) | cased,
    st.sampled_from(["", "1", " 12. x", "What", "\u3000x", "什么"]),
)
@example("#" * 41, "1. ", "x")
def test_numbers_are_read_alike(before: str, number: str, after: str) -> None:
    with patch.object(numbering, "_count", lambda _: ""):
        general = numbering.number_of(before + number + after)
    assert numbering.number_of(before + number + after) == general


def test_headings_of_documents_lose_the_same_numbers() -> None:
    lines = {line.lstrip("# ") for text in texts() for line in text.split("\n")}
    found = {line: numbering.strip(line) for line in lines}
    assert found == {line: numbering._stripped.__wrapped__(line) for line in lines}
    assert sum(line != bare for line, bare in found.items()) > 50


TITLES = """answers|answer key|solutions|keys|respuestas|clave de respuestas|soluções
lösungsschlüssel|yanitlar|réponses|corrigé
ответы|ключи|cevap anahtarı|YANITLAR|mark scheme|markscheme|đáp án
参考答案|anſwers|ᲂтветы|उत्तरमाला|答え|解答編|정답 및 해설|Odpowiedzi|jawaban
Antwoorden|none|الأجوبة"""


@given(
    st.sampled_from(TITLES.replace("\n", "|").split("|")),
    st.sampled_from(CASES_OF_WORDS),
    st.sampled_from(["", "Exam ", "1. ", "the mock "]),
    st.sampled_from(["", ": Part 2", "s", " - x", " (1)"]),
)
def test_what_names_answers_looks_like_it(
    title: str, change: Callable[[str], str], before: str, after: str
) -> None:
    text = before + change(title) + after
    if part_titles._ANSWERS.fullmatch(text):
        lines = ["x", text, "".join(f"{c}**" for c in text), text.replace("s", "&#115;"), "İ#"]
        assert part_titles.may_name_answers(lines) == [False, True, True, True, True]
        assert part_titles.may_name_answers([]) == []
        assert part_titles.names_answers(text) or part_titles._QUESTION.search(text)


@pytest.mark.parametrize(
    "title",
    "Answers|Answer key|Answer guide|Solutions manual|Mark scheme|Yanıtlar|YANITLAR|Réponses"
    "|Musterlösungen|Chiave di risposta|参考答案|標準答案|參考解答|模範解答|解答一覧|回答集|正答"
    "|답안|모범 답안|정답과 해설|مفتاح الإجابة|الإجابات النموذجية|الحلول|उत्तर सूची".split("|"),
)
def test_titles_of_keys(title: str) -> None:
    assert part_titles.names_answers(title)


# Options and points

OPTIONS = """A|a|A.|(a)|الف)|א.|A- |**B**.|Ａ．|а)|ア |가.|①|1.|1)|- 1. |甲、
(A|A -|A :|[x] |- [ ] |b)|B.|イ |②
2.|C.|*a*: |_1 :|`A`.|- |1. | |What|。|?|    |> """.replace("\n", "|").split("|")
questions = st.lists(st.sampled_from([*OPTIONS, "\n", "\n\n", "text\n", "```\n"]), max_size=14).map(
    "".join
)


@given(questions | st.text(max_size=20))
@example("Q?\n\n1. A. one\n2. B. two")
@example("Which? A) one B) two")
@example("Which? ア 一　イ 二")
@example("```\nx\n```\nWhich?\n```\nA. one\nB. two\n```")
@example("Which?\n    1. one 2. two 3. three")
def test_options_are_told_by_a_first_letter(question: str) -> None:
    assert options.split(question) == options._split(question)


def test_documents_have_the_same_options() -> None:
    found = 0
    for text in texts():
        for part in text.split("\n\n"):
            assert options.split(part) == options._split(part)
            found += bool(options.split(part).options)
    assert found > 5


SAID = """One thing is said.|one **thing** is said|Two things|二是此|二|后来|後來|é|e\u0301|a\u0301
- One thing is said|- **One:** more|- **one**: other|- ***One*:** x|1. Two things|- 後來|- 后来
  - x||# One|<b>|&eacute;|:|One:|```""".replace("\n", "|").split("|")
answers = st.lists(st.sampled_from([*SAID, "A | B", "- | -", ""]), max_size=12).map("\n".join)


@given(answers | st.text(max_size=20))
@example("One thing is said.\n\none thing is said\n\n- One thing is said\n- one *thing* is said")
@example("后来居上此是\n\n後來居上此是\n\n- 後來居上此是\n- **后来：** 一\n- **後來：** 二")
@example("- `One`: a\n- **`One`:** b\n- **`one`:** c")
def test_points_are_told_apart_by_their_first_letters(answer: str) -> None:
    fragment = Fragment(Markdown(answer), 3)
    short = points.fold("a.md", fragment)
    with patch.object(points, "_head", lambda _: ""):
        assert short == points._folded("a.md", fragment)


@given(answers)
@example("后来居上")
def test_a_form_begins_with_the_letter_with_which_a_paragraph_begins(text: str) -> None:
    is_paragraph = [block.kind for block in markdown.structure(text).blocks] == ["paragraph"]
    if is_paragraph and (head := points._head(text)):
        assert markdown.key(text).form.startswith(head)


# Gaps, and words that ask

SIGNS = st.sampled_from(["{{c1::", "}}", "{", "}", "==", "[", "]", "a", "x y", "`", "$", "::", " "])


@given(st.lists(SIGNS, max_size=12).map("".join), st.sampled_from(list(gaps._SIGNS)))
def test_a_text_without_signs_has_no_gaps(text: str, ways: gaps.Ways) -> None:
    with patch.object(gaps, "_SIGNS", dict.fromkeys(gaps._SIGNS, ("",))):
        general = gaps.cloze(text, ways)
    assert gaps.cloze(text, ways) == general


@given(
    st.lists(
        st.sampled_from(["nedir", "nelerdir", "x", " ", "?", "mıdır", "什么", "la gi", "."])
    ).map("".join)
)
def test_lines_ask_alike(text: str) -> None:
    with patch.object(asking, "_ASCII_ANYWHERE", ("",)):
        general = asking.has_mark(text)
    assert asking.has_mark(text) == general


def test_no_line_of_documents_in_plain_letters_asks_by_other_words() -> None:
    lines = {line for text in texts() for line in text.split("\n") if line.isascii()}
    others = [line for line in lines if not any(word in line for word in asking._ASCII_ANYWHERE)]
    assert not any(asking._ANYWHERE.search(line) for line in others)


STARTS = st.text("*_ -#>\n", max_size=8)
RESTS = ["a", "a]: b", "a</b>", "a>", "题&nbsp;", "a|b\n-|-", "a\n===", "a**", "a[^1]", "a\n: b"]
rests = st.sampled_from(RESTS) | st.text(max_size=6)


@given(st.builds("{}{}{}".format, STARTS, st.sampled_from(["", *"a题éａ中ßǅ"]), rests))
@example("> > > > a")
@example("[a]: b")
@example("&zwnj;")
def test_what_shows_a_letter_is_not_empty(text: str) -> None:
    assert not normalize._shows(text) or normalize._plain(Markdown(text))


def test_parts_of_documents_show_something() -> None:
    parts = [part for text in texts() for part in text.split("\n\n")]
    shown = [part for part in parts if normalize._shows(part)]
    assert all(normalize._plain(Markdown(part)) for part in shown)
    assert len(parts) / 2 < len(shown) < len(parts)


ASKING = sorted(
    {word for words in asking._ASKING.values() for word in words.replace("¿", " ").split()}
)


@given(st.sampled_from([*ASKING, "什么", "第1章", "说 what is", "why do", ""]), st.text(max_size=4))
def test_han_starts_no_word_that_asks(start: str, rest: str) -> None:
    text = start + rest
    if "\u4e00" <= text[:1] <= "\u9fff":
        assert not asking._START.match(text)
        assert not asking._ENGLISH.match(text)
        assert asking._start(text) == 0
    assert not any("\u4e00" <= word[0] <= "\u9fff" for word in ASKING)


HOLDING = (
    """to be completed|TBD|t.b.d.|todo|to-do|WIP|tba|Coming soon|your answer here
answers pending|no answer|needs an answer|missing answer yet|work in progress
fill me in|not answered yet|unanswered|placeholder|pull requests welcome
contributions welcome|待补充|未完待续|暂无答案|略|TODO x|未回答|準備中|작성 중
추후 추가|pendiente|por completar|a completar|à compléter|em breve|wird ergänzt
folgt|da completare|дописать|нет ответа|скоро|your question|the title|sample stem
example question text|new title|insert question|question 1|Title x|stem n|题目
问题描述|题干|題目|問題|lorem ipsum|what|什么|Explain|1 question
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("before", ["", "**", "1. ", "("])
@pytest.mark.parametrize("after", ["", ".", "…", " x"])
def test_stubs_are_told_by_their_first_letters(before: str, after: str) -> None:
    changed = [change(word) for word in HOLDING for change in CASES_OF_WORDS]
    odd = [word.replace("s", "ſ").replace("k", "\u212a") for word in HOLDING]
    lines = [before + word + after for word in ("", *changed, *odd)]
    found = [(stubs.is_stub(line), stubs.is_placeholder(line)) for line in lines]
    with patch.object(stubs, "_may_be", lambda *_: True):
        assert found == [(stubs.is_stub(line), stubs.is_placeholder(line)) for line in lines]
    assert any(one or other for one, other in found)


def test_lines_of_documents_are_stubs_alike() -> None:
    lines = {line for text in texts() for line in text.split("\n") if len(line) < 60}
    assert all(stubs._may_be(line, stubs._STUBS) for line in lines if stubs._STUB.fullmatch(line))
    held = [line.strip() for line in lines if stubs._PLACEHOLDER.fullmatch(line.strip())]
    assert held
    assert all(stubs._may_be(line, stubs._PLACEHOLDERS) for line in held)


@given(
    st.text(st.characters() | st.sampled_from("aé\u3040あ\u30ff가\ud7af一\u9fff\u4e00"), max_size=4)
)
def test_languages_are_told_by_their_letters(text: str) -> None:
    stem = Text(Markdown(text), Html(entities.escape(text)), text, Form(""))
    item = Item(id=ItemId("a"), content=Said(stem=stem, response=NoResponse()), sources=())
    found = [
        name
        for name, letters in (("ja", "\u3040-\u30ff"), ("ko", "가-\ud7af"), ("zh", "\u4e00-\u9fff"))
        if re.search(f"[{letters}]", text)
    ]
    assert language_of(item) == (found or [""])[0]
