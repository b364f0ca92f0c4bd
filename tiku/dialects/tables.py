"""Tables of questions, `| Question | A | B | Key |`, or of the two sides of a deck's cards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from tiku.dialects import topics
from tiku.dialects.parts import found_ids
from tiku.documents import tables
from tiku.documents.outline import Outline
from tiku.documents.tables import Row
from tiku.items import stubs
from tiku.languages import asking, part_titles, truth_words
from tiku.markup import markdown
from tiku.model import Code, Draft, Fragment, Markdown, Problem, Reading, Span
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

Column = Literal[
    "number", "question", "answer", "explanation", "hint", "option", "options", "other"
]

_NUMBER = lazy(
    r"#|no\.?|nr\.?|n[º°]|№|id|序号|编号|題號|题号|番号|번호|qn?|s\.?\s?no\.?", re.IGNORECASE
)
_OPTION = lazy(
    r"(?:option|choice|opción|选项|選項)?\s*[\W_]*(?P<letter>[A-H])[\W_]*", re.IGNORECASE
)
_NUMBERED = lazy(  # of a quiz made in a spreadsheet: Answer 1 | Answer 2 | Correct answer(s)
    r"(?:answer|option|choice|respuesta|opción|antwort|réponse|resposta|opção|risposta|opzione|вариант)"
    r"\s?[1-9]",
    re.IGNORECASE,
)
_KEY = lazy(r"key|correct(?:\s.*)?|right(?:\s.*)?|solution|clave|correcta|ключ", re.IGNORECASE)
_STATEMENT = lazy(
    r"statements?|afirmaç(?:ão|ões)|afirmaci(?:ón|ones)|affirmations?|affermazion[ei]|aussagen?"
    r"|утверждени[ея]|陈述|表述|说法|命题",
    re.IGNORECASE,
)
_JUDGED = lazy(  # V/F  True or false?
    rf"(?:{truth_words.IN_LETTERS}|{truth_words.IN_WORDS})\s?\??|判断|判斷|正誤", re.IGNORECASE
)
_LONGEST = 60  # characters of a title
_FEWEST_OPTIONS = 2


class _Table(NamedTuple):
    first: int
    columns: tuple[Column, ...]
    header: Row
    rows: list[Row]


def read(outline: Outline) -> Reading:
    """Read the tables whose head names a question, and in a deck of cards those of two columns."""
    is_deck = topics.is_deck(outline) or topics.is_vocabulary(outline)
    found = [
        table for first in _firsts(outline) if (table := _table(outline, first, is_deck=is_deck))
    ]
    drafts = tuple(draft for table in found for draft in _drafts(outline, table))
    if not drafts:
        return Reading(why="no table of questions")
    heads = " | ".join(found[0].header.cells)
    problems = (problem for table in found for problem in _left_out(outline.path, table))
    return Reading(
        drafts, tuple(problems), confidence=1.0, why=f"tables '{heads[:60]}' ({len(drafts)})"
    )


def _firsts(outline: Outline) -> Iterator[int]:
    return (n for n, line in enumerate(outline.lines, 1) if line.kind == "table" and line.leaf == n)


def _table(outline: Outline, first: int, *, is_deck: bool) -> _Table | None:
    header, *rows = tables.rows(outline, first)
    titles = [markdown.plain(cell).strip() for cell in header.cells]
    columns = tuple(map(_column, titles))
    if sum(map(bool, map(_NUMBERED.fullmatch, titles))) >= _FEWEST_OPTIONS:
        pairs = zip(titles, columns, strict=True)
        columns = tuple(
            "option" if _NUMBERED.fullmatch(title) else column for title, column in pairs
        )
    if any(map(_JUDGED.fullmatch, titles)):
        columns = tuple(map(_column_of_judged, titles, columns))
    options = columns.count("option")
    if _only_counts(columns, rows):
        return None
    if judged := _crossed(first, titles, header, rows):
        return judged
    if columns.count("question") == 1 and ("answer" in columns or options >= _FEWEST_OPTIONS):
        return _Table(first, columns, header, rows)
    fewest = 1 if columns[:1] == ("question",) else _FEW_WORDS
    sides = _sides(titles) if is_deck else _asked(titles, rows, fewest)
    return _Table(first, sides, header, rows) if sides else None


def _asked(titles: Sequence[str], rows: Sequence[Row], fewest: int) -> tuple[Column, ...]:
    """Tell what two columns hold of which the first asks in every row: `Cue | Notes`.

    Each has a `fewest` of words. What is beside it says something else each time, and is no `yes`,
    as of what a product can do.
    """
    counts = len(titles) > _SIDES and bool(_NUMBER.fullmatch(titles[0]))
    if len(titles) != _SIDES + counts or len(rows) < _FEWEST_ROWS:
        return ()
    cells = [row.cells[counts:] for row in rows]
    if any(len(row) != _SIDES for row in cells):
        return ()
    asks = all(asking.has_mark(asked) and len(asked.split()) >= fewest for asked, _ in cells)
    told = [said.split() for _, said in cells if not asking.has_mark(said)]
    says = len(told) == len({*map(tuple, told)}) == len(cells)
    if any(len(words) == 1 and _VERDICT.fullmatch(words[0].strip(".!")) for words in told):
        return ()
    if not asks or not says or 2 * sum(len(words) > 1 for words in told) < len(told):
        return ()
    return (*(("number",) if counts else ()), "question", "answer")


_FEWEST_ROWS, _FEW_WORDS = 3, 3
_VERDICT = lazy(rf"{truth_words.TRUE}|{truth_words.FALSE}|{truth_words.YES_OR_NO}", re.IGNORECASE)


def _crossed(first: int, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> _Table | None:
    """Read statements with a cross below true or false: `| Affirmation | Vrai | Faux |`."""
    true = [n for n, title in enumerate(titles) if _TRUE.fullmatch(title)]
    false = [n for n, title in enumerate(titles) if _FALSE.fullmatch(title)]
    if len(true) != 1 or len(false) != 1 or not 2 < len(titles) < _LONGEST:
        return None
    marked = [[row.cells[n].strip() for n in (*true, *false) if n < len(row.cells)] for row in rows]
    if not rows or any(sorted(map(bool, each)) != [False, True] for each in marked):
        return None
    if not all(_CROSS.fullmatch("".join(each)) for each in marked):
        return None
    stem = min({0, 1, 2} - {*true, *false}) if not _NUMBER.fullmatch(titles[0]) else 1
    is_told = bool(_STATEMENT.fullmatch(titles[stem])) or _column(titles[stem]) == "question"
    if stem in (*true, *false) or not is_told or any(len(row.cells) <= stem for row in rows):
        return None
    verdicts = (titles[true[0] if each[0] else false[0]] for each in marked)
    told = [
        Row(row.line, (row.cells[stem], said)) for row, said in zip(rows, verdicts, strict=True)
    ]
    return _Table(first, ("question", "answer"), header, told)


_CROSS = lazy(r"[xX×+•●✓✔✗✘☑☒✅√]\ufe0f?")
_TRUE = lazy(rf"(?:{truth_words.TRUE}|[TVRWВ])", re.IGNORECASE)
_FALSE = lazy(rf"(?:{truth_words.FALSE}|[FНE])", re.IGNORECASE)


def _sides(titles: Sequence[str]) -> tuple[Column, ...]:
    """Tell what the columns of cards hold: two sides, between a number and an example or a note."""
    counts = len(titles) > _SIDES and bool(_NUMBER.fullmatch(titles[0]))
    more = len(titles) - counts - _SIDES
    if not 0 <= more <= 1 or (more and not _EXAMPLE.fullmatch(titles[-1])):
        return ()
    sides: tuple[Column, ...] = ("question", "answer", "explanation")
    return (*(("number",) if counts else ()), *sides[: _SIDES + more])


_SIDES = 2
_EXAMPLE = lazy(
    r"(?:examples?(?:\s(?:sentences?|usage|use))?|usage|notes?|in\sa\ssentence|mnemonics?|beispiel(?:e|satz|sätze)?"
    r"|notiz(?:en)?|ejemplos?|notas?|exemples?|exemplos?|esemp(?:io|i)|пример\w*|примечани[ея]|例句?|示例|举例|例子|备注"
    r"|例文|예문|예시)",
    re.IGNORECASE,
)


def _only_counts(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Tell whether what a table calls questions are their numbers, as in a key: `Q1 | B`."""
    if columns.count("question") != 1 or not rows:
        return False
    at = columns.index("question")
    found = [_COUNT.fullmatch(row.cells[at]) for row in rows if len(row.cells) > at]
    return [int(each[1]) if each else 0 for each in found] == [*range(1, len(rows) + 1)]


_COUNT = lazy(r"[\s*]*Q?\s?(\d{1,3})[.)]?[\s*]*", re.IGNORECASE)


def _column(title: str) -> Column:
    if len(title) > _LONGEST:
        return "other"
    if _NUMBER.fullmatch(title):
        return "number"
    if _OPTION.fullmatch(title):
        return "option"
    if _KEY.fullmatch(title):
        return "answer"
    if part_titles.names_options(title):
        return "options"
    role = part_titles.role_of_title(title) or part_titles.role_of_column(title)
    return role or "other"


def _column_of_judged(title: str, column: Column) -> Column:
    """Tell what a column holds beside the verdicts of statements."""
    if _JUDGED.fullmatch(title):
        return "answer"
    return "question" if _STATEMENT.fullmatch(title) else column


def _drafts(outline: Outline, table: _Table) -> Iterator[Draft]:
    for row in table.rows:
        cells = dict(zip(table.columns, row.cells, strict=False))
        stem = cells.get("question", "")
        if stem.strip() and not stubs.is_stub(stem):
            yield _draft(outline, table, row, cells)


def _left_out(path: str, table: _Table) -> Iterator[Problem]:
    """Report rows with more cells than the head has, and answers without a question."""
    width, at = len(table.columns), table.columns.index("question")
    for row in table.rows:
        asked = row.cells[at] if len(row.cells) > at else ""
        if any(cell.strip() for cell in row.cells[width:]):
            what = f"this row has {len(row.cells)} cells, the head of its table {width}"
            remedy = "the rest was left out; write '\\|' for a bar within a cell"
            yield Problem(Code.CELL_LEFT_OUT, path, row.line, what, remedy)
        elif not asked.strip() and any(
            column == "answer" and cell.strip()
            for column, cell in zip(table.columns, row.cells, strict=False)
        ):
            what, remedy = "this row has an answer and no question", "write one, or delete the row"
            yield Problem(Code.QUESTION_MISSING, path, row.line, what, remedy)


def _draft(outline: Outline, table: _Table, row: Row, cells: Mapping[Column, str]) -> Draft:
    question = "\n".join([cells["question"], *_options(table, row)])
    number = re.sub(r"\D", "", cells.get("number", ""))[:4]
    return Draft(
        span=Span(outline.path, row.line, row.line),
        section=outline.above(row.line),
        question=Fragment(Markdown(question), row.line),
        answer=_fragment(_key(table, row, cells.get("answer", "")), row.line),
        explanation=_fragment(cells.get("explanation", ""), row.line),
        hint=_fragment(cells.get("hint", ""), row.line),
        ids=found_ids(outline.marked, row.line, row.line),
        number=int(number or 0),
    )


def _key(table: _Table, row: Row, text: str) -> str:
    """Write the numbers of options as their letters, where their columns have numbers: `1,3`.

    Where an option is that number itself, it is meant.
    """
    digits = text.replace(" ", "").split(",")
    if not all(map(_DIGIT.fullmatch, digits)):
        return text
    titles = (markdown.plain(cell).strip() for cell in table.header.cells)
    options = _cells(table, row, "option")
    is_text = any(cell.strip() in (text.strip(), *digits) for cell in options)
    if is_text or max(map(int, digits)) > len(options) or not any(map(_NUMBERED.fullmatch, titles)):
        return text
    return ", ".join(chr(ord("A") + int(digit) - 1) for digit in digits)


_DIGIT = lazy("[1-9]")


def _fragment(text: str, line: int) -> Fragment | None:
    return Fragment(Markdown(text), line) if text.strip() else None


def _options(table: _Table, row: Row) -> Sequence[str]:
    """Give the options of a row as a list with letters, as `choices` reads it."""
    found = _cells(table, row, "option")
    lines = [f"- {chr(ord('A') + n)}. {cell}" for n, cell in enumerate(found)]
    together = _cells(table, row, "options")
    lines += (line.strip() for cell in together for line in _BREAK.split(cell))
    return ["", *lines] if lines else []


def _cells(table: _Table, row: Row, of: Column) -> list[str]:
    """Give the cells of a row in columns of a kind that say something."""
    pairs = zip(table.columns, row.cells, strict=False)
    return [cell for column, cell in pairs if column == of and cell.strip()]


_BREAK = lazy(r"<br\s*/?>", re.IGNORECASE)
