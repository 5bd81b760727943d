"""A fault half way, of whatever kind and in whatever step, leaves a valid scene; going on ends where an unbroken run ends."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from crew import Brush, Chisel
from test_run_graph import files
from toys import make_plan

import cityscape.paint
import cityscape.sculpt
from cityscape.errors import CityscapeError, InputError, SceneError
from cityscape.run import generate, resume
from cityscape.store import SceneFolder
from cityscape.world.brief import Brief
from cityscape.world.painting import Context, Painting
from cityscape.world.part import Thing

FAULTS = {
    "refused": InputError("the server refused"),
    "bug": ZeroDivisionError("division by zero"),
    "memory": MemoryError("out of memory"),
    "timeout": TimeoutError("timed out"),
    "gone": ConnectionResetError("connection reset"),
}
SECOND = (1, 0)


@dataclass(frozen=True)
class FaultyBrush(Brush):
    """Fails at the second tile."""

    fault: str = "bug"

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        if brief.cell == SECOND:
            raise FAULTS[self.fault]
        return super().paint(brief, context, seed=seed)


@dataclass(frozen=True)
class FaultyChisel(Chisel):
    """Fails at the second tile."""

    fault: str = "bug"

    def sculpt(self, painting: Painting, brief: Brief, *, seed: int) -> list[Thing]:
        if brief.cell == SECOND:
            raise FAULTS[self.fault]
        return super().sculpt(painting, brief, seed=seed)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of an unbroken run."""
    folder = tmp_path_factory.mktemp("whole") / "s"
    generate(plan=make_plan(3, 1), painter=Brush(), sculptor=Chisel(), workers=1, out=folder)
    return files(folder)


def goes_on(folder: Path, whole: dict[str, str], **crew: object) -> None:
    """The scene is valid with one tile, nobody holds it, and `resume` makes the rest, byte by byte as if nothing had been."""
    scene = SceneFolder.open(folder)
    assert scene.verify() == [] and scene.done() == {(0, 0)} and not (folder / ".lock").exists()
    first = {n: (folder / n).stat().st_ino for n in ("scene.json", "tiles/0_0.json")}
    made = resume(folder, workers=1, **crew)  # type: ignore[arg-type]
    assert len(made.tiles) == 3 and files(folder) == whole
    assert {n: (folder / n).stat().st_ino for n in first} == first


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", ["paint", "sculpt"])
def test_a_back_end_that_fails_at_the_second_tile(step: str, fault: str, whole: dict[str, str], tmp_path: Path) -> None:
    painter = FaultyBrush(fault=fault) if step == "paint" else Brush()
    sculptor = FaultyChisel(fault=fault) if step == "sculpt" else Chisel()
    with pytest.raises(type(FAULTS[fault]), match=str(FAULTS[fault])):
        generate(plan=make_plan(3, 1), painter=painter, sculptor=sculptor, workers=1, out=tmp_path / "s")
    goes_on(tmp_path / "s", whole, painter=Brush(), sculptor=Chisel())


def test_back_ends_by_name_fail_and_are_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the registries, as a plug-in would be hired: the name alone is remembered, and finds the mended back-end on going on."""
    folder, plan, real = tmp_path / "s", make_plan(3, 1), (cityscape.paint.painter, cityscape.sculpt.sculptor)
    hired: dict[str, object] = {"brush": FaultyBrush(fault="gone"), "chisel": Chisel()}
    monkeypatch.setattr(cityscape.paint, "painter", lambda name, **more: hired.get(name) or real[0](name, **more))
    monkeypatch.setattr(cityscape.sculpt, "sculptor", lambda name, **more: hired.get(name) or real[1](name, **more))
    with pytest.raises(ConnectionResetError):
        generate(plan=plan, painter="brush", sculptor="chisel", workers=1, out=folder)
    assert SceneFolder.open(folder).verify() == [] and SceneFolder.open(folder).done() == {(0, 0)}
    del hired["brush"]
    with pytest.raises(InputError, match="no painter 'brush'"):
        resume(folder, workers=1)
    hired["brush"] = Brush()
    assert len(resume(folder, workers=1).tiles) == 3 and SceneFolder.open(folder).verify() == []


def test_a_planner_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import cityscape.plan

    class Planner:
        def plan(self, *a: object, **k: object) -> None:
            raise InputError("the model refused")

    monkeypatch.setattr(cityscape.plan, "planner", lambda name, **told: Planner())
    with pytest.raises(InputError, match="the model refused"):
        generate("a town", out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def in_child(work) -> int:
    """Do `work` in a forked process; its exit code, 77 where it raised a `CityscapeError`, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except CityscapeError:
            code = 77
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@dataclass(frozen=True)
class Doom(Brush):
    """At the second tile the process is killed, or the disk is full: no file may grow beyond a kilobyte."""

    how: str = "kill"

    def paint(self, brief: Brief, context: Context, *, seed: int) -> Painting:
        if brief.cell == SECOND and self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if brief.cell == SECOND and self.how == "full":
            full(1024)
        return super().paint(brief, context, seed=seed)


def full(size: int) -> None:
    """From now on writing to files of this process fails beyond `size` bytes, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.parametrize("how", ["kill", "full"])
def test_killed_or_out_of_disk_at_the_second_tile(how: str, whole: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "s"
    code = in_child(lambda: generate(plan=make_plan(3, 1), painter=Doom(how=how), sculptor=Chisel(), workers=1, out=folder))
    assert code == (-signal.SIGKILL if how == "kill" else 77)
    if how == "kill":
        assert (folder / ".lock").exists()  # of a process that is no more: it holds nobody up
        (folder / ".lock").unlink()
    else:
        assert not list(folder.rglob(".tmp-*"))
    goes_on(folder, whole, painter=Brush(), sculptor=Chisel())


def test_a_disk_that_is_full_from_the_start(whole: dict[str, str], tmp_path: Path) -> None:
    folder, crew = tmp_path / "s", {"painter": Brush(), "sculptor": Chisel()}

    def work() -> None:
        full(100)
        generate(plan=make_plan(3, 1), workers=1, out=folder, **crew)  # type: ignore[arg-type]

    assert in_child(work) == 77
    with pytest.raises(SceneError, match="holds no scene"):
        SceneFolder.open(folder)
    generate(plan=make_plan(3, 1), workers=1, out=folder, **crew)  # type: ignore[arg-type]  # the same command begins anew
    assert files(folder) == whole
