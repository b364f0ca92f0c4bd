"""Texts in which one sign is repeated: no expression may try them in ever more ways."""

from __future__ import annotations

import pytest

from tiku.reading import read

SIGNS = (
    *(
        "`",
        "` ``",
        "*",
        "**a",
        "_",
        "~",
        "==",
        "#",
        "!",
        "\\",
        "[",
        "[a](",
        "[[a b",
        "![[",
        "(",
        "(a) ",
        "{",
        "{{c1::",
    ),
    *(" ", "\t", "<", "<a ", "&", "$", "$$", "|", "a|", ":", "::", "：", ".", "?", "？", "-", "- "),
    *("1. ", "A. ", "1-A ", "✅", "❓", "【", "答案", "正确", "一", "가"),
    *("Answer: ", "correct ", "(correct) "),
)
FRAMES = (
    "## What is {} x?\n\nA protocol {} y.\n",
    "- What is {} x?\n  - A. one {} y\n  - B. two\n",
    "**Question:** What is {} x?\n\nA. one {} x\nB. two\n\n**Answer:** A {} x\n",
    "Q: {{{{c1::x}}}} {} x\nA: {} y\n\n## Answers\n\n1. {} x\n2. A\n",
    "Which?\n\n<ol>{}\n<li>{}x<p\n<li>A. {}</li>\n</ol>\n",
    "<table>\n{}<tr><td>Question</td></tr>{}x\n</table>\n<ol>\n<li>a?</p>{}x\n<li>b?\n</ol>\n",
    "# 填空题\n\n1. 我国（{}x的首都{}。\n\n2. 它（是{}）什么。\n",
    "(B) 1. x{}\n(A) 2. y {} z\n(C) 3. z{}\n",
    "Question #1 {} *Topic 1*\n\nWhy?\n\nView Answer {}\n\nCommunity vote {} A (9%)\n",
)
LONG = 1_600  # lines, of which what looks at each for each other one takes seconds
REPEATED = 1_900  # characters, below the limits of what is looked at


LINES = (
    *("### {}. What?", "### 4. What?", "<li>A. a</li>", "Explanation/Reference:", "```", "A) b"),
    *(
        "(i) a (ii) b",
        "____ {}. a",
        "{}. ( ) a",
        "• a",
        "– a ✅",
        "S{}. What?",
        "C{}. That.",
        "| {} | B |",
    ),
    *("<b>What?</b><br>", "<li>What?", "<tr><td>{}</td><td>a</td></tr>", "(@) What?", "{}. (ii) a"),
    *("- Your answer is correct", "{0}. What? (a{0})", "**Output:** {}", "{}. Ja → yes", ">! a !<"),
    *("!!! question", "    ??? success", "A yes", "A. yes", "✅ a\n"),
    *(
        "**P{}.** What?",
        "- yes *",
        '<span class="a">Answer: {}',
        "■ {}",
        "<br>\n# {}",
        "- A - Correct",
    ),
)
ABOVE = (
    *("## 1. a\n## 2. b\n## 3. c\n", "<ol>\n", "```markdown\n"),
    *(
        "A yes\nB no\nC no\n*A. yes\n\n",
        "# Trivia, translate\n\n(i) a\n(ii) b\n\n",
        "<table>\n",
        '!!! question "Question 1"\n',
    ),
)


@pytest.mark.no_cover
@pytest.mark.timeout(60)
@pytest.mark.parametrize("above", ABOVE)
def test_a_line_that_is_repeated_is_read(above: str) -> None:
    for line in LINES:
        text = above + "\n".join(line.format(n) for n in range(4, LONG))
        (reading,) = read({"x.md": text.encode()})
        assert reading.path == "x.md"


@pytest.mark.no_cover
@pytest.mark.timeout(100)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_sign_that_is_repeated_is_read(frame: str) -> None:
    for sign in SIGNS:
        pumped = sign * (REPEATED // len(sign))
        text = frame.format(*[pumped] * 3)
        (reading,) = read({"x.md": text.encode()})
        assert reading.path == "x.md"
