"""Read folders of documents and write what was found: `python benchmarks/dialects.py CORPORA DIR`.

Each folder of CORPORA is read as `tiku explain --json` reads it, and its questions are written to
DIR as one file of JSON a folder, for a judge that holds the truth. Then the time of reading all of
them is parted into what markdown-it-py takes, what recognition takes, and what rendering takes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

from tiku import dialects
from tiku.dialects.explaining import explain
from tiku.disk import sources
from tiku.documents.document import parse
from tiku.documents.encoding import decode
from tiku.items.normalize import normalize
from tiku.markup.parser import block_tokens


def extract(folder: Path) -> str:
    """Give what `tiku explain --json` says of a folder."""
    command = [sys.executable, "-m", "tiku", "explain", "--json", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")  # noqa: S603 - our own command
    return done.stdout


def measure(folders: list[Path]) -> str:
    """Time the stages of reading, file by file, in one process; the best of three runs each."""
    spent = dict.fromkeys(("decode", "markdown-it-py", "sections", "dialects", "items"), 0.0)
    size = 0
    for folder in folders:
        for path, content in sources.load(folder).files.items():
            size += len(content)
            for stage, seconds in _stages(path, content).items():
                spent[stage] += seconds
    total = sum(spent.values())
    rows = [f"{name:<15} {taken:7.2f} s  {taken / total:6.1%}" for name, taken in spent.items()]
    return "\n".join([*rows, f"{'all':<15} {total:7.2f} s  {size / 1e6 / total:.2f} MB/s"])


def _stages(path: str, content: bytes) -> dict[str, float]:
    best: dict[str, float] = {}
    for _ in range(3):
        marks = [time.process_time()]
        text, _ = decode(path, content)
        marks.append(time.process_time())
        if text is None:
            return {"decode": marks[1] - marks[0]}
        block_tokens(text)
        marks.append(time.process_time())
        document, _ = parse(path, text, dialects.DIALECTS)
        marks.append(time.process_time())
        drafts = explain(document).reading.drafts
        marks.append(time.process_time())
        for draft in drafts:
            normalize(draft, document)
        marks.append(time.process_time())
        spans = [after - before for before, after in pairwise(marks)]
        spans[2] = max(0.0, spans[2] - spans[1])  # `parse` parses again
        for name, taken in zip(
            ("decode", "markdown-it-py", "sections", "dialects", "items"), spans, strict=True
        ):
            best[name] = min(best.get(name, taken), taken)
    return best


def main() -> None:
    """Read the arguments, write the results, print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("results", type=Path, nargs="?")
    parser.add_argument("--time", action="store_true", help="print the times of reading too")
    arguments = parser.parse_args()
    folders = sorted(path for path in arguments.corpora.iterdir() if path.is_dir())
    if arguments.results:
        arguments.results.mkdir(parents=True, exist_ok=True)
        for folder in folders:
            found = extract(folder)
            json.loads(found)  # a result that is no JSON fails here, not in the judge
            (arguments.results / f"{folder.name}.json").write_text(found, encoding="utf-8")
    if arguments.time:
        print(measure(folders))


if __name__ == "__main__":
    main()
