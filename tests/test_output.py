"""The output folder: replaced as a whole or not at all, wherever it lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, tree, write
from tests.process import powerless, unmeasured
from tests.whole import (
    ALL,
    ENTRY,
    NAMES,
    PAGE,
    changed,
    is_clean,
    names,
    state,
)
from tiku import cli
from tiku.disk import cache, output, sources
from tiku.request import Place


@pytest.mark.parametrize("is_patch", [True, False])
def test_all_is_on_disk_before_any_of_it_is_moved(
    project: Path, built: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, *, is_patch: bool
) -> None:
    """A loss of power would leave files that are cut short."""
    kept: set[int] = set()
    moved: list[bool] = []
    replace = Path.replace

    def move(path: Path, target: Path) -> Path:
        if (project / target).is_relative_to(project) and ".tiku" not in target.parts:
            moved.append(path.stat().st_ino in kept)
        return replace(path, target)

    def keep(file: int) -> None:
        kept.add(os.fstat(file).st_ino)

    if not is_patch:
        shutil.rmtree(project / "decks/.tiku/cache")
    monkeypatch.setattr(os, "fsync", keep)
    monkeypatch.setattr(Path, "replace", move)
    assert cli.main(["--quiet"]) == 0
    assert len(moved) >= len(changed(project, built)) == len(ALL)
    assert all(moved)


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
    remedy = "name others with --output and --lock [W1]"
    assert done.stderr.endswith(f"{remedy}\ntiku: 1 error; decks is as it was\n")
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


def test_a_lock_that_is_a_link_is_not_left_behind(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    assert tiku().returncode == 0
    (project / "tiku.lock").rename(project / "kept.lock")
    (project / "tiku.lock").symlink_to("kept.lock")
    before = tree(project)
    assert tiku().returncode == 0
    write(project / "source/r.md", ENTRY.format("UDP", "two"))
    done = tiku()
    assert done.returncode == 1
    assert "tiku.lock: error: this lock is a link, and would be written anew" in done.stderr
    assert "name that file with --lock [W1]" in done.stderr
    assert {**tree(project), "source/r.md": b""} == {**before, "source/r.md": b""}


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


def test_a_deck_that_the_disk_spells_otherwise_is_no_stray(project: Path, tiku: Run) -> None:
    """A link stands for what a disk gives that takes one case for the other."""
    write(project / "source/q.md", "Q: What is TCP?\nA: A protocol.\n")
    assert tiku().returncode == 0
    (project / "decks/other.apkg").hardlink_to(project / "decks/q.apkg")
    (project / "decks/bank.csv").unlink()
    assert "other.apkg" not in tiku().stderr
    (project / "decks/other.apkg").unlink()
    write(project / "decks/other.apkg", b"another one")
    (project / "decks/bank.csv").unlink()
    assert "decks/other.apkg: warning: this build does not write it" in tiku().stderr
