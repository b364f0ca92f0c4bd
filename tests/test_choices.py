"""Options and keys, by example."""

from __future__ import annotations

import pytest

from tiku.choices import Option, key, split

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
        assert option.text in ("x", "y", "z")


def test_options_without_a_stem_are_no_choice_question() -> None:
    assert split("A. x\nB. y").options == ()


def test_letters_end_at_z() -> None:
    letters = [chr(ord("A") + n) for n in range(27)]
    assert split(STEM + "\n".join(f"{each}. x" for each in letters)).options == ()
    assert len(split(STEM + "\n".join(f"{each}. x" for each in letters[:26])).options) == 26


OPTIONS = (Option("A", "TCP"), Option("B", "UDP"), Option("C", "SCTP"))


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
        ("D", "", "D"),
        ("A network is a graph", "", "A network is a graph"),
        ("Neither.", "", "Neither."),
        ("", "", ""),
    ],
)
def test_the_key_of_an_answer(answer: str, keyed: str, rest: str) -> None:
    found = key(OPTIONS, answer)
    assert "".join(choice.label for choice in found.choices if choice.keyed) == keyed
    assert found.rest == rest


def test_ticks_win_over_an_answer_that_names_another_letter_and_it_is_kept() -> None:
    ticked = (Option("A", "TCP", ticked=True), Option("B", "UDP", ticked=False))
    found = key(ticked, "B")
    assert [choice.keyed for choice in found.choices] == [True, False]
    assert found.rest == "B"
    assert key(ticked, "A").rest == ""
