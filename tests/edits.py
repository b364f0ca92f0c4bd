"""A bank, and every way in which its author edits it, as functions from sources to sources.

The first line of each function's docstring is its row in the table of `docs/identity.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Sources = dict[str, str]
Edit = Callable[[Sources], Sources]

NET = """# Networks

## Transport

### 1. What is TCP?

TCP is a transport protocol that delivers every byte in order and asks again for what was lost.

### 2. What is UDP?

UDP is a transport protocol that sends datagrams and does not care whether they arrive.

### 3. Which port has HTTP by default?

80

### 4. Which port has HTTPS by default?

443

## Names

### 5. What does DNS do?

It turns the name of a host into its addresses, by asking servers from the root downwards.

### 6. Where do resolvers keep what they have asked for?

- **Cache:** for as long as the record's time to live says.
- **Negative cache:** for a name that does not exist.
"""
AI = """# 生成式AI

## 1. 如何利用生成式AI进行图像修复？

**题目：** 如何利用生成式AI进行图像修复？请简要介绍关键步骤。

**答案：** 利用生成式AI进行图像修复通常包括以下关键步骤：

- **数据准备：** 收集有损坏和无损坏的图像对作为训练数据。
- **模型训练：** 学习图像修复的规则。

## 2. 如何利用生成式AI进行图像超分辨率？

**题目：** 如何利用生成式AI进行图像超分辨率？请简要介绍关键步骤。

**答案：** 利用生成式AI进行图像超分辨率通常包括以下关键步骤：

- **数据准备：** 收集低分辨率和高分辨率的图像对作为训练数据。
- **模型训练：** 学习图像超分辨率的规则。

## 3. 变分自编码器

**题目：** 什么是变分自编码器（VAE）？

**答案：** 变分自编码器是一种概率生成模型，它把输入编码为潜在空间中的分布，再从中采样并解码。
"""
EXAM = """# Exam

Q: Which of these is connectionless?
- A. TCP
- B. UDP
- C. SCTP
A: B

Q: Is a datagram acknowledged?
A: No.

Q: Is a segment acknowledged?
A: Yes.
"""
BASE: Sources = {"net/basics.md": NET, "ai.md": AI, "exam.md": EXAM}
SIZE = 12  # questions


def _put(sources: Sources, path: str, *pairs: tuple[str, str]) -> Sources:
    text = sources[path]
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return {**sources, path: text}


def _entry(text: str, start: str, end: str) -> str:
    """Give the part of a text from one heading to before another."""
    return text[text.index(start) : text.index(end)]


UDP = _entry(NET, "### 2.", "### 3.")
DNS = _entry(NET, "### 5.", "### 6.")


def nothing(sources: Sources) -> Sources:
    """nothing"""
    return sources


def typo_in_answer(sources: Sources) -> Sources:
    """typo in the answer"""
    return _put(sources, "net/basics.md", ("delivers every byte", "delivers each byte"))


def question_reworded(sources: Sources) -> Sources:
    """question reworded"""
    return _put(
        sources,
        "net/basics.md",
        ("What does DNS do?", "Explain the domain name system."),
        ("What is TCP?", "Explain TCP in a sentence."),
    )


def short_answer_typo(sources: Sources) -> Sources:
    """typo in a question whose answer is short"""
    return _put(
        sources, "exam.md", ("Is a datagram acknowledged", "Is a datagram ever acknowledged")
    )


def both_changed(sources: Sources) -> Sources:
    """question and answer both edited"""
    return _put(
        sources,
        "net/basics.md",
        ("What is TCP?", "What is TCP for?"),
        (
            "delivers every byte in order and asks again for",
            "delivers all bytes in order and resends",
        ),
    )


def both_changed_chinese(sources: Sources) -> Sources:
    """the same in Chinese"""
    return _put(
        sources,
        "ai.md",
        ("什么是变分自编码器（VAE）？", "请解释什么是变分自编码器（VAE）。"),
        (
            "它把输入编码为潜在空间中的分布，再从中采样并解码",
            "把输入编码成潜在空间的一个分布，再采样并解码",
        ),
    )


def renumbered(sources: Sources) -> Sources:
    """renumbered"""
    return {
        p: re.sub(r"(#+) (\d)\.", lambda m: f"{m[1]} {int(m[2]) + 7}.", t)
        for p, t in sources.items()
    }


def numbering_style(sources: Sources) -> Sources:
    """another style of numbering"""
    return {p: re.sub(r"(#+) (\d)\.", r"\1 (\2)", t) for p, t in sources.items()}


def reordered(sources: Sources) -> Sources:
    """reordered"""
    return _put(sources, "net/basics.md", (UDP, ""), ("### 1.", f"{UDP}### 1."))


def inserted_on_top(sources: Sources) -> Sources:
    """inserted on top"""
    new = "### 0. What is IP?\n\nThe protocol that carries packets from network to network.\n\n"
    return _put(sources, "net/basics.md", ("### 1.", f"{new}### 1."))


def moved_to_section(sources: Sources) -> Sources:
    """moved to another section"""
    return _put(sources, "net/basics.md", (UDP, ""), ("### 6.", f"{UDP}### 6."))


def moved_to_file(sources: Sources) -> Sources:
    """moved to another file"""
    moved = _put(sources, "net/basics.md", (DNS, ""))
    return {**moved, "net/names.md": f"# Networks\n\n## Names\n\n{DNS}"}


def file_renamed(sources: Sources) -> Sources:
    """file renamed"""
    rest = {path: text for path, text in sources.items() if path != "ai.md"}
    return {**rest, "genai.md": sources["ai.md"]}


def file_renamed_and_edited(sources: Sources) -> Sources:
    """file renamed, and a question and its answer edited"""
    return file_renamed(both_changed_chinese(sources))


def folder_renamed(sources: Sources) -> Sources:
    """folder renamed"""
    return {path.replace("net/", "networks/"): text for path, text in sources.items()}


def heading_renamed(sources: Sources) -> Sources:
    """heading renamed"""
    return _put(sources, "net/basics.md", ("## Transport", "## The transport layer"))


def deck_renamed(sources: Sources) -> Sources:
    """deck renamed"""
    return {**sources, "exam.md": "---\ndeck: Final exam\n---\n" + sources["exam.md"]}


def deleted(sources: Sources) -> Sources:
    """deleted"""
    return _put(sources, "net/basics.md", (UDP, ""))


def split_in_two(sources: Sources) -> Sources:
    """split in two, one keeps the question"""
    old = "- **Negative cache:** for a name that does not exist.\n"
    new = "\n### 7. What is a negative cache?\n\nWhat is kept of a name that does not exist.\n"
    return _put(sources, "net/basics.md", (old, new))


def two_merged(sources: Sources) -> Sources:
    """two made the same"""
    tcp = _entry(NET, "### 1.", "### 2.")
    return _put(sources, "net/basics.md", (UDP, tcp.replace("1.", "2.")))


def tag_added(sources: Sources) -> Sources:
    """tag added"""
    return {**sources, "exam.md": "---\ntags: exam\n---\n" + sources["exam.md"]}


def markup_only(sources: Sources) -> Sources:
    """markup only, in a question"""
    return _put(sources, "net/basics.md", ("What is TCP?", "What is **TCP**?"))


def width_only(sources: Sources) -> Sources:
    """width and punctuation only"""
    return _put(sources, "ai.md", ("什么是变分自编码器（VAE）？", "什么是变分自编码器 (VAE)?"))


def swapped(sources: Sources) -> Sources:
    """two questions swapped"""
    tcp = _entry(NET, "### 1.", "### 2.")
    return _put(sources, "net/basics.md", (tcp + UDP, UDP + tcp))


def answers_swapped(sources: Sources) -> Sources:
    """two questions swapped, their answers not"""
    return _put(
        sources,
        "net/basics.md",
        ("1. What is TCP?", "1. What is XXX?"),
        ("2. What is UDP?", "2. What is TCP?"),
        ("What is XXX?", "What is UDP?"),
    )


def siblings_edited(sources: Sources) -> Sources:
    """questions of one template edited together"""
    edited = _put(
        sources,
        "ai.md",
        ("请简要介绍关键步骤。", "请介绍主要步骤。"),
        ("通常包括以下关键步骤", "一般包括以下步骤"),
    )
    return _put(
        edited, "net/basics.md",
        ("What is TCP?", "Explain TCP."), ("What is UDP?", "Explain UDP."),
        ("is a transport protocol that", "is the transport protocol that"),
    )  # fmt: skip


def sibling_replaced(sources: Sources) -> Sources:
    """a question replaced by another of its template"""
    sctp = UDP.replace("UDP", "SCTP").replace("sends datagrams", "sends messages")
    return _put(sources, "net/basics.md", (UDP, sctp))


def options_edited(sources: Sources) -> Sources:
    """options added to a choice question"""
    return _put(sources, "exam.md", ("- C. SCTP", "- C. SCTP\n- D. QUIC"))


def id_written(sources: Sources) -> Sources:
    """an id written into the source"""
    return _put(sources, "net/basics.md", ("### 5.", "<!-- id: dns -->\n### 5."))


def five_at_once(sources: Sources) -> Sources:
    """five edits at once"""
    return inserted_on_top(heading_renamed(question_reworded(renumbered_tail(tag_added(sources)))))


def renumbered_tail(sources: Sources) -> Sources:
    return _put(sources, "net/basics.md", ("### 6.", "### 9."))


EDITS: dict[str, Edit] = {
    (edit.__doc__ or "").strip(): edit
    for edit in (
        nothing, typo_in_answer, question_reworded, short_answer_typo, both_changed,
        both_changed_chinese, renumbered, numbering_style, reordered, inserted_on_top,
        moved_to_section, moved_to_file, file_renamed, file_renamed_and_edited, folder_renamed,
        heading_renamed, deck_renamed, deleted, split_in_two, two_merged, tag_added, markup_only,
        width_only, swapped, answers_swapped, siblings_edited, sibling_replaced, options_edited,
        id_written, five_at_once,
    )
}  # fmt: skip
