"""What is said of a finding: at each of its questions but the first, which one that repeats."""

from collections.abc import Iterable, Iterator

from tiku.model import Code, Problem, Verdict
from tiku.values import NamedTuple


class Place(NamedTuple):
    """Where a question begins."""

    path: str
    line: int


_NOTICES: dict[Verdict, tuple[Code, str, str]] = {
    "same": (Code.MERGED, "repeats {}; the two became one", "delete one of the two"),
    "conflict": (
        Code.CONFLICT,
        "asks the same as {}, but answers or explains it otherwise; both were kept",
        "make the answers agree, or reword one question",
    ),
    "alike": (
        Code.ALIKE,
        "is perhaps the same as {} ({reason}); both were kept",
        "delete one of the two if it is",
    ),
}


EQUAL = "the same question with the same answer"


def seen_from(own: str, path: str, line: int) -> str:
    """Name a place as a message about a file does."""
    return f"line {line}" if path == own else f"{path}:{line}"


def notices(verdict: Verdict, reason: str, places: Iterable[Place]) -> Iterator[Problem]:
    """Give what is said of a finding of questions at some places; nothing of common phrases."""
    if verdict == "different":
        return
    code, what, remedy = _NOTICES[verdict]
    if verdict == "same" and reason != EQUAL:
        remedy += " once the other says all that both say"
    first, *others = places
    for path, line in others:
        said = "this question " + what.format(seen_from(path, *first), reason=reason)
        yield Problem(code, path, line, said, remedy)
