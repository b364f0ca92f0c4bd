"""What a document says below its last question: a footer, which a rule parts from the answer.

It is none where rules stand within answers, too, and only looks like one where few questions show
how they are parted. Footnotes that the last question does not name are none of it, either.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from tiku.dialects import marks
from tiku.dialects.cutting import last_said
from tiku.dialects.option_lines import is_option_line
from tiku.documents.outline import Outline, once, paragraphs
from tiku.languages.offers import OFFER, WISH
from tiku.languages.part_titles import names_answers
from tiku.model import Draft, Fragment, Markdown
from tiku.system.patterns import lazy

_FEW = 3  # questions that show how a document parts them
_LONGEST = 8  # lines of a footer
_SHORT = 3  # lines of one, where no rule parts questions


def without(outline: Outline, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """End the last draft above the footer of its document, and others above a farewell."""
    if not drafts:
        return drafts
    drafts, at = [*drafts], max(range(len(drafts)), key=lambda n: drafts[n].span)
    for end in (_without_ways, _without_notes, _without_farewell):
        drafts[at] = end(outline, drafts[at])
    if len(drafts) >= _FEW:
        top = min(draft.span.first for draft in drafts)
        drafts[at] = _without_advert(outline, top, drafts[at])
        drafts = _without_rest(outline, drafts)
    if _asks_for_more(outline, drafts, drafts[at]):
        del drafts[at]
    ruled = {n: rule for n, draft in enumerate(drafts) if (rule := _rule_in(outline, draft))}
    closed = {n: rule for n, rule in ruled.items() if _is_footer(outline, drafts, n, rule)}
    if closed != ruled:
        return drafts
    return [_ended(outline, d, closed[n]) if n in closed else d for n, d in enumerate(drafts)]


def _is_footer(outline: Outline, drafts: Sequence[Draft], at: int, rule: int) -> bool:
    """Tell whether a rule in a draft parts a footer from it."""
    end = drafts[at].span.last
    said = [n for n in range(rule + 1, end + 1) if outline.is_text(n)]
    if not said or len(said) > _LONGEST or not all(_is_plain(outline, n) for n in said):
        return False
    is_below = rule > _below(drafts[at])  # else it would be all that answers
    top = min(draft.span.first for draft in drafts)
    if end < max(draft.span.last for draft in drafts):
        return is_below and _closes(outline[said[0]].text)
    is_parted = bool(_rules(outline, top, drafts[at].span.first))
    names_more = len(said) <= _SHORT and any(_MORE.search(outline.raw(n)) for n in said)
    if is_below and len(drafts) >= _FEW and (is_parted or names_more):
        return True
    return is_below and _looks_so(outline, rule + 1, end)


def offers(text: str) -> bool:
    """Tell whether a text begins with what chats and teachers offer."""
    return bool(OFFER.match(_ORNAMENT.sub("", text)))


def _closes(text: str) -> bool:
    return offers(text) or bool(_CLOSING.match(_ORNAMENT.sub("", text)))


def _asks_for_more(outline: Outline, drafts: Sequence[Draft], last: Draft) -> bool:
    """Tell whether the last question only looks like one: `Any questions? Ask us`.

    It is the only one without an answer, goes on, and a rule parts it, and no other, from the rest.
    """
    if len(drafts) <= _FEW or last.answer or not last.question or last.number:
        return False
    if any(not draft.answer for draft in drafts if draft is not last):
        return False
    goes_on = _GOES_ON.search(last.question.markdown)
    return bool(goes_on) and [d for d in drafts if _is_below_rule(outline, d)] == [last]


_GOES_ON = lazy(r"[?？؟]\s{1,9}[^\W\d_][^\n?？؟]{9,200}$")


def _is_below_rule(outline: Outline, draft: Draft) -> bool:
    above = outline.said_above(draft.span.first)
    return above in _all_rules(outline)


def _rule_in(outline: Outline, draft: Draft) -> int:
    """Give the first rule in an answer, or right above it, 0 if there is none."""
    if draft.gaps or not any(_parts(draft)):
        return 0
    lines = [part.line for part in _parts(draft) if part is not draft.question]
    first = min(lines, default=draft.span.first)
    above = outline.said_above(first) if lines else 0
    rules = _rules(outline, above if above > draft.span.first else first, draft.span.last)
    return next(iter(rules), 0)


def _below(draft: Draft) -> int:
    """Give the first line of the part that stands last."""
    return max(part.line for part in _parts(draft))


def _parts(draft: Draft) -> Iterator[Fragment]:
    """Give the parts of a draft that stand in it: an answer may stand elsewhere."""
    for part in (draft.question, draft.answer, draft.explanation, draft.hint):
        if part and draft.span.first <= part.line <= draft.span.last:
            yield part


def _rules(outline: Outline, first: int, last: int) -> Sequence[int]:
    """Give the rules between two lines that stand in no list, no quote and nothing that folds."""
    found = _all_rules(outline)
    return found[bisect_left(found, first) : bisect_right(found, last)]


@once
def _all_rules(outline: Outline) -> Sequence[int]:
    found, inside = [], 0
    for number, line in enumerate(outline.lines, 1):
        if fold := outline.folds.get(number):
            inside = max(inside, fold.last)
        if line.kind == "rule" and line.leaf == number and not (line.depth or line.quotes):
            found += [number] if number > inside else []
    return found


def _is_plain(outline: Outline, number: int) -> bool:
    """Tell whether a line may be part of a footer: text, a callout or a picture, of no question."""
    line, fold = outline[number], outline.folds.get(number)
    if line.kind not in ("text", "html") or line.depth or (fold and fold.name == "details"):
        return False
    return not (marks.mark_at(outline, number) or is_option_line(outline, number))


def _looks_so(outline: Outline, first: int, last: int) -> bool:
    """Tell whether all that stands on some lines is in italics, links, pictures or a farewell."""
    html = [outline[n].text for n in range(first, last + 1) if outline[n].kind == "html"]
    if any(re.search(r"\w", _ANY_TAG.sub("", text)) for text in html):
        return False
    for start, end in paragraphs(outline, first, last):
        text = " ".join(outline[n].text for n in range(start, end + 1))
        if not (_ITALIC.fullmatch(text) or _ONLY_LINKS.fullmatch(text) or _FAREWELL.search(text)):
            return False
    return True


_ANY_TAG = lazy(r"<[^<>]*>?")
_ITALIC = lazy(r"\*(?!\*)(?:[^*]|\*\*){1,1000}(?<!\*)\*|_(?!_)[^\n]{1,1000}(?<!_)_")
_ONLY_LINKS = lazy(r"(?:[^\w\[\]]{0,9}!?\[[^\[\]]{1,200}\]\([^()\s]{1,300}\)){1,9}[^\w\[\]]{0,9}")
_FAREWELL = lazy(
    r"©|\b(?:hope (?:this|that|it)|let me know|feel free|good luck|would you like|do you want me"
    r"|happy to|viel erfolg|hoffe|sag mir|espero que|buena suerte|bonne chance|j'espère|n'hésite)\b"
    r"|希望(?:这|以上|对你|对您|能帮)|祝你|祝您|欢迎\s?(?:点赞|關注|关注|收藏|转发|star)|如需|如果[你您](?:需要|想|愿意|还)|需要我|要不要我",
    re.IGNORECASE,
)
_CLOSING = lazy(  # of a chat, between questions
    r"feel free to (?:ask|reach|let)|hope (?:this|that) helps|希望(?:这|以上|对你|对您)",
    re.IGNORECASE,
)
# A link, an address, an author, or a request for stars.
_MORE = lazy(
    r"\]\(|https?://|\w@\w|©|\b(?:author|written|made|created|maintained|star)\b|作者",
    re.IGNORECASE,
)


# Taking it off


def _without_ways(outline: Outline, draft: Draft) -> Draft:
    """Leave out the ways to other pages at the end: `**Next:** [Lesson 4](lesson-4.md)`."""
    last = last_said(outline, draft.span.first, draft.span.last)
    line = outline[last]
    if line.kind != "text" or line.depth or "](" not in outline.raw(last) or not any(_parts(draft)):
        return draft
    first = line.leaf
    text = " ".join(outline[n].text for n in range(first, last + 1))
    is_below = _below(draft) < first and outline[first - 1].kind == "blank"
    if not is_below or not _leads_on(text):
        return draft
    above = outline.said_above(first)
    is_parted = outline[above].kind == "rule" and above > _below(draft)
    return _ended(outline, draft, above if is_parted else first)


def _leads_on(text: str) -> bool:
    """Tell whether a paragraph is nothing but links to the pages before and behind this one."""
    if len(text) > _LONGEST_WAYS:
        return False
    names, rest = [found["name"] for found in _LINK.finditer(text)], _LINK.sub(" ", text)
    if not names or not _ONLY_WAYS.fullmatch(rest):
        return False
    is_arrow = len(names) > 1 and bool(_ARROW.search(rest))
    return is_arrow or bool(_WAY.search(rest)) or any(map(_WAY.match, names))


_LONGEST_WAYS = 400  # characters
_LINK = lazy(r"\[(?P<name>[^\[\]]{1,100})\]\([^()\s]{1,300}\)")
_ARROW = lazy("[←→⬅➡«»⟵⟶◀▶]")
_GO = (
    r"(?:next|prev(?:ious)?|weiter|zurück|nächste[rs]?|vorherige[rs]?|siguiente|anterior|próxim[oa]|suivante?"
    r"|précédente?|далее|назад|следующ\w{2}|предыдущ\w{2}|下一[篇章节節课課页頁步]?|上一[篇章节節课課页頁步]?"
    r"|次[へのは]?|前[へのは]?|다음|이전)"
)
_WAY = lazy(rf"[^\w\[\]]{{0,9}}{_GO}(?=[\s:：\W]|$)(?![.-]\w)", re.IGNORECASE)
_ONLY_WAYS = lazy(
    rf"\W{{0,20}}(?:{_GO}(?:\s(?:up|lesson|chapter|module|part|section|page|day|week|topic|unit|level|article"
    r"|post|step))?\W{1,20}){0,3}",
    re.IGNORECASE,
)


def _without_farewell(outline: Outline, draft: Draft) -> Draft:
    """Leave out good wishes at the end, and what a chat offers: `Would you like me to …?`."""
    if not any(_parts(draft)):
        return draft
    top, last = _below(draft) + 1, draft.span.last
    lines = range(top, last + 1)
    first = next((n for n in lines if OFFER.match(_alone(outline, n))), last + 1)
    for number in reversed(range(top, first)):  # wishes, right above that
        if _is_wish(_alone(outline, number)):
            first = number
        elif outline.is_text(number):
            break
    if not 0 < sum(outline.is_text(n) for n in range(first, last + 1)) <= _LONGEST:
        return draft
    above = outline.said_above(first)
    return _ended(outline, draft, above if above in _all_rules(outline) else first)


def _alone(outline: Outline, number: int) -> str:
    """Give the first line of a paragraph without ornaments; nothing of other lines."""
    line = outline[number]
    is_first = line.kind == "text" and line.leaf == number and outline[number - 1].kind == "blank"
    return _ORNAMENT.sub("", line.text) if is_first and not (line.depth or line.quotes) else ""


def _is_wish(text: str) -> bool:
    is_one = len(text) <= _LONGEST_WISH and any(sign in text for sign in "!！")
    return is_one and bool(WISH.match(text))


_LONGEST_WISH = 100  # characters
_ORNAMENT = lazy(r"^[^\w¿]{1,9}")


def _without_advert(outline: Outline, top: int, draft: Draft) -> Draft:
    """Leave out a heading that leads elsewhere: `#### All answers 👉 [Here](https://…)`.

    It is none where answers above have such headings, too.
    """
    lines = range(draft.span.last, draft.span.first, -1)
    first = next((n for n in lines if outline[n].kind not in _MAY_CLOSE or outline[n].depth), 0)
    if not first or not _leads_away(outline, first) or not any(_parts(draft)):
        return draft
    is_last = _below(draft) < first and _looks_so(outline, first + 1, draft.span.last)
    has_more = is_last and any(_leads_away(outline, n) for n in range(top, draft.span.first))
    return _ended(outline, draft, first) if is_last and not has_more else draft


_MAY_CLOSE = ("blank", "text", "html")


def _leads_away(outline: Outline, number: int) -> bool:
    """Tell whether a line is a heading of words and a link behind them."""
    line = outline[number]
    return line.kind == "heading" and not line.depth and bool(_AWAY.search(line.text))


_AWAY = lazy(
    r"\w[^\w\[\]]{0,9}[:：👉➡→]\ufe0f?\s{0,3}[*_]{0,2}\[[^\[\]]{1,200}\]\(https?:[^()\s]{1,300}\)"
    r"[\W_]{0,5}$"
)


def _without_rest(outline: Outline, drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out text that stands where all other drafts have none, at the end of some.

    Below the last of all that is text below what folds, or that alone is apart and sums up; below
    the last of a section, text beside the item that each of them is.
    """
    by_section: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_section[draft.section].append(draft)
    first: dict[int, int] = {}  # of such text, by the draft that it stands in
    for group, below in [
        (drafts, _below_fold),
        (drafts, _summary),
        *((each, _beside_item) for each in by_section.values()),
    ]:
        if len(group) > 1:
            *others, last = sorted(group, key=lambda draft: draft.span)
            first[id(last)] = _rest(outline, others, last, below) or first.get(id(last), 0)
    return [_ended(outline, d, first[id(d)]) if first.get(id(d)) else d for d in drafts]


def _rest(
    outline: Outline, others: Sequence[Draft], last: Draft, below: Callable[[Outline, Draft], int]
) -> int:
    """Give the first line of text that stands below a draft, and below none of the others, or 0."""
    first = below(outline, last)
    if first <= 0 or not any(_parts(last)) or first < _below(last):
        return 0
    if first == _below(last) and not _is_only_answer(outline, others, last):
        return 0
    said = [n for n in range(first, last.span.last + 1) if outline.is_text(n)]
    is_rest = len(said) <= _LONGEST and all(_is_plain(outline, n) for n in said)
    return first if is_rest and not any(below(outline, draft) for draft in others) else 0


def _is_only_answer(outline: Outline, others: Sequence[Draft], last: Draft) -> bool:
    """Tell whether no question but the last one is answered, and no `Answers: AB` names that."""
    if not last.answer or any(draft.answer for draft in others):
        return False
    name, *_ = outline[last.answer.line].text.replace("：", ":").split(":", 1)
    return not names_answers(name)


def _below_fold(outline: Outline, draft: Draft) -> int:
    """Give the first line of text below what folds in a draft, 0 if none, -1 if nothing folds."""
    lines = range(draft.span.first, draft.span.last + 1)
    fold = next((outline.folds[n] for n in lines if n in outline.folds), None)
    below = range(fold.last + 1 if fold else 0, draft.span.last + 1)
    return next((n for n in below if outline.is_text(n)), 0) if fold else -1


def _beside_item(outline: Outline, draft: Draft) -> int:
    """Give the first line of text beside the item of a draft, 0 if none, -1 if it is no item."""
    first = outline[draft.span.first]
    if not first.marker or first.depth != 1:
        return -1
    lines = range(draft.span.first + 1, draft.span.last + 1)
    return next((n for n in lines if outline.is_text(n) and not outline[n].depth), 0)


def _summary(outline: Outline, draft: Draft) -> int:
    """Give the line that sums up, `Fazit: …`, below the blank one in a draft, 0 if it has none.

    It is -1 where blank lines stand elsewhere, too: an answer of its own may end in such words.
    """
    lines = range(draft.span.first, draft.span.last + 1)
    blank = next((n for n in lines if outline[n].kind == "blank"), 0)
    if not blank:
        return 0
    is_apart = outline[draft.span.first - 1].kind == "blank"
    return -1 if is_apart or not _SUMS_UP.match(_alone(outline, blank + 1)) else blank + 1


_SUMS_UP = lazy(
    r"(?:\*\*|__)?(?:(?:in\s)?(?:summary|conclusion|short)|tl;?dr|fazit|kurz(?:um)?|en\s(?:résumé|resumen|bref)|bilan"
    r"|en\sconclusi(?:ón|on)|em\sresumo|in\s(?:sintesi|breve)|вывод|итог|podsumowanie|wniosek|kortom|conclusie|závěr"
    r"|kısaca|sonuç|kesimpulan|tóm\slại|总结|總結|小结|总之|まとめ|結論|결론|정리)(?:\*\*|__)?\s?[:：]",
    re.IGNORECASE,
)


def _without_notes(outline: Outline, draft: Draft) -> Draft:
    """Leave out the footnotes at the end, unless a draft names all: it is given those it names."""
    text = "\n".join(part.markdown for part in _parts(draft))
    if "[^" not in text:
        return draft
    first, number, labels = 0, draft.span.last, list[str]()
    top = max(_below(draft), draft.span.first + 1)
    while number >= top and (not outline[number].text or _is_note(outline, number)):
        if note := _NOTE.match(outline[number].text):
            first, labels = number, [*labels, note["label"]]
        number -= 1
    are_its_own = all(text.count(f"[^{label}]") > 1 for label in labels)
    return draft if are_its_own else _ended(outline, draft, first)


def _is_note(outline: Outline, number: int) -> bool:
    """Tell whether a line is one of a footnote: the text that it belongs to begins with a label."""
    return outline.is_prose(number) and bool(_NOTE.match(outline[outline[number].leaf].text))


_NOTE = lazy(r"\[\^(?P<label>[^\[\]\s]{1,100})\]:")


def _ended(outline: Outline, draft: Draft, first: int) -> Draft:
    """End a draft above a line, which stands in its last part, or right above that."""
    part = max(_parts(draft), key=lambda each: each.line)
    raw = outline.raw(first).rstrip()
    again = sum(outline.raw(n).startswith(raw) for n in range(first, draft.span.last + 1))
    last = last_said(outline, draft.span.first, first - 1)
    above = part.markdown.rsplit(f"\n{raw}", again)[0] if first > part.line else ""
    above = "\n".join(above.split("\n")[: last - first + 1 or None]).rstrip()

    def kept(each: Fragment | None) -> Fragment | None:
        if each is not part:
            return each
        return Fragment(Markdown(above), part.line) if above else None

    return draft._replace(
        span=draft.span._replace(last=last),
        question=kept(draft.question),
        answer=kept(draft.answer),
        explanation=kept(draft.explanation),
        hint=kept(draft.hint),
    )
