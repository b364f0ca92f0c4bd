"""When a heading says something that its question does not, and so is kept as the title.

`AI有哪些应用？` over `AI有哪些应用？请举例说明。` adds nothing: what the question has beyond it
is a bare request. `如何训练模型？` over `如何训练模型？请介绍训练中的步骤。` does: the question
goes on to something of its own, and the heading names the whole.
"""

from __future__ import annotations

from tiku.markup.form import words
from tiku.model import Form, Text
from tiku.system.patterns import lazy

# Words of a request that name nothing: what is left without them is what the request is about.
_REQUESTS = (
    "请 請 并 並 且 地 简要 簡要 简单 簡單 简述 簡述 详细 詳細 介绍 介紹 列举 列舉 列出 举出"
    " 举例 舉例 说明 說明 解释 解釋 描述 阐述 闡述 分析 给出 給出 谈谈 说说 你的 一些 几种 幾種"
    " 几个 幾個 至少 常见 常見 常用 关键 關鍵 主要 基本 的 和 及 其 方法 步骤 步驟 例子 示例"
    " 理由 原因 优缺点 優缺點"
)
_REQUEST = lazy(f"(?:{'|'.join(sorted(_REQUESTS.split(), key=len, reverse=True))})*")
_REQUEST_WORDS = frozenset(
    "please briefly explain describe list name give and with a an some few the your several"
    " common main key example examples steps methods reasons detail details in it them".split()
)


def adds_to(heading: Form, stem: Text) -> bool:
    """Tell whether a heading, by its form, is worth keeping beside the stem."""
    if stem.form == heading:
        return False
    if not stem.form.startswith(f"{heading}\x1f"):
        return True
    rest = words(Form(stem.form[len(heading) + 1 :]))
    return not _REQUEST.fullmatch("".join(word for word in rest if word not in _REQUEST_WORDS))
