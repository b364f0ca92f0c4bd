"""Options and keys, by example."""

from __future__ import annotations

import pytest

from tiku.items.choices import key
from tiku.items.option_marks import Option
from tiku.items.options import split
from tiku.languages.alphabets import DIGITS
from tiku.markup.markdown import text

STEM = "Which?\n\n"


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        ("A. x\nB. y", "AB"),
        ("a) x\nb) y\nc) z", "ABC"),
        ("(A) x\n\n(B) y", "AB"),
        ("**A.** x\n**B.** y", "AB"),
        ("A、x\nB、y", "AB"),
        ("- A. x\n- B. y", "AB"),
        ("- [ ] x\n- [X] y", "AB"),
        ("- [ ] A. x\n- [x] B. y", "AB"),
        ("A. x\n  continued\nB. y", "AB"),
        ("A. only one", ""),
        ("A. x\nC. y", ""),
        ("B. x\nC. y", ""),
        ("A. x\nsomething else", ""),
        ("- x\n- y", ""),
        ("- [ ] x\n- y", ""),
    ],
)
def test_options(options: str, labels: str) -> None:
    found = split(STEM + options)
    assert "".join(option.label for option in found.options) == labels
    assert found.stem == ("Which?" if labels else STEM + options)
    for option in found.options:
        assert option.text in ("x", "y", "z", "x\ncontinued")


def test_options_without_a_stem_are_no_choice_question() -> None:
    assert split("A. x\nB. y").options == ()


def test_letters_end_at_z() -> None:
    letters = [chr(ord("A") + n) for n in range(27)]
    assert split(STEM + "\n".join(f"{each}. x" for each in letters)).options == ()
    assert len(split(STEM + "\n".join(f"{each}. x" for each in letters[:26])).options) == 26


OPTIONS = (Option("A", "TCP"), Option("B", "UDP"), Option("C", "SCTP"))
TEXTS = tuple(text(option.text) for option in OPTIONS)


@pytest.mark.parametrize(
    ("answer", "keyed", "rest"),
    [
        ("B", "B", ""),
        ("B.", "B", ""),
        ("**B**", "B", ""),
        ("(B)", "B", ""),
        ("Ｂ", "B", ""),
        ("B. UDP", "B", ""),
        ("UDP", "B", ""),
        ("**udp**.", "B", ""),
        ("A, C", "AC", ""),
        ("A and C", "AC", ""),
        ("A、C", "AC", ""),
        ("AC", "AC", ""),
        ("B\n\nIt sends datagrams.", "B", "It sends datagrams."),
        ("B: it sends datagrams", "B", "it sends datagrams"),
        ("b", "B", ""),
        ("a, c", "AC", ""),
        ("`B`", "B", ""),
        ("Option B", "B", ""),
        ("The answer is **B**.", "B", ""),
        ("选B", "B", ""),
        ("选项 B。", "B", ""),
        ("B) UDP", "B", ""),
        ("B) it sends datagrams", "B", "it sends datagrams"),
        ("B, because it sends datagrams", "B", "because it sends datagrams"),
        ("A; C", "AC", ""),
        ("A) and C)", "AC", ""),
        ("(A), (C)", "AC", ""),
        ("**A**, **C**", "AC", ""),
        ("`A`, `C`", "AC", ""),
        ("A. B.", "AB", ""),
        ("A\nC", "AC", ""),
        ("- A\n- C", "AC", ""),
        ("A. TCP\nC. SCTP", "AC", ""),
        ("a) TCP", "A", ""),
        ("a, c\n\nBecause.", "AC", "Because."),
        ("A. TCP, C. SCTP", "AC", ""),
        ("**B. UDP** and **C. Streams**", "BC", ""),
        ("A. TCP and so on, C. SCTP", "", "A. TCP and so on, C. SCTP"),
        ("TCP and B. UDP", "", "TCP and B. UDP"),
        ("**A, C.** Both connect.", "AC", "Both connect."),
        ("**A and C** — both connect.", "AC", "both connect."),
        ("A, C (both connect)", "AC", "(both connect)"),
        ("AC。因为都面向连接。", "AC", "因为都面向连接。"),
        ("A and A. It is so.", "", "A and A. It is so."),
        ("A and C connect.", "", "A and C connect."),
        ("A, B (unlike C) connect.", "", "A, B (unlike C) connect."),
        ("B (it (really) sends)", "B", "(it (really) sends)"),
        ("B (it sends", "", "B (it sends"),
        ("**B.**\\\n****It sends.", "B", "It sends."),
        ("A B-tree, since it is sorted", "", "A B-tree, since it is sorted"),
        ("B - it sends datagrams", "B", "it sends datagrams"),
        ("D", "", "D"),
        ("a network is a graph", "", "a network is a graph"),
        ("Apples", "", "Apples"),
        ("cab", "", "cab"),
        ("A network is a graph", "", "A network is a graph"),
        ("Neither.", "", "Neither."),
        ("", "", ""),
    ],
)
def test_the_key_of_an_answer(answer: str, keyed: str, rest: str) -> None:
    found = key(OPTIONS, TEXTS, answer)
    assert "".join(choice.label for choice in found.choices if choice.keyed) == keyed
    assert found.rest == rest


def test_what_an_answer_says_stays_as_it_is_written() -> None:
    options = (Option("1", "TCP", None, DIGITS), Option("2", "UDP", None, DIGITS))
    answer = "2️⃣ — of 1️⃣ and 2️⃣, $c = 1$.\n\n1 is none."
    found = key(options, TEXTS[:2], answer)
    assert [choice.keyed for choice in found.choices] == [False, True]
    assert found.rest == "of 1️⃣ and 2️⃣, $c = 1$.\n\n1 is none."


def test_ticks_win_over_an_answer_that_names_another_letter_and_it_is_kept() -> None:
    ticked = (Option("A", "TCP", ticked=True), Option("B", "UDP", ticked=False))
    found = key(ticked, TEXTS[:2], "B")
    assert [choice.keyed for choice in found.choices] == [True, False]
    assert (found.rest, found.disputed) == ("B", True)
    agreed = key(ticked, TEXTS[:2], "A")
    assert (agreed.rest, agreed.disputed) == ("", False)
    explained = key(ticked, TEXTS[:2], "It connects first.")
    assert (explained.rest, explained.disputed) == ("It connects first.", False)


def test_a_letter_is_a_label_before_it_is_a_text() -> None:
    options = (Option("A", "Java"), Option("B", "C"), Option("C", "Python"))
    found = key(options, [text(option.text) for option in options], "C")
    assert [choice.keyed for choice in found.choices] == [False, False, True]
    letters = (Option("A", "AC"), Option("B", "DC"), Option("C", "z"))
    found = key(letters, [text(option.text) for option in letters], "AC")
    assert [choice.keyed for choice in found.choices] == [True, False, False]
    factorials = (Option("A", "n"), Option("B", "n!"))
    found = key(factorials, [text(option.text) for option in factorials], "n!")
    assert [choice.keyed for choice in found.choices] == [False, True]
    numbers = (Option("A", "2"), Option("B", "1"))
    found = key(numbers, [text(option.text) for option in numbers], "1")
    assert [choice.keyed for choice in found.choices] == [False, True]
