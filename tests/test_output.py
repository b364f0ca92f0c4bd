"""The output folder: replaced as a whole or not at all, whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tests.process import powerless, python, unmeasured
from tiku import cli
from tiku.commands import building
from tiku.disk import cache, output, sources
from tiku.request import Options, Place

ENTRY = "**Question:** What is {}?\n\n**Answer:** {}.\n\n"
NAMES = ("bank.csv", "bank.json", "duplicates.md", "q.anki.txt", "q.apkg")
PAGE = ("index.html", "page")
ITEMS = "page/data/items-1.js"
ALL = {"tiku.lock", *NAMES, ITEMS} - {"duplicates.md"}  # one question has no repeats


def state(project: Path, folder: str = "decks") -> dict[str, bytes]:
    """Give the outputs and the lock: what a build replaces as a whole or not at all."""
    found = {name: (project / folder / name).read_bytes() for name in (*NAMES, ITEMS)}
    return {**found, "tiku.lock": (project / "tiku.lock").read_bytes()}


def changed(project: Path, before: dict[str, bytes]) -> set[str]:
    return {name for name, content in state(project).items() if content != before[name]}


@pytest.fixture
def built(project: Path, tiku: Run) -> dict[str, bytes]:
    """A project that was built, and then edited."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    tiku()
    before = state(project)
    write(project / "source/q.md", ENTRY.format("TCP", "two") + ENTRY.format("UDP", "new"))
    return before


def is_clean(project: Path) -> bool:
    """Tell whether a build left nothing behind, beside the outputs and beside the lock."""
    own = [
        [name for name in names(project / folder) if name != "cache"]
        for folder in (".tiku", "decks/.tiku")
    ]
    locks = [name for name in names(project) if "lock" in name]
    return own == [[".gitignore", "lock"]] * 2 and locks == ["tiku.lock"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def place(project: Path) -> Place:
    return Place(project / "decks", project / "tiku.lock")


# Killed at a given point

KILL = """
import os, signal, sys
from tiku import cli
from tiku.disk import output
from tiku.cli import main
calls = 0
def killing(real):
    def wrapped(*arguments, **named):
        global calls
        calls += 1
        if calls == {at}:
            os.kill(os.getpid(), signal.{signal})
        return real(*arguments, **named)
    return wrapped
{patch}
sys.exit(main(["build"]))
"""
WRITING = "output._Growing.add = killing(output._Growing.add)"
MOVING = "output.Path.replace = killing(output.Path.replace)"
CHANGING = "output.os.fsync = killing(output.os.fsync)\n" + "\n".join(
    f"output.Path.{name} = killing(output.Path.{name})"
    for name in ("mkdir", "rename", "replace", "unlink", "rmdir")
)


@pytest.mark.parametrize(
    "when", [(name, at) for name in ("SIGKILL", "SIGTERM", "SIGINT") for at in (1, 3, 6)]
)
def test_killed_while_writing_the_old_outputs_stand(
    project: Path, tiku: Run, built: dict[str, bytes], when: tuple[str, int]
) -> None:
    name, at = when
    process = python(project, KILL.format(at=at, signal=name, patch=WRITING))
    _, said = process.communicate()
    assert process.returncode == (130 if name == "SIGINT" else -getattr(signal, name))
    assert state(project) == built
    if name == "SIGINT":
        assert said.decode().endswith("tiku: interrupted; the outputs are whole\n")
    assert tiku().returncode == 0
    assert changed(project, built) == ALL
    assert is_clean(project)


def test_a_killed_build_leaves_nothing_where_no_build_takes_it_away(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    assert built
    (project / "tmp").mkdir()
    env = {**unmeasured(), "TMPDIR": str(project / "tmp")}
    process = python(project, KILL.format(at=6, signal="SIGKILL", patch=WRITING), env)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert list((project / "tmp").iterdir()) == []
    assert list((project / "decks/.tiku/scratch").glob("*/collection.anki2"))
    assert tiku().returncode == 0
    assert is_clean(project)


@pytest.mark.parametrize("at", [1, 2, 3, 5])
def test_killed_while_moving_the_next_build_goes_on(
    project: Path, tiku: Run, built: dict[str, bytes], at: int
) -> None:
    """Nothing is moved yet, or the lock, or some outputs too, or all but one."""
    source = (project / "source/q.md").read_text()
    process = python(project, KILL.format(at=at, signal="SIGKILL", patch=MOVING))
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert output.is_pending(place(project))
    write(project / "source/q.md", "no question here\n")
    assert tiku().returncode == 1
    finished = state(project)
    assert changed(project, built) == ALL, "finished by any build"
    assert is_clean(project)
    write(project / "source/q.md", source)
    assert tiku().returncode == 0
    assert state(project) == finished
    assert is_clean(project)


def test_killed_at_any_step_the_outputs_and_the_lock_are_of_one_build(
    project: Path, built: dict[str, bytes]
) -> None:
    """Before each single change of the disk, one after the other."""
    assert built
    for at in range(1, 60):
        write(project / "source/q.md", ENTRY.format("TCP", at) + ENTRY.format(f"UDP {at}", "new"))
        before = state(project)
        process = python(
            project, KILL.format(at=at, signal="SIGKILL", patch=CHANGING), unmeasured()
        )
        process.communicate()
        if process.returncode == 0:
            break
        assert changed(project, before) in (set(), ALL) or output.is_pending(place(project))
        assert cli.main(["--quiet"]) == 0
        assert changed(project, before) == ALL
        assert is_clean(project)
    assert cli.main(["--check", "--quiet"]) == 0
    assert at > 2 * len(ALL), "every step was seen"


def test_killed_at_the_first_build_the_next_one_goes_on(project: Path, tiku: Run) -> None:
    """The lock comes first: outputs without one would look as if it had been lost."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    for at, there in ((1, set()), (2, {"tiku.lock"}), (3, {"tiku.lock", "bank.csv"})):
        process = python(project, KILL.format(at=at, signal="SIGKILL", patch=MOVING))
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        found = {path.name for path in (project, project / "decks") for path in path.iterdir()}
        assert found & ALL == there
        assert tiku("check").returncode == 0
        assert tiku().returncode == 0
        assert is_clean(project)
        for name in ALL:
            (project / ("" if name == "tiku.lock" else "decks") / name).unlink()


def test_a_killed_build_is_not_put_where_another_lock_lies(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    process = python(project, KILL.format(at=1, signal="SIGKILL", patch=MOVING))
    process.communicate()
    write(project / "other.lock", built["tiku.lock"])
    for _ in range(2):
        done = tiku("build", "--lock", "other.lock")
        assert done.returncode == 1
        assert done.stderr == (
            "decks: error: a build that was killed here used another lock; run that build again, "
            "with the same --lock, or delete '.tiku/ready' here [W5]\ntiku: 1 error\n"
        )
        assert state(project) == built
        assert (project / "other.lock").read_bytes() == built["tiku.lock"]
    assert tiku().returncode == 0
    assert changed(project, built) == ALL
    assert not output.is_pending(place(project))
    assert tiku("build", "--lock", "other.lock").returncode == 0


def test_a_killed_build_does_not_undo_the_lock_of_a_later_one(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    """The later one writes its outputs elsewhere, and so does not see the killed one."""
    process = python(project, KILL.format(at=1, signal="SIGKILL", patch=MOVING))
    process.communicate()
    assert changed(project, built) == set()
    source = ENTRY.format("TCP", "three") + ENTRY.format("ICMP", "new")
    write(project / "source/q.md", source)
    assert tiku("build", "--output", "other", SOURCE_DATE_EPOCH="1780000000").returncode == 0
    later = state(project, "other")
    tiku()
    tiku()
    assert state(project) == later


def test_interrupted_while_moving_the_rest_is_moved(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    process = python(project, KILL.format(at=2, signal="SIGINT", patch=MOVING))
    process.communicate()
    assert process.returncode == 130
    assert changed(project, built) == ALL
    assert tiku("build", "--check").returncode == 0
    assert is_clean(project)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_killed_at_any_time_the_outputs_are_of_one_build(
    project: Path, tiku: Run, name: str
) -> None:
    """From outside, at ten moments that spread over the whole run."""
    entries = [ENTRY.format(f"T{n}", "one") for n in range(300)]
    write(project / "source/q.md", "".join(entries))
    code = "from tiku.cli import main; main(['build', '-q'])"
    start = time.monotonic()
    python(project, code, unmeasured()).communicate()
    whole = time.monotonic() - start
    before = state(project)
    write(project / "source/q.md", "".join(entries).replace("one", "two"))
    for step in range(10):
        process = python(project, code, unmeasured())
        time.sleep(whole * step / 9)
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
        is_pending = output.is_pending(place(project))
        assert changed(project, before) in (set(), ALL) or is_pending
    assert tiku().returncode == 0
    assert tiku("build", "--check").returncode == 0


# Places that cannot be written


@pytest.mark.parametrize(
    "closed", [("decks", "decks/.tiku"), ("decks",), ("decks/page/data",)], ids=str
)
def test_an_output_folder_that_is_read_only(
    project: Path, built: dict[str, bytes], closed: tuple[str, ...]
) -> None:
    for folder in closed:
        (project / folder).chmod(0o555)
    done = powerless(project, "build")
    for folder in closed:
        (project / folder).chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == (
        f"{closed[0]}: error: the outputs cannot be written: Permission denied; make room, "
        "make the folder writable or name another with --output [W1]\n"
        "tiku: 1 error; decks is as it was\n"
    )
    assert state(project) == built


def test_a_lock_that_stays_may_be_where_nothing_can_be_moved_to(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    lock = ("--lock", "closed/tiku.lock")
    write(project / "closed/tiku.lock", built["tiku.lock"])
    assert tiku("build", *lock).returncode == 0
    table = (project / "decks/bank.csv").read_bytes()
    (project / "decks/bank.csv").unlink()
    (project / "closed").chmod(0o555)
    done = powerless(project, "build", *lock)
    (project / "closed").chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "decks/bank.csv").read_bytes() == table


def test_a_lock_that_is_read_only(project: Path, built: dict[str, bytes]) -> None:
    write(project / "closed/tiku.lock", built["tiku.lock"]).parent.chmod(0o555)
    done = powerless(project, "build", "--lock", "closed/tiku.lock")
    (project / "closed").chmod(0o755)
    assert done.returncode == 1
    assert "closed: error: the outputs cannot be written: Permission denied" in done.stderr
    assert done.stderr.endswith("[W1]\ntiku: 1 error; decks is as it was\n")
    assert state(project) == built
    assert names(project / "closed") == ["tiku.lock"]


def test_a_disk_that_is_full(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    resource = pytest.importorskip("resource")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = powerless(project, "build", before=little_room, env=unmeasured())
    assert done.returncode == 1
    assert "decks: error: the outputs cannot be written: disk I/O error; make room" in done.stderr
    assert state(project) == built
    assert is_clean(project)
    assert tiku().returncode == 0


def mounted(project: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount file systems, of which nothing is left afterwards."""
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        cwd=project, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if "permission denied" in done.stderr.lower() or "not permitted" in done.stderr:
        pytest.skip("this machine lets nobody mount a file system")
    return done


is_root = hasattr(os, "geteuid") and os.geteuid() == 0
only_root_mounts = pytest.mark.skipif(not is_root, reason="only root can mount")
TIKU = f"{sys.executable} -m tiku"


@only_root_mounts
def test_a_disk_that_is_really_full(project: Path, built: dict[str, bytes]) -> None:
    script = (
        "mkdir small && room=$(($(du -sk decks | cut -f1) + 60)) && "
        "mount -t tmpfs -o size=${room}k tmpfs small && cp -r decks/* small && "
        f"{TIKU} build --output small; echo $? && ls small && "
        "cmp small/bank.json decks/bank.json && echo same"
    )
    done = mounted(project, script)
    assert "small: error: the outputs cannot be written: No space left on device" in done.stderr
    assert done.stdout.split() == ["1", *sorted([*NAMES, *PAGE]), "same"]
    assert state(project) == built


@only_root_mounts
def test_outputs_on_another_disk_than_the_lock(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    """No rename leads from one disk to another."""
    script = (
        "mkdir other kept && mount -t tmpfs tmpfs other && cp -r decks/* other && "
        f"{TIKU} build --output other && {TIKU} build --check --output other && cp -r other/* kept"
    )
    done = mounted(project, script)
    assert (done.returncode, done.stderr) == (0, "")
    moved = state(project, "kept")
    assert {name for name in ALL if moved[name] != built[name]} == ALL
    assert tiku().returncode == 0
    assert state(project) == moved
    assert is_clean(project)


@only_root_mounts
def test_a_disk_without_room_for_the_lock(project: Path, built: dict[str, bytes]) -> None:
    """A lock that cannot be written leaves the outputs as they were, too."""
    script = (
        "mkdir small kept && mount -t tmpfs -o size=16k tmpfs small && mkdir small/.tiku && "
        "touch small/.tiku/lock && cp decks/.tiku/.gitignore small/.tiku && cp tiku.lock small && "
        "(cat /dev/zero > small/filler; "
        f"{TIKU} build --lock small/tiku.lock; echo $?; cp -r small/tiku.lock decks/* kept; "
        f"rm small/filler; {TIKU} build -q --lock small/tiku.lock; echo $?; ls -A small)"
    )
    done = mounted(project, script)
    kept = {name: (project / "kept" / name).read_bytes() for name in ALL}
    assert {name for name in ALL if kept[name] != built[name]} == set()
    assert "error: the outputs cannot be written: No space left on device" in done.stderr
    assert done.stdout.split() == ["1", "0", ".tiku", "tiku.lock"]
    assert changed(project, built) == ALL - {"tiku.lock"}, "with room again, it is built"


def test_a_file_where_the_folder_should_be(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    write(project / "decks", "a file")
    done = tiku()
    assert done.returncode == 1
    assert "decks: error: the outputs cannot be written: " in done.stderr
    assert (project / "decks").read_text() == "a file"


def test_a_folder_where_an_output_should_be(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    (project / "decks/bank.csv").unlink()
    (project / "decks/bank.csv").mkdir()
    done = tiku()
    assert done.returncode == 1
    assert "cannot be written: bank.csv is a folder" in done.stderr
    assert done.stderr.endswith("; decks is as it was\n")
    (project / "decks/bank.csv").rmdir()
    write(project / "decks/bank.csv", built["bank.csv"])
    assert state(project) == built
    assert is_clean(project)


def test_an_output_that_another_program_holds(
    project: Path,
    built: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As on Windows, where a file that is open cannot be replaced."""
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self.name == "bank.csv":
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    assert cli.main(["build"]) == 1
    said = capsys.readouterr().err
    assert "'bank.csv' cannot be replaced: Permission denied; the other outputs are new" in said
    assert "is as it was" not in said
    assert changed(project, built) == ALL - {"bank.csv"}
    assert cli.main(["build"]) == 1
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert cli.main(["build"]) == 0
    assert changed(project, built) == ALL
    assert is_clean(project)


@pytest.mark.parametrize("beside", ["decks", "."])
@pytest.mark.parametrize("name", ["", "lock", "new", "ready", "scratch"])
def test_a_link_where_our_own_folder_should_be(
    project: Path, tiku: Run, name: str, beside: str
) -> None:
    """A repository may bring one along, to have us write or move what is elsewhere."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    write(project / "victim/precious", "untouched")
    own = project / beside / ".tiku"
    (own if name else own.parent).mkdir(parents=True, exist_ok=True)
    (own / name).symlink_to(project / "victim")
    done = tiku()
    assert done.returncode == 1
    said = f".tiku{'/' if name else ''}{name} is a link"
    assert f"{beside}: error: the outputs cannot be written: {said}" in done.stderr
    assert [path.name for path in (project / "victim").iterdir()] == ["precious"]
    assert not (project / "tiku.lock").exists()


def test_a_link_into_which_an_unfinished_build_would_move(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    """A repository may bring along both: what a build left, and where that is to go."""
    write(project / "decks/.tiku/ready/page/.bashrc", "planted")
    (project / "elsewhere").mkdir()
    (project / "decks/page").rename(project / "decks/old")
    (project / "decks/page").symlink_to("../elsewhere")
    done = tiku()
    assert done.returncode == 1
    assert "page is no folder of its own; delete 'page' there [W1]" in done.stderr
    assert [*(project / "elsewhere").iterdir()] == []
    (project / "decks/page").unlink()
    assert tiku().returncode == 0
    assert built.keys() == state(project).keys()


@pytest.mark.parametrize("plan", [b"x", b"", b"\xff\xfe", b"1\n2"])
def test_a_plan_that_is_none(
    project: Path, tiku: Run, built: dict[str, bytes], plan: bytes
) -> None:
    """What an unfinished build is said to have decided on, and none can have."""
    write(project / "decks/.tiku/ready/plan", plan)
    write(project / "decks/.tiku/ready/bank.json", "planted")
    assert tiku().returncode == 0
    assert changed(project, built) == ALL
    assert is_clean(project)


@pytest.mark.parametrize("beside", [".q.md.new", "decks/.tiku/cache/recent.{pid}.new"])
def test_a_link_where_something_new_is_prepared(project: Path, beside: str) -> None:
    """Beside a source into which ids are written, and where a build is remembered."""
    source = write(project / "source/q.md", ENTRY.format("TCP", "one"))
    victim = write(project / "victim", "untouched")
    if beside.startswith("."):
        (project / "source" / beside).symlink_to(victim)
        sources.replace(source, b"new")
        assert source.read_bytes() == b"new"
        assert not source.is_symlink()
    else:
        link = project / beside.format(pid=os.getpid())
        link.parent.mkdir(parents=True)
        link.symlink_to(victim)
        cache.save(Place(project / "decks", project / "tiku.lock"), "recent", b"new")
        assert (link.parent / "recent").read_bytes().endswith(b"new")
    assert victim.read_text() == "untouched"


def test_a_link_where_the_new_lock_is_prepared(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    write(project / "victim", "untouched")
    (project / ".tiku.lock.new").symlink_to("victim")
    assert tiku().returncode == 0
    assert (project / "victim").read_text() == "untouched"
    assert changed(project, built) == ALL
    assert is_clean(project)


# Two builds at once


def test_two_builds_at_once(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    with holding(project, "decks", "tiku.lock"):
        done = tiku()
        assert done.returncode == 1
        assert done.stderr.endswith(
            ": error: another build is writing here; wait until it is done, then build again "
            "[W2]\ntiku: 1 error; decks is as it was\n"
        )
        assert state(project) == built
    assert tiku().returncode == 0


@pytest.mark.parametrize(
    ("other", "shared"),
    [(("other", "tiku.lock"), "."), (("decks", "locks/other.lock"), "decks")],
)
def test_two_builds_that_share_the_lock_or_the_folder(
    built: dict[str, bytes], tiku: Run, other: tuple[str, str], shared: str
) -> None:
    project = Path.cwd()
    with holding(project, *other):
        done = tiku()
        assert done.returncode == 1
        assert done.stderr.startswith(f"{shared}: error: another build is writing here; wait")
        assert state(project) == built
    assert tiku().returncode == 0


def test_two_builds_that_share_nothing(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    with holding(project, "other", "locks/other.lock"):
        assert tiku().returncode == 0
    assert changed(project, built) == ALL


@contextmanager
def holding(project: Path, folder: str, lock: str) -> Iterator[None]:
    """Have another process build to a folder."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from tiku.disk import output\nfrom tiku.request import Place\n"
        "with output.exclusive(Place(*map(Path, sys.argv[1:]))):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, folder, lock]
    process = subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    yield
    process.communicate()


@pytest.mark.parametrize("lock", ["decks/tiku.lock", "link/tiku.lock", "decks/../decks/tiku.lock"])
def test_a_lock_among_the_outputs(project: Path, tiku: Run, lock: str) -> None:
    """The folder has two names then, and a build does not stand in its own way."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    (project / "decks").mkdir()
    (project / "link").symlink_to("decks")
    for answer in ("one", "two"):
        write(project / "source/q.md", ENTRY.format("TCP", answer))
        done = tiku("build", "--output", project / "decks", "--lock", lock)
        assert (done.returncode, done.stderr) == (0, "")
    assert names(project / "decks") == sorted([".tiku", *NAMES, *PAGE, "tiku.lock"])


def test_a_slow_build_does_not_undo_a_later_one(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "old"))
    real = building.check

    def slow(options: Options) -> building.Outcome:
        read = real(options)
        monkeypatch.setattr(building, "check", real)
        write(project / "source/q.md", ENTRY.format("TCP", "new"))
        assert tiku().returncode == 0
        return read

    monkeypatch.setattr(building, "check", slow)
    assert cli.main(["build"]) == 0
    assert b"new" in state(project)["bank.csv"]


def test_a_first_build_that_ends_while_another_reads_is_no_lost_lock(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one saw no lock, and then outputs."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    real = sources.load

    def slow(root: Path, outputs: Path) -> sources.Loaded:
        monkeypatch.setattr(sources, "load", real)
        assert tiku().returncode == 0
        return real(root, outputs)

    monkeypatch.setattr(sources, "load", slow)
    assert cli.main(["build"]) == 0


def test_many_builds_at_once_leave_one_whole(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    command = [sys.executable, "-m", "tiku", "build", "-q"]
    builds = [
        subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(4)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in builds]
    assert any(code == 0 for _, code in ended)
    assert all(code == 0 or "[W2]" in said for said, code in ended)
    assert tiku("build", "--check").returncode == 0


# What the last build left


def test_outputs_that_are_the_same_are_not_written(tmp_path: Path) -> None:
    where = Place(tmp_path, tmp_path / "lock")
    with output.exclusive(where):
        output.write(where, [("a", b"1"), ("b", b"2")], output.Pieces([b"4"]))
    before = [(tmp_path / name).stat().st_ino for name in ("a", "lock")]
    with output.exclusive(where):
        output.write(where, [("a", b"1"), ("b", b"3")])
    assert [(tmp_path / name).stat().st_ino for name in ("a", "lock")] == before
    assert (tmp_path / "b").read_bytes() == b"3"
    assert (tmp_path / "lock").read_bytes() == b"4"


def test_outputs_of_another_source_are_not_replaced(project: Path, tiku: Run) -> None:
    """Two folders side by side have one folder for their outputs, unless another is named."""
    for name in ("one", "two"):
        write(project / name / "q.md", ENTRY.format(name, "a"))
    assert tiku("build", "one").returncode == 0
    before, lock = state(project), (project / "tiku.lock").read_bytes()
    for check in ((), ("--check",)):
        done = tiku("build", "two", *check)
        assert (done.returncode, done.stderr) == (
            1,
            (
                "decks: error: the outputs here are those of 'one', and 'two' is built; name "
                "another folder with --output, or build a folder that holds both; if nobody needs "
                "those outputs, delete 'decks' and build again [W6]\n"
                "tiku: 1 error; decks is as it was\n"
            ),
        )
    assert (state(project), (project / "tiku.lock").read_bytes()) == (before, lock)
    assert tiku("build", "two", "--output", "other").returncode == 0
    write(project / "one/q.md", ENTRY.format("one", "edited"))
    assert tiku("build", "one").returncode == 0, "the lock knows both, and whose the outputs are"
    assert "[W6]" in tiku("build", "one", "--output", "other").stderr
    shutil.rmtree(project / "decks")
    assert tiku("build", "two").returncode == 0


def test_outputs_of_a_source_that_is_gone_are_replaced(project: Path, tiku: Run) -> None:
    write(project / "one/q.md", ENTRY.format("TCP", "a"))
    assert tiku("build", "one").returncode == 0
    (project / "one").rename(project / "two")
    assert tiku("build", "two").returncode == 0
    (project / "decks/bank.json").unlink()
    write(project / "one/r.md", ENTRY.format("UDP", "a"))
    assert tiku("build", "one").returncode == 0, "nothing tells whose they are"
