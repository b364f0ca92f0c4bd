"""What questions ask, whatever frame they are put into, by language."""

from __future__ import annotations

import pytest

from tiku.dedupe.frames import Frame, canonical, frame, without_tail
from tiku.markup import form

SAME = {
    "what": """
        What is the water cycle? | Explain the water cycle. | Describe water cycle | \
            What is meant by the water cycle? | Please explain the water cycle. | \
            Can you explain the water cycle? | What do you understand by the water cycle?
        What's javascript? | What is JavaScript? | what is java script
        What're fjords? | What are fjords? | Explain what fjords are.
        What advantages does bread have? | What are the advantages of bread?
        List the parts of a flower. | What are the parts of the flower?
        What isn't a metal? | What is not a metal?
        Was ist Osmose? | Was versteht man unter Osmose? | Erklären Sie Osmose. | Erläutere Osmose
        ¿Qué es la fuga? | Explica qué es la fuga. | Explique la fuga
        Qu'est-ce que la mitose ? | Expliquez la mitose. | Décrivez la mitose
        Что такое осмос? | Объясните, что такое осмос. | Расскажите, что такое осмос
        삼투란 무엇인가요? | 삼투에 대해 설명하시오. | 삼투란 무엇입니까?
        潮汐とは何ですか？ | 潮汐とは | 潮汐について説明してください
        什么是潮汐？ | 潮汐是什么？ | 请解释潮汐 | 何谓潮汐 | \
            请你简要说明一下潮汐 | 潮汐是啥 | 谈一谈潮汐
    """,
    "works": "How does the heart work? | Explain how the heart works.",
    "how": """
        How do you bake bread? | How to bake bread? | \
            How would one bake bread? | How can I bake bread
        Wie kann man Brot backen? | Wie würden Sie Brot backen?
        ¿Cómo se puede hornear pan? | ¿Cómo podemos hornear pan?
        Comment peut-on cuire du pain ? | Comment pouvez-vous cuire du pain ?
        如何做饭？ | 怎么做饭？ | 怎样做饭？ | 你会如何做饭？ | 请问怎么做饭呢
    """,
    "list": """
        盐有哪些用途？ | 盐的用途有哪些？ | 盐有什么用途？ | 请问盐有哪几种用途
        有哪些盐？ | 盐有哪些？
    """,
    "difference": """
        What is the difference between a fjord and a delta? | \
            Explain the differences between the delta and the fjord. | \
            How does a fjord differ from a delta? | How do a fjord and a delta differ? | \
            How is a fjord different from a delta? | Distinguish between a delta and a fjord. | \
            Differentiate a delta and a fjord
        Was ist der Unterschied zwischen Moll und Dur? | \
            Worin besteht der Unterschied zwischen Dur und Moll? | \
            Was sind die Unterschiede zwischen Dur und Moll?
        ¿Cuál es la diferencia entre sol y luna? | ¿Qué diferencias hay entre luna y sol?
        Quelle est la différence entre sel et sucre ? | Expliquez les différences entre sucre et sel
        В чём разница между морем и озером? | В чем отличие между озером и морем?
        Qual é a diferença entre rio e lago? | Quais são as diferenças entre lago e rio?
        Qual è la differenza tra pane e torta? | Quali sono le differenze tra torta e pane?
        강과 호수의 차이는 무엇인가요? | 호수와 강은 어떻게 다른가요? | \
            강과 호수의 차이점을 설명하시오
        酸と塩基の違いは何ですか？ | 塩基と酸はどう違いますか？ | 酸と塩基の相違点を説明してください
        大调和小调的区别 | 小调与大调有什么不同？ | 说说大调跟小调的差异 | 小调和大调区别是什么
    """,
    "comparison": """
        Compare baking with roasting. | Compare roasting and baking. | \
            Compare between roasting to baking
        比较大米与小麦 | 对比小麦和大米
    """,
    "said": """
        Explain why bread rises. | Please explain why bread rises | Can you explain why bread rises
        Can't water burn? | Can not water burn? | Cannot water burn?
        为什么天是蓝的？ | 为啥天是蓝的呢
    """,
}
ROWS = [
    (name, [each.strip() for each in line.split("|")])
    for name, lines in SAME.items()
    for line in lines.strip().splitlines()
]


def asked(question: str) -> Frame:
    return frame(canonical(form.tokens(question.lower())))


@pytest.mark.parametrize(("name", "questions"), ROWS)
def test_questions_in_other_frames_ask_the_same(name: str, questions: list[str]) -> None:
    found = {asked(question) for question in questions}
    assert len(found) == 1, found
    assert found.pop().name == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is a good?", "What is good?"),
        ("What is the Internet?", "What is Internet?"),
        ("What is in valid JSON?", "What is invalid JSON?"),
        ("What is a not able?", "What is a notable?"),
        ("What is bread?", "Why is bread?"),
        ("What is bread?", "How do you bread?"),
        ("How does bread work?", "How do you bread work?"),
        ("How do you bake bread?", "How do you not bake bread?"),
        ("Compare salt and pepper.", "What is the difference between salt and pepper?"),
        ("How do you get from Rome to Bari?", "How do you get from Bari to Rome?"),
        ("What is the difference between a and b?", "What is the difference between a and c?"),
        ("What is the sum of 2 and 3?", "What is the sum of 23?"),
        ("Explain.", "Describe."),
        ("说明书怎么写？", "书怎么写？"),
        ("介绍信是什么？", "信是什么？"),
        ("解释器是什么？", "器是什么？"),
        ("描述符是什么？", "符是什么？"),
        ("这个怎么办？", "这个如何办？"),
        ("比较大米与小麦", "大米与小麦的区别"),
        ("盐的用途有哪些？", "盐的用法有哪些？"),
        ("大调和小调的区别", "大调和小调的关系"),
        ("和平与战争有什么区别？", "平和与战争有什么区别？"),
        ("什么是水？", "为什么是水？"),
        ("什么是水？", "什么不是水？"),
        ("什么是如何？", "如何？"),
        ("강과 호수의 차이는 무엇인가요?", "강과 바다의 차이는 무엇인가요?"),
    ],
)
def test_no_frame_makes_two_questions_one(one: str, other: str) -> None:
    assert asked(one) != asked(other)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the difference between salt?", Frame("what", ("differencebetweensalt",))),
        ("海的区别是什么？", Frame("what", ("海的区别",))),
        ("区别是什么？", Frame("what", ("区别",))),
        ("Name three rivers.", Frame("said", ("namethreerivers",))),
        ("请", Frame("said", ("请",))),
        ("请解释", Frame("said", ("请解释",))),
        ("怎么样？", Frame("said", ("怎么样",))),
        ("R and D", Frame("said", ("r and d",))),
        ("What is the difference between a and b and c?", Frame("difference", ("a", "b", "c"))),
        ("⭐ What is salt?", Frame("what", ("salt",))),
        ("🔥🔥什么是盐？", Frame("what", ("盐",))),
        ("", Frame("said", ("",))),
    ],
)
def test_what_fits_no_frame_says_what_it_says(question: str, found: Frame) -> None:
    assert asked(question) == found


@pytest.mark.parametrize("text", ["what is\nx", "what is " + "x " * 150])
def test_code_and_stories_have_no_frame(text: str) -> None:
    assert frame(text) == Frame("said", (text,))


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What is a tide? Give an example.", "what is a tide"),
        ("What is a tide? Please provide some simple examples", "what is a tide"),
        ("What is a tide, and give me an example in code", "what is a tide"),
        ("什么是潮汐？请举例说明。", "什么是潮汐"),
        ("什么是潮汐，并举例", "什么是潮汐"),
        ("如何去除水垢？请列举几种常见的方法", "如何去除水垢"),
        ("什么是递归？给出代码示例", "什么是递归"),
        ("How do you give an example?", "how do you give an example"),
        ("如何举例说明？", "如何举例说明"),
        ("What is an example?", "what is an example"),
        ("Give an example of a tide.", "give an example of a tide"),
        ("什么是例子", "什么是例子"),
    ],
)
def test_only_a_request_for_an_example_is_taken_off(question: str, rest: str) -> None:
    assert without_tail(canonical(form.tokens(question.lower()))) == rest
