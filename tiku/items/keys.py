"""What makes a question that question, and an answer that answer, as keys to compare.

Two items with the same question key ask the same; with the same answer key too they say the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from marshal import dumps

from tiku.items import options
from tiku.items.option_marks import Option
from tiku.markup import markdown
from tiku.model import (
    ChoiceResponse,
    ClozeResponse,
    Form,
    Item,
    ItemId,
    NoResponse,
    OpenResponse,
    Text,
)
from tiku.system.hashes import blake2b
from tiku.values import NamedTuple


def question(item: Item) -> Hashable:
    """Give the key of what is asked: the stem with its links, and options in any order."""
    links = markdown.links(item.stem)
    if isinstance(item.response, ClozeResponse):
        return gapped(item.response.answer.form, item.response.gaps, links)
    if isinstance(item.response, ChoiceResponse):
        return item.stem.form, links, tuple(sorted(c.text.form for c in item.response.choices))
    return item.stem.form, links


def gapped(whole: Form, gaps: tuple[str, ...], links: tuple[str, ...]) -> Hashable:
    """Give the key of a text with gaps: what is hidden tells two gaps of a text apart."""
    return whole, gaps, links


def answer(item: Item) -> Hashable:
    """Give the key of the whole answer; links count, since a merge must lose none."""
    texts = (item.response.answer, item.explanation, item.hint)
    links = tuple(markdown.links(text) for text in texts)
    if isinstance(item.response, ChoiceResponse):
        keyed = tuple(sorted(c.text.form for c in item.response.choices if c.keyed))
        return keyed, item.explanation.form, item.hint.form, links
    return tuple(text.form for text in texts), links


def mint(stem: Text, salt: str = "") -> ItemId:
    """Make an id of a stem: `q` and 12 letters or digits, lower case, never a number."""
    import base64  # most edits mint none

    made = blake2b(f"{stem.form}{salt}".encode(), digest_size=8).digest()
    return ItemId("q" + base64.b32encode(made).decode().lower()[:12])


def digest(key: Hashable) -> str:
    """Write a key of strings and tuples in 16 characters, alike in every process."""
    return _digest(repr(key))


def digests(item: Item) -> tuple[str, str, str]:
    """Digest stem, question and answer, at once where there are no options and no links."""
    response = item.response
    texts = (item.stem, response.answer, item.explanation, item.hint)
    is_plain = isinstance(response, OpenResponse | NoResponse)
    if not is_plain or any('href="' in text.html for text in texts):
        return digest(item.stem.form), digest(question(item)), digest(answer(item))
    stem = repr(item.stem.form)
    said = (
        f"(({response.answer.form!r}, {item.explanation.form!r}, {item.hint.form!r}), {_NO_LINKS})"
    )
    return _digest(stem), _digest(f"({stem}, ())"), _digest(said)


def unkeyed(item: Item) -> tuple[str, str] | None:
    """Digest stem and question as if a key marked an option that now stands in the stem, if any.

    So a choice question stays the same when its key is mistyped, and when it is mended.
    """
    if "\n" not in item.stem.markdown or isinstance(item.response, ChoiceResponse | ClozeResponse):
        return None
    split = options.split(item.stem.markdown)
    if not split.options:
        return None
    stem = markdown.text(split.stem)
    return digest(stem.form), digest((stem.form, markdown.links(stem), _forms(split.options)))


def _forms(found: Iterable[Option]) -> tuple[Form, ...]:
    return tuple(sorted(markdown.key(option.text).form for option in found))


Flat = str | bool | tuple["Flat", ...]


class Brief(NamedTuple):
    """All that an item says, in brief: a digest, and how many characters its answer has."""

    digest: str
    length: int


def brief(item: Item) -> Brief:
    """Digest all that an item says; what else it has is a function of that."""
    response = item.response
    said: Flat = ()
    if isinstance(response, OpenResponse):
        said = tuple((point.term, point.text) for point in response.points)
    elif isinstance(response, ChoiceResponse):
        said = tuple((c.label, c.text.markdown, c.keyed) for c in response.choices)
    elif isinstance(response, ClozeResponse):
        said = (response.gaps, response.hidden.markdown)
    texts = (item.stem, response.answer, item.title, item.explanation, item.hint)
    place = (item.section, item.deck, item.tags, item.language, item.study, item.name)
    whole = (response.kind, *(text.markdown for text in texts), said, place)
    return Brief(blake2b(flat(whole), digest_size=12).hexdigest(), len(response.answer.plain))


def flat(value: Flat) -> bytes:
    """Write strings and tuples of them so that no two values are written alike."""
    return dumps(value, _PLAINLY)


_PLAINLY = 1  # the version of marshal that does not look at which strings are one object
_NO_LINKS = repr(((), (), ()))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
