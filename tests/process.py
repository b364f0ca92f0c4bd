"""Processes of tiku under conditions that a test makes."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def _drop_power() -> None:
    """Let file permissions hold for root too, as they do for everybody else."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            assert libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0


def powerless(
    project: Path, *arguments: str, before: Callable[[], None] = _drop_power
) -> subprocess.CompletedProcess[str]:
    """Run tiku as one whom permissions bind, or after something else."""
    return subprocess.run(
        [sys.executable, "-m", "tiku", *arguments],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=before,
    )


def python(project: Path, code: str) -> subprocess.Popen[bytes]:
    """Start Python with code that drives tiku."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
