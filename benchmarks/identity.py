"""How well edited questions are known again: `python benchmarks/identity.py FOLDER ...`.

Every question of the folders is edited moderately, question and answer both, a tenth of a file at a
time, in three ways; and every question is replaced by its likest neighbours, as if one were deleted
and the other written in the same build, which must never pass for an edit. The figures justify the
thresholds in `matching.py`, `pairing.py` and `pool.py` of `tiku/identity/`, which
`docs/identity.md` quotes.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tiku import pipeline
from tiku.disk import sources
from tiku.identity import identify, likeness, matching
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.known import Known, wording
from tiku.identity.lock import Lock, Wording
from tiku.markup import markdown
from tiku.model import Item, Markdown, NoResponse, OpenResponse, Said, Settings
from tiku.pipeline import Assembled
from tiku.reading import read

Edit = Callable[[random.Random, str, "Words"], str]
NEIGHBOURS = 3


class Words(NamedTuple):
    """The words of a language that edits draw from."""

    of: list[str]
    joint: str


class File(NamedTuple):
    """The questions of a file with answers, and what the lock knows of them."""

    items: list[Item]
    words: list[Wording]
    lock: Lock


def language(item: Item) -> str:
    """Tell a language by its script."""
    text = item.stem.plain + item.response.answer.plain
    scripts = {"ja": "[\u3040-\u30ff]", "ko": "[\uac00-\ud7af]", "zh": "[\u4e00-\u9fff]"}
    found = (name for name, script in scripts.items() if re.search(script, text))
    return next(found, "ru" if re.search("[\u0400-\u04ff]", text) else "latin")


# Edits of 10 to 30 % of the characters


def letters(rng: random.Random, text: str, words: Words) -> str:
    """Drop, add and exchange single characters."""
    chars = list(text)
    for _ in range(max(1, round(len(text) * rng.uniform(0.1, 0.3)))):
        at, kind = rng.randrange(len(chars)), rng.randrange(3)
        if kind == 0 and len(chars) > 1:
            del chars[at]
        elif kind == 1:
            chars.insert(at, rng.choice(rng.choice(words.of)))
        else:
            chars[at] = rng.choice(rng.choice(words.of))
    return "".join(chars)


def wordwise(rng: random.Random, text: str, words: Words) -> str:
    """Drop, add and exchange words."""
    parts = re.findall(r"[^\W\u3040-\u9fff\uac00-\ud7af]+|.", text, re.DOTALL)
    goal, done = max(1.0, len(text) * rng.uniform(0.1, 0.3)), 0
    while done < goal:
        at, kind, word = rng.randrange(len(parts)), rng.randrange(3), rng.choice(words.of)
        if kind == 0 and len(parts) > 1:
            done += len(parts.pop(at))
        elif kind == 1:
            parts.insert(at, f"{words.joint}{word}{words.joint}")
            done += len(word)
        else:
            done += max(len(parts[at]), len(word))
            parts[at] = word
    return "".join(parts)


def phrased(rng: random.Random, text: str, words: Words) -> str:
    """Put a phrase before or behind, and change some words."""
    phrase = words.joint.join(rng.choices(words.of, k=3 if words.joint else 6))
    changed = wordwise(rng, text, words) if rng.random() < 0.5 else text
    pair = (phrase, changed) if rng.random() < 0.5 else (changed, phrase)
    return words.joint.join(pair)


EDITS: dict[str, Edit] = {"letters": letters, "words": wordwise, "phrases": phrased}


# Reading


def files(folders: Sequence[Path]) -> Iterator[File]:
    """Read each file of the folders as a bank of its own."""
    for folder in folders:
        for reading in read(sources.load(folder).files):
            assembled = pipeline.assemble([reading], Settings(), Known())
            items = [i for i in assembled.identity.items if not isinstance(i.response, NoResponse)]
            if items:
                bank = assembled.bank._replace(items=tuple(items))
                known = identify.identify(items, Known())
                built = pipeline.finish(Assembled(bank, known), Lock(), FIRST_BUILD)
                own = list(built.bank.items)
                yield File(own, [wording(item) for item in own], built.lock)


def vocabulary(found: Sequence[File]) -> dict[str, Words]:
    """Collect the words of each language."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for file in found:
        for item in file.items:
            answer = item.response.answer.plain
            texts[language(item)] += re.findall(r"[^\W\u3040-\u9fff\uac00-\ud7af]+|\w", answer)
    cjk = ("zh", "ja")
    return {
        name: Words(words or ["x"], "" if name in cjk else " ") for name, words in texts.items()
    }


# Measuring


def edited(rng: random.Random, item: Item, edit: Edit, words: Words) -> Item:
    """Edit question and answer of an item, as plain text."""
    stem = markdown.text(Markdown(edit(rng, item.stem.plain, words)))
    answer = markdown.text(Markdown(edit(rng, item.response.answer.plain, words)))
    return item._replace(content=Said(stem=stem, response=OpenResponse(answer)))


def kept(
    found: Sequence[File], rng: random.Random, edit: Edit
) -> tuple[Counter[str], Counter[str], int]:
    """Count the questions whose edits keep their ids, all of them, and the swaps, by language."""
    words = vocabulary(found)
    good, total, swapped = Counter[str](), Counter[str](), 0
    for file in found:
        order = rng.sample(range(len(file.items)), len(file.items))
        step = max(1, len(order) // 10)
        for start in range(0, len(order), step):
            chosen = set(order[start : start + step])
            after = [
                edited(rng, item, edit, words[language(item)]) if n in chosen else item
                for n, item in enumerate(file.items)
            ]
            matches = matching.match(after, Known(file.lock))
            for n in chosen:
                entry, name = matches.of[n].entry, language(file.items[n])
                total[name] += 1
                good[name] += entry is not None and entry.id == file.items[n].id
                swapped += entry is not None and entry.id != file.items[n].id
    return good, total, swapped


def replaced(file: File) -> Iterator[tuple[Item, Item, str]]:
    """Replace each question by its likest neighbours; give those that passed for an edit."""
    sides = [likeness.sides(words.asked, words.reply) for words in file.words]
    known = likeness.rarity(sides)
    for n, item in enumerate(file.items):
        scored = sorted(
            ((likeness.score(sides[n], sides[m], known), m) for m in range(len(sides)) if m != n),
            reverse=True,
        )
        for _, m in scored[:NEIGHBOURS]:
            other = file.items[m]
            entries = {k: v for k, v in file.lock.entries.items() if k != other.id}
            rest = [k for k in range(len(file.items)) if k != n]
            found = matching.match_words(
                [file.items[k] for k in rest], [file.words[k] for k in rest], Known(Lock(entries))
            )
            match = found.of[rest.index(m)]
            wrong = match.entry is not None and match.entry.id == item.id
            yield item, other, f"{match.how}: {match.why}" if wrong else ""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-neighbours", action="store_true")
    given = parser.parse_args()
    found = list(files(given.folder))
    print(f"{sum(len(file.items) for file in found):,} questions in {len(found):,} files")
    for name, edit in EDITS.items():
        good, total, swapped = kept(found, random.Random(given.seed), edit)
        parts = (
            f"{each} {good[each] / total[each]:.1%} of {total[each]:,}" for each in sorted(total)
        )
        whole = f"{good.total() / total.total():.1%} of {total.total():,}"
        print(f"{name:<8} kept {whole}, swapped {swapped}  ({', '.join(parts)})")
    if not given.no_neighbours:
        results = [each for file in found for each in replaced(file)]
        wrong = [each for each in results if each[2]]
        alike = sum(old.stem.form == new.stem.form for old, new, _ in wrong)
        print(
            f"replaced by a neighbour: {len(wrong)} of {len(results):,} passed for an edit; "
            f"{alike} of them asked the same in the same words"
        )
        seen: set[tuple[str, str]] = set()
        for old, new, why in wrong:
            pair = (old.stem.plain, new.stem.plain)
            if old.stem.form == new.stem.form or pair in seen:
                continue
            seen.add(pair)
            print(f"  {old.stem.plain[:70]!r} -> {new.stem.plain[:70]!r} ({why})")


if __name__ == "__main__":
    main()
