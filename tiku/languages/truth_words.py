"""What languages call true and false, right and wrong: statements, options and their titles.

To teach tiku another language, add its words here, as regular expressions without groups; all that
judges knows them.
"""

from itertools import product

from tiku.values import NamedTuple


class _Words(NamedTuple):
    """What a statement may be called, and what an option that is right; each parted by `|`."""

    true: str
    false: str
    correct: str


_LANGUAGES = {
    "ar": _Words("صح|صحيح", "خطأ|خاطئ", r"صحيح|الإجابة\sالصحيحة"),
    "bg": _Words("вярно|истина", "невярно|грешно|лъжа", r"верен|вярно|верен\sотговор"),
    "cs": _Words("pravda", "nepravda", r"správně|správná(?:\sodpověď)?"),
    "da": _Words("sandt", "falsk|falskt", r"korrekt|rigtigt(?:\ssvar)?"),
    "de": _Words("richtig|wahr", "falsch|unwahr", r"richtig(?:e\santwort)?|korrekt"),
    "el": _Words("σωστό|αληθές", "λάθος|ψευδές", r"σωστό|σωστή(?:\sαπάντηση)?"),
    "en": _Words("true", "false", r"correct(?:\sanswer)?!?"),
    "es": _Words("verdadero", "falso", r"correct[ao]|respuesta\scorrecta"),
    "fa": _Words("درست|صحیح", "نادرست|غلط", r"درست|صحیح|پاسخ\s(?:درست|صحیح)"),
    "fi": _Words("oikein|totta|tosi", "väärin|epätosi", r"oikein|oikea(?:\svastaus)?"),
    "fr": _Words("vrai", "faux", r"correcte|exacte?|juste|bonne\sréponse"),
    "he": _Words("נכון", r"לא\sנכון|שגוי", r"נכון|תשובה\sנכונה"),
    "hi": _Words("सत्य|सही", "असत्य|गलत", r"सही(?:\sउत्तर)?"),
    "hu": _Words("igaz", "hamis", r"helyes(?:\sválasz)?"),
    "id": _Words("benar|betul", "salah", r"benar|jawaban\sbenar"),
    "it": _Words("vero", "falso", r"corrett[ao]|giusta|risposta\s(?:corretta|esatta)"),
    "ja": _Words("正しい|正", "誤り|誤", "正解"),
    "ko": _Words("참|정답|맞다", "거짓|오답|틀리다", "정답"),
    "nl": _Words("waar|juist", "onwaar|onjuist", r"juist|correct|goed"),
    "no": _Words("sant|riktig", "usant|galt|feil", r"riktig(?:\ssvar)?"),
    "pl": _Words("prawda", "fałsz|nieprawda", r"poprawna|prawidłowa|prawidłowa\sodpowiedź"),
    "pt": _Words("verdadeiro|certo", "falso|errado", r"corret[ao]|resposta\s(?:correta|certa)"),
    "ro": _Words("adevărat", "fals", r"corect|corectă|răspuns\scorect"),
    "ru": _Words("верно|правда", "неверно|ложь", r"правильн\w*(?:\sответ)?|верно|верный\sответ"),
    "sv": _Words("sant|rätt", "falskt|fel", r"rätt(?:\ssvar)?"),
    "th": _Words("ถูก|ถูกต้อง", "ผิด", "ถูกต้อง|ถูก"),
    "tr": _Words("doğru", "yanlış", r"doğru(?:\scevap)?"),
    "uk": _Words(
        "правда|вірно|правильно", "неправда|невірно|неправильно", r"правильн\w*|вірно|вірна"
    ),
    "vi": _Words("đúng", "sai", "đúng"),
    "zh": _Words("对|對|正确|正確", "错|錯|错误|錯誤", "正确(?:答案)?|正確(?:答案)?"),
}
_OR = (
    r"\s?(?:[/／|]|\b(?:or|oder|ou|o|of|atau|czy|či|nebo|или|або|чи|veya|hay|sau|vagy|eller|tai|ή)\b)"
    r"\s?"
)

TRUE = "|".join(words.true for words in _LANGUAGES.values())
FALSE = "|".join(words.false for words in _LANGUAGES.values())
YES_OR_NO = "yes|no|ja|nein|nee|oui|non|sí|si|sim|não|да|нет|tak|nie|是|否"
CORRECT = "|".join(words.correct for words in _LANGUAGES.values())
_LETTERS = {
    rf"{true[0]}\s?[/／|]\s?{false[0]}"
    for words in _LANGUAGES.values()
    for true, false in product(words.true.split("|"), words.false.split("|"))
}
# What a statement is to be: `True or false`, `Prawda/Fałsz`, `T/F`, `√/×`.
IN_WORDS = rf"(?:{TRUE}){_OR}(?:{FALSE})"
IN_LETTERS = rf"(?:{'|'.join(sorted(_LETTERS))}|[√○]\s?[/／]\s?×)"
