"""What items say, packed away a few at a time: in a large bank it is most of what is in memory.

It is unpacked when it is asked for, and kept for a while, so that a pass over all items in their
order unpacks each once.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from marshal import dumps, loads
from typing import Any, assert_never

from tiku.disk.aside import Aside, Kept, got
from tiku.model import (
    EMPTY,
    Choice,
    ChoiceResponse,
    ClozeResponse,
    Content,
    Item,
    Kind,
    NoResponse,
    OpenResponse,
    Point,
    Response,
    Text,
)
from tiku.system import zstd
from tiku.values import NamedTuple

_COUNT = 32  # items that are packed together
_KEPT = 16  # batches that stay unpacked: more than the items have that are written at a time
_Flat = Any  # what marshal writes: strings, and tuples of them


class _Batch:
    """What some items say, packed, in memory or put aside."""

    __slots__ = ("kept",)

    def __init__(self, content: bytes) -> None:
        self.kept: Kept = content


class Packed(NamedTuple):
    """What an item says, packed with others but for what is asked for most often."""

    batch: _Batch
    place: int
    kind: Kind
    may_show: bool

    @property
    def stem(self) -> Text:
        """Give what is asked."""
        return _unpacked(self.batch)[self.place].text(0)

    @property
    def title(self) -> Text:
        """Give the heading."""
        return _unpacked(self.batch)[self.place].text(1)

    @property
    def explanation(self) -> Text:
        """Give the explanation."""
        return _unpacked(self.batch)[self.place].text(2)

    @property
    def hint(self) -> Text:
        """Give the hint."""
        return _unpacked(self.batch)[self.place].text(3)

    @property
    def response(self) -> Response:
        """Give the key."""
        return _unpacked(self.batch)[self.place].response()


class _Unpacked:
    """What an item says, of which each part is made when it is asked for."""

    __slots__ = ("_flat", "_response", "_texts")

    def __init__(self, written: bytes) -> None:
        self._flat: Sequence[_Flat] = loads(written)  # noqa: S302 - ours
        self._texts: list[Text | None] = [None] * 4
        self._response: Response | None = None

    def text(self, number: int) -> Text:
        found = self._texts[number]
        if found is None:
            found = self._texts[number] = _text(self._flat[number])
        return found

    def response(self) -> Response:
        if self._response is None:
            self._response = _response(*self._flat[4])
        return self._response


def pack(items: Iterable[Item]) -> Iterator[Item]:
    """Give the same items, what they say packed away."""
    rest = iter(items)
    while some := list(islice(rest, _COUNT)):
        written = [dumps(_flat(item.content)) for item in some]
        batch = _Batch(zstd.compressed(dumps(written)))
        for n, (item, each) in enumerate(zip(some, written, strict=True)):
            yield item._replace(content=Packed(batch, n, item.kind, b"src=" in each))


def put_aside(items: Iterable[Item], aside: Aside) -> None:
    """Put aside what is packed of items."""
    for item in items:
        content = item.content
        if isinstance(content, Packed) and isinstance(content.batch.kept, bytes):
            content.batch.kept = aside.put(content.batch.kept)


@lru_cache(maxsize=_KEPT)
def _unpacked(batch: _Batch) -> list[_Unpacked]:
    return [*map(_Unpacked, loads(zstd.decompressed(got(batch.kept))))]  # noqa: S302 - ours


def _flat(content: Content) -> _Flat:
    texts = (content.stem, content.title, content.explanation, content.hint)
    return *map(_flat_text, texts), _flat_response(content.response)


def _flat_text(text: Text) -> _Flat:
    return None if text is EMPTY else (text.markdown, text.html, text.plain, text.form)


def _text(flat: _Flat) -> Text:
    return EMPTY if flat is None else Text(*flat)


def _flat_response(response: Response) -> _Flat:
    rest: _Flat
    match response:
        case OpenResponse(points=points):
            rest = (tuple((point.term, point.text, point.form) for point in points),)
        case ChoiceResponse(choices=choices):
            rest = (tuple((each.label, _flat_text(each.text), each.keyed) for each in choices),)
        case ClozeResponse(gaps=gaps, hidden=hidden):
            rest = gaps, _flat_text(hidden)
        case NoResponse():
            rest = ()
        case _:
            assert_never(response)
    return response.kind, _flat_text(response.answer), *rest


def _response(kind: str, answer: _Flat, *rest: _Flat) -> Response:
    match kind, *rest:
        case "open", points:
            return OpenResponse(_text(answer), tuple([Point(*each) for each in points]))
        case "choice", choices:
            made = tuple([Choice(label, _text(text), keyed) for label, text, keyed in choices])
            return ChoiceResponse(_text(answer), made)
        case "cloze", gaps, hidden:
            return ClozeResponse(_text(answer), gaps, _text(hidden))
        case _:
            return NoResponse(_text(answer))
