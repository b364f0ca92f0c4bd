"""What a piece of Markdown is read as: its blocks and their faults, and what it is compared by."""

from typing import Literal

from tiku.model import Block, Form
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# Blocks nested deeper than this are not read (markdown-it-py would drop them in silence).
MAX_NESTING = 100
Fault = Literal["deep", "unclosed", "tangled"]
Definitions = dict[str, tuple[int, int]]


class Structure(NamedTuple):
    """The blocks of a text, the lines of its link definitions by label, and its faults."""

    blocks: tuple[Block, ...]
    definitions: Definitions
    faults: tuple[tuple[Fault, int], ...]


class Key(NamedTuple):
    """What a text is compared by: its form, and the targets of its links."""

    form: Form
    links: tuple[str, ...] = ()


def links_in(html: str) -> tuple[str, ...]:
    """Name the targets of the links in HTML that is sanitised."""
    return tuple(_HREF.findall(html)) if "href=" in html else ()


_HREF = lazy(r'href="([^"]*)"')
