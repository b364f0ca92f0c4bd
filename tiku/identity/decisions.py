"""`tiku.decisions`: what a person said of questions that are perhaps the same, as text.

One JSON object a line, sorted, so that git merges two branches line by line.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from tiku.identity.lock import CONFLICT
from tiku.model import Code, ItemId, Problem
from tiku.request import DECISIONS
from tiku.values import NamedTuple

NAME: Final = DECISIONS
Said = Literal["same", "different"]
Pair = frozenset[ItemId]
_SAID = get_args(Said)


class Decision(NamedTuple):
    """That two questions are the same or not; `asked` is what they asked then, for a reader."""

    said: Said
    ids: tuple[ItemId, ItemId]
    asked: tuple[str, str] = ("", "")
    line: int = 0

    @property
    def pair(self) -> Pair:
        """Give the two ids, in no order."""
        return frozenset(self.ids)


Decisions = Mapping[Pair, Decision]


class DecisionsError(Exception):
    """A file of decisions cannot be used; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem for the report."""
        super().__init__(problem.what)
        self.problem = problem


def load(content: bytes, path: str) -> dict[Pair, Decision]:
    """Read decisions. Raises DecisionsError, with the line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what, remedy = "this is no text in UTF-8", "get it back from your history"
        raise DecisionsError(Problem(Code.DECISION_INVALID, path, 0, what, remedy)) from error
    found: dict[Pair, Decision] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith(CONFLICT):
            what, remedy = "a merge has left a conflict here", "keep the lines of both sides"
            raise DecisionsError(Problem(Code.DECISION_INVALID, path, number, what, remedy))
        decision = _decision(line, path, number)
        before = found.get(decision.pair)
        if before and before.said != decision.said:
            what = f"these two are '{before.said}' in line {before.line}"
            remedy = "delete one of the lines"
            raise DecisionsError(Problem(Code.DECISION_INVALID, path, number, what, remedy))
        found[decision.pair] = decision
    return found


def dump(decisions: Mapping[Pair, Decision]) -> bytes:
    """Write decisions; the same decisions are the same bytes."""
    lines = sorted(_line(each) for each in decisions.values())
    return "".join(f"{line}\n" for line in lines).encode()


def _line(decision: Decision) -> str:
    both = sorted(zip(decision.ids, decision.asked, strict=True))
    ids, asked = zip(*both, strict=True)
    value = {"ids": ids, "said": decision.said, "asked": asked}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decision(line: str, path: str, number: int) -> Decision:
    try:
        value: Any = json.loads(line)
        said, ids, asked = value["said"], value["ids"], value.get("asked", ["", ""])
        (one, other), _ = ids, "".join((*ids, *asked)).encode()  # raises for what is no text
        are_pairs = isinstance(ids, list) and isinstance(asked, list) and len(asked) == len(ids)
        if said in _SAID and one != other and are_pairs:
            return Decision(said, (ItemId(one), ItemId(other)), (asked[0], asked[1]), number)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    what = "this is no decision"
    remedy = 'write {"ids":["…","…"],"said":"same"} or "different", or delete the line'
    raise DecisionsError(Problem(Code.DECISION_INVALID, path, number, what, remedy))
