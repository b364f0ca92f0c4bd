"""What a command finds where it runs: settings, the time, and how files are named from there."""

import os
import time
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from tiku.dialects import DIALECTS
from tiku.disk import output, recent, sources
from tiku.documents.encoding import decode
from tiku.documents.settings import project_settings
from tiku.identity.identify import FIRST_BUILD
from tiku.model import Code, Problem, Rule, Settings
from tiku.request import seen_from, settings_path


def settings_of(source: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Read the settings that hold for a source, and what is wrong with them."""
    path = settings_path(source)
    if path is None:
        return Settings(), ()
    name = path.as_posix()
    content = sources.read(path, name)
    if isinstance(content, Problem):
        return Settings(), (content,)
    text, problems = decode(name, content)
    if text is None:
        return Settings(), problems
    settings, found = project_settings(text, name, DIALECTS)
    if settings.files and os.path.isfile(source):  # noqa: PTH113 - raises nothing
        settings = settings._replace(files=tuple(_of_file(source, path.parent, settings.files)))
    return settings, (*problems, *found)


def _of_file(source: Path, folder: Path, rules: Iterable[Rule]) -> Iterator[Rule]:
    """Give the rules that hold for a file by itself, as they do where its folder is the source.

    That folder is where the settings are, or in it.
    """
    below = os.path.relpath(os.path.realpath(source), os.path.realpath(folder)).replace(os.sep, "/")
    names = (source.name, below, below.partition("/")[2])
    for rule in rules:
        if any(fnmatch(name, rule.pattern) for name in names):
            yield rule._replace(pattern="*")


def name_of(source: Path, lock_path: Path) -> str:
    """Name a source as it is seen from the lock, so that no two have one name."""
    name = Path(seen_from(lock_path.parent, source))
    return os.fsencode(name.as_posix()).decode("utf-8", "backslashreplace")


def as_typed(problems: Iterable[Problem], source: Path) -> Iterator[Problem]:
    """Name the file of each problem as it is seen from here."""
    for problem in problems:
        is_below = problem.path and os.path.isdir(source)  # noqa: PTH112 - raises nothing
        path = source / problem.path if is_below else source
        yield problem._replace(path=path.as_posix())


def now() -> int:
    """Give the time of this build, never in the future, for Anki would not take later ones.

    See reproducible-builds.org/specs/source-date-epoch.
    """
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isdecimal() and len(given) < recent.DIGITS):
        what = f"'{given[:80]}' is no time in seconds since 1970"
        remedy = "set it to one, or unset it"
        problem = Problem(Code.SETTING_INVALID, "SOURCE_DATE_EPOCH", 0, what, remedy)
        raise output.OutputError(problem)
    return max(min(int(given), clock) if given else clock, FIRST_BUILD)
