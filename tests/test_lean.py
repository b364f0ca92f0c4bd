"""Libraries that are loaded without what they have no use for are what they are with it."""

from __future__ import annotations

import html
import subprocess
import sys

import pytest

from tiku.system import entities

GIVES = {
    "genanki": (
        "t = {'name': 'C', 'qfmt': '{{F}}', 'afmt': '{{F}}'}\n"
        "m = genanki.Model(1, 'a', fields=[{'name': 'F'}], templates=[t])\n"
        "n = genanki.Note(m, ['x'])\n"
        "print(m.to_json(1, 1), n.guid, [c.ord for c in n.cards], genanki.Deck(2, 'd').to_json())\n"
    ),
    "pygments.lexers": (
        "from pygments.util import html_escape\n"
        "print(html_escape('<\"'), pygments.lexers.get_lexer_by_name('html').name)\n"
    ),
    "pathlib": "print(pathlib.Path('/a b/é').as_uri(), pathlib.Path('a/b').name)\n",
}


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


@pytest.mark.parametrize("name", GIVES)
def test_it_gives_what_it_gives(name: str) -> None:
    lean = f"from tiku.system import lean\nlean.load({name!r})\nimport {name}\n{GIVES[name]}"
    assert run(lean) == run(f"import {name}\n{GIVES[name]}")


@pytest.mark.parametrize("text", ["a", "<b c=\"d\" e='f'>&amp;</b>", "&#39;&eacute;&nosuch;", ""])
def test_entities_are_those_of_html(text: str) -> None:
    assert entities.escape(text) == html.escape(text)
    assert entities.unescape(text) == html.unescape(text)


@pytest.mark.parametrize("name", GIVES)
def test_whoever_asks_later_gets_the_real_ones(name: str) -> None:
    code = (
        f"from tiku.system import lean\nlean.load({name!r})\nimport sys\n"
        "heavy = ('asyncio', 'yaml', 'importlib.metadata', 'http.client')\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "import cached_property, yaml, importlib.metadata, xml.sax.saxutils\n"
        "print(yaml.safe_load('a: 1'), importlib.metadata.version('pyyaml') != '')\n"
        "print(cached_property.__version__ != '', xml.sax.saxutils.escape('<'))\n"
        "import hashlib, tempfile, urllib.parse\n"
        "print(hashlib.md5(b'').name, urllib.parse.unquote('%2B'), tempfile.template)\n"
    )
    assert run(code).splitlines() == [
        "[]",
        "{'a': 1} True",
        "True &lt;",
        "md5 + tmp",
    ]
