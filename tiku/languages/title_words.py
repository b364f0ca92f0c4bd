"""What titles say, by language: that answers follow, that something opens.

To teach tiku another language, add its words here, as regular expressions without groups.
"""

# The titles of keys: `Answers`, `Klucz odpowiedzi`, `参考答案`.
_ANSWERS = {
    "ar": (
        r"الأجوبة|الإجابات(?:\sالنموذجية)?"
        r"|مفتاح\sال(?:إجابة|إجابات|حل)|الحلول"
    ),
    "bg": "отговори",
    "cs": "odpovědi|řešení|klíč",
    "da": r"facit(?:liste)?|løsning(?:er|sforslag)",
    "de": (
        r"antworten|(?:auf|muster)?lösungen|auflösung|erwartungshorizont|lösungs(?:hinweise|vorschläge|skizzen?)"
        r"|(?:lösungs?|antwort(?:en)?)[\s-]?schlüssel"
    ),
    "el": "απαντήσεις|λύσεις",
    "en": (
        r"answers|(?:sample|model|suggested|expected|possible|example)\sresponses|answer[\s-](?:key|sheet|summary|guide|list)|solutions(?:\smanual)?|key|keys"
        r"|mark\s?scheme|marking\sscheme"
    ),
    "es": (r"respuestas(?:\scorrectas)?|soluciones|solucionario|clave(?:\sde\srespuestas)?"),
    "fa": r"پاسخ\u200c?نامه|پاسخ[\u200c\s]ها",
    "fi": "vastaukset|ratkaisut",
    "fr": "réponses|corrigés?|correction",
    "he": "תשובות|פתרונות",
    "hi": r"उत्तर(?:माला|\sकुंजी|\sसूची)?",
    "hu": "megoldások|megoldókulcs",
    "id": "kunci|jawaban",
    "it": r"risposte(?:\s(?:corrette|esatte))?|soluzioni|chiave\sd(?:i\srisposta|elle\srisposte)",
    "ja": (
        r"答え(?:と解説)?|(?:模範)?解答(?:編|例|集|一覧)?(?:[・と]?解説)?"
        r"|正解(?:と解説|一覧)?|回答集?|正答"
    ),
    "ko": r"정답(?:\s?및\s?해설|과\s해설|표)?|해답|(?:모범\s)?답안",
    "nl": "antwoorden|oplossingen|uitwerkingen",
    "no": "fasit",
    "pl": r"(?:klucz\s)?odpowiedzi|klucz|rozwiązania",
    "pt": "respostas|gabarito|soluções",
    "ro": "răspunsuri|soluții|barem",
    "ru": "ответы|решения|ключи?",
    "sv": "lösningar",
    "th": "เฉลย",
    "tr": r"cevaplar[ıi]?|cevap\sanahtarı|yanıtlar",
    "uk": "відповіді|розв['’]язки",
    "vi": r"đáp\sán|lời\sgiải",
    "zh": (
        r"(?:(?:单选|多选|[单多]项选择|不定项选择|选择|選擇|填空|判断|判斷|简答|簡答|问答|計算|计算|应用|解答|综合)[题題])"
        r"(?:[参參]考)?答案"
        r"|[参參]考(?:答案|解答)|(?:正[确確]|[标標][准準])答案"
        r"|答案(?:[及与和]?(?:解析|详解)|速查|部分)?"
        r"|(?:课后|本章|章末|随堂)?(?:练习题?|[习習試试考思测測作][题題验驗业業卷]|思考题|自测题?|测试题?)"
        r"(?:的?[参參]?考?答案|解答)(?:[及与和]?(?:解析|详解))?"
    ),
}
# A part of each of them, in lower case, by which most titles are told to be none at a glance.
STEMS = tuple(
    "answer response solution key scheme respuesta solucion clave resposta gabarito soluç antwort"
    " lösung erwartungshorizont"
    " réponse correction corrigé risposte soluzion ответы решения ключ cevap yanıt yanit jawaban"
    " kunci antwoord oplossing uitwerking odpowied klucz klíč rozwiązania відповід розв отговори"
    " odpovědi"
    " řešení facit fasit løsning lösning vastaukset ratkaisut răspunsuri soluții barem megold"
    " απαντήσεις λύσεις đáp giải الأجوبة الإجابات مفتاح الحلول پاسخ תשובות פתרונות เฉลย"
    " उत्तर 答案 答え 解答 正解 回答 正答 정답 해답 답안 chiave".split()
)
# `Show answer`, `Pokaż odpowiedź`; those that name things, too, must begin a title: no `SQL view`.
# Those of the last line stand within words, too.
_OPENS = (
    "show click reveal expand toggle spoiler details? mostrar voir anzeigen"
    " mostra показать раскрыть развернуть показати покажи göster xem pokaż zobacz zobrazit toon"
    " bekijk näytä lihat tampilkan vezi afișează εμφάνιση نمایش مشاهده عرض देखें"
)
_OPENS_FIRST = (
    r"view see open(?![/-]) ver vis(?![/-]) visa(?=\W*$|\s(?:svar|facit|lösning|mer|rätt))"
)
_OPENS_WITHIN = "ดู 点击 點擊 展开 展開 查看 显示 顯示 表示 クリック 보기 펼치기 클릭"

ANSWERS = "|".join(_ANSWERS.values())
OPENS = (
    rf"\b(?:{'|'.join(_OPENS.split())})\b|^[\W\d_]*(?:{'|'.join(_OPENS_FIRST.split())})\b"
    rf"|{'|'.join(_OPENS_WITHIN.split())}"
)
