"""Bytes to text: the encoding, line ends, and characters that no text has."""

from __future__ import annotations

import codecs
import re

from tiku.model import Code, Problem
from tiku.system.patterns import lazy

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose BOM it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings that question documents are really found in, besides Unicode's own.
_LEGACY = ["gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r", "cp1252"]
_SCRIPTS = {  # Korean and Japanese first: their bytes are Chinese, too
    "cp949": "\uac00-\ud7a3",
    "cp932": "\u3041-\u30ff\u4e00-\u9fff",
    "gb18030": "\u4e00-\u9fff",
}
_MARKS = "\u2010-\u2027\u3000-\u303f\uff00-\uff65·×÷"
_SURROGATE = lazy("[\ud800-\udfff]")
_CONTROL = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SAVE = "save the file as UTF-8"

# A real question fits on far shorter lines; embedded pictures may be long.
MAX_LINE = 10_000_000


def named(name: str) -> str:
    """Give Python's name of a text encoding, "" if it knows none of that name."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return found.name if found._is_text_encoding else ""  # noqa: SLF001


def declared(content: bytes | str) -> str:
    """Give the encoding that a front matter names, "" if it names none that there is."""
    if not isinstance(content, bytes) or not content.startswith((b"---", codecs.BOM_UTF8 + b"---")):
        return ""
    front = content[:_LONGEST_FRONT].partition(b"\n---")[0]
    found = _DECLARED.search(front)
    return named(found[1].decode("ascii")) if found else ""


_LONGEST_FRONT = 10_000  # bytes
_DECLARED = lazy(rb"^encoding:[ \t]*[\"']?([A-Za-z0-9_-]+)", re.MULTILINE)


def decode(
    path: str, content: bytes | str, encoding: str = ""
) -> tuple[str | None, tuple[Problem, ...]]:
    """Give the text of a source with LF line ends, or `None` and why it cannot be read.

    `encoding` is the one that the settings name; without one it is found out.
    """
    problems: list[Problem] = []
    if isinstance(content, str):
        text: str | None = content
    elif encoding:
        text = _as_told(path, content, encoding, problems)
    else:
        text = _to_text(path, content, problems)
    if text is None:
        return None, tuple(problems)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _replace(path, text, problems)
    number, longest = max(
        enumerate(map(len, text.split("\n")), 1), key=lambda pair: (pair[1], -pair[0])
    )
    if longest > MAX_LINE:
        what = f"this line has {longest:,} characters; tiku reads up to {MAX_LINE:,}"
        remedy = "break it up, or move embedded data into a file of its own"
        return None, (*problems, Problem(Code.LINE_TOO_LONG, path, number, what, remedy))
    return text, tuple(problems)


def _to_text(path: str, content: bytes, problems: list[Problem]) -> str | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(path, content, encoding, problems)
    if content.count(0) > len(content) // 5 and (text := _utf16_without_bom(content)):
        return text  # asked first, since ASCII in UTF-16 is valid UTF-8 full of NULs
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error
    if text := _utf8_with_surrogates(content) or _utf16_without_bom(content):
        return text
    line = content.count(b"\n", 0, place.start) + 1
    if _is_damaged_utf8(content):
        what = f"byte 0x{content[place.start]:02x} is not UTF-8, though the rest of the file is"
        problems.append(Problem(Code.NOT_TEXT, path, line, what, "repair this line and " + _SAVE))
        return None
    return _guess(path, content, line, problems)


def _as_told(path: str, content: bytes, encoding: str, problems: list[Problem]) -> str | None:
    """Decode as the settings say; a byte order mark says more than they."""
    if any(content.startswith(bom) for bom, _ in _BOMS):
        return _to_text(path, content, problems)
    try:
        return content.decode(encoding)
    except (UnicodeError, ValueError) as error:
        start = getattr(error, "start", 0)
        line = content.count(b"\n", 0, start) + 1
        what = f"this line is not {encoding.upper()}, which the settings name"
        remedy = "correct 'encoding', or take it out to have it found"
        problems.append(Problem(Code.NOT_TEXT, path, line, what, remedy))
        return None


def _strictly(path: str, content: bytes, encoding: str, problems: list[Problem]) -> str | None:
    try:
        return content.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, "replace").count("\n") + 1
        what = f"the file starts as {encoding.upper()}, but this line is not"
        problems.append(Problem(Code.NOT_TEXT, path, line, what, _SAVE))
        return None


def _utf8_with_surrogates(content: bytes) -> str | None:
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _utf16_without_bom(content: bytes) -> str | None:
    """Read UTF-16 in the byte order that gives text: ASCII blanks, and characters that exist."""
    for encoding in ("utf-16-le", "utf-16-be") if b"\x00" in content else ():
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        blanks = sum(map(text.count, "\n\r\t "))
        if blanks > len(text) // 100 and "".join(text.split()).isprintable():
            return text
    return None


def _is_damaged_utf8(content: bytes) -> bool:
    """Tell UTF-8 with bad bytes from another encoding, in which few bytes happen to be UTF-8."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(map(str.isalpha, re.sub("[\x00-\x7f\ufffd]+", "", text))) >= bad


def _guess(path: str, content: bytes, line: int, problems: list[Problem]) -> str | None:
    import charset_normalizer  # costs 30 ms, and most files are UTF-8

    best = charset_normalizer.from_bytes(content, cp_isolation=_LEGACY).best()
    found = (best.encoding, str(best)) if best else _by_script(content)
    if found is None or b"\x00" in content:
        what = "these bytes are not text in any encoding that tiku knows"
        problems.append(Problem(Code.NOT_TEXT, path, line, what, _SAVE + " or take it out"))
        return None
    encoding, text = found
    what = f"the file is not UTF-8; read as {encoding.upper()}, which is a guess"
    remedy = f"{_SAVE} to be sure, or set 'encoding: {encoding}' for it"
    problems.append(Problem(Code.ENCODING_GUESSED, path, line, what, remedy))
    return text


def _by_script(content: bytes) -> tuple[str, str] | None:
    """Find the encoding in which nearly all is of one script: the detector needs longer texts."""
    for encoding, script in _SCRIPTS.items():
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = re.sub(f"[\x00-\x7f{_MARKS}]", "", text)
        if foreign and len(re.findall(f"[{script}]", foreign)) > 0.9 * len(foreign):
            return encoding, text
    return None


def _replace(path: str, text: str, problems: list[Problem]) -> str:
    """Take out what neither JSON, nor SQLite, nor Anki can hold, and say so."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    for pattern, code, what, instead in (
        (_SURROGATE, Code.LONE_SURROGATES, "half of a character (a lone surrogate)", "\ufffd"),
        (_CONTROL, Code.CONTROL_CHARACTERS, "a control character", ""),
    ):
        if first := pattern.search(text):
            line = text.count("\n", 0, first.start()) + 1
            done = f"here stands {what}, U+{ord(first[0]):04X}"
            text, count = pattern.subn(instead, text)
            more = f" ({count} in the file)" if count > 1 else ""
            instruction = f"delete it; tiku {'replaced' if instead else 'dropped'} it{more}"
            problems.append(Problem(code, path, line, done, instruction))
    return text
