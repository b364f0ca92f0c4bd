"""What a person decided holds in every later build, and can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.judge import Log
from tests.test_edits import reimport, studied
from tiku import build
from tiku.changes import changes
from tiku.commands.reviewing import open_pairs
from tiku.identity.decisions import Decision, Decisions, Pair, Said
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known
from tiku.identity.lock import Lock
from tiku.model import Bank, ItemId, OpenResponse, Settings
from tiku.pipeline import Assembled, Built, assemble, finish
from tiku.reading import read

LOSS = ("How does TCP repair loss?", "It asks again for every segment that stays unacknowledged.")
STREAM = ("What makes a byte stream reliable?", "Numbers on bytes, and timers that run out.")
SIGNS = ("By what means are lost segments noticed?", "Three acknowledgements that are alike.")
SKY = ("Why is the sky blue?", "Air scatters short waves of light more than long ones.")
ALL = (LOSS, STREAM, SIGNS, SKY)
MUTEX = tuple(
    ("What is a mutex?", answer)
    for answer in ("A lock for one thread.", "A thing of the kernel.", "A queue, so to speak.")
)
Entry = tuple[str, str]


def text(*entries: Entry) -> dict[str, str]:
    return {"q.md": "".join(f"**Question:** {q}\n\n**Answer:** {a}\n\n" for q, a in entries)}


def said(verdict: Said, *pairs: tuple[str, str]) -> dict[Pair, Decision]:
    made = (Decision(verdict, (ItemId(one), ItemId(other))) for one, other in pairs)
    return {each.pair: each for each in made}


def made(
    sources: Mapping[str, str], before: Built | None, decisions: Decisions, now: int = 1000
) -> tuple[Built, Assembled]:
    lock = before.lock if before else Lock()
    found = assemble(read(sources), Settings(), Known(lock, decisions=decisions))
    return finish(found, lock, FIRST_BUILD + now), found


def rebuilt(
    sources: Mapping[str, str], before: Built | None, decisions: Decisions, now: int = 1000
) -> Built:
    built, found = made(sources, before, decisions, now)
    assert found.idle == ()
    assert made(sources, built, decisions, now + 1000)[0] == built, "a second build changes nothing"
    return built


def ids(bank: Bank) -> list[str]:
    return [item.id for item in bank.items]


def kinds(bank: Bank) -> list[tuple[str, tuple[str, ...]]]:
    return [(cluster.verdict, cluster.items) for cluster in bank.clusters]


def first_of(*entries: Entry) -> tuple[Built, list[str]]:
    first = made(text(*entries), None, {}, 0)[0]
    assert len(set(ids(first.bank))) == len(entries)
    return first, ids(first.bank)


# The same


def test_two_that_a_person_called_the_same_are_one() -> None:
    first, (loss, stream, *rest) = first_of(*ALL)
    built = rebuilt(text(*ALL), first, said("same", (stream, loss)))
    assert ids(built.bank) == [loss, *rest]
    one = built.bank.items[0]
    assert [(copy.id, copy.stem.plain) for copy in one.copies] == [(stream, STREAM[0])]
    assert one.stem.plain == LOSS[0]
    assert {*one.response.answer.plain.split("\n\n")} == {LOSS[1], STREAM[1]}
    assert built.lock.entries[ItemId(stream)].into == loss
    assert [(each.id, each.into) for each in built.bank.retired] == [(stream, loss)]
    assert kinds(built.bank) == [("same", (loss,))]
    assert built.bank.clusters[0].reason == "you said that they are the same"
    assert [(problem.code, problem.line) for problem in built.bank.problems] == [("M1", 5)]


def test_all_that_the_two_have_is_united() -> None:
    front = "---\ntags: {}\n---\n**Question:** {}\n\n**Answer:**\n\n- **Timer:** runs out.\n- {}\n"
    sources = {
        "a.md": front.format("loss", LOSS[0], "**Ack:** stays away."),
        "b.md": front.format("stream", STREAM[0], "**Window:** slides."),
    }
    first = made(sources, None, {}, 0)[0]
    (one,) = rebuilt(sources, first, said("same", (*ids(first.bank),))).bank.items  # type: ignore[arg-type]
    assert one.tags == ("loss", "stream")
    assert [(span.path, span.first) for span in one.sources] == [("a.md", 4), ("b.md", 4)]
    assert isinstance(one.response, OpenResponse)
    assert {point.term for point in one.response.points} == {"Timer", "Ack", "Window"}
    assert len(one.response.points) == 3


def test_the_id_is_that_of_the_oldest() -> None:
    """It stands last in the source, and learners have studied it longest."""
    first, (stream,) = first_of(STREAM)
    second, _ = made(text(LOSS, STREAM), first, {})
    loss = ids(second.bank)[0]
    built = rebuilt(text(LOSS, STREAM), second, said("same", (loss, stream)), 2000)
    assert ids(built.bank) == [stream]
    assert built.lock.entries[ItemId(loss)].into == stream


def test_a_copy_above_leaves_the_card_in_its_deck() -> None:
    own = text(STREAM)["q.md"]
    first, _ = made({"net.md": own}, None, {})
    sources = {"all.md": own, "net.md": own}
    built = rebuilt(sources, first, {})
    (item,) = built.bank.items
    assert item.deck == ("net",)
    assert made({"all.md": own}, built, {}, 3000)[0].bank.items[0].deck == ("all",), "it moved"
    assert made(sources, None, {})[0].bank.items[0].deck == ("all",), "the first, if all are new"


def test_an_id_of_the_author_goes_before_the_oldest() -> None:
    first, (loss,) = first_of(LOSS)
    sources = text(LOSS, (f"{STREAM[0]} <!-- id: stream -->", STREAM[1]))
    built = rebuilt(sources, first, said("same", (loss, "stream")))
    assert ids(built.bank) == ["stream"]
    assert built.lock.entries[ItemId(loss)].into == "stream"


EDITS: dict[str, tuple[Entry, Entry]] = {
    "the question of the one": (("By what does TCP repair loss?", LOSS[1]), STREAM),
    "the answer of the one": ((LOSS[0], LOSS[1].replace("every", "each")), STREAM),
    "the question of the other": (LOSS, ("What makes a stream of bytes reliable?", STREAM[1])),
    "the answer of the other": (LOSS, (STREAM[0], STREAM[1].replace("that run out", "too"))),
    "both questions": (
        ("By what does TCP repair loss?", LOSS[1]),
        ("What makes a stream of bytes reliable?", STREAM[1]),
    ),
    "question and answer of the other": (
        LOSS,
        ("What makes a byte stream reliable at all?", "Numbers on bytes, and timers that run."),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_it_holds_when_they_are_edited_and_is_undone_with_both_histories(name: str) -> None:
    first, whole = first_of(*ALL)
    decisions = said("same", (whole[0], whole[1]))
    united = rebuilt(text(*ALL), first, decisions)
    edited = text(*EDITS[name], *ALL[2:])
    after = rebuilt(edited, united, decisions, 3000)
    assert ids(after.bank) == [whole[0], *whole[2:]]
    assert after.lock.entries[ItemId(whole[1])].into == whole[0]
    assert (after.bank.items[0] == united.bank.items[0]) is False, "the edit has arrived"
    undone = rebuilt(edited, after, {}, 5000)
    assert ids(undone.bank) == whole
    assert all(entry.active for entry in undone.lock.entries.values())


def test_it_holds_when_the_files_are_others() -> None:
    first, whole = first_of(*ALL)
    decisions = said("same", (whole[0], whole[3]))
    united = rebuilt(text(*ALL), first, decisions)
    moved = {"z.md": text(LOSS, SIGNS)["q.md"], "a.md": text(SKY, STREAM)["q.md"]}
    after = rebuilt(moved, united, decisions, 3000)
    assert {*ids(after.bank)} == {*whole[:3]}
    assert {*ids(rebuilt(moved, after, {}, 5000).bank)} == {*whole}


def test_it_holds_if_it_was_said_before_the_first_build() -> None:
    decisions = said("same", (build(text(LOSS)).items[0].id, build(text(STREAM)).items[0].id))
    first = rebuilt(text(LOSS, STREAM), None, decisions, 0)
    edited = EDITS["the question of the other"]
    assert len(rebuilt(text(*edited), first, decisions).bank.items) == 1


def test_no_two_questions_were_first_seen_in_one_second_even_if_one_is_gone() -> None:
    first, whole = first_of(LOSS, STREAM, SKY)
    new = build(text(SIGNS)).items[0].id
    united = rebuilt(text(LOSS, STREAM, SIGNS), first, said("same", (whole[0], new)))
    seen = [entry.created for entry in united.lock.entries.values()]
    assert len(seen) == len(set(seen)) == 4


@pytest.mark.parametrize("pairs", [((0, 1), (1, 2)), ((2, 1), (0, 2)), ((0, 1), (0, 2), (1, 2))])
def test_three_become_one_by_any_two_decisions(pairs: tuple[tuple[int, int], ...]) -> None:
    first, whole = first_of(*ALL)
    decisions = said("same", *((whole[n], whole[m]) for n, m in pairs))
    built = rebuilt(text(*ALL), first, decisions)
    assert ids(built.bank) == [whole[0], whole[3]]
    assert [copy.id for copy in built.bank.items[0].copies] == whole[1:3]
    edited = text(LOSS, STREAM, ("How are lost segments noticed?", SIGNS[1]), SKY)
    after = rebuilt(edited, built, decisions, 3000)
    assert ids(after.bank) == [whole[0], whole[3]]
    assert ids(rebuilt(edited, after, {}, 5000).bank) == whole


places = st.sampled_from([*combinations(range(len(ALL)), 2)])


@given(st.sets(places), st.permutations(range(len(ALL))))
@settings(deadline=None, max_examples=60)
def test_no_question_and_no_history_is_lost_by_any_decisions(
    pairs: set[tuple[int, int]], order: list[int]
) -> None:
    entries = [ALL[n] for n in order]
    first, whole = first_of(*entries)
    decisions = said("same", *((whole[n], whole[m]) for n, m in sorted(pairs)))
    built = rebuilt(text(*entries), first, decisions)
    kept = [each for item in built.bank.items for each in (item.id, *(c.id for c in item.copies))]
    assert sorted(kept) == sorted(whole)
    homes: dict[str, int] = {}
    for n, item in enumerate(built.bank.items):
        homes.update(dict.fromkeys((item.id, *(copy.id for copy in item.copies)), n))
    assert all(homes[whole[n]] == homes[whole[m]] for n, m in pairs)
    assert (len(built.bank.items) == len(ALL)) == (not pairs)
    assert ids(rebuilt(text(*entries), built, {}, 3000).bank) == whole


def test_two_that_were_merged_already_are_told_once() -> None:
    first, (loss, stream) = first_of(LOSS, STREAM)
    sources = text(LOSS, LOSS, STREAM)
    built = rebuilt(sources, first, said("same", (loss, stream)))
    assert kinds(built.bank) == [("same", (loss,))]
    assert len(built.bank.problems) == 2


def test_two_of_which_each_was_merged_are_told_once() -> None:
    first, (loss, stream) = first_of(LOSS, STREAM)
    built = rebuilt(text(LOSS, LOSS, STREAM, STREAM), first, said("same", (loss, stream)))
    assert kinds(built.bank) == [("same", (loss,))]
    assert len(built.bank.problems) == 3


def test_a_decision_on_what_is_gone_is_idle_and_changes_nothing() -> None:
    first, whole = first_of(LOSS, STREAM)
    decisions = said("same", (whole[0], "gone")) | said("different", ("gone", "too"))
    built, found = made(text(LOSS, STREAM), first, decisions)
    assert built == made(text(LOSS, STREAM), first, {})[0]
    gone = {idle.decision.pair: idle.gone for idle in found.idle}
    assert gone == dict(zip(decisions, ({"gone"}, {"gone", "too"}), strict=True))


# The author's own ids


def named(*entries: Entry) -> dict[str, str]:
    own = ("loss", "stream", "signs")
    return text(
        *((f"{q} <!-- id: {id_} -->", a) for id_, (q, a) in zip(own, entries, strict=False))
    )


def test_the_author_s_ids_are_united_whatever_the_words_become() -> None:
    decisions = said("same", ("stream", "loss"))
    first = rebuilt(named(LOSS, STREAM), None, decisions, 0)
    other = named(("Wholly other words!", "Red."), ("And others again?", "Blue."))
    after = rebuilt(other, first, decisions)
    assert ids(after.bank) == ["loss"]
    assert [copy.id for copy in after.bank.items[0].copies] == ["stream"]
    assert ids(rebuilt(other, after, {}, 3000).bank) == ["loss", "stream"]


def test_the_author_s_ids_are_told_apart() -> None:
    conflict = named(*MUTEX[:2])
    assert kinds(build(conflict)) == [("conflict", ("loss", "stream"))]
    assert kinds(rebuilt(conflict, None, said("different", ("loss", "stream"))).bank) == []


# Different


def test_different_ones_are_shown_no_more() -> None:
    shared = "- **Timer:** it runs out.\n- **Ack:** it stays away.\n"
    alike = text((LOSS[0], f"\n\n{shared}- more"), (STREAM[0], f"\n\n{shared}- else"), *MUTEX[:2])
    first = made(alike, None, {}, 0)[0]
    one, other, lock, thing = ids(first.bank)
    assert kinds(first.bank) == [("conflict", (lock, thing)), ("alike", (one, other))]
    assert {problem.code for problem in first.bank.problems} == {"M2", "M3"}
    calm = rebuilt(alike, first, said("different", (other, one), (lock, thing)))
    assert (calm.bank.clusters, calm.bank.problems) == ((), ())
    assert (calm.bank.items, calm.lock) == (first.bank.items, first.lock)
    shown = rebuilt(alike, first, said("different", (one, other)))
    assert kinds(shown.bank) == [("conflict", (lock, thing))]


OOP = tuple((q, "One interface for many types.") for q in (
    "Explain polymorphism.", "What is polymorphism?", "Describe polymorphism."
))  # fmt: skip


@pytest.mark.parametrize("is_built", [False, True])
def test_copies_that_frames_merge_are_kept_apart(*, is_built: bool) -> None:
    first = made(text(*OOP[:2]), None, {}, 0)[0]
    (one,) = first.bank.items
    apart = [one.id, one.copies[0].id]
    assert apart == [build(text(each)).items[0].id for each in OOP[:2]]
    decisions = said("different", (apart[0], apart[1]))
    built = rebuilt(text(*OOP[:2]), first if is_built else None, decisions)
    assert ids(built.bank) == apart
    assert (built.bank.clusters, built.bank.problems) == ((), ())
    assert ids(rebuilt(text(*OOP[:2]), built, {}, 3000).bank) == apart[:1]


def test_of_three_copies_only_the_one_is_kept_apart() -> None:
    minted = [build(text(each)).items[0].id for each in OOP]
    built = rebuilt(text(*OOP), None, said("different", (minted[1], minted[0])))
    assert [(i.id, [c.id for c in i.copies]) for i in built.bank.items] == [
        (minted[0], [minted[2]]),
        (minted[1], []),
    ]
    both = said("different", (minted[1], minted[0]), (minted[1], minted[2]))
    assert len(rebuilt(text(*OOP), None, both).bank.items) == 2
    every = said("different", *combinations(minted, 2))
    assert ids(rebuilt(text(*OOP), None, every).bank) == minted


def test_copies_that_are_told_apart_stay_so_when_one_is_edited() -> None:
    minted = [build(text(each)).items[0].id for each in OOP[:2]]
    decisions = said("different", (minted[0], minted[1]))
    built = rebuilt(text(*OOP[:2]), None, decisions)
    edited = ("Please explain polymorphism.", OOP[0][1])
    assert ids(rebuilt(text(edited, OOP[1]), built, decisions).bank) == minted


@pytest.mark.parametrize(
    ("pairs", "left"),
    [
        ([(0, 1), (0, 2)], [1, 2]),
        ([(2, 1), (0, 2)], [0, 1]),
        ([(0, 1), (0, 2), (1, 2)], []),
    ],
)
def test_of_three_only_those_are_shown_that_nobody_decided_on(
    pairs: list[tuple[int, int]], left: list[int]
) -> None:
    first, whole = first_of(*MUTEX)
    assert kinds(first.bank) == [("conflict", (*whole,))]
    decisions = said("different", *((whole[n], whole[m]) for n, m in pairs))
    built = rebuilt(text(*MUTEX), first, decisions)
    expected = [("conflict", tuple(whole[n] for n in left))] if left else []
    assert kinds(built.bank) == expected
    assert [{one.id, other.id} for _, one, other, _ in open_pairs(built.bank, decisions)] == [
        {whole[n] for n in left}
    ] * bool(left)


def test_what_is_left_out_leaves_its_place_out() -> None:
    first, whole = first_of(*MUTEX)
    decisions = said("different", (whole[0], whole[1]), (whole[0], whole[2]))
    (cluster,) = rebuilt(text(*MUTEX), first, decisions).bank.clusters
    assert [span.first for span in cluster.sources] == [5, 9]


def test_a_pair_that_was_decided_on_is_not_asked_again() -> None:
    first, whole = first_of(*MUTEX)
    decisions = said("different", (whole[0], whole[1]))
    built = rebuilt(text(*MUTEX), first, decisions)
    open_ = [{one.id, other.id} for _, one, other, _ in open_pairs(built.bank, decisions)]
    assert {whole[0], whole[1]} not in open_
    assert len(open_) > 0


@pytest.mark.parametrize("rival", [0, 1])
def test_what_is_different_from_one_is_so_from_both_that_are_one(rival: int) -> None:
    """Else the pair is asked again for ever, whatever a person says."""
    first, whole = first_of(*MUTEX)
    decisions = said("same", (whole[0], whole[1])) | said("different", (whole[rival], whole[2]))
    built = rebuilt(text(*MUTEX), first, decisions)
    assert ids(built.bank) == [whole[0], whole[2]]
    assert list(open_pairs(built.bank, decisions)) == []


# In the real Anki


@pytest.mark.parametrize("is_turned", [False, True])
def test_uniting_and_undoing_lose_no_history_in_anki(*, is_turned: bool) -> None:
    first, whole = first_of(*ALL)
    pair = (whole[1], whole[0]) if is_turned else (whole[0], whole[1])
    united, found = made(text(*ALL), first, said("same", pair))
    told = changes(found.identity, united.bank.items, first.lock, united.lock)
    assert [change.kind for change in told.listed] == ["updated", "merged"]
    undone = rebuilt(text(*ALL), united, {}, 3000)
    with studied(first) as anki:
        histories = anki.histories()
        assert {history.guid for history in histories.values()} == {*whole}
        assert reimport(anki, united) == Log(0, 1, 2, 0)
        assert [anki.find(step.search) for step in told.steps] == [{whole[1]}]
        assert reimport(anki, undone) == Log(0, 1, 3, 0)
        assert anki.histories() == histories
        both = {str(guid): str(fields) for guid, _, _, fields in anki.rows()}
        assert STREAM[1] not in both[whole[0]]
        assert STREAM[1] in both[whole[1]]
