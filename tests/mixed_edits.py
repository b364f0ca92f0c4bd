"""What the author of a bank of mixed styles does to one question, or to a file beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.mixed import (
    CHAPTERS,
    DEFINING,
    GAPS,
    OPEN,
    OPTIONS,
    QUIZ,
    SUBJECTS,
    TEXTS,
    WORDS,
    Author,
    Manner,
    Question,
)


def begin(author: Author) -> None:
    """Make two or three files of a few questions each."""
    for path in ("a.md", "b/c.md", "d.md")[: author.rng.randrange(1, 4)]:
        author.open(path)
        for _ in range(author.rng.randrange(3, 9)):
            add(author, path)


def add(author: Author, path: str) -> None:
    """Write a new question anywhere in a file."""
    rng, kind = author.rng, author.rng.choice(("open", "open", "quiz", "quiz", "gaps"))
    for _ in range(20):
        subject = rng.choice(SUBJECTS)
        words = {"x": subject, "n": rng.randrange(20, 900), "y": rng.choice(OPTIONS)}
        if kind == "gaps":
            asked, answer = rng.choice(GAPS), ""
        else:
            asked, answer = rng.choice(OPEN if kind == "open" else QUIZ)
        claims = _claims(asked, words)
        if not author.claimed.isdisjoint(claims):
            continue
        made = Question(
            author.keys + 1, kind, "", answer.format(**words), "", rng.choice(author.pens[path])
        )
        if author.write(made, asked.format(**words)):
            author.claimed |= claims
            break
    else:
        return
    author.keys += 1
    if kind == "quiz":
        made.options = tuple(rng.sample(OPTIONS, rng.randrange(3, 5)))
        made.right, made.has_options = rng.randrange(3), True
    made.has_picture = kind == "open" and rng.random() < 0.1
    them = author.files[path]
    chapters = [each.chapter for each in them if each.kind != "gaps"] or ["", *CHAPTERS]
    made.chapter = rng.choice(chapters if rng.random() < 0.8 else CHAPTERS)
    if kind == "gaps":
        made.chapter = TEXTS
    them.insert(rng.randrange(len(them) + 1), made)


def _claims(asked: str, words: Mapping[str, object]) -> set[tuple[str, str]]:
    """Give what only one question may say: two texts that fill a gap alike are one, mended."""
    if asked in DEFINING:
        return {("defines", str(words["x"]))}
    return {(asked, str(words[each])) for each in "xy"} if asked in GAPS else set()


def _insert(author: Author, path: str, _: Question) -> None:
    add(author, path)


def mistype(author: Author, _: str, question: Question) -> None:
    """Put a word into a question, or a slip of the pen."""
    rng, words = author.rng, question.asked.split(" ")
    at = rng.randrange(1, len(words)) if len(words) > 1 else 0
    if at and rng.random() < 0.5:
        words.insert(at, rng.choice(WORDS))
    elif len(words[at]) > 4 and words[at].isalpha():
        words[at] = f"{words[at][:2]}{words[at][3]}{words[at][2]}{words[at][4:]}"
    else:
        return
    if "::" not in words[at] and author.write(question, " ".join(words)):
        author.touch(question, "asked")


def edit_answer(author: Author, _: str, question: Question) -> None:
    """Put a word into an answer."""
    words = question.answer.split(" ")
    if len(words) > 5:
        words.insert(author.rng.randrange(1, len(words)), author.rng.choice(WORDS))
        question.answer = " ".join(words)
        author.touch(question, "answer")


def _replace(author: Author, _: str, question: Question) -> None:
    """Answer a question otherwise."""
    if question.kind == "open":
        one, other = author.rng.sample(OPTIONS, 2)
        question.answer = f"Nobody knows, but {one} comes before {other} as a rule."
        author.touch(question, "replaced")


def _tick(author: Author, _: str, question: Question) -> None:
    """Say that another option is right, or that none is."""
    if question.has_options:
        right = author.rng.choice((0, 1, 2, None))
        if right != question.right:
            question.right = right
            author.touch(question, "replaced")


def _option_edited(author: Author, _: str, question: Question) -> None:
    if question.has_options:
        fresh = [each for each in OPTIONS if each not in question.options]
        at = author.rng.randrange(len(question.options))
        options = [*question.options]
        if len(options) < 5 and author.rng.random() < 0.5:
            options.append(author.rng.choice(fresh))
        else:
            options[at] = author.rng.choice(fresh)
        question.options = tuple(options)
        author.touch(question, "options")


def _options_come_or_go(author: Author, _: str, question: Question) -> None:
    if question.kind != "gaps":
        if not question.options:
            question.options = tuple(author.rng.sample(OPTIONS, 3))
            question.right = 0
        question.has_options = not question.has_options
        author.touch(question, "options")


def _answer_comes_or_goes(author: Author, _: str, question: Question) -> None:
    if question.kind != "gaps":
        question.has_answer = not question.has_answer
        author.touch(question, "replaced")


def _picture(author: Author, _: str, question: Question) -> None:
    if question.kind == "open":
        question.has_picture = not question.has_picture
        author.touch(question, "answer" if question.has_answer else "replaced")


def _move(author: Author, path: str, question: Question) -> None:
    them = author.files[path]
    them.remove(question)
    them.insert(author.rng.randrange(len(them) + 1), question)


def _move_to_file(author: Author, path: str, question: Question) -> None:
    target = author.rng.choice([*author.files, "moved.md"])
    if target not in author.files:
        author.open(target)
    author.files[path].remove(question)
    author.files[target].append(question)
    author.touch(question, "place")


def _move_to_chapter(author: Author, path: str, question: Question) -> None:
    chapters = {each.chapter for each in author.files[path]} - {TEXTS}
    if question.kind != "gaps":
        question.chapter = author.rng.choice(sorted(chapters))
        author.touch(question, "place")


def _rename_chapter(author: Author, path: str, question: Question) -> None:
    old, new = question.chapter, author.rng.choice(CHAPTERS)
    if old and old != TEXTS:
        for each in author.files[path]:
            if each.chapter == old:
                each.chapter = new
                author.touch(each, "place")


def _rename_file(author: Author, path: str, _: Question) -> None:
    new = author.rng.choice(("x.md", "y/z.md", "q/r/s.md"))
    if new not in author.files:
        author.files[new] = author.files.pop(path)
        author.pens[new] = author.pens.pop(path)
        author.manners[new] = author.manners.pop(path, Manner())
        for each in author.files[new]:
            author.touch(each, "place")


def _split(author: Author, path: str, _: Question) -> None:
    them = author.files[path]
    if len(them) > 3 and "split.md" not in author.files:
        author.files[path], author.files["split.md"] = (
            them[: len(them) // 2],
            them[len(them) // 2 :],
        )
        author.pens["split.md"] = author.pens[path]
        author.manners["split.md"] = author.manners.get(path, Manner())
        for each in author.files["split.md"]:
            author.touch(each, "place")


def _join(author: Author, path: str, _: Question) -> None:
    others = [each for each in author.files if each != path]
    if others:
        target = author.rng.choice(others)
        for each in author.files[path]:
            author.touch(each, "place")
        author.files[target] += author.files.pop(path)
        del author.pens[path]
        author.manners.pop(path, None)


def _restyle(author: Author, path: str, question: Question) -> None:
    pens = author.pens[path]
    question.pen = author.rng.choice([*pens, author.pen(author.rng.randrange(4))])


def _restyle_file(author: Author, path: str, _: Question) -> None:
    author.open(path)
    for each in author.files[path]:
        each.pen = author.rng.choice(author.pens[path])


def _relabel(author: Author, path: str, _: Question) -> None:
    """Write the questions of a file with one pen."""
    pen = author.rng.choice(author.pens[path])
    for each in author.files[path]:
        each.pen = pen


def _delete(author: Author, path: str, question: Question) -> None:
    author.files[path].remove(question)
    author.bin.append(question)


def _restore(author: Author, path: str, _: Question) -> None:
    if author.bin:
        question = author.bin.pop(author.rng.randrange(len(author.bin)))
        author.files[path].append(question)
        author.touch(question, "place")


EDITS: tuple[Callable[[Author, str, Question], None], ...] = (
    _insert, mistype, mistype, edit_answer, _replace, _tick, _tick, _option_edited,
    _options_come_or_go, _answer_comes_or_goes, _picture, _move, _move_to_file, _move_to_chapter,
    _rename_chapter, _rename_file, _split, _join, _restyle, _restyle, _restyle_file, _relabel,
    _delete, _restore,
)  # fmt: skip
