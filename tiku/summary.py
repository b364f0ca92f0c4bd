"""What a build came to, in numbers, for a person and for a program; it loads nothing heavy."""

from collections.abc import Iterable, Iterator
from typing import Any

from tiku.request import Options
from tiku.values import NamedTuple

SAME = f"{'same':<10} a build changes nothing in Anki"


class Summary(NamedTuple):
    """How many questions a build read, in how many files, and what became of them."""

    files: int = 0
    read: int = 0
    items: int = 0  # that are kept
    dropped: int = 0  # points that repeat another one
    conflict: int = 0  # clusters, and so the next two
    alike: int = 0
    phrases: int = 0
    unanswered: int = 0
    bare: int = 0  # without an answer, and so without a card

    @property
    def merged(self) -> int:
        """Give how many questions repeat another one."""
        return self.read - self.items


def lines(found: Summary, options: Options, written: Iterable[str]) -> Iterator[str]:
    """Write a summary in a few aligned lines, only those that have something to say."""
    ask = "; 'tiku review' asks which are the same"
    alike = count(found.alike, "pair or group", "pairs or groups")
    phrases = count(found.phrases, "stem")
    rows = [
        ("read", found.read, f"{count(found.read, 'question')} in {count(found.files, 'file')}"),
        ("dropped", found.dropped, f"{count(found.dropped, 'repeated point')}"),
        ("merged", found.merged, f"{count(found.merged, 'repeated question')}"),
        (
            "conflict",
            found.conflict,
            f"{count(found.conflict, 'question')} with several answers, all kept",
        ),
        ("alike", found.alike, f"{alike}, all kept{ask}"),
        (
            "phrases",
            found.phrases,
            f"{phrases} that stand everywhere, all kept",
        ),
        ("no answer", found.bare, f"{count(found.bare, 'question')}, no card for them"),
    ]
    for name, number, text in rows:
        if number:
            yield f"{name:<10} {text}"
    folder = options.folder.as_posix()
    if options.check:
        yield f"{'current':<10} {folder}/ is what the sources give"
    if names := outputs(written):
        yield f"{'written':<10} {count(found.items, 'question')} to {folder}/: {', '.join(names)}"


def record(found: Summary, options: Options, written: Iterable[str], *, ok: bool) -> dict[str, Any]:
    """Give a summary as JSON, to which changes, steps and problems are to be added."""
    return {
        "ok": ok,
        "files": found.files,
        "read": found.read,
        "items": found.items,
        "merged": found.merged,
        "conflict": found.conflict,
        "alike": found.alike,
        "unanswered": found.unanswered,
        "output": options.folder.as_posix(),
        "written": outputs(written),
    }


def outputs(written: Iterable[str]) -> list[str]:
    """Name the outputs; of a folder within, such as `page/`, only the folder."""
    parts = (name.partition("/") for name in written)
    return list(dict.fromkeys(folder + slash for folder, slash, _ in parts))


def count(number: int, one: str, many: str = "") -> str:
    """Say how many of something there are."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
