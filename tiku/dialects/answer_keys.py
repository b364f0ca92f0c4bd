"""Questions get the answers of a key: each that has none that of its number, part by part."""

from collections.abc import Sequence

from tiku.dialects.key_lines import Key
from tiku.dialects.key_sections import KeySection, part_words
from tiku.items import options, stubs
from tiku.languages import labels
from tiku.model import Draft, Fragment, Markdown, Role
from tiku.system.patterns import lazy

_KEY = lazy(r"[\W_]*(?:[A-Ha-h](?![A-Za-z])|\d|√|×|T\b|F\b|True|False)")

_Run = list[tuple[int, int]]  # numbers that count up, each with a place


def attach(drafts: Sequence[Draft], sections: Sequence[KeySection]) -> tuple[Draft, ...]:
    """Give each draft without an answer that of its number, from the first key below it.

    What explains the answers of a key stands in another one below that.
    """
    found = list(drafts)
    for section in sections:
        at = _first(found, section.first)
        start = min(at, _first(found, section.since - 1))
        if section.explains:
            found[start:at] = _explained(found[start:at], section.keys)
        else:
            found[start:at] = answered(found[start:at], section.keys, section.title)
    return tuple(found)


def _first(drafts: Sequence[Draft], line: int) -> int:
    """Give the place of the first draft that begins below a line."""
    return next((n for n, draft in enumerate(drafts) if draft.span.first > line), len(drafts))


def _explained(drafts: Sequence[Draft], keys: Sequence[Key]) -> list[Draft]:
    """Give drafts that a key answers what another one says of them, if their numbers are unique."""
    by_number = {key.number: key.answer for key in keys}
    ours = {draft.number for draft in drafts if draft.number}
    if len(by_number) < len(keys) or len(ours) < sum(bool(draft.number) for draft in drafts):
        return [*drafts]
    return [_with_more(draft, by_number.get(draft.number)) for draft in drafts]


def _with_more(draft: Draft, more: Fragment | None) -> Draft:
    """Add what is said of an answer by its key: the answer again, in more words, or why."""
    answer = draft.answer
    is_apart = answer and answer.line > draft.span.last
    if not more or not answer or not is_apart or draft.explanation:
        return draft
    again = _with(draft, more)
    said = again.answer.markdown if again.answer else ""
    repeats = _ONLY_KEY.fullmatch(answer.markdown) and said.startswith(answer.markdown)
    if repeats and _AFTER_KEY.match(said, len(answer.markdown)):
        return again
    return draft._replace(explanation=more)


_ONLY_KEY = lazy("[A-H]{1,5}")
_AFTER_KEY = lazy(r"[).:,;，。；]|\s*(?:[(（\n–—-]|$)")  # not `A map is …`


def answered(drafts: Sequence[Draft], keys: Sequence[Key], title: str = "") -> list[Draft]:
    """Give drafts their answers by number; where numbers begin anew, part by part.

    A key that names parts, or one in its title, is only that of those.
    """
    ours = _runs([(draft.number, n) for n, draft in enumerate(drafts) if draft.number])
    theirs = _runs([(key.number, n) for n, key in enumerate(keys)])
    pairs = _named_alike(drafts, keys, title, (ours, theirs))
    named = {id(run) for pair in pairs for run in pair}
    unnamed = [[run for run in runs if id(run) not in named] for runs in (ours, theirs)]
    if len(unnamed[0]) == len(unnamed[1]):
        pairs += zip(*unnamed, strict=True)
    elif not pairs and ours and (whole := _of_no_part(theirs, keys)):
        pairs = [(ours[-1], whole)]
    result = list(drafts)
    for one, other in pairs:
        by_number = dict(other)
        for number, n in _from_zero(drafts, one, len(other)):
            if number in by_number and (free := _without_remark(drafts[n])):
                result[n] = _with(free, keys[by_number[number]].answer)
    return result


def _from_zero(drafts: Sequence[Draft], run: _Run, count: int) -> _Run:
    """Count from 1 what counts from 0, so that a key with one more answer is that of all."""
    (number, at), *_ = run
    before = drafts[at - 1] if at else None
    is_first = before and not before.number and before.section == drafts[at].section
    if number != 1 or not is_first or count != len(run) + 1:
        return run
    return [(1, at - 1), *((number + 1, n) for number, n in run)]


def _of_no_part(runs: Sequence[_Run], keys: Sequence[Key]) -> _Run:
    """Give the only answers, or the only ones that name no part, if other ones do."""
    found = [run for run in runs if len(runs) == 1 or not keys[run[0][1]].part]
    return found[0] if len(found) == 1 else []


def _without_remark(draft: Draft) -> Draft | None:
    """Give a draft that has no answer; what stands below options and names none explains it."""
    said = draft.answer.markdown.strip() if draft.answer else ""
    if not draft.answer or not said or stubs.is_placeholder(said):
        return draft._replace(answer=None)
    question = draft.question.markdown if draft.question else ""
    is_key = _KEY.match(draft.answer.markdown)
    if draft.explanation or is_key or not options.split(question).options:
        return None
    return draft._replace(answer=None, explanation=draft.answer)


def _named_alike(
    drafts: Sequence[Draft], keys: Sequence[Key], title: str, runs: tuple[list[_Run], list[_Run]]
) -> list[tuple[_Run, _Run]]:
    """Pair the questions and answers of the parts that both name; several parts have the words."""
    ours, theirs = runs
    if len(ours) < 2:
        return []
    names = [part_words(drafts[run[0][1]].section[-1:]) for run in ours]
    pairs = []
    for run in theirs:
        part = part_words([keys[run[0][1]].part]) or (
            part_words([title]) if len(theirs) == 1 else set()
        )
        same = [n for n, name in enumerate(names) if name == part]
        within = [n for n, name in enumerate(names) if name and (name <= part or part <= name)]
        fits = same or within
        if part and len(fits) == 1:
            pairs.append((ours[fits[0]], run))
    return pairs


def _with(draft: Draft, answer: Fragment) -> Draft:
    """Give a draft an answer, and what explains it; a title above its label is no part of it."""
    lines = answer.markdown.strip().split("\n")
    at = _labelled(lines)
    if at is not None and (found := labels.label(lines[at])):
        lines[: at + 1] = [*[""] * at, found.rest]
    explained = (n for n in range((at or 0) + 1, len(lines)) if _names(lines[n], "explanation"))
    end = next(explained, len(lines))
    said = Fragment(Markdown("\n".join(lines[:end]).strip()), answer.line + (at or 0))
    why = labels.label(lines[end]) if end < len(lines) else None
    if not why:
        return draft._replace(answer=said)
    text = Markdown("\n".join([why.rest, *lines[end + 1 :]]).strip())
    return draft._replace(answer=said, explanation=Fragment(text, answer.line + end))


def _labelled(lines: Sequence[str]) -> int | None:
    """Find the line that is labelled as an answer, below nothing but a title, or the question.

    That is what stands in bold, or is code.
    """
    is_code = False
    for n, line in enumerate(lines):
        if _names(line, "answer"):
            return n
        is_code ^= line.lstrip().startswith("```")
        is_fence = is_code or line.strip() == "```"
        if line.strip() and not is_fence and not _TITLE.fullmatch(line):
            return None
    return None


_TITLE = lazy(r"\s*\*\*.+\*\*\s*")


def _names(line: str, role: Role) -> bool:
    """Tell whether a line is labelled so; one letter is that of an option."""
    found = labels.label(line)
    return found is not None and found.role == role and (len(found.word) > 1 or role != "answer")


def _runs(numbers: Sequence[tuple[int, int]]) -> list[_Run]:
    runs: list[_Run] = []
    for pair in numbers:
        if not runs or pair[0] <= runs[-1][-1][0]:
            runs.append([])
        runs[-1].append(pair)
    return runs
