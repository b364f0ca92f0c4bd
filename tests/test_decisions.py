"""`tiku.decisions` as a file: what is read of it, what is refused, and where."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiku.identity.decisions import Decision, DecisionsError, Pair, Said, dump, load
from tiku.model import Code, ItemId, Problem

SAME = b'{"ids":["a","b"],"said":"same","asked":["A?","B?"]}\n'
OTHER = b'{"ids":["a","c"],"said":"different","asked":["A?","C?"]}\n'


def refused(content: bytes) -> Problem:
    with pytest.raises(DecisionsError) as caught:
        load(content, "x/tiku.decisions")
    problem = caught.value.problem
    assert (problem.code, problem.path) == (Code.DECISION_INVALID, "x/tiku.decisions")
    assert problem.remedy
    return problem


def test_decisions_are_sorted_lines_whoever_wrote_them() -> None:
    found = load(b'{"said":"different","ids":["c","a"],"asked":["C?","A?"]}\n\n' + SAME, "x")
    assert found[frozenset(map(ItemId, "ab"))].said == "same"
    assert [each.line for each in found.values()] == [1, 3]
    assert dump(found) == SAME + OTHER


def test_no_decisions_are_an_empty_file() -> None:
    assert load(b"", "x") == {}
    assert dump({}) == b""


def test_what_was_asked_may_be_left_out() -> None:
    (found,) = load(b'{"ids":["a","b"],"said":"same"}', "x").values()
    assert found == Decision("same", (ItemId("a"), ItemId("b")), ("", ""), 1)


def test_a_mark_of_windows_and_its_line_ends_do_not_count() -> None:
    windows = b"\xef\xbb\xbf" + (SAME + OTHER).replace(b"\n", b"\r\n")
    assert dump(load(windows, "x")) == SAME + OTHER


def test_a_decision_that_both_branches_made_is_one() -> None:
    assert dump(load(SAME + OTHER + SAME, "x")) == SAME + OTHER


@pytest.mark.parametrize("turned", [b'["a","b"]', b'["b","a"]'])
def test_two_that_are_the_same_and_different_are_refused(turned: bytes) -> None:
    problem = refused(SAME + OTHER + b'{"ids":' + turned + b',"said":"different"}\n')
    assert (problem.line, problem.what) == (3, "these two are 'same' in line 1")


@pytest.mark.parametrize("mark", [b"<<<<<<< HEAD", b"=======", b">>>>>>> b", b"||||||| c"])
def test_a_conflict_of_git_is_refused_at_its_line(mark: bytes) -> None:
    problem = refused(SAME + mark + b"\n" + OTHER)
    assert (problem.line, problem.what) == (2, "a merge has left a conflict here")


def test_what_is_not_utf_8_is_refused() -> None:
    problem = refused(SAME + "什么是".encode("gb18030"))
    assert (problem.line, problem.what) == (0, "this is no text in UTF-8")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        "7",
        '"same"',
        "{}",
        '{"ids":["a","b"]}',
        '{"said":"same"}',
        '{"ids":["a"],"said":"same"}',
        '{"ids":["a","b","c"],"said":"same"}',
        '{"ids":["a","a"],"said":"same"}',
        '{"ids":["a",1],"said":"same"}',
        '{"ids":[["a"],["b"]],"said":"same"}',
        '{"ids":7,"said":"same"}',
        '{"ids":["a","b"],"said":"alike"}',
        '{"ids":["a","b"],"said":["same"]}',
        '{"ids":["a","b"],"said":"same","asked":7}',
        '{"ids":["a","b"],"said":"same","asked":["A?"]}',
        '{"ids":["a","b"],"said":"same","asked":["A?",null]}',
        '{"ids":["a","b"],"said":"same","asked":{"0":"A?","1":"B?"}}',
        pytest.param('{"ids":["a","b"],"said":' * 20_000, id="nested"),
        pytest.param("[" * 200_000, id="deep"),
    ],
)
def test_a_line_that_is_no_decision_is_refused(line: str) -> None:
    problem = refused(SAME + b"\n" + line.encode() + b"\n")
    assert (problem.line, problem.what) == (3, "this is no decision")


@pytest.mark.parametrize("ids", ['"ab"', '{"a":1,"b":2}'])
def test_ids_are_a_list(ids: str) -> None:
    refused(b'{"ids":' + ids.encode() + b',"said":"same"}')


@pytest.mark.parametrize("space", ["\u2028", "\x85"])
def test_a_line_ends_where_json_lines_end(space: str) -> None:
    asked = json.dumps(
        {"ids": ["a", "b"], "said": "same", "asked": [f"A{space}?", ""]}, ensure_ascii=False
    )
    (found,) = load(asked.encode(), "x").values()
    assert found.asked[0] == f"A{space}?"


def test_what_no_file_can_hold_is_refused() -> None:
    problem = refused(b'{"ids":["a","b"],"said":"same","asked":["\\ud800","B?"]}')
    assert (problem.line, problem.what) == (1, "this is no decision")


# Any file

words = st.text(max_size=12).map(lambda text: " ".join(text.split()))
verdicts: st.SearchStrategy[Said] = st.sampled_from(["same", "different"])
pairs = st.tuples(words, words).filter(lambda pair: pair[0] != pair[1])


@st.composite
def decided(draw: st.DrawFn) -> dict[Pair, Decision]:
    found: dict[Pair, Decision] = {}
    for ids in draw(st.lists(pairs, max_size=6)):
        one, other = map(ItemId, ids)
        made = Decision(draw(verdicts), (one, other), draw(st.tuples(words, words)))
        found[made.pair] = made
    return found


def told(decisions: dict[Pair, Decision]) -> dict[Pair, object]:
    return {
        pair: (each.said, dict(zip(each.ids, each.asked, strict=True)))
        for pair, each in decisions.items()
    }


@given(decided())
def test_decisions_out_and_in_are_equal(found: dict[Pair, Decision]) -> None:
    content = dump(found)
    assert told(load(content, "x")) == told(found)
    assert dump(load(content, "x")) == content
    assert dump(dict(reversed(found.items()))) == content
    assert content.count(b"\n") == len(found)


LINES = (SAME, OTHER, b"", b"{}", b"<<<<<<<", b'{"ids":["a","b"],"said":"different"}', b'"\xff"')


@given(st.lists(st.one_of(st.sampled_from(LINES), st.binary(max_size=12)), max_size=5))
def test_any_bytes_are_loaded_or_refused_at_a_line(lines: list[bytes]) -> None:
    content = b"\n".join(lines)
    try:
        found = load(content, "x")
    except DecisionsError:
        assert 0 <= refused(content).line <= len(content) + 1
    else:
        assert {*found} <= {frozenset("ab"), frozenset("ac")}
