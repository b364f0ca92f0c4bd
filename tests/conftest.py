"""What every test may use."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import coverage
import jsonschema
import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests import browser as browsers
from tests import schema
from tiku import cli
from tiku.exporters import bank_json, registry
from tiku.exporters.writing import Noted, Portion
from tiku.model import Bank

ROOT = Path(__file__).parent.parent
SCHEMA = jsonschema.Draft202012Validator(schema.schema(is_strict=True))
DEFAULT_SCRIPTS = 24
Run = Callable[..., subprocess.CompletedProcess[str]]
pytest_plugins = ("tests.pages", "tests.whole")  # their fixtures


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Measure no test with `no_cover`: coverage itself measures workers of xdist, too."""
    stopped = []
    while item.get_closest_marker("no_cover") and (running := coverage.Coverage.current()):
        running.stop()
        stopped.append(running)
    try:
        return (yield)
    finally:
        for each in reversed(stopped):
            each.start()


settings.register_profile("tiku", deadline=None)  # no test fails because a machine is busy
settings.load_profile("tiku")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what is seen now")
    about = "how many random scripts of edits are tried"
    parser.addoption("--scripts", type=int, default=DEFAULT_SCRIPTS, metavar="N", help=about)


@pytest.fixture(scope="session", autouse=True)
def every_bank_is_valid() -> Iterator[None]:
    """Hold every bank that is written in this process against the published schema, strictly."""

    class Checked(bank_json.Writer):
        def __init__(self, bank: Bank, scratch: Path | None = None) -> None:
            super().__init__(bank, scratch)
            self._seen = b""

        def begin(self) -> Iterator[Portion]:
            return self._noted(super().begin())

        def add(self, batch: Sequence[Noted], /) -> Iterator[Portion]:
            return self._noted(super().add(batch))

        def end(self) -> Iterator[Portion]:
            yield from self._noted(super().end())
            validate(self._seen)

        def _noted(self, pieces: Iterator[Portion]) -> Iterator[Portion]:
            for name, content in pieces:
                self._seen += content
                yield name, content

    writers = tuple(Checked if each is bank_json.Writer else each for each in registry.WRITERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "WRITERS", writers)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key that signs caches out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def unhurried_disk() -> Iterator[None]:
    """Wait for no disk: it takes most of a small build, and only a loss of power can tell.

    Processes that a test starts and kills wait as those of users do.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of a process."""
    with browsers.opened() as found:
        yield found


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; read the difference before you accept it."""

    def compare(path: Path, seen: str) -> None:
        if request.config.getoption("--update-goldens"):
            path.write_text(seen, encoding="utf-8")
        assert seen == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty project folder, which is also the current one."""
    (tmp_path / "source").mkdir()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    validate_banks(tmp_path)  # those too that processes wrote which a test started by itself


@pytest.fixture
def tiku(project: Path) -> Run:
    """Run tiku as a person does, in the project folder.

    It runs within this process, at a tenth of the cost, unless it is given a variable that Python
    reads only when it starts.
    """

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        given = [*map(str, arguments)]
        if any(name.startswith(_OF_A_START) for name in more):
            done = _in_a_process(project, given, more)
        else:
            with pytest.MonkeyPatch.context() as patch:
                for name, value in more.items():
                    patch.setenv(name, value)
                done = _in_this_process(project, given)
        validate_banks(project)
        return done

    return run


_OF_A_START = ("PYTHON", "LC_", "LANG", "TZ")


def _in_a_process(
    project: Path, arguments: list[str], more: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tiku", *arguments],
        cwd=project,
        env={**os.environ, **more},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _in_this_process(project: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with (
        contextlib.chdir(project),
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
    ):
        try:
            code = cli.main(arguments)
        except SystemExit as end:  # argparse has spoken
            code = end.code if isinstance(end.code, int) else 0
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return subprocess.CompletedProcess(arguments, code, out, err)


def validate_banks(folder: Path) -> None:
    """Hold every `bank.json` in a folder against the published schema."""
    for where, folders, files in os.walk(folder):
        folders[:] = set(folders) - {"new"}  # what a build did not decide on may be cut short
        if "bank.json" in files:
            validate(Path(where, "bank.json").read_bytes())


@lru_cache(16)
def validate(content: bytes) -> None:
    """Hold a bank against the published schema; one of the same bytes is as valid."""
    SCHEMA.validate(json.loads(content))


def write(path: Path, text: str | bytes) -> Path:
    """Write a file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file in a folder, but not what builds remember: no two remember the same."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.parts[-2:] != (".tiku", "cache")
    }
