"""What other programs read otherwise than CommonMark does, written so that it says the same.

`[Answer]: B` is the definition of a link to CommonMark, which shows nothing; what stands in
`<div markdown>` is HTML; `<!-- Answer: B -->` hides the answers of a sheet of exercises. Logseq
writes properties of bullets below them, Obsidian comments between `%%`, md2apkg a comment between
the sides of a card, and Hydro has fields to answer in; MkDocs has `<quiz>` around a question. Lines
keep their numbers.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from tiku.languages import alphabets
from tiku.languages.labels import label
from tiku.languages.part_titles import role_of_title
from tiku.system.patterns import any_of, lazy

_DEFINED = lazy(
    r"(?P<indent>(?: {0,3}>){0,9} {0,3})\[(?P<word>[^\[\]\n]{2,20})\]:(?P<rest>[ \t]+\S[^\n]*)"
)
_TARGET = lazy(r"\s*(?:[<#./]|\S*[/.:]\S)")  # of a link: an address or a path
_ANY_DIV = lazy(r"<(?P<end>/?)div\b")
_FENCE = lazy(r"[ >\t]{0,40}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4}){0,3}(?P<marks>`{3,}|~{3,})")
_PROPERTY = lazy(
    r"\s{1,40}(?:card-[a-z]+(?:-[a-z]+)*|collapsed|id|background-color|ls-type|hl-[a-z]+|logseq\.[\w.-]+)::(?:\s.*)?"
)
_SPLIT = "<!-- md2apkg split -->"  # parts the sides of a card, as "%" does
_FEWEST = 2  # answers that comments hide
_HEAD = 600  # characters in which a page says when it was written


def plain(lines: Sequence[str]) -> list[str]:
    """Write such lines as CommonMark; what is code stays as it is."""
    text = "\n".join(lines)
    if "<!--" in text:
        lines = _uncovered(lines)
    if writes := [write for sign, write in _LINEWISE if sign in text]:
        lines = list(_written(lines, writes))
    if "\nCreated" in text[:_HEAD] or "\nLast edited" in text[:_HEAD]:
        lines = _undated(lines)
    if "```" in text and _KEY_IN_FENCE.search(text):
        lines = _without_fences(lines)
    if "</details>\n" in text or "</table>\n" in text:
        lines = _closed(lines)
    if ">\n#" in text:
        lines = _above_headings(lines)
    if "]: " not in text and "markdown" not in text:
        return [*lines]
    return list(_plain(lines, text.casefold()))


def _undated(lines: Sequence[str]) -> list[str]:
    """Leave out when a page of Notion was written: it stands among properties below the title."""
    told, is_title = [*lines], True
    for n, line in enumerate(lines):
        if is_title and line.startswith("# "):
            is_title = False
        elif line.strip() and (is_title or not _OF_PAGE.match(line) or label(line)):
            break
        elif _DATED.fullmatch(line):
            told[n] = ""
    return told


_OF_PAGE = lazy(r"[^\W\d_][\w ]{1,30}: \S")  # a property

_Write = Callable[[str], str]
_FIELD = lazy(r"\s{0,9}\{\{ (?:select|multiselect|input|textarea)\(\d{1,3}\) \}\}\s*")
_QUIZ = lazy(r"\s{0,3}<(?P<php>\?)?(?P<end>/)?quiz(?(php)\?)>\s*")
# Of Pandoc, `[**1.1**]{#q-1}`, and of quizzes in Quarto, `[B]{.correct}`.
_SPAN = lazy(
    r"(?<!`)\[(?P<text>[^\[\]]{1,300})\]\{(?=[#.]|[\w-]+=)(?P<is>[^{}]*?\.correct\b)?[^{}]{0,200}\}"
)
_TITLE_ATTRIBUTES = lazy(r"^(\s{0,3}#{1,6}\s.*?)\s*\{[#.][\w.:#=\"' -]{1,100}\}\s*$")
_ANCHOR = lazy(
    r"""<a\s+(?:name|id)\s*=\s*(?:"[^"]*"|'[^']*'|[\w-]+)\s*>\s*</a>[ ]?""", re.IGNORECASE
)
_BREAKS = (
    r"\newpage",
    r"\pagebreak",
    r"\clearpage",
    r"\vspace",
    r"\bigskip",
)  # TeX in Pandoc's Markdown
_BREAK = lazy(rf"\s{{0,3}}(?:{any_of(_BREAKS)})\*?(?:\{{[^{{}}]{{1,20}}\}})?\s*")
_ASIDE = lazy(r"\s{0,9}</?aside>\s*")  # of Notion
_DUE = lazy(r"(?<=\S)[ \t]+<!--SR:[^<>]{1,2000}-->(?=[ \t]*(?:<!--|$))")  # of Obsidian's cards
_BLOCK_ID = lazy(  # of Obsidian: of its cards a time, else made by chance or by hand
    r"(?:^|[ \t])\^(?:1\d{9,15}|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{6}"
    r"|[a-z]{2,20}[a-z\d]{0,9}(?:-[a-z\d]{1,20}){1,9})[ \t]*$"
)
_DATED = lazy(  # a property of Notion
    r"(?:Created|Last edited)(?: time| at| on)?: "
    r"(?:[A-Z][a-z]{2,9} \d{1,2}, \d{4}|\d{4}[-/]\d\d[-/]\d\d)"
    r"(?: \d{1,2}:\d\d(?: ?[AP]M)?)?\s*"
)
_SPOILER = lazy(r"^[ ]{0,3}>![ ]?(?P<text>[^\n]{1,2000}?)[ ]?!<[ ]*$")  # of Reddit
_CLOZE = lazy(r"\{\{cloze ([^{}]{1,300})\}\}")  # of Logseq
_CARD_TAG = lazy(r"[ ]?#(?:flash)?cards?(?![\w/])")
_CARD_LINK = lazy(  # a tag, to Logseq
    r"(?:#?\[\[(?P<last>(?:flash)?card)\]\](?=\s*(?:<!--|$))|#\[\[(?P<tag>(?:flash)?card)\]\])",
    re.IGNORECASE,
)
_COMMENT = lazy(r"(?:^|(?<=\S)[ \t]|(?<=\s))%%[^%`]{1,500}%%(?=[\s.,;:!?)]|$)")


def _with_gaps(line: str) -> str:
    """Write the gaps of a card of Logseq; within the answer of another card they are text."""
    if "{{cloze " not in line:
        return line
    if not _CARD_TAG.search(line) or line.rstrip().endswith(":"):
        return _CLOZE.sub(r"\1", line)
    return _CARD_TAG.sub("", _CLOZE.sub(r"{{c1::\1}}", line))


def _spanned(found: re.Match[str]) -> str:
    return f"{found['text']} ✅" if found["is"] else str(found["text"])


def _as_tag(found: re.Match[str]) -> str:
    return f"#{(found['last'] or found['tag']).lower()}"


# What tools write into single lines, each with a sign that stands in all of them.
_LINEWISE: tuple[tuple[str, _Write], ...] = (
    ("::", lambda line: "" if _PROPERTY.fullmatch(line) else line),
    ("(1) }}", lambda line: "" if _FIELD.fullmatch(line) else line),
    ("%%", lambda line: _COMMENT.sub("", line)),
    ("]{", lambda line: _SPAN.sub(_spanned, line)),
    (" {.", lambda line: _TITLE_ATTRIBUTES.sub(r"\1", line)),
    (" {#", lambda line: _TITLE_ATTRIBUTES.sub(r"\1", line)),
    ("</a>", lambda line: _ANCHOR.sub("", line)),
    *((sign, lambda line: "" if _BREAK.fullmatch(line) else line) for sign in _BREAKS),
    ("aside>", lambda line: "" if _ASIDE.fullmatch(line) else line),
    (" ^", lambda line: _BLOCK_ID.sub("", line) if "^" in line else line),
    ("\n^", lambda line: _BLOCK_ID.sub("", line) if line[:1] == "^" else line),
    ("#[[", lambda line: _CARD_LINK.sub(_as_tag, line) if "#[[" in line else line),
    ("card-last-", lambda line: _CARD_LINK.sub(_as_tag, line) if "[[" in line else line),
    ("<!--SR:", lambda line: _DUE.sub("", line)),
    ("{{cloze ", _with_gaps),
    ("!<", lambda line: _SPOILER.sub(r"> \g<text>", line)),
    ("⸻", lambda line: "***" if line.strip() == "⸻" else line),  # of programs that chat
    ("quiz", lambda line: _boxed(found) if (found := _QUIZ.fullmatch(line)) else line),
    (_SPLIT, lambda line: "%" if line.strip() == _SPLIT else line),
)


def _boxed(found: re.Match[str]) -> str:
    """Write the element around a question as a container."""
    return ":::" if found["end"] else "::: quiz"


def _written(lines: Sequence[str], writes: Sequence[_Write]) -> Iterator[str]:
    for line, is_code in zip(lines, are_code(lines), strict=True):
        told = line
        for write in () if is_code else writes:
            told = write(told)
        yield told


def _without_fences(lines: Sequence[str]) -> Sequence[str]:
    """Show what stands in fences that begin with the key of the options right above them."""
    told, first = [*lines], -1
    for number, is_code in enumerate((*are_code(lines), False)):
        if is_code and first < 0:
            first = number
        elif not is_code and first >= 0:
            if _holds_key(lines, first):
                inner = (line.lstrip() for line in lines[first + 1 : number - 1])
                told[first:number] = ["", *inner, ""]
            first = -1
    return told


def _holds_key(lines: Sequence[str], fence: int) -> bool:
    """Tell whether code begins with the letters of options, and stands below one."""
    if not _OPENS_TEXT.fullmatch(lines[fence]):
        return False
    said = next((line.strip() for line in lines[fence + 1 : fence + 3] if line.strip()), "")
    found = label(said) if len(said) < _LONGEST_KEY else None
    if not found or found.role != "answer" or not _LETTERS.fullmatch(found.rest):
        return False
    above = next((line for line in lines[max(0, fence - 3) : fence][::-1] if line.strip()), "")
    option = alphabets.name(above.lstrip("-* \t"))
    return bool(option and option.place)


_KEY_IN_FENCE = lazy(
    r"```[^\S\n]{0,3}\w{0,9}[^\S\n]{0,3}\n\s{0,9}[^\n:：]{1,20}[:：]\s{0,3}[A-Ha-h]"
)
_OPENS_TEXT = lazy(r"\s{0,9}```\s{0,3}(?:te?xt|plaintext|markdown|md)?\s*")
_LONGEST_KEY = 40  # characters
_LETTERS = lazy(r"[A-Ha-h](?:[、,，和&\s]{0,3}[A-Ha-h]){0,7}[.。]?")


def _closed(lines: Sequence[str]) -> list[str]:
    """Move `</details>` and tables up where what follows would be HTML, without a blank line."""
    told = [*lines]
    for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        above = told[number - 1] if number else ""
        is_end = line.rstrip() == "</details>" or line.rstrip().endswith("</table>")
        if not is_end or is_code or _FENCE.match(above) or not number:
            continue
        if number + 1 < len(lines) and _GOES_ON.match(lines[number + 1]):
            told[number - 1 : number + 1] = [f"{above} {line}" if above.strip() else line, ""]
    return told


def _above_headings(lines: Sequence[str]) -> list[str]:
    """Leave out what only lays out right above a heading, `<br>`, which would be HTML with it.

    An end there, `</div>`, is moved up.
    """
    told = [*lines]
    for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if is_code or line[:1] != "#" or not number or not _HEADING.match(line):
            continue
        last, above = told[number - 1].strip(), told[number - 2] if number > 1 else ""
        if _LAYS_OUT.fullmatch(last):
            told[number - 1] = ""
        elif number > 1 and last in _ENDS and not (_FENCE.match(above) or _ROW.match(above)):
            told[number - 2 : number] = [f"{above} {last}" if above.strip() else last, ""]
    return told


_HEADING = lazy(r"#{1,6}\s")
_LAYS_OUT = lazy(r"<(?:br|hr)\s?/?>|<(?P<tag>div|p|center)\b[^<>]{0,200}></(?P=tag)>")
_ENDS = ("</div>", "</p>", "</center>")
_ROW = lazy(r"\s{0,3}\|")
_GOES_ON = lazy(
    r"#{1,6}\s|\*\*|\d{1,3}(?:[.)]\s|[.．、](?=\D))|[-*+]\s|\w{1,12}\s?\d{0,3}[:.：]\s|[【（(]"
)


def _plain(lines: Sequence[str], text: str) -> Iterator[str]:
    open_divs: list[bool] = []  # whether each is one whose content is Markdown
    has_html = "<pre" in text
    for line, is_code in zip(lines, are_code(lines), strict=True):
        if is_code:
            yield line
        elif "<" in line and (divs := [div["end"] for div in _ANY_DIV.finditer(line)]):
            yield "" if not has_html and _is_layout(line, divs, open_divs) else line
        else:
            told = _DEFINED.fullmatch(line)
            yield _told(told, text) if told else line


def _told(found: re.Match[str], text: str) -> str:
    """Write `[Answer]: B` as text, if it defines no link."""
    word = found["word"].casefold()
    is_link = bool(_TARGET.match(found["rest"])) or bool(
        re.search(rf"\[{re.escape(word)}\](?![:：])", text)
    )
    if is_link or not _names_part(f"{found['word']}:"):
        return found[0]
    return f"{found['indent']}{found['word']}:{found['rest']}"


def _is_layout(line: str, divs: Sequence[str], open_divs: list[bool]) -> bool:
    """Tell whether a line does nothing but open or close an element with Markdown in it."""
    bare = line.strip(" >\t")
    whole = bare.startswith("<div") and line.rstrip().endswith(">") and bare.count("<") == 1
    is_opening = whole and " markdown" in bare
    closed = False
    for end in divs:
        if not end:
            open_divs.append(is_opening)
        elif open_divs:
            closed = open_divs.pop()
    return is_opening or (closed and bare == "</div")


def _uncovered(lines: Sequence[str]) -> list[str]:
    """Show the answers that comments hide, if there are several and none shows that has a label."""
    told = [
        (number, line.strip())
        for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code
    ]
    hidden = list(_hidden(told))
    within = {n for first, last, _ in hidden for n in range(first, last + 1)}
    if len(hidden) < _FEWEST or any(_shows_answer(text) for n, text in told if n not in within):
        return [*lines]
    shown = {n: text for first, last, text in hidden for n in {first, last}}
    return [shown.get(number, line) for number, line in enumerate(lines)]


def _hidden(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Give the first and last line of each comment that is an answer, and what to show there."""
    start, inside = -1, ""
    for number, text in lines:
        if text == "<!--":
            start, inside = number, ""
        elif start >= 0 and text == "-->":
            if _names_part(inside):
                yield start, number, ""
            start = -1
        elif start >= 0:
            inside = inside or text
        elif text.startswith("<!--") and text.find("-->") == len(text) - 3:
            inside = text[4:-3].strip()
            yield from [(number, number, inside)] if _names_part(inside) else []


def _shows_answer(text: str) -> bool:
    """Tell whether an answer has a label, a heading or something that folds."""
    found = label(text.lstrip("> -*+#\t") if text[:1] in "#>-+" else text)
    return "<summary" in text or bool(found and found.role == "answer") or _is_title(text)


def _is_title(text: str) -> bool:
    return text[:1] == "#" and role_of_title(text.strip("# ")) == "answer"


def are_code(lines: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether it is code: in a fence, or indented below a blank line.

    What is indented below an item of a list belongs to that, unless it is indented once more.
    """
    fence, below_blank, column = "", True, 0
    for line in lines:
        fenced = _FENCE.match(line)
        if fenced and (not fence or fenced["marks"].startswith(fence)):
            fence = "" if fence else fenced["marks"]
            yield True
        elif line[:1] in (" ", "\t"):
            wide = line.expandtabs(4)
            indent = len(wide) - len(wide.lstrip())
            is_indented = indent >= column + _INDENT
            if not is_indented and not fence and (item := _ITEM.match(wide)):
                column = item.end()
            yield bool(fence) or (is_indented and below_blank)
            below_blank = not line.strip() or (is_indented and below_blank)
        else:
            yield bool(fence)
            below_blank = not line
            if line and not fence:
                item = _ITEM.match(line)
                column = item.end() if item else 0


_INDENT = 4
_ITEM = lazy(r"[ ]{0,40}(?:[-*+]|\d{1,3}[.)])[ ]{1,4}(?=\S)")


def are_fenced(lines: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether it is in a fence."""
    fence = ""
    for line in lines:
        fenced = _FENCE.match(line)
        if fenced and (not fence or fenced["marks"].startswith(fence)):
            fence = "" if fence else fenced["marks"]
            yield True
        else:
            yield bool(fence)


def _names_part(text: str) -> bool:
    found = label(text)
    return found is not None and found.role in ("answer", "explanation")


def are_apart(lines: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether it is code, or stands in a comment, in `<pre>` or in a formula."""
    end = ""
    for line, is_code in zip(lines, are_code(lines), strict=True):
        if is_code:
            yield True
            continue
        start = line.lstrip(" >")
        opened = next((closing for opening, closing in _APART if start.startswith(opening)), "")
        is_inside = bool(end or opened)
        if end:
            end = "" if end in line else end
        elif opened and opened not in start[2:]:
            end = opened
        yield is_inside


_APART = (("<pre", "</pre>"), ("<!--", "-->"), ("$$", "$$"))
