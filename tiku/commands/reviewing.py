"""The commands about repeats: `review`, which asks a person, and `judge`, for labelled pairs."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tiku.commands import building, side_by_side
from tiku.commands.outcome import Open, Outcome
from tiku.dedupe import clusters
from tiku.dedupe.judging import judge as verdict
from tiku.disk import output, sources
from tiku.disk.output import OutputError
from tiku.identity import deciding, decisions
from tiku.identity.decisions import Decision, Decisions, Pair, Said
from tiku.model import Bank, Code, Item, ItemId, Problem
from tiku.request import Options
from tiku.system.terminal import has_colour

Pairs = Sequence[Sequence[str]]
_KEYS: dict[str, Said] = {"s": "same", "d": "different"}
_QUIT = ("q", "\x03", "\x04", "\x1b", "")
_SHOWN = 1_200  # characters of an answer


def review(options: Options, *, same: Pairs, different: Pairs, later: Pairs) -> Outcome:
    """Record what a person says of pairs of ids; without any, ask about each open pair."""
    outcome = building.check(options)
    if outcome.failed or not outcome.bank:
        return outcome
    bank = outcome.bank
    told = tuple(problem for problem in outcome.problems if problem.code == Code.DECISION_IDLE)
    outcome = outcome._replace(problems=told)  # the others are said by a build
    said: list[tuple[Sequence[str], Said | None]] = [
        *((pair, "same") for pair in same),
        *((pair, "different") for pair in different),
        *((pair, None) for pair in later),
    ]
    if said:
        return _recorded(options, outcome, said)
    assert outcome.project
    pairs = tuple(open_pairs(bank, outcome.project.known.decisions))
    if pairs and not options.json and sys.stdin.isatty() and sys.stdout.isatty():
        return _asked(options, outcome, pairs)
    return outcome._replace(said=tuple(_listed(pairs, options)), open=pairs)


def open_pairs(bank: Bank, known: Decisions) -> Iterator[Open]:
    """Give the pairs that nobody has decided on; of a group each with one before it."""
    items = {item.id: item for item in bank.items}
    apart = deciding.told_apart(bank.items, known)
    for cluster in bank.clusters:
        if cluster.verdict not in ("conflict", "alike"):
            continue
        for n, other in enumerate(cluster.items):
            undecided = (
                each for each in cluster.items[:n] if frozenset((each, other)) not in apart
            )
            if one := next(undecided, None):
                yield Open(cluster.verdict, items[one], items[other], cluster.reason)


def _listed(pairs: Sequence[Open], options: Options) -> Iterator[str]:
    for pair in pairs:
        yield f"{pair.verdict:<10} {pair.reason}"
        for item in (pair.one, pair.other):
            span = item.place
            yield f"  {options.path_of(span.path)}:{span.first}  {item.id}  {_line(item)}"
    if pairs:
        noun = "pair" if len(pairs) == 1 else "pairs"
        how = "'tiku review --same ID ID', or '--different'; or run it in a terminal"
        yield f"open       {len(pairs):,} {noun}; decide with {how}"
    else:
        yield "open       nothing is left to decide"


def _line(item: Item) -> str:
    return " ".join(item.stem.plain.split())[:100]


# Recording


def _recorded(
    options: Options, outcome: Outcome, said: Iterable[tuple[Sequence[str], Said | None]]
) -> Outcome:
    assert outcome.bank
    known = _by_id(outcome.bank)
    for ids, _ in said:
        for each in ids:
            if ItemId(each) not in known:
                what = f"no question has the id '{each}'"
                remedy = "'tiku review' and 'tiku ids' list them; a merged copy's is in bank.json"
                return _failed(options, outcome, what, remedy)
        if len({known[ItemId(each)].stem.form for each in ids}) == 1 == len(set(ids)):
            what = f"'{ids[0]}' and '{ids[1]}' are one id"
            remedy = "write ids of their own into the sources to tell copies apart"
            return _failed(options, outcome, what, remedy)
    made: dict[Pair, Decision | None] = {}
    for (one, other), verdict_ in said:
        ids = (ItemId(one), ItemId(other))
        if frozenset(ids) in made:
            what, remedy = f"'{one}' and '{other}' are named twice", "say one thing of them"
            return _failed(options, outcome, what, remedy)
        asked = (_line(known[ids[0]]), _line(known[ids[1]]))
        made[frozenset(ids)] = Decision(verdict_, ids, asked) if verdict_ else None
    return _written(options, outcome, made)


def _by_id(bank: Bank) -> dict[ItemId, Item]:
    found = {copy.id: copy for item in bank.items for copy in item.copies}
    found |= {item.name: item for item in bank.items if item.name}
    return found | {item.id: item for item in bank.items}


def _failed(options: Options, outcome: Outcome, what: str, remedy: str) -> Outcome:
    problem = Problem(Code.DECISION_INVALID, options.decisions.as_posix(), 0, what, remedy)
    return outcome._replace(problems=(*outcome.problems, problem))


def _written(options: Options, outcome: Outcome, made: Mapping[Pair, Decision | None]) -> Outcome:
    """Add decisions to the file, or take them out of it, while no build reads it."""
    path = options.decisions
    try:
        with output.exclusive(options.place):
            content = path.read_bytes() if os.path.lexists(path) else b""
            found = dict(decisions.load(content, path.as_posix()))
            count = sum(_record(found, pair, decision) for pair, decision in made.items())
            if count:
                _replace(path, decisions.dump(found))
    except (OutputError, decisions.DecisionsError) as error:
        return outcome._replace(problems=(*outcome.problems, error.problem))
    if not count:
        return outcome._replace(said=("decided    nothing new",))
    noun = "decision" if count == 1 else "decisions"
    said = f"decided    {count:,} {noun} in {path.as_posix()}; commit it, and build again"
    return outcome._replace(said=(said,))


def _record(found: dict[Pair, Decision], pair: Pair, decision: Decision | None) -> bool:
    """Take a decision in, and tell whether it is news."""
    before = found.pop(pair, None)
    if decision:
        found[pair] = decision
    return (before and before.said) != (decision and decision.said)


def _replace(path: Path, content: bytes) -> None:
    try:
        sources.replace(path, content)
    except OSError as error:
        what = f"this cannot be written: {error.strerror}"
        problem = Problem(Code.OUTPUT_UNWRITABLE, path.as_posix(), 0, what, "make it writable")
        raise OutputError(problem) from error


# Asking


def _asked(options: Options, outcome: Outcome, pairs: Sequence[Open]) -> Outcome:
    """Show each pair, and take one key for it."""
    made: dict[Pair, Decision | None] = {}
    for number, pair in enumerate(pairs, 1):
        print("\n".join(_shown(pair, f"{number} of {len(pairs)}", options)))
        print("[s]ame  [d]ifferent  [l]ater  [q]uit ", end="", flush=True)
        try:
            key = _key().lower()
        except KeyboardInterrupt:  # what was said so far is kept
            key = "q"
        print(key if key.isprintable() else "")
        if key in _QUIT:
            break
        if said := _KEYS.get(key):
            ids, asked = (pair.one.id, pair.other.id), (_line(pair.one), _line(pair.other))
            made[frozenset(ids)] = Decision(said, ids, asked)
    if not made:
        return outcome._replace(said=("decided    nothing",))
    return _written(options, outcome, made)


def _shown(pair: Open, count: str, options: Options) -> Iterator[str]:
    width = shutil.get_terminal_size().columns
    colour = has_colour(sys.stdout)
    yield ""
    yield f"{count}  {pair.verdict}: {pair.reason}"
    yield "─" * width
    for part in (partial(_place, options), _question, _answer):
        ours, theirs = part(pair.one), part(pair.other)
        if ours or theirs:
            yield from side_by_side.columns(ours, theirs, width, colour=colour)
            yield ""


def _place(options: Options, item: Item) -> str:
    span = item.place
    section = " › ".join(item.section[-2:])
    return f"{options.path_of(span.path)}:{span.first}  {section}"


def _question(item: Item) -> str:
    return item.stem.plain


def _answer(item: Item) -> str:
    return clusters.answer(item, _SHOWN)


def _key() -> str:
    """Read one key, without waiting for the end of a line."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return _key_of_windows()
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _key_of_windows() -> str:
    """Read one key; those without a character come as two, the last of Delete as an S."""
    import msvcrt

    read: Callable[[], str] = msvcrt.getwch  # type: ignore[attr-defined, unused-ignore]
    while (key := read()) in _FIRST_OF_TWO:
        read()
    return key


_FIRST_OF_TWO = ("\x00", "\xe0")


# Labelled pairs


def judge(_: Options, *, pairs: str) -> Outcome:
    """Judge pairs of questions, one JSON object a line, each pair as a bank of its own."""
    name = "standard input" if pairs == "-" else pairs
    try:
        content = sys.stdin.buffer.read() if pairs == "-" else Path(pairs).read_bytes()
        lines = content.decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        what = f"this cannot be read: {why}"
        return Outcome((Problem(Code.UNREADABLE, name, 0, what, "name a file of JSON lines"),))
    said: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said.append(json.dumps(_judged(json.loads(line)), ensure_ascii=False))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            what = "this is no pair of questions"
            remedy = 'write {"id": "…", "a": "…", "b": "…"}; answer_a, ctx_a and so on may be added'
            problems.append(Problem(Code.PAIR_INVALID, name, number, what, remedy))
    return Outcome(tuple(problems), said=tuple(said))


def _judged(pair: Mapping[str, Any]) -> dict[str, Any]:
    found = verdict(pair)
    known = {"id": pair["id"]} if "id" in pair else {"a": pair["a"], "b": pair["b"]}
    return {**known, "verdict": found.verdict, "reason": found.reason}
