"""What chats and teachers say below what they wrote, by language: that they could write more, good luck.

To teach tiku another language, add its words here, as regular expressions without groups; they
begin a paragraph, and speak of the one who writes: `Would you like me to`, `¿Quieres que te`.
"""

import re

from tiku.system.patterns import lazy

_OFFERS = {
    "ar": r"هل\s(?:تريد|ترغب|تود|تحب)(?:ني)?\s|إذا\s(?:أردت|كنت\sترغب|رغبت)،?\s",
    "bg": r"искаш\sли\sда|желаете\sли\sда|ако\s(?:искаш|желаете),?\sмога",
    "cs": r"chce(?:š|te),?\sabych|pokud\schce(?:š|te),?\smohu",
    "da": r"vil\sdu\shave,?\sat\sjeg|skal\sjeg\s|hvis\sdu\s(?:vil|ønsker),?\skan\sjeg",
    "de": (
        r"soll\sich\s|möchtest\sdu,?\sdass\sich|möchten\ssie,?\sdass\sich"
        r"|wenn\s(?:du|sie)\s(?:magst|möchtest|möchten|willst|wollen),?\skann\sich"
    ),
    "el": r"θέλετε\sνα|θέλεις\sνα|αν\sθέλε(?:ις|τε),?\sμπορώ",
    "en": (
        r"would\syou\slike\s(?:me\sto|th(?:is|ese|em)\b|it\sin\b|(?:some\s)?more\b)|you\scan\s(?:now\s)?(?:copy|paste|import)\s(?:these|this|them|it|the)\b|do\syou\swant\sme\sto|want\sme\sto\s"
        r"|(?:please\s)?let\sme\sknow\sif\syou(?:[’']d|\swould|\swant|\sneed)\b"
        r"|if\syou(?:[’']d|\swould)?\s(?:like|want|prefer),?\si(?:\scan|[’']ll|\swill|\scould)\b"
    ),
    "es": (
        r"¿(?:quieres|quiere|te\sgustaría|le\sgustaría|deseas)\sque\s(?:te|le|lo|los|la|las|yo|prepare|haga|agregue)\b"
        r"|si\s(?:quieres|quiere|deseas|lo\sdeseas),?\s(?:también\s)?puedo"
    ),
    "fa": r"آیا\s(?:می\u200c?خواهید|مایلید)\s|اگر\s(?:بخواهید|مایل\sباشید)",
    "fi": r"haluatko,?\settä|haluatteko,?\settä|jos\shaluat,?\svoin",
    "fr": (
        r"(?:voulez-vous|veux-tu|souhaitez-vous|souhaites-tu)\sque\sje"
        r"|si\s(?:vous\sle\ssouhaitez|tu\s(?:veux|le\ssouhaites)|vous\s(?:voulez|souhaitez)),?\sje\speux"
    ),
    "he": r"האם\s(?:תרצה|תרצי|תרצו)\sש|אם\s(?:תרצה|תרצי|תרצו),?\s",
    "hi": r"क्या\sआप\sचाहते\sहैं\sकि\sमैं|क्या\sआप\sचाहेंगे\sकि\sमैं|(?:अगर|यदि)\sआप\sचाहें,?\s",
    "hu": r"szeretn[ée]d,?\shogy|szeretné,?\shogy|ha\sszeretnéd,?",
    "id": r"apakah\s(?:anda|kamu)\singin\ssaya|mau\ssaya\s|(?:jika|kalau)\s(?:anda|kamu)\s(?:mau|ingin),?\ssaya",
    "it": r"vuoi\sche\s(?:ti|te|io|lo|li|prepari|aggiunga)\b|desideri\sche|se\svuoi,?\sposso",
    "ja": r"(?:必要|ご希望|ご要望|よろしけれ)(?:であれば|でしたら|があれば|に応じて|ば)|他にも?(?:問題|質問)が(?:必要|ほし)",
    "ko": r"(?:원하시면|필요하시면|원하신다면|필요하다면|원한다면)|(?:더|추가)\s?(?:문제|질문)가\s?필요",
    "nl": r"wil\sje\sdat\sik|wilt\su\sdat\sik|zal\sik\s|als\sje\s(?:wilt|wil),?\skan\sik",
    "no": r"vil\sdu\sat\sjeg|skal\sjeg\s|hvis\sdu\s(?:vil|ønsker),?\skan\sjeg",
    "pl": r"czy\schce(?:sz|cie),?\s(?:żebym|abym)|chcesz,?\sżebym|(?:jeśli|jeżeli)\schcesz,?\s(?:mogę|przygotuję)",
    "pt": (
        r"(?:quer|queres|gostaria|deseja)\sque\s(?:eu|te|lhe|prepare|faça)\b"
        r"|se\s(?:quiser|quiseres|desejar|preferir),?\s(?:também\s)?posso"
    ),
    "ro": r"vrei\s(?:să\s(?:îți|fac|adaug)|ca\seu)|doriți\ssă|dacă\s(?:vrei|doriți),?\spot",
    "ru": (
        r"хотите,?\s(?:чтобы\sя|я)|хочешь,?\s(?:чтобы\sя|я)|если\s(?:хотите|хочешь|нужно),?\s(?:я\s)?могу"
    ),
    "sv": r"vill\sdu\satt\sjag|ska\sjag\s|om\sdu\svill,?\skan\sjag",
    "th": r"(?:คุณ)?ต้องการให้(?:ฉัน|ผม|ดิฉัน)|หาก(?:คุณ)?ต้องการ|ถ้า(?:คุณ)?ต้องการ",
    "tr": r"ister\smisin(?:iz)?,|ister(?:sen|seniz),?\s|isterseniz",
    "uk": r"хочете,?\s(?:щоб\sя|я)|хочеш,?\s(?:щоб\sя|я)|якщо\s(?:хочете|хочеш|потрібно),?\s(?:я\s)?можу",
    "vi": r"bạn\scó\s(?:muốn|cần)\stôi|nếu\sbạn\s(?:muốn|cần),?\stôi",
    "zh": (
        r"(?:需要|要不要|是否需要|想要|您?希望|你?希望)(?:我|的话)|如果?[你您]?(?:需要|愿意|想要?|希望|還需要|还需要)[^。]{0,30}我(?:可以|也可以|还可以|能)"
        r"|如需[^。]{0,30}(?:请|我|告诉)|如果?[你您](?:还|還)?(?:想|需要|有)[^。]{0,40}(?:问|問|告诉|告訴)我"
    ),
}

_WISHES = {
    "ar": r"بالتوفيق|حظ(?:ًا|اً)\sسعيد",
    "bg": r"успех|късмет",
    "cs": r"hodně\s(?:štěstí|úspěchů|zdaru)",
    "da": r"held\sog\slykke|god\slæring",
    "de": r"viel\s(?:erfolg|glück|spaß)",
    "el": r"καλή\s(?:επιτυχία|τύχη|μελέτη)",
    "en": r"(?:good|best\sof)\sluck|all\sthe\sbest|happy\s(?:learning|studying|coding|interviewing|quizzing|revising)",
    "es": r"¡?(?:mucha|buena)\ssuerte|¡?(?:mucho|muchos)\séxitos?|¡éxitos?",
    "fa": r"موفق\sباش",
    "fi": r"onnea|tsemppiä",
    "fr": r"bonne\schance|bon\scourage|bonnes?\srévisions?",
    "he": r"בהצלחה",
    "hi": r"शुभकामना|आपको\sशुभकामना",
    "hu": r"sok\s(?:sikert|szerencsét)",
    "id": r"semoga\s(?:sukses|berhasil|beruntung)|selamat\sbelajar",
    "it": r"in\sbocca\sal\slupo|buona\sfortuna|buono\sstudio",
    "ja": r"頑張って|がんばって|ご健闘",
    "ko": r"화이팅|파이팅|행운을|좋은\s결과",
    "nl": r"veel\ssucces|succes\s(?:met|op)",
    "no": r"lykke\stil",
    "pl": r"powodzenia",
    "pt": r"boa\ssorte|bons\sestudos",
    "ro": r"mult\s(?:succes|noroc)|succes\sla",
    "ru": r"удачи|успехов",
    "sv": r"lycka\still",
    "th": r"ขอให้(?:คุณ)?โชคดี|โชคดี",
    "tr": r"başarılar|bol\sşans",
    "uk": r"успіхів|хай\sщастить|удачі",
    "vi": r"chúc\s(?:bạn|các\sbạn|các\sem)",
    "zh": r"祝(?:你|您|大家|各位|同学)|加油",
}

OFFER = lazy("|".join(_OFFERS.values()), re.IGNORECASE)
WISH = lazy("|".join(_WISHES.values()), re.IGNORECASE)
