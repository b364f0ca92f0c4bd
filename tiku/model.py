"""The types that every stage shares. This module imports nothing of ours but their base."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NewType, Protocol

from tiku.values import NamedTuple

# Kinds of str that must not mix.
Markdown = NewType("Markdown", str)
Html = NewType("Html", str)
Form = NewType("Form", str)  # a text without all that is only form: see tiku.markup.form
ItemId = NewType("ItemId", str)

Kind = Literal["open", "choice", "cloze", "question-only"]
StudyOption = Literal["reveal", "shuffle", "reversed", "typed", "unanswered"]
Severity = Literal["error", "warning"]
Verdict = Literal["same", "conflict", "alike", "different"]


class Code(StrEnum):
    """Every finding has a stable code; `docs/problems.md` explains each."""

    SOURCE_MISSING = "R1"
    NO_MARKDOWN = "R2"
    NOT_TEXT = "R3"
    LINK_LEAVES_SOURCE = "R4"
    UNREADABLE = "R5"
    NOT_A_FILE = "R6"
    LINE_TOO_LONG = "R7"
    ENCODING_GUESSED = "R8"
    CONTROL_CHARACTERS = "R9"
    LONE_SURROGATES = "R10"
    NESTED_TOO_DEEP = "R11"
    FENCE_UNCLOSED = "R12"
    TANGLED = "R13"
    FILE_TOO_LARGE = "R14"
    NAME_TWICE = "R15"
    SOURCE_CONFLICTED = "R16"

    YAML_BROKEN = "S1"
    SETTING_UNKNOWN = "S2"
    SETTING_INVALID = "S3"
    DECK_CLASH = "S4"
    RULE_IDLE = "S5"

    NO_QUESTION_IN_FILE = "D1"
    NO_QUESTION = "D2"
    SECTION_UNREAD = "D3"
    MUCH_UNREAD = "D4"

    ANSWER_MISSING = "N1"
    KEY_MISSING = "N2"
    QUESTION_IS_HEADING = "N3"
    QUESTION_MISSING = "N4"
    HEADING_EMPTY = "N5"
    POINT_REPEATED = "N6"
    ID_INVALID = "N7"
    IMAGE_LEFT_OUT = "N8"
    KEY_DISPUTED = "N9"
    POINT_ALIKE = "N10"
    MEDIUM_MISSING = "N11"
    MEDIUM_OUTSIDE = "N12"
    MEDIUM_UNSAFE = "N13"
    MEDIUM_LARGE = "N14"
    MEDIUM_BROKEN = "N15"
    CELL_LEFT_OUT = "N16"

    MERGED = "M1"
    CONFLICT = "M2"
    ALIKE = "M3"
    DECISION_IDLE = "M4"
    DECISION_INVALID = "M5"
    PAIR_INVALID = "M6"

    ID_TWICE = "I1"
    TYPE_CHANGED = "I2"

    LOCK_LOST = "L1"
    LOCK_DAMAGED = "L2"
    LOCK_CONFLICTED = "L3"
    LOCK_FOREIGN = "L4"
    LOCK_FROZEN = "L5"
    LINK_INVALID = "L6"
    IDS_UNFIT = "L7"
    PACKAGE_UNREADABLE = "L8"
    LOCK_OTHER = "L9"
    LOCK_GAP = "L10"

    OUTPUT_UNWRITABLE = "W1"
    BUILD_RUNNING = "W2"
    OUT_OF_DATE = "W3"
    STALE_OUTPUT = "W4"
    OUTPUT_HELD = "W5"
    OUTPUT_OTHER = "W6"


_WARNINGS = frozenset(
    {
        Code.ENCODING_GUESSED,
        Code.CONTROL_CHARACTERS,
        Code.LONE_SURROGATES,
        Code.NESTED_TOO_DEEP,
        Code.FENCE_UNCLOSED,
        Code.TANGLED,
        Code.DECK_CLASH,
        Code.RULE_IDLE,
        Code.NO_QUESTION_IN_FILE,
        Code.SECTION_UNREAD,
        Code.MUCH_UNREAD,
        Code.ANSWER_MISSING,
        Code.KEY_MISSING,
        Code.QUESTION_IS_HEADING,
        Code.QUESTION_MISSING,
        Code.HEADING_EMPTY,
        Code.POINT_REPEATED,
        Code.POINT_ALIKE,
        Code.IMAGE_LEFT_OUT,
        Code.MEDIUM_LARGE,
        Code.MEDIUM_BROKEN,
        Code.CELL_LEFT_OUT,
        Code.KEY_DISPUTED,
        Code.MERGED,
        Code.CONFLICT,
        Code.ALIKE,
        Code.DECISION_IDLE,
        Code.TYPE_CHANGED,
        Code.LOCK_GAP,
        Code.STALE_OUTPUT,
    }
)


class Span(NamedTuple):
    """Lines of a source, 1-based, both ends included, front matter counted."""

    path: str
    first: int
    last: int


class Problem(NamedTuple):
    """A finding about a source: where, what is wrong, what to do. Line 0 is the whole file."""

    code: Code
    path: str
    line: int
    what: str
    remedy: str

    @property
    def severity(self) -> Severity:
        """Tell whether a build can go on (warning) or not (error)."""
        return "warning" if self.code in _WARNINGS else "error"


class Text(NamedTuple):
    """A piece of prose in each form that an output wants; its HTML is sanitised."""

    markdown: Markdown
    html: Html
    plain: str
    form: Form


EMPTY = Text(Markdown(""), Html(""), "", Form(""))


# What a reader sees

BlockKind = Literal[
    "heading",
    "paragraph",
    "bullets",
    "steps",
    "bullet",
    "quote",
    "code",
    "html",
    "table",
    "rule",
]


class Block(NamedTuple):
    """A Markdown block with its lines in the file.

    `text` is the raw inline text of a heading or paragraph and the content of code or HTML;
    `level` is that of a heading; the children of `bullets` and `steps` are each a `bullet`.
    """

    kind: BlockKind
    first: int
    last: int
    text: str = ""
    level: int = 0
    children: tuple["Block", ...] = ()


class Section(NamedTuple):
    """A heading and the blocks up to the next one; the first section may have no heading."""

    heading: Block | None
    above: tuple[str, ...]  # the headings above this one, plain and without numbering
    blocks: tuple[Block, ...]
    last: int

    @property
    def level(self) -> int:
        """Give the heading's level, 0 for the text before the first heading."""
        return self.heading.level if self.heading else 0


class Rule(NamedTuple):
    """How files are read whose paths match a pattern, such as `exams/*.md`."""

    pattern: str
    dialect: str = ""
    encoding: str = ""
    line: int = 0  # on which the pattern stands


class Settings(NamedTuple):
    """What `tiku.yaml` or a front matter says; empty where it says nothing."""

    name: str = ""
    deck: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    dialect: str = ""
    language: str = ""
    encoding: str = ""
    files: tuple[Rule, ...] = ()
    study: tuple[StudyOption, ...] | None = None
    missing_media: str = ""
    diagrams: str = ""


Role = Literal["question", "answer", "explanation", "hint"]


class Record(NamedTuple):
    """A question that stands as data in a front matter: its lines, and its parts by role."""

    first: int
    last: int
    parts: dict[Role, str]


class Document(NamedTuple):
    """A parsed source. `references` are the link definitions, as Markdown by label.

    `about` is what the front matter says of it: its title, its tags, the deck it belongs to; and
    `records` are the questions that stand in it.
    """

    path: str
    lines: tuple[str, ...]
    settings: Settings
    sections: tuple[Section, ...]
    references: Mapping[str, str] = MappingProxyType({})
    about: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()


class Fragment(NamedTuple):
    """A piece of a source: its Markdown and the line at which it starts."""

    markdown: Markdown
    line: int


class Draft(NamedTuple):
    """What a dialect saw of one entry; `None` is a part that the entry lacks.

    `number` is the one that its author gave it, 0 if none: it finds the answer in a key. `gaps`
    are what the author hid of a cloze text, and `hidden` is that text: see `items.gaps`. `tags` are
    those of the entry alone.
    """

    span: Span
    section: tuple[str, ...] = ()
    heading: Fragment | None = None
    question: Fragment | None = None
    answer: Fragment | None = None
    explanation: Fragment | None = None
    hint: Fragment | None = None
    ids: tuple[Fragment, ...] = ()
    number: int = 0
    gaps: tuple[str, ...] = ()
    hidden: Fragment | None = None
    tags: tuple[str, ...] = ()


class Left(NamedTuple):
    """A stretch of a source that is part of no question, and why."""

    span: Span
    why: str


class Reading(NamedTuple):
    """How one dialect explains a document: its drafts, and in a few words why.

    `confidence` (0 to 1) weighs how explicit the evidence is: a label says more than a heading.
    """

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    confidence: float = 0.0
    why: str = ""


# What a bank holds


class Point(NamedTuple):
    """One bullet of an answer; the term may be empty. `form` is that of both."""

    term: Markdown
    text: Markdown
    form: Form


class Choice(NamedTuple):
    """One option of a choice question; a keyed one is right, the others are distractors."""

    label: str
    text: Text
    keyed: bool


class OpenResponse(NamedTuple):
    """An answer in prose."""

    answer: Text
    points: tuple[Point, ...] = ()

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""
        return "open"


class ChoiceResponse(NamedTuple):
    """Options with at least one keyed; `answer` repeats the keyed ones."""

    answer: Text
    choices: tuple[Choice, ...]

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""
        return "choice"


class ClozeResponse(NamedTuple):
    """What fills the gaps of a stem, in which each is `[…]`; `answer` is the whole text.

    `hidden` is the text with its gaps marked: see `tiku.items.gaps`.
    """

    answer: Text
    gaps: tuple[str, ...]
    hidden: Text

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""
        return "cloze"


class NoResponse(NamedTuple):
    """A question that has no answer yet."""

    answer: Text = EMPTY

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""
        return "question-only"


Response = OpenResponse | ChoiceResponse | ClozeResponse | NoResponse


class Content(Protocol):
    """What an item says; in a large bank it is packed away: see `tiku.items.packed`."""

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""

    @property
    def may_show(self) -> bool:
        """Tell whether its HTML may show files; it does not if not."""

    @property
    def stem(self) -> Text:
        """Give what is asked."""

    @property
    def response(self) -> Response:
        """Give the key."""

    @property
    def title(self) -> Text:
        """Give the entry's heading, where it says more than the stem."""

    @property
    def explanation(self) -> Text:
        """Give what explains the answer."""

    @property
    def hint(self) -> Text:
        """Give what helps to find the answer."""


class Said(NamedTuple):
    """What an item says. Empty texts are `EMPTY`."""

    stem: Text
    response: Response
    title: Text = EMPTY
    explanation: Text = EMPTY
    hint: Text = EMPTY

    @property
    def may_show(self) -> bool:
        """Tell whether its HTML may show files."""
        return True

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""
        return self.response.kind


class Item(NamedTuple):
    """One question with its key. If you hold one, it is valid: the stem is not empty.

    `name` is the id that the author wrote, if any. `created` and `modified` are times in seconds
    since 1970: when the question was first seen, no two in the same second, and when its content,
    of which `fingerprint` is a digest, last changed. `copies` are the other items that were merged
    into this one, as they were read.
    """

    id: ItemId
    content: Content
    sources: tuple[Span, ...]
    name: ItemId = ItemId("")
    section: tuple[str, ...] = ()
    deck: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    study: tuple[StudyOption, ...] = ()
    copies: tuple["Item", ...] = ()
    created: int = 0
    modified: int = 0
    fingerprint: str = ""

    @property
    def place(self) -> Span:
        """Give where it stands itself, whatever was merged into it from a place before."""
        if not self.copies:
            return self.sources[0]
        merged = {span for copy in self.copies for span in copy.sources}
        return next((span for span in self.sources if span not in merged), self.sources[0])

    @property
    def places(self) -> tuple[Span, ...]:
        """Give its sources, and first where it stands itself."""
        if not self.copies:
            return self.sources
        rest = list(self.sources)
        rest.remove(self.place)
        return (self.place, *rest)

    @property
    def stem(self) -> Text:
        """Give what is asked."""
        return self.content.stem

    @property
    def response(self) -> Response:
        """Give the key."""
        return self.content.response

    @property
    def title(self) -> Text:
        """Give the entry's heading, where it says more than the stem."""
        return self.content.title

    @property
    def explanation(self) -> Text:
        """Give what explains the answer."""
        return self.content.explanation

    @property
    def hint(self) -> Text:
        """Give what helps to find the answer."""
        return self.content.hint

    @property
    def kind(self) -> Kind:
        """Give the kind of the key."""
        return self.content.kind

    @property
    def is_bare(self) -> bool:
        """Tell whether it has no answer and its source asks for no card all the same."""
        return self.kind == "question-only" and "unanswered" not in self.study

    @property
    def is_reversed(self) -> bool:
        """Tell whether a second card asks for the question."""
        return self.kind == "open" and "reversed" in self.study


class Retired(NamedTuple):
    """A question that earlier builds had: in no source any more, or merged `into` another."""

    id: ItemId
    into: ItemId
    stem: str


class Cluster(NamedTuple):
    """Items held to be the same, in conflict, or alike; `sources` are all their places.

    `different` are those whose words stand everywhere, each time of something else.
    """

    verdict: Verdict
    items: tuple[ItemId, ...]
    sources: tuple[Span, ...]
    reason: str


class Medium(NamedTuple):
    """A picture, sound or film: its path below the source folder, its name in a deck, its bytes."""

    path: str
    name: str
    content: bytes


class Bank(NamedTuple):
    """All items of a build in source order, what was found alike, and every problem.

    `media` are what the items show; their HTML has the names that these have in a deck.
    """

    name: str
    items: tuple[Item, ...]
    clusters: tuple[Cluster, ...] = ()
    problems: tuple[Problem, ...] = ()
    retired: tuple[Retired, ...] = ()
    media: tuple[Medium, ...] = ()
