"""Code is split as Pygments splits it when it is left alone, in all languages that it knows."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from tests.process import unmeasured
from tiku.markup import lexing

ROOT = Path(__file__).parent.parent
SNIPPETS = (
    "def f(x):\n    return x + 1 # c\nclass A(B):\n    '''doc'''\n    x = f\"a{b!r}\\n\" % 3\n",
    'int main(void) { char *s = "a"; /* c */ return 0x1F; }\n#include <a.h>\n#define X \\\n 1\n',
    "SELECT a, b FROM t WHERE x = 'y' -- c\n",
    '#!/bin/bash\nif [ $a -eq 1 ]; then echo "$b ${c}"; fi\ncat <<EOF\n$x\nEOF\n',
    "package main\nfunc main() { x := []int{1,2}; fmt.Println(`a`, 'c') }\n",
    "public class A<T> extends B { @Override public void f(int x) throws E { return; } }\n",
    'fn main() { let x: Vec<&\'a str> = vec![1, 2]; println!("{}", x); }\n',
    "const f = async (x) => { return `a${x}b`; } // c\n/* d\n",
    '<html><script>var x=1;</script><style>a{b:c}</style><p class="x">t</p></html>\n',
    "a: b\n- c\n? d\n# e\n",
    'class A < B\n  def c; puts "#{d}" unless @e; end\nend\n<<~X\n  y\nX\n',
    "<?php echo $a['b'] ?? \"c {$d}\"; ?>\n",
    "\n\n  x\ty\r\n",
    "é中文\u2028\x00",
)
SPLIT = """
import json, sys
from pygments.lexers import LEXERS, get_lexer_by_name
if sys.argv[1] == "ours":
    from tiku.markup import highlight
    highlight._prepare()
found = {}
for _, name, aliases, _, _ in LEXERS.values():
    if aliases:
        lexer = get_lexer_by_name(aliases[0], stripnl=False, ensurenl=False)
        found[name] = [
            [(str(kind), text) for kind, text in lexer.get_tokens(code)]
            for code in json.loads(sys.argv[2])
        ]
print(json.dumps(found))
"""


def split(way: str, codes: tuple[str, ...]) -> dict[str, list[list[list[str]]]]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SPLIT, way, json.dumps(codes)],
        env=unmeasured(), cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found: dict[str, list[list[list[str]]]] = json.loads(done.stdout)
    return found


def test_all_languages_are_split_as_the_library_splits_them() -> None:
    draw = random.Random(1)
    signs = "abc(){}[]\"'#/*\\\n \t<>&|=+-$%@!?.,:;0123xyz中"
    noise = ("".join(draw.choices(signs, k=80)) for _ in range(3))
    codes = (*SNIPPETS, *noise)
    ours, theirs = split("ours", codes), split("theirs", codes)
    assert len(theirs) > 500
    assert [name for name in theirs if ours[name] != theirs[name]] == []


def test_rules_are_joined_and_those_that_cannot_be_stand_alone() -> None:
    rules = [(lexing._Expression(text, 0), None, None) for text in ("a", "b", r"(c)\1", "d", "e+")]
    parts = lexing._parts(rules)
    assert [len(known) for _, known in parts] == [2, 0, 2]
    for number, text in ((0, "b"), (1, "cc"), (2, "eee")):
        match, known = parts[number]
        found = match(text, 0)
        assert found
        assert found[0] == text
        assert known[found.lastgroup][0](text, 0)
