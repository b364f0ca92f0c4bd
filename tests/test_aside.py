"""What is put aside is given back, whether or not the disk has room for it."""

from __future__ import annotations

import tempfile
from itertools import chain
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_packed import SOURCES, items_of, said
from tiku.disk.aside import Aside, Files, Stored, got
from tiku.items.packed import pack, put_aside


@given(st.lists(st.binary()))
def test_what_is_put_aside_is_given_back(contents: list[bytes]) -> None:
    aside = Aside()
    kept = [aside.put(each) for each in contents]
    assert all(isinstance(each, Stored) for each in kept)
    assert list(map(got, kept)) == contents
    assert list(map(got, reversed(kept))) == contents[::-1]


class Short:
    """A file on a disk that takes a few bytes and no more."""

    def seek(self, place: int) -> int:
        return place

    def write(self, content: bytes) -> int:
        return min(len(content), 3)

    def close(self) -> None:
        pass


def refused(**_: object) -> NoReturn:
    raise OSError


@pytest.mark.parametrize("made", [refused, lambda **_: Short()])
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, made: object) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", made)
    assert Aside().put(b"more than three") == b"more than three"


@pytest.mark.parametrize("room", [0, 3, 100])
def test_files(room: int) -> None:
    files = Files(room)
    found = {"a": b"one", "b": b"", "c": b"three"}
    for name, content in found.items():
        files.add(name, content)
    assert dict(files) == found
    assert files == found
    assert files != {**found, "c": b"other"}
    assert files != {"a": b"one"}
    assert files != 1
    assert files.renamed({"d": "c"}) == {"d": b"three"}


def test_items_whose_content_is_put_aside_say_the_same() -> None:
    items = items_of({"a.md": SOURCES["labelled/before-the-label.md"]})
    found, aside = list(pack(items)), Aside()
    put_aside(chain(items, found), aside)
    assert list(map(said, found)) == list(map(said, items))
