"""Processes of tiku under conditions that a test makes."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def unmeasured() -> dict[str, str]:
    """Give the environment of a process that coverage leaves alone.

    One that is killed or has no room leaves broken data; one that is interrupted may hang in a
    lock of coverage's.
    """
    return {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}


def _drop_power() -> None:
    """Let file permissions hold for root too, as they do for everybody else."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            assert libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0


def powerless(
    project: Path,
    *arguments: str,
    before: Callable[[], None] = _drop_power,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run tiku as one whom permissions bind, or after something else."""
    return subprocess.run(
        [sys.executable, "-m", "tiku", *arguments],
        cwd=project,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=before,
    )


# Ctrl-C works even if the tests themselves were started so that they ignore it.
_HEED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


def python(
    project: Path, code: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start Python with code that drives tiku."""
    return subprocess.Popen(
        [sys.executable, "-c", _HEED + code],
        cwd=project,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
