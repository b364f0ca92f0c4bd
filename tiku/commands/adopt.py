"""The ids of a deck that somebody studies already, taken over for the questions of the sources."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tiku.commands.packages import OldNote
from tiku.exporters import notes
from tiku.identity import matching
from tiku.identity.identify import Identity
from tiku.identity.known import Known, Match, wording
from tiku.identity.lock import Entry, Lock, Wording, shown
from tiku.items import gaps, keys
from tiku.languages import numbering
from tiku.markup import markdown
from tiku.model import Item, ItemId, Markdown, Text
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_OURS = {
    "Stem": "asked",
    "Choices": "asked",
    "Answer": "reply",
    "Explanation": "reply",
    "Hint": "reply",
}


class Pair(NamedTuple):
    """A question, the note that its history is on, and how that was found."""

    item: Item
    note: OldNote
    why: str


class Adopted(NamedTuple):
    """The lock with the ids of a deck, and what has no counterpart on the other side."""

    lock: Lock
    pairs: tuple[Pair, ...]
    left_notes: tuple[OldNote, ...]
    left_items: tuple[Item, ...]


def adopt(found: Sequence[OldNote], identity: Identity, lock: Lock, now: int) -> Adopted:
    """Give the questions of the sources the ids of the notes that ask the same.

    A question that the lock knew under another id keeps that one as an alias. `now` is the time
    of this build in seconds since 1970.
    """
    usable = _usable(found, identity, lock)
    pairs = tuple(_pairs(usable, identity))
    entries = dict(lock.entries)
    created = max((entry.created for entry in entries.values()), default=now - len(pairs))
    for pair in pairs:
        created += 1
        id_ = ItemId(pair.note.guid)
        old = entries.get(pair.item.id)
        if old and old.id != id_:
            entries[old.id] = old._replace(into=id_)
        known = entries.get(id_)
        time = known.created if known else created
        entries[id_] = _entry(pair, time, min(pair.note.modified, now), identity.matches.source)
    ids = {pair.note.guid for pair in pairs}
    taken = {pair.item.id for pair in pairs}
    return Adopted(
        Lock(entries),
        pairs,
        tuple(note for note in found if note.guid not in ids),
        tuple(item for item in identity.items if item.id not in taken and _has_note(item)),
    )


def _has_note(item: Item) -> bool:
    return item.kind != "question-only"


def _usable(found: Sequence[OldNote], identity: Identity, lock: Lock) -> dict[ItemId, OldNote]:
    """Leave out notes that an id cannot name: without one, or with one that stands twice.

    An id that was merged into another, or that another source has, is taken as well.
    """
    count = Counter(note.guid for note in found)
    known = set(identity.matches.known)
    aliases = {
        each
        for each, entry in lock.entries.items()
        if entry.into or (entry.active and each not in known)
    }
    return {
        ItemId(note.guid): note
        for note in found
        if note.guid and count[note.guid] == 1 and note.guid not in aliases
    }


def _pairs(usable: dict[ItemId, OldNote], identity: Identity) -> Iterator[Pair]:
    """Find the note of each question: by its id, by its words, by its title's."""
    items = {item.id: item for item in identity.items if _has_note(item)}
    for id_ in [each for each in items if each in usable]:
        yield Pair(items.pop(id_), usable.pop(id_), "the same id")
    for words in (wording, _titled):
        rest = [item for item in items.values() if words(item).asked]
        lock = Lock({id_: _as_entry(note) for id_, note in usable.items()})
        nameless = [item._replace(name=ItemId("")) for item in rest]
        found = matching.match_words(nameless, list(map(words, rest)), Known(lock, anywhere=True))
        for item, match in zip(rest, found.of, strict=True):
            if match.entry:
                why = _why(match)
                yield Pair(items.pop(item.id), usable.pop(match.entry.id), why)


def _why(match: Match) -> str:
    return match.why or "the same question and answer"


def _titled(item: Item) -> Wording:
    """Give an item's words as other tools write them: the heading in front, all else behind."""
    title, answer = item.title, item.response.answer
    reply = shown(f"{item.stem.plain} {answer.plain}")
    return _wording(title, title.plain, reply, keys.digest((item.stem.form, answer.form)))


def _wording(front: Text, asked: str, reply: str, answer: str) -> Wording:
    return Wording(
        stem=keys.digest(front.form),
        question=keys.digest((front.form, markdown.links(front))),
        answer=answer,
        asked=shown(asked),
        reply=reply,
    )


_DELETION = lazy(r"\{\{c\d+::")


def _as_entry(note: OldNote) -> Entry:
    """Let a note stand as if the lock knew its question."""
    is_ours = notes.is_ours(note.note_type)
    is_cloze = any(_DELETION.search(text) for _, text in note.fields)
    html = {"asked": "", "reply": ""}
    for number, (name, text) in enumerate(note.fields):
        is_asked = bool(_DELETION.search(text)) if is_cloze else not number
        side = _OURS.get(name) if is_ours else ("asked" if is_asked else "reply")
        if side:
            html[side] += f"{text}\n\n"
    return Entry(
        id=ItemId(note.guid), created=0, modified=note.modified, content="",
        source="", file="", deck=(), is_cloze=is_cloze,
        wording=_note_wording(html["asked"], html["reply"], is_ours=is_ours),
    )  # fmt: skip


def _note_wording(asked: str, reply: str, *, is_ours: bool) -> Wording:
    """Give the words of a note; a text with gaps is asked with them, and is the answer without."""
    found = gaps.cloze(asked, gaps.ANKI)
    if found and not is_ours:  # tiku writes the whole text into the answer
        reply = f"{gaps.bare(found.hidden)}\n\n{reply}"
    front, back = _text(found.asked if found else asked), _text(reply)
    if not is_ours:  # other tools keep the number of a question
        front = _text(numbering.strip(front.plain.strip()))
    links = (markdown.links(back), (), ())
    answer = keys.digest(((back.form, "", ""), links)) if back.plain else ""
    words = _wording(front, front.plain, shown(back.plain), answer)
    if not found:
        return words
    whole, hidden = _text(gaps.bare(found.hidden)), tuple(_text(gap).plain for gap in found.gaps)
    key = keys.gapped(whole.form, hidden, markdown.links(front))
    return words._replace(question=keys.digest(key))


def front(note: OldNote) -> str:
    """Give what a note asks, to be told of it in a line."""
    return " ".join(_text(note.fields[0][1]).plain.split()) if note.fields else ""


def _text(html: str) -> Text:
    return markdown.text(Markdown(html))


def _entry(pair: Pair, created: int, modified: int, source: str) -> Entry:
    """Remember a question under the id of its note, in the deck where that is."""
    item = pair.item._replace(id=ItemId(pair.note.guid))
    made = notes.note(item)
    is_same = pair.note.note_type == made.type.id and (made.fields, made.deck, set(made.tags)) == (
        tuple(html for _, html in pair.note.fields),
        pair.note.deck,
        set(pair.note.tags),
    )
    return Entry(
        id=item.id,
        created=created,
        modified=modified,
        content=notes.fingerprint(item) if is_same else "",
        source=source,
        file=item.place.path,
        deck=tuple(pair.note.deck.split("::")),
        section=item.section,
        is_cloze=made.type.is_cloze,
        is_reversed=made.type.id == pair.note.note_type
        and bool(dict(pair.note.fields).get("Reverse")),
        wording=wording(item),
        name=item.name if item.name != item.id else "",
    )
