"""Words that tell what asks, what a document is about, and what is furniture, by language.

To teach tiku another language, add its words here. Words are compared as they stand at the start of
a text, except those of scripts without spaces, which may stand anywhere in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tiku.languages import truth_words
from tiku.system.patterns import INLINE_CODE, lazy

# What a question starts with.
_ASKING = {
    "en": "explain describe define compare discuss differentiate elaborate"
    " tell¿me¿about walk¿me¿through",
    "de": "was warum wie wann wo woher wohin welche welcher welches wer wieso weshalb wozu"
    " erkläre erklären beschreibe beschreiben nenne nennen definiere",
    "es": "qué que cómo cuándo dónde cuál cuáles quién quiénes cuánto cuántos por¿qué"
    " explica explique describe describa define menciona",
    "fr": "que quoi quel quelle quels quelles qui comment pourquoi quand où combien qu'est-ce"
    " expliquez expliquer décrivez définissez citez",
    "hi": "क्या क्यों कैसे कब कहाँ कौन किस",
    "it": "cosa che perché come quando dove quale quali chi quanto quanti spiega spiegare descrivi"
    " definisci cos'è qual",
    "pt": "o¿que que qual quais como quando onde por¿que quem quanto quantos explique descreva"
    " defina cite",
    "ru": "что почему как какой какая какие какое каков когда где кто зачем сколько чем объясните"
    " опишите назовите перечислите сравните дайте¿определение",
    "tr": "ne neden nasıl nerede kim hangi kaç açıklayın tanımlayın karşılaştırın",
    "vi": "tại¿sao vì¿sao thế¿nào khi¿nào làm¿thế¿nào giải¿thích mô¿tả trình¿bày hãy nêu",
    "ar": "ما ماذا لماذا كيف متى أين من اشرح عرف هل",
    "bg": "какво защо къде кога кой коя кое обяснете",
    "cs": "proč kdo kdy kde který která které jaký jaká jaké co¿je co¿jsou"
    " vysvětlete popište vyjmenujte",
    "da": "hvad hvorfor hvordan hvornår hvem hvilken hvilket hvilke forklar beskriv",
    "el": "τι γιατί πώς πότε πού ποιος ποια ποιο ποιες εξηγήστε περιγράψτε",
    "fa": "چرا چگونه چه آیا کدام",
    "fi": "mikä mitä miksi miten milloin missä kuka selitä kuvaile luettele",
    "he": "מה מדוע למה איך מתי איפה מי",
    "hu": "miért hogyan mikor melyik mennyi mi¿a mi¿az magyarázza ismertesse",
    "id": "apa¿itu apa¿yang apa¿saja apa¿perbedaan apakah mengapa bagaimana kapan siapa"
    " jelaskan sebutkan uraikan",
    "nl": "wat waarom wanneer welke wie hoe leg¿uit beschrijf noem definieer",
    "no": "hva hvorfor hvordan hvem hvilken hvilke forklar beskriv",
    "pl": "czym czy dlaczego jak kto kiedy gdzie ile który która które jaki jaka jakie co¿to"
    " co¿oznacza na¿czym do¿czego po¿co wyjaśnij omów opisz wymień porównaj zdefiniuj opowiedz",
    "ro": "ce¿este ce¿sunt ce¿înseamnă de¿ce când unde cine explicați descrieți enumerați definiți",
    "sv": "vad varför hur vem vilken vilket vilka förklara beskriv redogör",
    "uk": "що чому як який яка яке які коли де хто скільки чим навіщо поясніть опишіть назвіть"
    " порівняйте розкажіть",
}
# What asks only where questions are expected: headings of a handbook start so too.
_REQUESTING = {
    "en": "is are was were do does did can could should would will shall has have had may might"
    " suppose given consider name list give state tell talk mention identify find calculate"
    " compute determine prove show solve write implement design create build draw print reverse"
    " check count detect evaluate estimate predict choose select complete fill translate convert"
    " distinguish outline summarize analyze assume derive justify sketch true walk say difference"
    " differences advantages disadvantages",
    "de": "ist sind hat haben kann können gib geben berechne zeige schreibe beweise begründe",
    "es": "es son puede pueden nombra escribe calcula demuestra da dado implementa cita",
    "fr": "est sont peut donnez donner écrivez calculez montrez soit implémentez",
    "pt": "é são pode podem escreva calcule dê mostre implemente fale diga descrever explicar",
    "it": "è sono può scrivi calcola dimostra elenca parla parlami descrivere definire argomentare"
    " illustrare confrontare",
    "ru": "напишите приведите расскажите вычислите докажите реализуйте найдите есть может можно",
    "cs": "napište uveďte vypočítejte dokažte porovnejte",
    "id": "buatlah tuliskan tentukan hitung hitunglah bandingkan berikan gambarlah gambarkan",
    "nl": "is zijn kan geef schrijf bereken bewijs vergelijk",
    "pl": "proszę podaj przedstaw scharakteryzuj napisz oblicz udowodnij pokaż zaimplementuj",
    "tr": "yazın anlatın listeleyin hesaplayın",
    "uk": "напишіть наведіть перелічіть обчисліть доведіть реалізуйте знайдіть дайте",
}
_TYPES = lazy(
    rf"(?:\w{{1,4}}\s[-–—]\s)?(?:{truth_words.IN_WORDS}|multiple[\s-]choice|single[\s-]choice|yes\s?/\s?no"
    r"|fill\sin(?:\sthe)?(?:\sblanks?)?|short\sanswer|open\squestion|essay|matching|match\s(?:the|each)|zuordnung|判断|单选|多选|填空|简答|名词解释"
    r"|(?:opción|selección)\smúltiple|múltipla\sescolha|choix\smultiples?|scelta\smultipla|meerkeuze(?:vragen)?"
    r"|emparejamiento|relacionar|appariement|abbinamento|dopasowywanie|eşleştirme"
    r"|pilihan\sganda|çoktan\sseçmeli|trắc\snghiệm|tự\sluận|(?:jedno|wielo)krotnego\swyboru|lückentext"
    r"|preguntas\sabiertas|questões\sdissertativas|questions\souvertes|domande\saperte|offene\sfragen|pytania\sotwarte"
    r"|открытые\sвопросы|вопросы\sс\sвыбором|객관식|주관식|단답형|서술형|選択式|記述式|穴埋め)(?!\w)",
    re.IGNORECASE,
)
_ANYWHERE = lazy(
    r"什么|什麼|如何|为什么|為什麼|为何|怎么|怎麼|怎样|怎樣|哪些|哪个|哪種|哪种|区别|區別|是否|多少"
    r"|几种|有何|谁|誰|哪[里裡儿兒]$|在哪$|多[久长長]$|^何[时時](?=.)|吗$|嗎$|呢$|的理解$|异同"
    r"|^(?:请|請|简述|簡述|谈谈|談談|说说|说一说|解释|解釋|描述|列举|列舉|介绍|比较|试述|阐述|论述)(?=.)"
    r"|何ですか|とは$|なぜ|どのよう|どうやって|どうすれば|いつ|違いは|説明(?:してください|せよ)|ですか$|ますか$"
    r"|べきか[。．]?$|(?:述べ|挙げ|答え|求め|論じ)よ[。．]?$"
    r"|무엇|왜\b|어떻게|언제|차이|설명[하해]|(?:쓰|적으|고르|구하|하)시오|말해\s?(?:주|보)세요|란$|인가$|나요$|까$"
    r"|(?:^|\s)(?:là\sgì|như\sthế\snào|nedir|nelerdir|mıdır|क्या\sहै|(?:समझाइए|बताइए|लिखिए|कीजिए)$)"
    r"|(?:açıklay|tanımlay|anlat|karşılaştır|yaz)ın(?:ız)?$|อะไร|ทำไม|อย่างไร|จงอธิบาย|چیست$"
)
_LINK = lazy(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_CODE = lazy(INLINE_CODE)
_BARE_URL = lazy(r"<?https?://\S+")
_MARK = lazy(r"[?？؟](?![\w=&])|¿")
_LEAD = lazy(  # also what a question is worth: (5 pts)
    r"^[\s\W_]*(?:(?<=[(\[（【])\d{1,3}\s?(?:points?|pts?\.?|marks?|分|点)[\s\W_]*)?", re.IGNORECASE
)


def _starts(table: dict[str, str]) -> re.Pattern[str]:
    def pattern() -> str:
        words = {word.replace("¿", r"\s") for line in table.values() for word in line.split()}
        return rf"(?:{'|'.join(sorted(words, reverse=True))})(?!\w)"

    return lazy(pattern, re.IGNORECASE)


_START = _starts(_ASKING)
# A heading such as "How it works" or "Why tests matter" asks nothing: English asks with a verb.
_VERB = (
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|am|isn't|aren't"
    r"|don't|doesn't|can't)\b"
)
_ENGLISH = lazy(
    rf"(?:why|how|when|where)\s+{_VERB}|how\s(?:many|much|often|long|far|old|big|well)\b"
    rf"|(?:what|which|who|whose|whom)\b(?!\s(?:to|you|we|this|it|they|i)\b)(?=[^.!]{{0,120}}?\b{_VERB})"
    r"|(?:what|who|how|where)'s\b",
    re.IGNORECASE,
)
# `Cómo instalar`, `Как установить`: how, and what is to be done, asks nothing by itself either.
_HOW_TO = lazy(
    r"(?:c[óo]mo\s\w+[aeií]r(?:se|l[aeo]s?)?|comment\s(?:s[’']|se\s|l[’'])?\w+(?:er|ir|re)|come\s\w+(?:[aei]re|rsi)"
    r"|как\s(?:не\s|быстро\s)?\w+(?:т[ьи]|чь)(?:ся)?|як\s\w+ти(?:ся)?|jak\s(?:si?ę?\s)?\w+(?:ć|at|it|et)"
    r"|wie\s(?:man|es|\w+ieren)|hoe\s(?:te|je|\w+eren)|hur\s(?:du|man)|hvordan\s(?:du|man)"
    r"|bagaimana\s(?:cara\s)?(?:me|ber)\w+|nasıl\s\w+[ıiuü]l[ıiuü]r)(?!\w)",
    re.IGNORECASE,
)
# What starts with a word that asks in another language: `Ne pas …`, `Chi-square`, `Come back`.
_OF_ANOTHER = lazy(
    r"ne\s(?:pas|jamais|plus|rien)\b|chi(?:-|\ssqu)|come\s(?:together|back|in|on|as|with|up|out|from|and)\b",
    re.IGNORECASE,
)
_WORD = lazy(r"[^\W_]")
_REQUEST = _starts(_REQUESTING)
_WH = lazy(r"(?:what|why|how|when|where|which|who|whose|whom)\b", re.IGNORECASE)


_LONGEST = 2_000  # characters of a line that may ask
_LONGEST_TITLE = 300


def bare(text: str) -> str:
    """Give a line without what may hold a mark that asks nothing: code, targets of links."""
    text = text[:_LONGEST]
    if "`" in text:
        text = _CODE.sub("x", text)
    if "](" in text:
        text = _LINK.sub(r"\2", text)
    return _BARE_URL.sub("", text) if "://" in text else text


def _start(text: str) -> int:
    """Give the place of the first letter or digit."""
    found = _LEAD.match(text)
    return found.end() if found else 0


@lru_cache(20_000)  # several dialects ask for the same line
def asks(text: str) -> bool:
    """Tell whether a line asks: a question mark, or words that ask by themselves."""
    text = bare(text)
    if _MARK.search(text):
        return True
    return _starts_to_ask(text) or _asks_anywhere(text)


def _starts_to_ask(text: str) -> bool:
    """Tell whether a line starts with words that ask; none of them is written in Han."""
    if "\u4e00" <= text[:1] <= "\u9fff":
        return False
    start = _start(text)
    if found := _START.match(text, start):
        has_more = bool(_WORD.search(text, found.end()))
        return has_more and not (_HOW_TO.match(text, start) or _OF_ANOTHER.match(text, start))
    return bool(_ENGLISH.match(text, start))


def _asks_anywhere(text: str) -> bool:
    """Tell whether a line asks by a word that may stand anywhere in it, or at its end."""
    if text.isascii() and not any(word in text for word in _ASCII_ANYWHERE):
        return False
    return bool(_ANYWHERE.search(text.strip(" \t*_.。।:：`~")))


_ASCII_ANYWHERE = "nedir", "nelerdir"  # the only ones of `_ANYWHERE` in such letters


def has_mark(text: str) -> bool:
    """Tell whether a line asks by a mark, or in words that say no more than a question."""
    text = bare(text)
    return bool(_MARK.search(text)) or _asks_anywhere(text)


def ends_asking(text: str) -> bool:
    """Tell whether a question mark ends a text; emphasis, quotes, brackets may close behind it."""
    return text.rstrip(_CLOSING).endswith(("?", "？", "؟"))


_CLOSING = " *_#\\)）\"'”’»」"
_BLANK = lazy(r"_{3,}|＿{2,}|\\_(?:\\_)+|\.{5,}|…{2,}")  # to be filled in


def requests(text: str) -> bool:
    """Tell whether a line asks, or tells to do something as a task does."""
    text = bare(text)
    start = _start(text)
    return asks(text) or bool(
        _BLANK.search(text)
        or _REQUEST.match(text, start)
        or _WH.match(text, start)
        or _HOW_TO.match(text, start)
        or _TYPES.match(text, start)
    )


# What a document, a section or a tag is about, where questions are expected.
_TOPICS = lazy(
    r"\b(?:questions?|q\s?&(?:amp;)?\s?a|q&as?|faqs?|interviews?|quiz(?:zes)?|exams?|trivia"
    r"|flash-?\s?cards?|riddles?|puzzles?|problems?|exercises?|mock\stest|worksheets?|homework"
    r"|practice\stests?|test\syour(?=\s(?:\w+\s){0,2}(?:knowledge|skills?|understanding|memory|grammar|vocab\w*)\b)"
    r"|past\spapers?|catechism"
    r"|frage(?:n|bogen)?|prüfung(?:en|s(?!ordnung|termin|amt|ergebnis)\w+)?|übung(?:en|s(?!gruppe|leiter|betrieb)\w+)?|aufgaben?|klausur|karteikarten|vorstellungsgespräch\w*"
    r"|preguntas?|examen|exámenes|ejercicios?|entrevistas?|cuestionario|perguntas?|exercícios?|quest(?:ão|ões)|simulado"
    r"|questionnaire|exercices?|entretiens?|qcm|domande|esercizi|colloquio|interrogazion\w+|esame"
    r"|вопрос\w*|собеседован\w*|экзамен\w*|викторин\w*|тест(?!ирован)\w*|задач\w*|упражнен\w*|билет\w*"
    r"|питан(?:ня|ь)|запитан(?:ня|ь)|співбесід\w*|іспит\w*|екзамен\w*|въпрос\w*|изпит\w*"
    r"|pyta(?:nia|ń)|egzamin\w*|zadani?a|rozmow\w{1,2}\skwalifikacyjn\w*|otázky|otázek|zkoušk\w*|vragen|toets\w*"
    r"|frågor|tentamen|spørgsmål|spørsmål|eksamen|kysymy\w+|întrebări|kérdések|vizsga|ερωτήσεις|εξετάσεις"
    r"|soal|pertanyaan|ujian|sorular\w*|soru|mülakat\w*|sınav\w*|câu\shỏi|bài\stập|phỏng\svấn|trắc\snghiệm|đề\sthi"
    r"|أسئلة|اختبار|امتحان|سوالات|آزمون|مصاحبه|שאלות|מבחן|प्रश्न\w*)\b|คำถาม|ข้อสอบ"
    r"|(?:面试|面試)(?!技巧|攻略|礼仪|禮儀|注意|心得|感想|流程)|(?<![另每的单全])[一二三四终]面(?![^\W\d_])|面经|默写|八股|练习|練習|课后作业|演習|自测|试卷|試卷|題庫|試題|習題|考试|考試|测验|測驗|问答|問答"
    r"|(?<!遗留)(?<!存在)(?<!在的)(?<!已知)(?<![险難难足战患状][与和及、])(?:问题|問題)(?![与和及、]\s?(?:风险|困难|不足|建议|改进|措施|挑战|隐患))|(?<![问主标话专议课副])题|クイズ"
    r"|質問|試験|面接|질문|면접|문제|퀴즈|시험|기출|단답",
    re.IGNORECASE,
)


def names_type(title: str) -> bool:
    """Tell whether a title names a type of question: `True or False`, `二、判断题`."""
    return bool(_TYPES.search(title) or _CJK_TYPES.search(title))


def is_type(title: str) -> bool:
    """Tell whether a title is nothing but the name of a type: `True or False?`."""
    return bool(_TYPES.fullmatch(title.strip(" \t*_?!.:？！：")))


_CJK_TYPES = lazy(
    r"(?:判断|默写|单选|多选|選擇|选择|填空|简答|簡答|问答|問答|論述|论述|名词解释|是非|穴埋め|空所補充|[○〇][×✕])题?"
)


def is_topical(text: str) -> bool:
    """Tell whether a title or a name says that questions follow."""
    text = _NO_TOPIC.sub(" ", text)
    return bool(_TOPICS.search(text.replace("_", " ").replace("-", " ")))


# A program for questions, one thing of it, or its address: `A quiz app`, `GET /questions`.
_NO_TOPIC = lazy(
    r"\b(?:a|each|one)\squestion\b"
    r"|\b(?:quiz|exam|trivia|flash-?\s?cards?|interview|questionnaire)[\s-]"
    r"(?:apps?|bots?|makers?|generators?|builders?|engines?|platforms?|software|plugins?|apis?|tools?|markdown|formats?"
    r"|syntax|design|process(?:es)?)\b"
    r"|(?:(?<=\s)|^)/\w[^\s()]{0,100}",
    re.IGNORECASE,
)


def names_list(title: str) -> bool:
    """Tell whether what counts below a title are questions, whatever it says.

    Its last word says so, but for what it is a set of, or its first ones over what they are about.
    So does neither of `Exam rules` nor of `Before the exam`.
    """
    head = _BEHIND_TITLE.sub("", _NO_TOPIC.sub(" ", title)).strip()
    if _MAY_BE_OTHERS.fullmatch(head):  # of a project or a meeting; not `Problem 4`
        return False
    head = head.strip(_AROUND_TITLE)
    first = 0  # where a second word of a name would begin, `Interview questions`
    for found in _TOPICS.finditer(head):
        before, end = head[: found.start()], found.end()
        if found.start() == first:
            first = end + 1
        is_first = first == end + 1 or found[0].casefold() in _ASKED
        if not (is_first and _ABOUT.match(head, end)) and not _LAST.fullmatch(head, end):
            continue
        if not before or not _OF_SOMETHING.search(before):
            return True
    return False


_MAY_BE_OTHERS = lazy(
    r"problems?(?:\slists?)?|aufgaben|задачи|задания|zadania|(?:[^\s的]{0,6}的)?(?:问题|問題)|문제",
    re.IGNORECASE,
)
_BEHIND_TITLE = lazy(r"(?:[:：(（|–—]|\s-\s).*", re.DOTALL)
_AROUND_TITLE = " \t0123456789.,!?？！*_#&、。-"
_OF_SOMETHING = lazy(
    r"(?:^how\s.*|\b(?:(?:an?|the|your|our|my|this|each|one)(?:\s\w+)?|how\sto\s\w+|of|for|to|before|after|during|known|common"
    r"|current|existing|possible|de[mnrs]?|die|vor|nach|zu[mr]|du|del|della|di|do|da|la|el|перед|после|przed)\s"
    r"|\b[dl]['’])\W*$",
    re.IGNORECASE,
)
_ABOUT = lazy(
    r"\s(?:on|of|for|to|in|about|from|with|zu[mr]?|über|aus|d[aeiou]|del|sur|su|sobre|en|over|van|om|til|по|на|к|о|про"
    r"|до|z|na)\b",
    re.IGNORECASE,
)


_ASKED = frozenset(
    "questions exercises fragen preguntas perguntas domande вопросы pytania vragen".split()
)
# What may stand behind the last word: `and answers`, `bank`, `整理`, and what `test your` tests.
_LAST = lazy(
    r"(?:\s?(?:&(?:amp;)?|and|und|y|e|et|en|i|и)\s?(?:answers?|solutions?|antworten|lösungen|respuestas|respostas"
    r"|réponses|risposte|antwoorden|ответы|odpowiedzi))?"
    r"(?:\s(?:sets?|sheets?|banks?|papers?|lists?|assignments?|collections?|pools?|time|yourself"
    r"|(?:part|no|nr|teil|parte)\W{0,2}\w{0,4}|edition))?"
    r"|(?<=test\syour)(?:\s[\w+#]+){1,3}|\s목록|[及与和]答案(?:解析)?"
    r"|目?(?:整理|[汇匯][总總]|合?集|大全|[总總][结結]|库|篇|精选|精選|一覧|まとめ)?[一二三四五六七八九十上中下]?",
    re.IGNORECASE,
)


def names_collection(title: str) -> bool:
    """Tell whether a title is that of what interviews ask about, and of no advice on them."""
    return bool(_COLLECTION.search(title)) and not _ADVICE.search(title)


_COLLECTION = lazy(
    r"(?:面试|面試|笔试|校招|秋招|春招|考研|复试|期末)[^\n]{0,16}(?:[题題]|考点|知识点|问答|必背|汇总|高频)"
    r"|八股文?|面经|(?:高频|常见|必背|经典)[^\n]{0,10}(?:面试|考点|考题)"
)
_ADVICE = lazy("准备|指南|技巧|攻略|经历|经验|流程|复盘|感想|心得|建议|如何|怎么|总结一下|注意")


# Sections that are part of every document, and of no question.
_FURNITURE = (
    r"(?:table\sof\s)?contents?|toc|index|overview|introduction|intro|foreword|preface|about(?:\s(?:us|me|you|it|this|the|our|my)\b[^?？]*)?"
    r"|readme|references?|sources?|reading(?:\slist)?|(?:[\w-]+\s){0,3}"
    r"(?:resources?|links?|readings?|docs|documentation)|bibliography|credits?|acknowledge?ments?|authors?"
    r"|contribut(?:e|ing|ors?|ions?)(?:\s(?:to|and|guide\w*|are|is|welcome)\b[^?？]*)?|how\sto\s(?:contribute|use(?:\sthis.*)?|install.*)|licen[cs]e"
    r"|sponsors?|support(?:\s(?:us|me|this|the|our|my|and)\b[^?？]*)?|donat(?:e|ions?)|change\s?log|release\snotes|history|disclaimer|contact"
    r"|summary|conclusions?|installation|features?|usage|(?:learning\s)?(?:objectives?|goals|outcomes)|(?:key\s)?takeaways"
    r"|what\s(?:do\s)?you(?:'ll|\swill)?\s(?:learn|need)|¿?c[óo]mo\susar\sest[ea].*|comment\sutiliser\sce.*|como\scontribuir|comment\scontribuer|sobre\s(?:este|esta|nosotros)\s?.*|getting\sstarted|prerequisites?|requirements?|instructions?"
    r"|(?:unresolved|outstanding|remaining)\squestions|what\swent\s(?:well|wrong|badly)|what\sdid\s?(?:n['’]t|\snot)\sgo\s(?:so\s)?well"
    r"|what\s(?:can|could)\s(?:be\s(?:improved|better)|we\simprove|(?:go|have\sgone)\sbetter)"
    r"|what\s(?:will|should|do)\swe\s(?:change|do|try|start|stop)(?:\s(?:next|now|better|differently|doing|instead|about\s(?:it|this|that))\b[^?？]*)?|what(?:['’]s|\sis|\shappens)?\snext|action\sitems|next\ssteps|lessons\slearned"
    r"|why|motivation|note|notes|(?:key\s)?quotes|quotations|zitate|citas|citazioni|updates?|star\shistory|stargazers.*|legend|translations?|feedback|any\squestions"
    r"|questions|questions\s(?:to\sask|for\s(?:them|the\s(?:interviewer|company|team)))(?:\s.*)?|faq|got\s(?:a\s)?questions?|(?:need|want)\s(?:more\s)?(?:help|to\s.*)|follow\sme.*"
    r"|índice|sumário|contenido|referencias|referências|licencia|licença|contribuir|contribuyendo|introducción"
    r"|inhalt(?:sverzeichnis)?|quellen|literatur|lizenz|einleitung|zusammenfassung|mitwirken"
    r"|table\sdes\smatières|sommaire|références|sommario|indice|riferimenti|contribuire"
    r"|содержание|оглавление|литература|ссылки|источники|лицензия|введение|заключение"
    r"|съдържание|зміст|література|посилання|джерела|ліцензія|вступ|висновки|spis\streści|bibliografia|źródła|wstęp|podsumowanie|licencja"
    r"|obsah|literatura|zdroje|úvod|závěr|inhoud(?:sopgave)?|bronnen|inleiding|samenvatting|innehåll|källor|inledning"
    r"|indhold|innhold|kilder|sisällys|lähteet|cuprins|surse|introducere|concluzii|tartalom(?:jegyzék)?|források|bevezetés"
    r"|περιεχόμενα|πηγές|εισαγωγή|daftar\sisi|daftar\spustaka|pendahuluan|kesimpulan|i̇?çindekiler|kaynaklar|giriş|sonuç"
    r"|mục\slục|tài\sliệu\stham\skhảo|giới\sthiệu|kết\sluận|المحتويات|المراجع|مقدمة|فهرست(?:\sمطالب)?|منابع|مقدمه|תוכן|מקורות|מבוא"
    r"|目录|目錄|[参參]考(?![系值数價价]).*|引用|许可.*|協議|贡献.*|如何(?:参与)?贡献|参与(?:协作|贡献)|前言|写在(?:前面|最后).*|总结|總結|小结"
    r"|如何使用[本这此该].*|更新日志|简介|关于(?:[我你本此这該该作项項].*)?|致谢|联系(?:[我作方].*)?|扩展阅读|延伸阅读|推荐阅读|说明|目次|まとめ|はじめに|목차|참고.*|라이선스|기여.*"
)
_IS_FURNITURE = lazy(rf"[\W_]*(?:{_FURNITURE})[\W_]*", re.IGNORECASE)
_BACK = lazy(
    r"[\W_]*(?:(?:go\s)?back\sto\s(?:the\s)?(?:top|toc|contents?|start|index|table\sof\scontents)|to\stop"
    r"|return\sto\stop|top|toc|table\sof\scontents|⬆.*|↑.*|volver\s(?:arriba|al\s.*)|nach\soben|haut\sde\spage|voltar\sao\stopo"
    r"|наверх|в\sначало|вверх|к\s(?:содержанию|оглавлению|началу)|оглавление|回到?顶部|返回(?:顶部|目录)|回到目录|맨\s?위로.*|위로.*|トップへ.*|목차로.*)[\W_]*",
    re.IGNORECASE,
)
_TO_ANCHOR = lazy(r"\]\(#[^()]*\)|\[\[[^\]]*↑[^\]]*\]|href=[\"']?#")
_EMPTY_TAGS = lazy(
    r"(?:\s*(?:</?(?:br|p|div|center|hr|accordion-?group)\b[^<>]*|</(?:dl|ul|ol|section|article|main|body))>)+\s*",
    re.IGNORECASE,
)


def is_furniture(title: str) -> bool:
    """Tell whether a title is that of a section which every document may have."""
    return len(title) < _LONGEST_TITLE and bool(_IS_FURNITURE.fullmatch(bare(title).strip()))


def is_of_program(title: str) -> bool:
    """Tell whether a title says how a program is used, and asks no learner: `如何安装`."""
    return bool(_OF_PROGRAM.fullmatch(title.strip(" :：")))


_OF_PROGRAM = lazy(
    r"(?:如何|怎么|怎样|怎麼|怎樣)(?:快速|本地|自行)?(?:安装|安裝|使用|运行|運行|部署|编译|編譯|构建|升级|升級|卸载|启动|配置|下载|开始|接入|集成|测试|更新)"
)


def tells_how(title: str) -> bool:
    """Tell whether a title may tell how to do something as well as ask for it: `如何做灰度`."""
    return bool(_HOW.match(title)) and not _MARK.search(title)


_HOW = lazy(r"[\d.、\s]{0,9}(?:如何|怎[么样麼樣])")


def without_contents(titles: Iterable[str]) -> tuple[str, ...]:
    """Leave out of the titles above a question those that are empty, or only of a list of all."""
    return tuple(title for title in titles if title and not _CONTENTS.fullmatch(title))


_CONTENTS = lazy(
    r"[\W_]*(?:table\sof\scontents|inhaltsverzeichnis|table\sdes\smatières|оглавление|目录|目錄|目次|목차)[\W_]*",
    re.IGNORECASE,
)
_TAG = lazy(r"<[^<>]*>")


def leads_back(text: str) -> bool:
    """Tell whether a line only leads back to the top of the document, or only parts."""
    if text[:1] == "<" and _EMPTY_TAGS.fullmatch(text):
        return True
    if len(text) > _LONGEST_TITLE:
        return False
    if "](" not in text and "href" not in text and "[[" not in text:
        return False
    words = _TAG.sub(" ", bare(text))
    return bool(_BACK.fullmatch(words.strip()))


def leads_within(text: str) -> bool:
    """Tell whether a line is an entry of a table of contents: a link to an anchor."""
    return (
        len(text) < _LONGEST
        and bool(_TO_ANCHOR.search(text))
        and not _LINK.sub("", text).strip(" \t-*+.·|[]()<>/0123456789")
    )


def share(flags: Iterable[bool]) -> float:
    """Give the share of what is true, 0.0 of nothing."""
    found = list(flags)
    return sum(found) / len(found) if found else 0.0
