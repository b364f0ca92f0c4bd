"""Pictures, sound and film beside the sources: what a text shows, and what it is named in a deck.

A text names a file by its path below the source folder, whichever file the text stands in. When all
texts are read, each name is replaced by one made of the file's content: Anki never replaces a file
that it has, so new bytes need a new name. AnkiDroid wants plain names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import normpath, splitext
from typing import Literal

from tiku.markup import tags
from tiku.markup.tags import SOUNDS, VIDEOS
from tiku.model import (
    ChoiceResponse,
    ClozeResponse,
    Html,
    Item,
    Medium,
    Response,
    Said,
    Text,
)
from tiku.system import entities
from tiku.system.hashes import blake2b
from tiku.system.patterns import lazy

PICTURES = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".svg", ".ico")
)
KINDS = PICTURES | SOUNDS | VIDEOS
FOLDER = "media/"  # beside the outputs
Fault = Literal["missing", "outside", "unreadable", "unsafe"]
Found = Mapping[str, bytes | Fault]

_LONGEST_NAME = 60  # characters of a name; with hash and suffix below Anki's 120 bytes
_SPECIAL = lazy(r"[%#?|\[\]()<>\"'\\]")
_TAG = lazy(r"<[^<>]*>")
_USED = lazy(r"<(?:img|audio|video|source) [^<>]*>")
_SRC = lazy(r' src="([^"]*)"')
_ALT = lazy(r' alt="([^"]*)"')

# Where a text names a file. Code comes first, and so is left alone.
_NAMES = lazy(
    r"""
    (?P<code> ^[ >]{0,9}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]{0,9}(?P=fence)|\Z)
            | (?P<ticks>`+)(?:[^`\n]|\n(?!\s*\n)){1,2000}?(?P=ticks) )
  | (?P<before> !\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\]){0,1000}\]\(\s{0,9}
            | <(?:img|audio|video|source)\b(?:[^<>"']|"[^"]*"|'[^']*'){0,500}?\ssrc\s{0,9}=\s{0,9}
            | \[sound: | !\[\[
            | ^[ ]{0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]{0,9} )
    (?P<name> <[^<>\n]{1,1000}> | "[^"\n]{1,1000}" | '[^'\n]{1,1000}'
            | (?<=\[sound:)[^\[\]\n]{1,200} | (?<=!\[\[)[^\[\]|\#\\\n]{1,500}
            | (?<=[( ])(?:[^()<>"'\n]|\([^()<>"'\n]{0,100}\)){1,500}[ ]
              (?:[^()<>"'\n]|\([^()<>"'\n]{0,100}\)){0,500}\.[A-Za-z0-9]{2,5}
              (?=(?:[ ]{1,9}(?:"[^"\n]{0,1000}"|'[^'\n]{0,1000}'))?\))
            | (?:[^\s()<>"]|\([^\s()<>]*\)){1,1000} )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


def is_medium(path: str) -> bool:
    """Tell by its name whether a file is a picture, sound or film."""
    return splitext(path)[1].lower() in KINDS


def path_of(source: str) -> str:
    """Give the file that a text names, as a path below the source folder; empty if it is remote.

    A path that leads out of the folder starts with `..`.
    """
    if not source or tags.is_remote(source):
        return ""
    bare = _unquoted(re.split("[?#]", source, maxsplit=1)[0]).replace("\\", "/").lstrip("/")
    return unicodedata.normalize("NFC", normpath(bare)) if bare and "\0" not in bare else ""


def rooted(text: str, folder: str) -> str:
    """Name the files of a text that stands in a folder by their paths below the source folder."""
    if not folder or not may_name(text):
        return text
    return _NAMES.sub(lambda found: _rooted(found, folder), text)


def may_name(text: str) -> bool:
    """Tell by a glance whether a text may name files."""
    return "![" in text or "<" in text or "[sound:" in text or "]:" in text


def _rooted(found: re.Match[str], folder: str) -> str:
    if found["code"]:
        return found[0]
    name, marks = found["name"], ("", "")
    if name[0] in "<\"'":
        name, marks = name[1:-1], (name[0], name[-1])
    bare = re.split("[?#]", name, maxsplit=1)[0]
    if name.startswith("/") or tags.is_remote(name) or not is_medium(_unquoted(bare)):
        return found[0]
    is_literal = found["before"].lower() in ("[sound:", "![[") or " " in name or marks[0] == "<"
    from urllib.parse import quote

    quoted = _SPECIAL.sub(lambda sign: quote(sign[0]), folder) if is_literal else quote(folder)
    return f"{found['before']}{marks[0]}{normpath(f'{quoted}/{name}')}{marks[1]}"


def said(text: Text) -> str:
    """Give what a text says, without the names of files, which its plain text has for pictures."""
    return _TAG.sub(_described, text.html) if may_name(text.markdown) else text.plain


def _described(tag: re.Match[str]) -> str:
    found = _ALT.search(tag[0])
    return found[1] if found else ""


def _unquoted(path: str) -> str:
    """Write `%20` and its like as what they stand for."""
    if "%" not in path:
        return path
    from urllib.parse import unquote  # 2 ms

    return unquote(path)


# Names in a deck


def medium(path: str, content: bytes) -> Medium:
    """Name a file by what it is called and what is in it."""
    stem, suffix = splitext(path.rpartition("/")[2])
    ascii_ = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    plain = re.sub("[^a-z0-9]+", "-", ascii_).strip("-")[:_LONGEST_NAME]
    digest = blake2b(content, digest_size=8).hexdigest()
    return Medium(path, f"{plain or 'file'}-{digest}{suffix.lower()}", content)


def used(items: Iterable[Item]) -> Iterator[str]:
    """Name the files that items show, by their paths below the source folder."""
    for item in filter(_may_show, items):
        for text in texts(item):
            for tag in _USED.findall(text.html) if "src=" in text.html else ():
                source = _SRC.search(tag)
                if source and (path := path_of(entities.unescape(source[1]))):
                    yield path


def files(item: Item) -> set[str]:
    """Name the pictures, sounds and films that an item shows."""
    return set(filter(is_medium, used((item,))))


def shown(item: Item, named: Mapping[str, Medium]) -> Item:
    """Give an item the names that its files have in a deck; a missing one shows its description."""
    if not (_may_show(item) and any("src=" in text.html for text in texts(item))):
        return item
    return changed(
        item, lambda text: text._replace(html=Html(_USED.sub(_naming(named), text.html)))
    )


def _naming(named: Mapping[str, Medium]) -> Callable[[re.Match[str]], str]:
    def name(tag: re.Match[str]) -> str:
        source = _SRC.search(tag[0])
        found = named.get(path_of(entities.unescape(source[1]))) if source else None
        if source and found:
            return f"{tag[0][: source.start(1)]}{found.name}{tag[0][source.end(1) :]}"
        said = _ALT.search(tag[0])
        kind = tag[0][1:].split(" ", 1)[0]
        name_of = entities.escape(_unquoted(entities.unescape(source[1]))) if source else ""
        told = said[1] if said and said[1] else name_of if kind != "source" else ""
        return told if kind == "img" else f"{told}<{kind}>"

    return name


def in_folder(text: str, folder: str) -> str:
    """Put a folder before the names of files in HTML."""
    if "src=" not in text:
        return text
    return _USED.sub(lambda tag: _SRC.sub(rf' src="{folder}\1"', tag[0]), text)


# Texts of an item


def _may_show(item: Item) -> bool:
    return item.content.may_show or any(map(_may_show, item.copies))


def texts(item: Item) -> Iterator[Text]:
    """Give each text of an item, and of the copies that were merged into it."""
    yield from (item.stem, item.response.answer, item.title, item.explanation, item.hint)
    if isinstance(item.response, ChoiceResponse):
        yield from (choice.text for choice in item.response.choices)
    if isinstance(item.response, ClozeResponse):
        yield item.response.hidden
    for copy in item.copies:
        yield from texts(copy)


def changed(item: Item, change: Callable[[Text], Text]) -> Item:
    """Change each text of an item, and of the copies that were merged into it."""
    response: Response = item.response._replace(answer=change(item.response.answer))
    if isinstance(response, ChoiceResponse):
        choices = tuple(each._replace(text=change(each.text)) for each in response.choices)
        response = response._replace(choices=choices)
    if isinstance(response, ClozeResponse):
        response = response._replace(hidden=change(response.hidden))
    said = Said(
        stem=change(item.stem),
        response=response,
        title=change(item.title),
        explanation=change(item.explanation),
        hint=change(item.hint),
    )
    return item._replace(
        content=said,
        copies=tuple(changed(copy, change) for copy in item.copies),
    )
