"""Languages other than English: their words alone tell what asks, and what every document has."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tiku.reading import read


class Words(NamedTuple):
    """The titles of an exam and of contents, and three questions without a question mark."""

    exam: str
    contents: str
    asked: tuple[str, str, str]


LANGUAGES = {
    "ar": Words(
        "أسئلة المقابلة", "المحتويات", ("اشرح بروتوكول TCP", "لماذا نستخدم DNS", "كيف يعمل HTTP")
    ),
    "bg": Words(
        "Въпроси за интервю", "Съдържание", ("Обяснете TCP", "Защо ползваме DNS", "Как работи HTTP")
    ),
    "cs": Words("Otázky k pohovoru", "Obsah", ("Vysvětlete TCP", "Proč máme DNS", "Co je HTTP")),
    "da": Words(
        "Spørgsmål", "Indhold", ("Forklar TCP", "Hvorfor bruges DNS", "Hvordan virker HTTP")
    ),
    "de": Words(
        "Prüfungsfragen", "Inhalt", ("Erklären Sie TCP", "Warum gibt es DNS", "Was ist HTTP")
    ),
    "el": Words(
        "Ερωτήσεις", "Περιεχόμενα", ("Εξηγήστε το TCP", "Γιατί υπάρχει το DNS", "Τι είναι το HTTP")
    ),
    "es": Words("Preguntas", "Índice", ("Explica TCP", "Por qué existe DNS", "Qué es HTTP")),
    "fa": Words(
        "سوالات مصاحبه",
        "فهرست مطالب",
        ("پروتکل TCP چیست", "چرا از DNS استفاده می‌کنیم", "HTTP چیست"),
    ),
    "fi": Words("Kysymykset", "Sisällys", ("Selitä TCP", "Miksi DNS on olemassa", "Mikä HTTP on")),
    "fr": Words(
        "Questions d'entretien",
        "Sommaire",
        ("Expliquez TCP", "Pourquoi DNS", "Comment marche HTTP"),
    ),
    "hi": Words("प्रश्न", "Contents", ("TCP समझाइए।", "क्यों DNS है", "HTTP क्या है")),
    "hu": Words("Kérdések", "Tartalom", ("Magyarázza el a TCP-t", "Miért van DNS", "Mi a HTTP")),
    "id": Words("Soal ujian", "Daftar isi", ("Jelaskan TCP", "Mengapa ada DNS", "Apa itu HTTP")),
    "it": Words("Domande", "Indice", ("Spiega TCP", "Perché esiste DNS", "Cos'è HTTP")),
    "ja": Words("面接の質問", "目次", ("TCPを説明してください", "なぜDNSがあるのか", "HTTPとは")),
    "ko": Words("면접 질문", "목차", ("TCP를 설명하시오", "DNS는 왜 있는가", "HTTP란 무엇인가")),
    "nl": Words(
        "Vragen", "Inhoudsopgave", ("Leg uit wat TCP is", "Waarom is er DNS", "Hoe werkt HTTP")
    ),
    "no": Words("Eksamen", "Innhold", ("Forklar TCP", "Hvorfor finnes DNS", "Hva er HTTP")),
    "pl": Words(
        "Pytania rekrutacyjne",
        "Spis treści",
        ("Wyjaśnij TCP", "Dlaczego jest DNS", "Co to jest HTTP"),
    ),
    "pt": Words(
        "Questões de prova", "Sumário", ("Explique TCP", "Por que existe DNS", "O que é HTTP")
    ),
    "ro": Words("Întrebări", "Cuprins", ("Explicați TCP", "De ce există DNS", "Ce este HTTP")),
    "ru": Words("Вопросы", "Содержание", ("Объясните TCP", "Зачем нужен DNS", "Как работает HTTP")),
    "sv": Words("Frågor", "Innehåll", ("Förklara TCP", "Varför finns DNS", "Hur fungerar HTTP")),
    "th": Words("คำถามสัมภาษณ์", "Contents", ("จงอธิบาย TCP", "ทำไมต้องมี DNS", "HTTP คืออะไร")),
    "tr": Words(
        "Mülakat soruları", "İçindekiler", ("TCP'yi açıklayınız", "Neden DNS var", "HTTP nedir")
    ),
    "uk": Words(
        "Питання до співбесіди", "Зміст", ("Поясніть TCP", "Навіщо потрібен DNS", "Що таке HTTP")
    ),
    "vi": Words("Câu hỏi phỏng vấn", "Mục lục", ("Trình bày TCP", "Tại sao có DNS", "HTTP là gì")),
    "zh": Words("面试题", "目录", ("解释 TCP", "为什么需要 DNS", "什么是 HTTP")),
}
ANSWERS = ("Reliable bytes.", "Names to numbers.", "Requests and responses.")


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("question", ["## {asked}\n\n{answer}", "{n}. {asked}\n\n   {answer}"])
def test_what_asks_without_a_mark_is_a_question(words: Words, question: str) -> None:
    entries = [
        question.format(n=n, asked=asked, answer=answer)
        for n, (asked, answer) in enumerate(zip(words.asked, ANSWERS, strict=True), 1)
    ]
    assert read_from(f"# {words.exam}\n\n" + "\n\n".join(entries)) == answered(words)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_what_every_document_has_is_none(words: Words) -> None:
    entries = [
        f"## {asked}\n\n{answer}\n\n" for asked, answer in zip(words.asked, ANSWERS, strict=True)
    ]
    listed = f"## {words.contents}\n\nTCP, DNS, HTTP.\n\n"
    assert read_from(f"# {words.exam}\n\n{listed}" + "".join(entries)) == answered(words)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_list_under_a_title_that_names_questions_holds_them(words: Words) -> None:
    listed = "".join(f"- {asked}\n" for asked in words.asked)
    assert [asked for asked, _ in read_from(f"# {words.exam}\n\n{listed}")] == [*words.asked]


def answered(words: Words) -> list[tuple[str, str]]:
    return [*zip(words.asked, ANSWERS, strict=True)]


def read_from(text: str) -> list[tuple[str, str]]:
    """Give the questions that are read, each with its answer."""
    (reading,) = read({"notes.md": text})
    return [(item.stem.plain, item.response.answer.markdown) for item in reading.items]
