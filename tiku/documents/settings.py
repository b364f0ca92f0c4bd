"""Settings from `tiku.yaml` and from a document's front matter. Every one has a sane default.

The YAML is read as a graph of nodes and every scalar as the text that stands there: `deck: 2024`
is a name and `language: no` is Norwegian, and every message has a line.
"""

from collections.abc import Collection

from tiku.documents.known_settings import IN_A_FILE, KEYS
from tiku.model import Code, Problem, Record, Settings
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_MAX_FRONT_MATTER = 1_000  # lines
_KEY = lazy(r"[\w-]+\s*:(\s|$)")


def project_settings(
    text: str, path: str, dialects: Collection[str]
) -> tuple[Settings, tuple[Problem, ...]]:
    """Read `tiku.yaml`. A key that tiku does not know is an error: it would do nothing."""
    from tiku.documents.yaml_settings import Reader  # costs 20 ms, and most documents have none

    return Reader(path, dialects, first_line=1).read(text, KEYS, strict=True)


class FrontMatter(NamedTuple):
    """What stands on top of a document: its lines, what it sets, and what it says it is about."""

    lines: int = 0
    settings: Settings = Settings()
    problems: tuple[Problem, ...] = ()
    about: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()


def front_matter(lines: list[str], path: str, dialects: Collection[str]) -> FrontMatter:
    """Read a document's front matter; it has no lines if there is none.

    Keys of other tools (title, date, layout, …) are left alone. A document may well start with
    a rule, `---`, so only lines that look like a key start a front matter.
    """
    none = FrontMatter()
    if not lines or lines[0].rstrip() != "---":
        return none
    start = next((x for x in lines[1:_MAX_FRONT_MATTER] if x.strip() and x[0] != "#"), "")
    last = next((n for n, x in enumerate(lines[1:], 1) if x.rstrip() in ("---", "...")), 0)
    if not _KEY.match(start) and not _is_indented(lines[1:last]):
        return none
    if not last:
        if _key(start) not in IN_A_FILE:
            return none
        what = "the front matter that starts here is never closed"
        problem = Problem(Code.YAML_BROKEN, path, 1, what, "end it with '---'")
        return FrontMatter(problems=(problem,))
    if _is_card(start, lines[last + 1 :]):
        return none
    from tiku.documents.yaml_settings import Reader

    reader = Reader(path, dialects, first_line=2)
    found, problems = reader.read("\n".join(lines[1:last]), IN_A_FILE, strict=False)
    return FrontMatter(last + 1, found, problems, tuple(reader.about), tuple(reader.records))


def _is_indented(lines: list[str]) -> bool:
    """Tell whether all lines of a front matter are indented, one at least a key of tiku's."""
    told = [line for line in lines if line.strip() and line[0] != "#"]
    if not all(line[0] in " \t" for line in told):
        return False
    return any(_KEY.match(line.strip()) and _key(line) in IN_A_FILE for line in told)


def _key(line: str) -> str:
    return line.partition(":")[0].strip()


def _is_card(start: str, below: list[str]) -> bool:
    """Tell whether what stands between rules is a card, `Q: …`, and no front matter."""
    from tiku.languages.labels import label  # most documents have neither

    key, colon, _ = start.partition(":")
    found = label(start)
    if not found or found.role != "question":
        return False
    return len(key) == 1 or any(line.startswith(key + colon) for line in below)
