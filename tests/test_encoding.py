"""Bytes to text: what is read, what is guessed, what is refused."""

from __future__ import annotations

import codecs

import pytest

from tiku.documents.encoding import MAX_LINE, decode

TEXT = "## 什么是变分自编码器？\n\n**答案：** 一种概率模型。\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        "\ufeff" + TEXT,
        "\ufeff\ufeff" + TEXT,
    ],
    ids=str,
)
def test_unicode_is_read_in_every_wrapping_without_a_word(content: bytes | str) -> None:
    assert decode("x.md", content) == (TEXT, ())


def test_ascii_in_utf16_is_not_taken_for_utf8_full_of_nuls() -> None:
    assert decode("x.md", "# Why?\n".encode("utf-16-le")) == ("# Why?\n", ())


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", TEXT),
        ("gb18030", "问：什么是模型选择？\n答：选择合适的生成式AI模型（如RNN、LSTM等）。"),
        ("cp949", "문: TCP란 무엇인가?\n답: 전송 제어 프로토콜."),
        ("cp932", "問：TCPとは？\n答：伝送制御プロトコルです。"),
        ("big5", "## 什麼是變分自編碼器？\n\n**答案：** 一種機率模型。\n"),
        ("cp932", "## TCPとは何ですか？\n\n**答え：** 伝送制御プロトコルです。\n"),
        ("cp1251", "## Что такое TCP?\n\n**Ответ:** Протокол управления передачей.\n"),
        ("cp1252", "## ¿Qué es TCP?\n\n**Respuesta:** Un protocolo de la red, señor.\n"),
    ],
)
def test_an_older_encoding_is_guessed_and_said(encoding: str, text: str) -> None:
    found, problems = decode("x.md", text.encode(encoding))
    assert found == text
    (problem,) = problems
    assert (problem.code, problem.severity) == ("R8", "warning")
    assert encoding.upper() in problem.what


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", 1),
        (bytes(range(256)) * 4, 2),
        ("What is a café?\n".encode() + b"caf\xff", 2),
        (TEXT.encode().replace("一种".encode(), b"\xff\xfe"), 3),
        (codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00", 2),
        (codecs.BOM_UTF8 + b"a\n\xff", 2),
    ],
    ids=[
        "png",
        "all bytes",
        "one word",
        "one bad byte",
        "half a UTF-16 unit",
        "not what its BOM says",
    ],
)
def test_what_is_no_text_is_refused_with_its_line(content: bytes, line: int) -> None:
    text, problems = decode("x.md", content)
    assert text is None
    (problem,) = problems
    assert (problem.code, problem.severity, problem.line) == ("R3", "error", line)
    assert "UTF-8" in problem.remedy


def test_control_characters_are_dropped_and_said() -> None:
    text, (problem,) = decode("x.md", "a\tb\nc\x00d\x1b[31m\x7fe\n")
    assert text == "a\tb\ncd[31me\n"
    assert (problem.code, problem.severity, problem.line) == ("R9", "warning", 2)
    assert "U+0000" in problem.what
    assert "3 in the file" in problem.remedy


@pytest.mark.parametrize("content", ["a\nb\ud800c", b"a\nb\xed\xa0\x80c"])
def test_lone_surrogates_are_replaced_and_said(content: bytes | str) -> None:
    text, (problem,) = decode("x.md", content)
    assert text is not None
    assert text.replace("\ufffd", "") == "a\nbc"
    assert (problem.code, problem.severity, problem.line) == ("R10", "warning", 2)


def test_an_endless_line_is_refused() -> None:
    text, (problem,) = decode("x.md", b"a\n" + b"b" * (MAX_LINE + 1) + b"\nc")
    assert text is None
    assert (problem.code, problem.severity, problem.line) == ("R7", "error", 2)
    assert decode("x.md", b"b" * MAX_LINE)[1] == ()
