"""Who speaks in a conversation, by what they are called there."""

import re

from tiku.system.patterns import any_of, lazy

# Who asks in an interview, and who answers there beside a `Candidate`, which is a label anyway.
INTERVIEWERS = "面试官 面試官 interviewer 面接官 면접관 entrevistador entrevistadora interviewerin"
SELVES = "我 本人 自己 小我 me i myself 私 自分 나 저 yo eu ich io ik ja ben moi я 我的回答 我答"
# Who asks a chat, and what it calls itself.
USERS = (
    "you user human me 我 你说 您说 用户 用戶 提问者 ユーザー あなた 나 사용자"
    " usuario usuário utilisateur nutzer вы"
)
CHATS = (
    "chatgpt gpt gpt-4 gpt-4o assistant deepseek kimi claude gemini copilot bot ai"
    " 豆包 通义千问 文心一言 助手 ai助手 智能助手 アシスタント asistente assistente"
)
SAID = r"(?:\s(?:said|说|說))?"


def _answering() -> str:
    names = sorted({*SELVES.split(), *CHATS.split()})
    firsts = "".join(sorted({name[0] for name in names}))  # sooner asked for than all names
    any_ = any_of(names)
    before = rf"\n[\s#]{{0,9}}(?:\W{{1,3}}\s)?[*_]{{0,2}}(?=[{firsts}])"
    return rf"{before}(?:{any_})(?:\s?[\d.]{{1,4}})?{SAID}[*_]{{0,2}}\s?(?:[:：]|(?<=[a-z])\n)"


ANSWERING = lazy(_answering, re.IGNORECASE)  # somebody who answers, where a line begins
