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
    "pygments.lexer": (
        "made = pygments.lexer.Lexer()\n"
        "made.add_filter('raiseonerror')\n"
        "print([type(each).__name__ for each in made.filters])\n"
    ),
    "shutil": "print(shutil.get_archive_formats(), shutil.get_unpack_formats())\n",
    "sqlite3": (
        "import datetime\n"
        "db = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_DECLTYPES)\n"
        "db.execute('CREATE TABLE a (b date, c timestamp)')\n"
        "row = datetime.date(2000, 1, 2), datetime.datetime(2000, 1, 2, 3)\n"
        "db.execute('INSERT INTO a VALUES (?, ?)', row)\n"
        "print(db.execute('SELECT * FROM a').fetchall() == [row], sqlite3.Date is datetime.date)\n"
    ),
    "zipfile": (
        "import io\n"
        "for way in zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA:\n"
        "    file = io.BytesIO()\n"
        "    with zipfile.ZipFile(file, 'w', way) as made:\n"
        "        made.writestr(zipfile.ZipInfo('a'), b'b' * 99, way)\n"
        "    print(zipfile.ZipFile(file).read('a'), file.getvalue())\n"
    ),
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
        "import hashlib, tempfile, urllib.parse, datetime, bz2, lzma, threading\n"
        "print(hashlib.md5(b'').name, urllib.parse.unquote('%2B'), tempfile.template)\n"
        "print(datetime.UTC, bz2.compress(b'')[:2], lzma.FORMAT_XZ, threading.active_count())\n"
    )
    assert run(code).splitlines() == [
        "[]",
        "{'a': 1} True",
        "True &lt;",
        "md5 + tmp",
        "UTC b'BZ' 1 1",
    ]
