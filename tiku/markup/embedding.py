"""The files that texts show, put into a bank, and what is wrong with them."""

from collections.abc import Iterator, Sequence

from tiku.markup import diagrams, media, svg
from tiku.markup.media import Fault, Found
from tiku.model import Code, Html, Item, Medium, Problem, Settings, Text
from tiku.values import NamedTuple

_LARGE = 10_000_000  # bytes
_OUTSIDE = "leads out of the source folder"
_REMEDIES: dict[Fault, tuple[Code, str, str]] = {
    "missing": (Code.MEDIUM_MISSING, "is missing", "add the file, or correct its path"),
    "outside": (Code.MEDIUM_OUTSIDE, _OUTSIDE, "copy the file into the source folder"),
    "unreadable": (Code.UNREADABLE, "cannot be read", "make it readable, or take it out"),
    "unsafe": (Code.MEDIUM_UNSAFE, "is no well-formed SVG", "export it again, or use a PNG"),
}


class Embedded(NamedTuple):
    """Items whose HTML has the names that files have in a deck, and the files."""

    items: tuple[Item, ...]
    media: tuple[Medium, ...]


def cleaned(found: Found) -> Found:
    """Clean every SVG among the files; say of one that cannot be made safe that it is not."""
    return {
        path: svg.cleaned(content) or "unsafe"
        if isinstance(content, bytes) and path.lower().endswith(".svg")
        else content
        for path, content in found.items()
    }


def embed(items: Sequence[Item], found: Found, settings: Settings) -> Embedded:
    """Name each file by its content, and draw diagrams if that is asked. Files are cleaned."""
    used = sorted(set(media.used(items)))
    named = {path: medium for path in used if (medium := _medium(path, found))}
    drawn: dict[str, Medium] = {}
    if settings.diagrams == "drawn" and diagrams.can_draw():
        items = [_drawn(item, drawn) for item in items]
    shown = tuple(media.shown(item, {**named, **drawn}) for item in items)
    by_name = {medium.name: medium for medium in (*named.values(), *drawn.values())}
    return Embedded(shown, tuple(by_name[name] for name in sorted(by_name)))


def _medium(path: str, found: Found) -> Medium | None:
    content = found.get(path, "missing")
    return None if isinstance(content, str) else media.medium(path, content)


def _drawn(item: Item, drawn: dict[str, Medium]) -> Item:
    def place(picture: bytes) -> str:
        medium = media.medium("diagram.svg", svg.cleaned(picture) or b"")
        drawn[medium.name] = medium
        return medium.name

    def change(text: Text) -> Text:
        return text._replace(html=Html(diagrams.replaced(text.html, place)))

    has_any = any(diagrams.LANGUAGE in text.html for text in media.texts(item))
    return media.changed(item, change) if has_any else item


# Problems


def check(
    path: str, used: Sequence[tuple[str, int]], found: Found, settings: Settings
) -> Iterator[Problem]:
    """Report what is wrong with the files that a source shows; `used` are paths with lines."""
    for name, line in dict.fromkeys(used):
        content = found.get(name, "missing")
        if isinstance(content, str):
            code, what, remedy = _fault(content, settings)
            yield Problem(code, path, line, f"the file '{_short(name)}' {what}", remedy)
        elif wrong := _broken(content):
            what, remedy = wrong
            yield Problem(Code.MEDIUM_BROKEN, path, line, f"'{_short(name)}' {what}", remedy)
        elif len(content) > _LARGE:
            what = f"the file '{_short(name)}' has {len(content):,} bytes"
            remedy = "make it smaller: every device that studies the deck keeps a copy"
            yield Problem(Code.MEDIUM_LARGE, path, line, what, remedy)


def _broken(content: bytes) -> tuple[str, str] | None:
    """Tell why a file can be no picture, sound or film, and what to do; `None` if it may be one."""
    start = content[:_START].lstrip().lower()
    if not start:
        return "is empty", "put the file itself there"
    if start.startswith(b"version https://git-lfs"):
        return "is a pointer of Git LFS, not the file itself", "run: git lfs pull"
    if start.startswith((b"<!doctype html", b"<html")):
        return "is a web page, not the file itself", "download the file that the page shows"
    return None


_START = 100  # bytes


def _fault(fault: Fault, settings: Settings) -> tuple[Code, str, str]:
    code, what, remedy = _REMEDIES[fault]
    if fault == "missing" and settings.missing_media == "warning":
        return Code.IMAGE_LEFT_OUT, what, f"{remedy}; until then its description is shown"
    if fault == "missing":
        remedy += "; 'missing_media: warning' in tiku.yaml builds without"
    return code, what, remedy


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"…{name[-79:]}"


def check_diagrams(settings: Settings) -> Iterator[Problem]:
    """Report diagrams that are to be drawn where nothing can draw them."""
    if settings.diagrams == "drawn" and not diagrams.can_draw():
        what = "'diagrams: drawn' needs merman, which is not installed"
        remedy = "run: pip install 'tiku[diagrams]'; or set 'diagrams: code'"
        yield Problem(Code.SETTING_INVALID, "tiku.yaml", 0, what, remedy)
