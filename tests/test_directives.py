"""Boxes of MyST and Quarto, written so that Markdown's own containers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiku.documents import directives

PIECES = (
    "```{admonition} Answer",
    "```{note}",
    "~~~~{dropdown} Why",
    "```{code-block} c",
    "```{python}",
    "```",
    "~~~~",
    "::::{exercise}",
    ":::",
    "::::",
    '::: {.callout-tip title="Answer"}',
    "::: {.callout-note}",
    "::: {.column width=50%}",
    "::: callout-warning",
    "::: details Answer",
    ":class: dropdown",
    "## Answer",
    "text",
    "",
    "   text",
)


def plain(text: str) -> str:
    return "\n".join(directives.plain(text.split("\n")))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("```{admonition} Answer\n:class: tip\nA\n```", "::: details Answer\n\nA\n:::"),
        ("```{admonition} More\nA\n```", "::: note More\nA\n:::"),
        ("````{tip}\n```python\nx\n```\n````", ":::: tip\n```python\nx\n```\n::::"),
        ("  ~~~{dropdown} Why\n  A\n  ~~~", "  ::: details Why\n  A\n  :::"),
        (":::{solution}\n:class: dropdown\n\nA\n:::", "::: solution\n\n\nA\n:::"),
        ("::: {.callout-tip title='Answer'}\nA\n:::", "::: details Answer\nA\n:::"),
        ("::: {.callout-tip}\n\n## Hint\nA\n:::", "::: details Hint\n\n\nA\n:::"),
        ("::: {.callout-tip}\nA\n## Hint\n:::", "::: tip\nA\n## Hint\n:::"),
        ("::: {.columns}\n::: {.column}\nA\n:::\n:::\n::: {.x}", "\n\nA\n\n\n"),
        ("::: callout-note\nA\n:::", "::: note\nA\n:::"),
        ("```{r}\n#| echo: false\nx\n```\n::: {.a}", "```r\n#| echo: false\nx\n```\n"),
        ("```{code-block} c\n:linenos:\nx\n:a:\n```", "```c\n\nx\n:a:\n```"),
        ("```{figure} a.png\n:name: a\n```", "```{figure} a.png\n:name: a\n```"),
        ("```{math}\n:label: a\nx = 1\n```", "\n$$\nx = 1\n$$"),
        ("```text\n::: {.tip}\n```{note}\n```", "```text\n::: {.tip}\n```{note}\n```"),
        (
            "::::{tab-set}\n:::{tab-item} A\nB\n:::\n::::\n:::{note}\nC\n:::",
            "::::{tab-set}\n:::{tab-item} A\nB\n:::\n::::\n::: note\nC\n:::",
        ),
        ("::: details A\n::: {.tip}\nB\n:::\n:::", "::: details A\n::: tip\nB\n:::\n:::"),
    ],
)
def test_boxes_are_containers(written: str, told: str) -> None:
    assert plain(written) == told


@pytest.mark.parametrize("text", ["::: tip\nA\n:::", "```python\nx\n```", "{a}", ":class: x", ""])
def test_a_document_without_them_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5)))
def test_each_line_keeps_its_number(lines: list[str]) -> None:
    lines = [line.replace("\n", "") for line in lines]
    told = directives.plain(lines)
    assert len(told) == len(lines)
    for line, other in zip(lines, told, strict=True):
        if line.strip() == "text":
            assert other == line
