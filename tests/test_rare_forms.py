"""Forms that few documents have, and texts that only look like them."""

from __future__ import annotations

import pytest

from tiku.reading import read

QUIZ = "| Question | Answer 1 | Answer 2 | Answer 3 | Correct answer |\n|--|--|--|--|--|\n"
JUDGED = "| Statement | True | False |\n|--|--|--|\n"
ENTRY = "### What is Rust?\n\nA language.\n\n### What is a trait?\n\nAn interface.\n"
NAMES = ("TCP", "UDP", "IP", "DNS")
CASES = {
    "a row that ends early": ("| Vrai | Faux | Affirmation |\n|--|--|--|\n| x |\n", []),
    "options that are numbers": (
        f"{QUIZ}| How much is 1+2? | 2 | 3 | 4 | 3 |\n",
        [("How much is 1+2?", "B. 3")],
    ),
    "numbers of options": (
        f"{QUIZ}| What is TCP? | a port | a protocol | a disk | 2 |\n",
        [("What is TCP?", "B. a protocol")],
    ),
    "crosses": (
        f"{JUDGED}| Water is wet | x | |\n| Fire is cold | | X |\n",
        [("Water is wet", "True"), ("Fire is cold", "False")],
    ),
    "words below true and false": (
        f"{JUDGED}| Water is wet | no | |\n| Fire is cold | | - |\n",
        [],
    ),
    "what a product can do": (
        (
            "| Command | What |\n|--|--|\n| Can I use it with npm? | Run npm install |\n"
            "| Can I use it with yarn? | Run yarn add |\n| Is it free of cost? | Yes |\n"
        ),
        [],
    ),
    "code, and points, among filled gaps": (
        "# 填空题\n\n1. 在 `f(x)` 后（北京）。\n\n2. 首都是（北京）。（2分）\n\n3. （是）我。\n",
        [
            ("在 f(x) 后（ ）。", "北京"),
            ("首都是（ ）。", "北京"),
            ("（ ）我。", "是"),
        ],
    ),
    "what to read is no passage": (
        f"# Reading list\n\n## Week 1\n\nRead the first two chapters, please.\n\n{ENTRY}",
        [("What is Rust?", "A language."), ("What is a trait?", "An interface.")],
    ),
    "dots above a question with a label": ("• one\n• two\n\nQ: a?\nA: b\n", [("a?", "b")]),
    "verdicts above options with bullets": (
        "1. What?\n\n- Your answer is incorrect\n- A cat\n- Your answer is correct\n- A dog\n",
        [("What?", "B. A dog")],
    ),
    "remarks in brackets are no answers": (
        (
            "# Quiz\n\n1. Which tool do you use? (e.g. git)\n2. Which editor is it? (pick one)\n"
            "3. Which language do you speak? (multiple answers possible)\n"
        ),
        [
            ("Which tool do you use? (e.g. git)", ""),
            ("Which editor is it? (pick one)", ""),
            ("Which language do you speak? (multiple answers possible)", ""),
        ],
    ),
    "when a page was written": (
        "# Days\n\nCreated: May 3, 2024 9:15 AM\nBy: a\nLast edited: 2024/05/04\n\nQ: a?\nA: b\n",
        [("a?", "b")],
    ),
    "a date within an answer": (
        "Q: When?\nA: the file says\nCreated at: 2020-01-02\n",
        [("When?", "the file says\nCreated at: 2020-01-02")],
    ),
    "a date within an answer below a title": (
        "# Files\n\nQ: When?\nA: the file says\nCreated at: 2020-01-02\n",
        [("When?", "the file says\nCreated at: 2020-01-02")],
    ),
    "a date in code": (
        "# What does it print?\n\n```\nCreated at: 2020-01-02\n```\n",
        [("What does it print?", "Created at: 2020-01-02")],
    ),
    "a last answer of two paragraphs": (
        "".join(f"Q: What is {name}?\nA: A protocol.\n\n" for name in NAMES)
        + "Q: What is HTTP?\nA: One of the web.\n\nIt is stateless.\n",
        [
            *((f"What is {name}?", "A protocol.") for name in NAMES),
            ("What is HTTP?", "One of the web.\nIt is stateless."),
        ],
    ),
    "a remark behind a title is no type": (
        (
            "# Java\n\n## 1. 什么是变量？\n\n存值的名字。\n\n## 2. 条件语句（判断）\n\n"
            "if 和 switch。\n\n## 3. 什么是函数？\n\n一段代码。\n"
        ),
        [
            ("什么是变量？", "存值的名字。"),
            ("条件语句（判断）", "if 和 switch。"),
            ("什么是函数？", "一段代码。"),
        ],
    ),
    "who asked is no answer": (
        "Q: Do I stop? → Anna, Berlin\nA: Press Ctrl-C.\n\nQ: Do I save? → Bob\nA: Type :w.\n",
        [
            ("Do I stop? → Anna, Berlin", "Press Ctrl-C."),
            ("Do I save? → Bob", "Type :w."),
        ],
    ),
    "systems below a question of an FAQ": (
        (
            "# FAQ\n\n**How do I start it?**\n\n**Windows**\n\nRun it.\n\n**Linux**\n\nCall it.\n\n"
            "**Is it free?**\n\nYes, it is.\n\n**Who made it?**\n\nWe did.\n\n"
            "**Can I help?**\n\nYou can.\n"
        ),
        [
            ("How do I start it?", "Windows\nRun it.\nLinux\nCall it."),
            ("Is it free?", "Yes, it is."),
            ("Who made it?", "We did."),
            ("Can I help?", "You can."),
        ],
    ),
    "what is done": ("# To do\n\n(X) 1. Buy milk\n(X) 2. Call Anna\n(X) 3. Pay the rent\n", []),
    "titles that begin as those of furniture do": (
        (
            f"# Questions\n\n{ENTRY}\n## Support vector machine\n\nIt parts classes.\n\n"
            "## Contribution margin\n\nPrice less cost.\n\n## About bagging: why?\n\nVariance.\n\n"
            "## Support us\n\nStars.\n\n## About us\n\nWe.\n\n## Contributing to it\n\nA.\n"
        ).replace("###", "##"),
        [
            ("What is Rust?", "A language."),
            ("What is a trait?", "An interface."),
            ("Support vector machine", "It parts classes."),
            ("Contribution margin", "Price less cost."),
            ("About bagging: why?", "Variance."),
        ],
    ),
    "titles in Chinese that begin as those of furniture do": (
        (
            "# 面试题\n\n## 什么是指针？\n\n地址。\n\n## 参考系\n\n坐标。\n\n"
            "## 联系与区别\n\n都有。\n\n## 关于闭包的理解\n\n函数。\n\n"
            "## 参考资料\n\n书。\n\n## 关于作者\n\n我。\n"
        ),
        [
            ("什么是指针？", "地址。"),
            ("参考系", "坐标。"),
            ("联系与区别", "都有。"),
            ("关于闭包的理解", "函数。"),
        ],
    ),
    "what folds and begins as what opens does": (
        "".join(
            f"<details>\n<summary>{title}</summary>\n\nYes.\n\n</details>\n\n"
            for title in ("Do I pay?", "Visa rules", "Why so?", "A wide view", "Is it far?")
        ),
        [
            (each, "Yes.")
            for each in ("Do I pay?", "Visa rules", "Why so?", "A wide view", "Is it far?")
        ],
    ),
    "words that ask in another language": (
        "".join(f"**{said}**\n\nIt is so.\n\n" for said in ("Ne pas confondre", "Come together")),
        [],
    ),
    "names that are words that ask": (
        "".join(f"## {name}\n\nIt is so.\n\n" for name in ("Dove", "Cine", "Kim", "Chi-square")),
        [],
    ),
    "who asks in Italian": (
        "## Chi sono i Romani\n\nUn popolo.\n\n## Come funziona\n\nBene.\n",
        [("Chi sono i Romani", "Un popolo."), ("Come funziona", "Bene.")],
    ),
    "a tip below an answer": (
        "**Question:** Which?\n\n**Answer:** This.\n\n**Tip:** Say it slowly.\n",
        [("Which?", "This.\nTip: Say it slowly.")],
    ),
    "a hint below an answer": (
        "**Question:** Which?\n\n**Answer:** This.\n\n**Hint:** It is small.\n",
        [("Which?", "This.")],
    ),
    "quantities of a formula": (
        "P: power, in watts\nA: area\n\nR: radius\nP: perimeter\nA: area\n",
        [],
    ),
    "who was there": ("# Notes\n\nCandidate: Jane Doe\nInterviewer: John Roe\n\nOn time.\n", []),
    "who asked what, without replies": (
        "Interviewer: What is TCP?\n\nInterviewer: What is UDP?\n",
        [("What is TCP?", ""), ("What is UDP?", "")],
    ),
    "problems at work": ("# Problems\n\n1. Printer is broken\n2. No coffee\n3. Slow network\n", []),
    "a plan of exercises": (
        "# Exercise plan\n\n1. Push-ups (10)\n2. Squats (20)\n3. Plank (60 s)\n",
        [],
    ),
    "when exams are": (
        "# Exam schedule\n\n1. Maths: Monday\n2. Physics: Tuesday\n3. Biology: Friday\n",
        [],
    ),
    "tasks in German": (
        "# Aufgaben\n\n1. Drucker reparieren\n2. Kaffee kaufen\n3. Netz prüfen\n",
        [],
    ),
    "tasks in Russian": (
        "# Задачи\n\n1. Починить принтер\n2. Купить кофе\n3. Проверить сеть\n",
        [],
    ),
    "problems in Chinese": ("# 问题清单\n\n1. 打印机坏了\n2. 没有咖啡\n3. 网络慢\n", []),
    "problems to be solved": (
        "# Problems\n\n1. Prove it.\n2. Two apples cost a euro. Find the price.\n3. Integrate x.\n",
        [("Prove it.", ""), ("Two apples cost a euro. Find the price.", ""), ("Integrate x.", "")],
    ),
    "cards that are none to learn": (
        "# Business cards\n\n| Name | Mail |\n|--|--|\n| Jo | jo@x.de |\n| Al | al@x.de |\n",
        [],
    ),
    "who asked, in quotes": (
        '- "Who are you?" - Socrates\n- "What is truth?" - Pilate\n- "Why?" - a child\n',
        [('"Who are you?"', "Socrates"), ('"What is truth?"', "Pilate"), ('"Why?"', "a child")],
    ),
    "wahr or falsch in letters": (
        "| Aussage | W/F |\n|--|--|\n| Wasser ist nass | W |\n| Feuer ist kalt | F |\n",
        [("Wasser ist nass", "W"), ("Feuer ist kalt", "F")],
    ),
    "numbers of exercises in Chinese": (
        "# 练习\n\n## 习题 1. 什么是指针？\n\n地址。\n\n## 习题 2. 什么是引用？\n\n别名。\n",
        [("什么是指针？", "地址。"), ("什么是引用？", "别名。")],
    ),
    "a note in bold among the questions of an FAQ": (
        (
            "# FAQ\n\n**How do I install it?**\n\nRun it.\n\n**Note:**\n\nUse sudo.\n\n"
            "**How do I remove it?**\n\nDelete it.\n\n**Is it free?**\n\nYes.\n"
        ),
        [
            ("How do I install it?", "Run it.\nNote:\nUse sudo."),
            ("How do I remove it?", "Delete it."),
            ("Is it free?", "Yes."),
        ],
    ),
    "arrows beside the ways to other pages": (
        (
            "# Interview\n\n## What is TCP?\n\nA protocol.\n\n"
            "← [Lesson 1](1.md) | [Lesson 3](3.md) →\n"
        ),
        [("What is TCP?", "A protocol.")],
    ),
    "a line that only counts the next question": (
        "1. What is TCP?\n\nA protocol.\n\nQuestion 2\n\n2. What is UDP?\n\nAnother.\n",
        [("What is TCP?", "A protocol."), ("What is UDP?", "Another.")],
    ),
    "statements with numbers and crosses": (
        (
            "| Nr | Question | Wahr | Falsch |\n|--|--|--|--|\n| 1 | Wasser ist nass | x | |\n"
            "| 2 | Feuer ist kalt | | x |\n"
        ),
        [("Wasser ist nass", "Wahr"), ("Feuer ist kalt", "Falsch")],
    ),
    "cues with numbers": (
        (
            "| No | Cue | Notes |\n|--|--|--|\n| 1 | What is TCP? | A protocol of bytes |\n"
            "| 2 | What is UDP? | One of packets |\n| 3 | What is IP? | Addresses and routes |\n"
        ),
        [
            ("What is TCP?", "A protocol of bytes"),
            ("What is UDP?", "One of packets"),
            ("What is IP?", "Addresses and routes"),
        ],
    ),
    "lists of options by their title": (
        (
            "# Multiple choice\n\n1. Which is red?\n   - blood\n   - sky\n   - grass\n"
            "2. Which is blue?\n   - blood\n   - sky\n   - grass\n3. Which is green?\n"
            "   - blood\n   - sky\n   - grass\n"
        ),
        [("Which is red?", ""), ("Which is blue?", ""), ("Which is green?", "")],
    ),
    "tables of HTML in parts, and one that asks nothing": (
        (
            "# Cars\n\n<table>\n<tr><td>Question</td><td>Answer</td></tr>\n"
            "<tr><td>What is a wheel?</td><td>It is round.</td></tr>\n"
            "<tr><td>What is a brake?</td><td>It stops.</td></tr>\n</table>\n\n<ol>\n"
            "<li>one</li>\n<li>two</li>\n</ol>\n\n<table>\n<tr><td>Name</td><td>Age</td></tr>\n"
            "<tr><td>Jo</td><td>3</td></tr>\n</table>\n\n<table>\n<thead>\n"
            "<tr><td>Question</td><td>Answer</td></tr>\n</thead>\n<tbody>\n"
            "<tr><td>What is a door?</td><td>It opens.</td></tr>\n</tbody>\n</table>\n"
        ),
        [
            ("What is a wheel?", "It is round."),
            ("What is a brake?", "It stops."),
            ("What is a door?", "It opens."),
        ],
    ),
    "options with nothing but spaces, beside each other": (
        (
            "A red B green C blue D black\n\nWhat? \n\nA Rome B Oslo C Bern\n\nAnswer: C\n\n"
            "Where?\n\nA one B two C three\n\nAnswer: A\n"
        ),
        [("What?", "C. Bern"), ("Where?", "A. one")],
    ),
    "boxes that have no title": (
        (
            '??? question\n    What is TCP?\n\n    ??? success "Answer"\n        A protocol.\n\n'
            '??? question\n    What is UDP?\n\n    ??? success "Answer"\n        Another.\n'
        ),
        [("What is TCP?", "A protocol."), ("What is UDP?", "Another.")],
    ),
    "fences that hold more than options, and less": (
        (
            "What is next?\n\n```\nA) a\nB) b\n```\n\nAnswer: A\n\n```\nA) one\nC) two\n```\n\n"
            "```\nA) one\nB) two\nThis is no option\n```\n\nWhat is last?\n\n```\nA) a\nB) b\n"
            "Answer: B\n```\n"
        ),
        [("What is next?", "A. a"), ("What is last?", "B. b")],
    ),
    "numerals that do not count": (
        (
            "(i) one\n(iii) three\n\n1. What?\n   (i) oak (ii) elm\n   (iii) fir (v) yew\n\n"
            "2. Which?\n   (i) a\n   (ii) b\n\n## Answers\n\n1. (ii)\n2. (i)\n"
        ),
        [("What?", "B. elm"), ("Which?", "A. a")],
    ),
    "a story in letters, and letters told in part": (
        (
            "# Story\n\nS: a bad day\nT: mend it\nA: mended it\nR: all well\n\n"
            "Q: What is a story?\nA: a tale\n\nQ: And what is a task?\nA: work\n"
        ),
        [("What is a story?", "a tale"), ("And what is a task?", "work")],
    ),
    "what a site says of options, once": (
        (
            "Explanation: because\n\n**Question 1**\n\nWhich?\n\nA. one\nB. two\n\n"
            "Correct answer\n\n**Question 2**\n\nWhere?\n\n- Your answer is incorrect\n- Rome\n"
            "- Your answer is correct\n- Bern\n"
        ),
        [("Which? A. one B. two", ""), ("Where?", "B. Bern")],
    ),
    "a title that asks, over text that asks": (
        "---\ntitle: What is TCP?\n---\n\nA protocol. Why?\n\nNo?\n",
        [("A protocol. Why?", ""), ("No?", "")],
    ),
    "cards between rules": (
        (
            "# Deck of cards\n\n---\n\nWhat is TCP\n\n---\n\nName UDP\n\n---\n\nWhen is noon?\n\n"
            "---\n\nWho is he?\n\n---\n\nIs it so?\n\n---\n"
        ),
        [
            ("What is TCP", ""),
            ("Name UDP", ""),
            ("When is noon?", ""),
            ("Who is he?", ""),
            ("Is it so?", ""),
        ],
    ),
    "a choice without a key among headings": (
        (
            "### Question: What is TCP?\n\nA protocol.\n\n### Question: What is UDP?\n\nA. one\n"
            "B. two\n\n### Question: What is IP?\n\nAnswer: The third.\n"
        ),
        [
            ("What is TCP?", "A protocol."),
            ("What is UDP? A. one B. two", ""),
            ("What is IP?", "The third."),
        ],
    ),
    "sections of a list that counts": (
        (
            "# Interview questions\n\n1. Networking\n   - What is TCP?\n     - A protocol.\n"
            "   - What is UDP?\n     - Another.\n2. Databases\n   - What is SQL?\n"
            "     - A language.\n   - What is an index?\n     - A tree.\n3. Systems\n"
            "   - What is a thread?\n     - A path.\n   - What is a process?\n     - A program.\n"
        ),
        [
            ("What is TCP?", "- A protocol."),
            ("What is UDP?", "- Another."),
            ("What is SQL?", "- A language."),
            ("What is an index?", "- A tree."),
            ("What is a thread?", "- A path."),
            ("What is a process?", "- A program."),
        ],
    ),
    "questions as in mail": (
        "Q> What is TCP?\nA> A protocol.\n\nQ> What is UDP?\nA> Another.\n",
        [("What is TCP?", "A protocol."), ("What is UDP?", "Another.")],
    ),
    "answers in comments of several lines": (
        (
            "1. What is String?\n\n<!--\n**Answer:** a class\n-->\n\n2. What is int?\n\n<!--\n"
            "**Answer:** a type\n-->\n"
        ),
        [("What is String?", "a class"), ("What is int?", "a type")],
    ),
    "when a page was last edited": (
        "# Notes\n\nLast edited: May 3, 2024\n\nQ: a?\nA: b\n",
        [("a?", "b")],
    ),
    "ordinals in Han": (
        (
            "## 第一题（简答）\n\n什么是 TCP？\n\n协议。\n\n## 第二题（简答）\n\n什么是 UDP？\n\n"
            "协议。\n\n## 第三题（单选）\n\n什么是 IP？\n\n协议。\n"
        ),
        [("什么是 TCP？", "协议。"), ("什么是 UDP？", "协议。"), ("什么是 IP？", "协议。")],
    ),
    "passages below a word that answers have, too": (
        (
            "**Context:** A firm has ten servers.\n\n**Question:** Which is cheapest?\n\n"
            "**Answer:** One.\n\n**Context:** A school has one server.\n\n"
            "**Question:** Which is best?\n\n**Answer:** Two.\n"
        ),
        [
            ("Context: A firm has ten servers. Which is cheapest?", "One."),
            ("Context: A school has one server. Which is best?", "Two."),
        ],
    ),
    "themes and titles in Chinese": (
        "# 主题\n\n1. 深色\n2. 浅色\n3. 自动\n\n# 标题格式\n\n1. 一级\n2. 二级\n3. 三级\n",
        [],
    ),
    "good wishes above the way to the next page": (
        (
            "## What is TCP?\n\nA protocol.\n\n## What is UDP?\n\nAnother.\n\n"
            "Good luck with your exam!\n\n[Next: lesson 4](lesson-4.md)\n"
        ),
        [("What is TCP?", "A protocol."), ("What is UDP?", "Another.")],
    ),
    "a section with a text among questions": (
        (
            "## What is TCP?\n\nA protocol.\n\n## What is UDP?\n\nAnother.\n\n## Databases\n\n"
            "These hold data.\n\n### What is SQL?\n\nA language.\n\n### What is a view?\n\n"
            "A query.\n\n## What is IP?\n\nThe third.\n"
        ),
        [
            ("What is TCP?", "A protocol."),
            ("What is UDP?", "Another."),
            ("What is SQL?", "A language."),
            ("What is a view?", "A query."),
            ("What is IP?", "The third."),
        ],
    ),
    "cards in a note with headings that ask": (
        (
            "#flashcards\n\n# Networks\n\n## What is TCP?\n\nA protocol.\n\n## What is UDP?\n\n"
            "Another.\n\nPort of HTTP::80\nPort of SSH::22\n\n## What is IP?\n\nThe third.\n"
        ),
        [
            ("What is TCP?", "A protocol."),
            ("What is UDP?", "Another."),
            ("Port of HTTP", "80"),
            ("Port of SSH", "22"),
            ("What is IP?", "The third."),
        ],
    ),
    "a first line that names questions": (
        (
            "Interview questions\n\n- Explain closures\n- Closures and objects\n- Hoisting\n"
            "- Describe the event loop\n"
        ),
        [
            ("Explain closures", ""),
            ("Closures and objects", ""),
            ("Hoisting", ""),
            ("Describe the event loop", ""),
        ],
    ),
    "sizes of a vocabulary": ("# Vocab sizes\n\nsize: large\nmodel: bert\ntokens: 30000\n", []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read(name: str) -> None:
    text, expected = CASES[name]
    (reading,) = read({"a.md": text})
    found = [
        (" ".join(item.stem.plain.split()), "\n".join(item.response.answer.plain.split("\n\n")))
        for item in reading.items
    ]
    assert [(stem.split(" - ")[0], answer) for stem, answer in found] == expected
