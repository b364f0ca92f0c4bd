"""Truths about repeats that hold for any bank, however its questions are related."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tiku.dedupe.judging import judge
from tiku.dedupe.repeats import Age, Deduped, dedupe, merge
from tiku.markup import markdown
from tiku.model import ChoiceResponse, Item, ItemId, Span
from tiku.reading import read

STEMS = (
    "What is a rondo?",
    "Explain a rondo.",
    "**what is a Rondo**",
    "What is a rondeau?",
    "What is the difference between a rondo and a fugue?",
    "Explain the difference between a fugue and a rondo.",
    "What is it?",
    "Advantages",
    "有哪些特点？",
    "什么是回旋曲？",
    "请解释回旋曲。",
    "什麼是迴旋曲？",
    "Which tool?\n\n- [x] knife\n- [ ] fork",
    "Which tool?\n\n- [ ] fork\n- [x] knife",
    "Which tool?\n\n- [ ] knife\n- [x] fork",
    "What is `Whisk`?",
    "What is `whisk`?",
    "Why is [this](https://a.org) sour?",
    "What is printed?\n\n```c\nputs(s);\n```",
)
ANSWERS = (
    "",
    "A form.",
    "**a form**",
    "A form.\n\nIts theme returns.",
    "A form.\n\nIts theme is lost.",
    "Its theme returns.",
    "- one\n- two",
    "- one\n- two\n- three",
    "- one\n- three",
    "1. one\n2. two",
    "1. two\n2. one",
    "[here](https://a.org)",
    "[here](https://b.org)",
    "A form.\n\n**Explanation:** It goes round.",
    "A form.\n\n**Explanation:** It goes on.",
    "A form of music whose theme comes back after each of its episodes.",
    "```c\nputs(s);\n```",
)
HEADINGS = ("", "# Forms\n\n", "# Tools\n\n## Kitchen\n\n", "### 1. The rondo\n\n", "---\n\n")
UNRELATED = (
    "**Question:** Who wrote the Aeneid?\n\n**Answer:** Virgil.\n\n"
    "**Question:** 长江流入哪个海？\n\n**Answer:** 东海。\n\n"
    "**Question:** Which planet has rings?\n\n- [x] Saturn\n- [ ] Venus\n\n"
)
KNIFE = "**Question:** Which tool?\n\n- [x] knife\n- [ ] fork\n\n"
AS_STEPS = f"# Kitchen\n\n{KNIFE}**Answer:** 1. one\n2. two\n\n{KNIFE}**Answer:** - one\n- two\n\n"
# The copy of the first has a title, which the two have when they are one.
TITLED_LATER = f"{KNIFE}{KNIFE}**Answer:** A form.\n\n### 1. The rondo\n\n{KNIFE}"
some = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def written(entry: tuple[str, str, str]) -> str:
    heading, stem, answer = entry
    return f"{heading}**Question:** {stem}\n\n" + (f"**Answer:** {answer}\n\n" if answer else "")


entry = st.tuples(st.sampled_from(HEADINGS), st.sampled_from(STEMS), st.sampled_from(ANSWERS))
document = st.lists(entry, min_size=1, max_size=6).map(lambda found: "".join(map(written, found)))
front = st.sampled_from(["", "---\ntags: [a]\n---\n", "---\ntags: [b, c]\n---\n"])
file = st.tuples(front, document).map("".join)
sources = st.dictionaries(st.sampled_from(["a.md", "b.md", "c/d.md"]), file, min_size=1)


def items_of(files: dict[str, str]) -> list[Item]:
    return [item for reading in read({**files}) for item in reading.items]


def groups(items: Iterable[Item]) -> set[frozenset[Span]]:
    """Give which questions were merged, as sets of places."""
    return {frozenset(item.sources) for item in items}


def verdicts(found: Deduped) -> set[tuple[str, frozenset[Span]]]:
    return {
        (each.verdict, frozenset(s for n in each.members for s in found.items[n].sources))
        for each in found.findings
    }


def said(item: Item) -> Iterator[str]:
    """Give what an item says, block for block, each by its form."""
    for text in (item.stem, item.response.answer, item.explanation, item.hint, item.title):
        blocks = markdown.structure(text.markdown).blocks
        lines = text.markdown.split("\n")
        for block in blocks:
            for part in block.children if block.kind == "bullets" else (block,):
                yield markdown.text("\n".join(lines[part.first - 1 : part.last])).form


@given(sources)
@example({"a.md": TITLED_LATER})
@example({"a.md": f"# Tools\n\n#{AS_STEPS}# Forms\n\n{KNIFE}**Answer:** - one\n- two\n"})
@some
def test_deduping_what_is_kept_changes_nothing(files: dict[str, str]) -> None:
    once = dedupe(items_of(files))
    twice = dedupe(once.items)
    assert twice.items == once.items
    # Why copies were merged depends on what each of them said before.
    assert [found[:2] for found in twice.findings] == [found[:2] for found in once.findings]


def test_what_two_copies_say_in_other_marks_is_said_once() -> None:
    (found,) = dedupe(items_of({"a.md": AS_STEPS})).items
    assert found.explanation.markdown == "1. one\n2. two"


@given(sources)
@some
def test_every_question_is_in_exactly_one_that_is_kept(files: dict[str, str]) -> None:
    items = items_of(files)
    found = dedupe(items)
    assert sorted(span for item in found.items for span in item.sources) == sorted(
        span for item in items for span in item.sources
    )
    by_place = {item.sources: item for item in items}
    for item in found.items:
        assert len(item.copies) == len(item.sources) - 1
        assert {span for copy in item.copies for span in copy.sources} < {*item.sources}
        assert all(by_place[copy.sources] == copy for copy in item.copies)


@given(sources)
@some
def test_nothing_that_a_copy_says_is_lost(files: dict[str, str]) -> None:
    items = items_of(files)
    by_place = {item.sources: item for item in items}
    for kept in dedupe(items).items:
        has = {*said(kept), *(piece for copy in kept.copies for piece in said(copy))}
        own = {*said(kept)}
        for span in kept.sources:
            one = by_place[(span,)]
            assert has >= {*said(one)}
            assert {*kept.tags} >= {*one.tags}
            assert own >= answered(one)
        if any(by_place[(span,)].title.form for span in kept.sources):
            assert kept.title.form


def answered(item: Item) -> set[str]:
    """Give the blocks of an open answer, which the item that is kept must have itself."""
    if isinstance(item.response, ChoiceResponse):
        return set()
    one = markdown.structure(item.response.answer.markdown).blocks
    lines = item.response.answer.markdown.split("\n")
    parts = [part for b in one for part in (b.children if b.kind == "bullets" else (b,))]
    return {markdown.text("\n".join(lines[p.first - 1 : p.last])).form for p in parts}


@given(sources, st.randoms(use_true_random=False))
@some
def test_neither_the_order_of_files_nor_of_items_changes_a_merge(
    files: dict[str, str], random: Random
) -> None:
    items = items_of(files)
    turned = [item for path in sorted(files, reverse=True) for item in items if is_in(item, path)]
    random.shuffle(items)
    assert groups(dedupe(items).items) == groups(dedupe(turned).items)


def is_in(item: Item, path: str) -> bool:
    return item.sources[0].path == path


@given(sources)
@some
def test_a_file_about_something_else_changes_no_verdict(files: dict[str, str]) -> None:
    alone = dedupe(items_of(files))
    among = dedupe(items_of({**files, "other.md": UNRELATED}))
    assert verdicts(alone) == verdicts(among)
    assert groups(alone.items) < groups(among.items)


@given(sources)
@some
def test_two_questions_are_judged_alike_from_either_side(files: dict[str, str]) -> None:
    for one, other in combinations(items_of(files)[:6], 2):
        ours, theirs = dedupe([one, other]), dedupe([other, one])
        assert groups(ours.items) == groups(theirs.items)
        assert verdicts(ours) == verdicts(theirs)


def named(items: Iterable[Item]) -> list[Item]:
    """Give each item an id of its own, as builds do before they compare them."""
    return [item._replace(id=ItemId(f"i{n}")) for n, item in enumerate(items)]


@given(sources)
@some
def test_items_that_are_one_stay_apart_if_a_person_says_so(files: dict[str, str]) -> None:
    items = named(items_of(files))
    apart = {frozenset((one.id, other.id)) for one, other in combinations(items, 2)}
    found = dedupe(items, apart=apart)
    assert len(found.items) == len(items)
    assert not any(item.copies for item in found.items)


class Oldest:
    """A history in which the last of some items is the oldest."""

    def age(self, item: Item) -> Age:
        return Age(-item.sources[0].first)

    def ids(self, item: Item) -> tuple[ItemId, ...]:
        return (item.id, ItemId(f"was-{item.id}"))


@given(sources)
@some
def test_the_oldest_copy_stays_and_its_old_ids_tell_it_apart(files: dict[str, str]) -> None:
    items = named(items_of({"a.md": next(iter(files.values()))}))
    for kept in dedupe(items, Oldest()).items:
        own = {*kept.sources} - {span for copy in kept.copies for span in copy.sources}
        assert own == {max(kept.sources, key=lambda span: span.first)}
    apart = {frozenset((ItemId("was-i0"), ItemId(f"i{n}"))) for n in range(1, len(items))}
    first = dedupe(items, Oldest(), apart).items[:1]
    assert not any(item.copies for item in first)


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        ("A form.", "A dance.", "A form.\n\nA dance."),
        ("- one\n- two", "- two\n- three", "- one\n- two\n\n- three"),
        ("", "A dance.", "A dance."),
        ("A form.", "It has parts:\n\n- one", "A form.\n\nIt has parts:\n\n- one"),
        ("A form of music.", "Two parts:", "A form of music.\n\nTwo parts:"),
    ],
)
def test_two_that_a_person_makes_one_are_united(one: str, other: str, whole: str) -> None:
    items = items_of({"a.md": "".join(written(("", "Why?", answer)) for answer in (one, other))})
    for survivor in (0, 1):
        assert {*merge(items, survivor).response.answer.plain.split("\n")} == {
            *markdown.text(whole).plain.split("\n")
        }


def test_a_phrase_that_stands_everywhere_is_no_question_by_itself() -> None:
    entries = [(f"# Tale {n}\n\n", "How does the tale end?", f"Ending {n}.") for n in range(4)]
    found = dedupe(items_of({"a.md": "".join(map(written, entries))}))
    assert len(found.items) == 4
    assert [finding.verdict for finding in found.findings] == ["different"]
    fewer = dedupe(items_of({"a.md": "".join(map(written, entries[:3]))}))
    assert len(fewer.items) == 3
    assert not fewer.findings


@pytest.mark.parametrize(("answer", "shown"), [("A number that tells apart.", 1), ("None.", 0)])
def test_general_words_with_one_answer_in_two_places_are_shown(answer: str, shown: int) -> None:
    entries = [(f"# {title}\n\n", "What is a port?", answer) for title in ("Networks", "Ships")]
    found = dedupe(items_of({"a.md": "".join(map(written, entries))}))
    assert len(found.items) == 2
    assert [finding.verdict for finding in found.findings] == ["alike"] * shown


@pytest.mark.parametrize("count", [2, 8, 9, 12])
def test_however_many_answers_dispute_each_is_kept(count: int) -> None:
    entries = [("", "What is the `rondo` made of?", f"Answer {n}.") for n in range(count)]
    found = dedupe(items_of({"a.md": "".join(map(written, [*entries, ("", entries[0][1], "")]))}))
    assert len(found.items) == count + 1
    assert {finding.verdict for finding in found.findings} <= {"conflict", "different"}


def test_one_question_in_two_languages_is_shown() -> None:
    pair = {
        "a": "什么是 DNA？",
        "b": "What is DNA?",
        "answer_a": "分子。",
        "answer_b": "A molecule.",
    }
    assert judge(pair) == ("review", "the same question in another language")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("x", "x", "the same question with the same answer"),
        ("x", "", "the same question, once without an answer"),
        ("", "x", "the same question, once without an answer"),
        ("x\n\ny", "x", "the same question; one answer has all of the other"),
        ("x", "x\n\ny", "the same question; one answer has all of the other"),
    ],
)
def test_a_merge_says_why(one: str, other: str, reason: str) -> None:
    assert judge({"a": "Why?", "b": "Why?", "answer_a": one, "answer_b": other}).reason == reason


marks = st.text("*_`[]()<>!#-+.:：|~$\\&\"'?？1Aa什么是如何和区别的 \n\t\x1f\u200b\r", max_size=40)
anything = st.one_of(st.text(max_size=40), marks, st.sampled_from([*STEMS, *ANSWERS]))
sides = ("a", "b", "answer_a", "answer_b", "ctx_a", "ctx_b")


@given(st.fixed_dictionaries(dict.fromkeys(sides, anything)))
@example({**dict.fromkeys(sides, ""), "a": "- 0\n- 0", "answer_a": "1."})
@some
def test_no_text_makes_a_judge_raise(pair: dict[str, str]) -> None:
    assert judge(pair).verdict in {"merge", "conflict", "review", "distinct"}


@given(anything)
@example("\r0")
@some
def test_a_question_is_its_own_repeat(stem: str) -> None:
    assert judge({"a": stem, "b": stem}).verdict == "merge" or is_empty(stem)


def is_empty(stem: str) -> bool:
    return judge({"a": stem, "b": stem}).reason == "one of them is empty"


LONG = 2_000
FRAMES = (
    ("{}", "What is the difference between {} and b?"),
    ("{}的区别是什么？", "什么是{}？"),
)
PIECES = (
    *(
        "a",
        "a ",
        "什么",
        "的区别",
        "和",
        " and ",
        "what is ",
        "如何",
        "请",
        "有哪些",
        "の違い",
        "とは",
    ),
    *(
        "(",
        "(a",
        "[",
        "*a",
        "`",
        "~",
        "-",
        "…",
        "^",
        "!",
        "? a",
        "$x$",
        "<b>",
        "²",
        "ß",
        "\x1f",
        "\r",
    ),
    *("n't ", "don't ", "'s ", "1.", "1. ", "> ", "- a\n", "a\n", "\n\n", "|a|\n|-|\n", "A", "AB "),
    *("is a ", " between ", "与a", "란 ", " for example", "and the difference ", "gross AB "),
)


@pytest.mark.no_cover
@pytest.mark.parametrize("piece", PIECES)
def test_a_very_long_text_is_judged(piece: str) -> None:
    text = piece * (LONG // len(piece))
    for ours, theirs in FRAMES[: 1 if "\n" in piece else 2]:
        pair = {"a": ours.format(text), "b": theirs.format(text), "ctx_a": text[:2000]}
        assert judge(pair).verdict != "conflict"


@pytest.mark.no_cover
@pytest.mark.parametrize("piece", ["a ", "- a\n", "a\n\n", "的"])
def test_very_long_answers_are_judged(piece: str) -> None:
    text = piece * (LONG // len(piece))
    pair = {"a": "Why?", "b": "Why?", "answer_a": text, "answer_b": f"{text}\n\nb"}
    assert judge(pair).verdict in {"merge", "conflict", "distinct"}


@pytest.mark.parametrize("pair", [{"a": "x"}, {"a": "x", "b": 1}, {"a": "x", "b": "y", "ctx_a": 1}])
def test_what_is_no_pair_is_refused(pair: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        judge(pair)


def test_a_side_without_a_question_is_distinct() -> None:
    assert judge({"a": "", "b": "What?"}) == ("distinct", "one of them is empty")
