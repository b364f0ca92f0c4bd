"""The process ends at once, and loses nothing on the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.process import unmeasured


def ended(code: str, out: int | IO[str] = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    code = f"from tiku.system.garbage import end\n{code}"
    return subprocess.run(
        [sys.executable, "-c", code],
        stdout=out, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        env=unmeasured() | {"PYTHONUNBUFFERED": ""}, cwd=Path(__file__).parent.parent,
    )  # fmt: skip


def test_what_was_printed_gets_out_and_what_cleans_up_is_done() -> None:
    done = ended("import atexit; atexit.register(print, 'cleaned'); print('said'); end(3)")
    assert (done.returncode, done.stdout, done.stderr) == (3, "said\ncleaned\n", "")


def test_nothing_is_taken_apart() -> None:
    kept = "class A:\n    def __del__(self): print('gone')\na = A()\n"
    assert ended(f"{kept}end(0)").stdout == ""
    assert ended(kept).stdout == "gone\n"


def test_other_threads_go_on() -> None:
    code = (
        "import threading, time\n"
        "threading.Thread(target=lambda: (time.sleep(0.2), print('late'))).start()\nend(1)"
    )
    assert ended(code).stdout == "late\n"
    assert ended(code).returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_what_cannot_be_printed_is_told_as_python_tells_it() -> None:
    with Path("/dev/full").open("w") as full:
        done = ended("print('said'); end(0)", full)
    assert done.returncode == 120
    assert "No space left" in done.stderr
