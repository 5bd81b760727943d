"""What this machine has, and what each back-end needs."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib import metadata, util
from typing import Literal

from cityscape.paint.ladder import gigabytes, has_four_bits
from cityscape.run.ladder import Machine, card_of, choose, rungs
from cityscape.run.machine import cores, memory
from cityscape.settings import hold
from cityscape.settings.servers import key
from cityscape.world.records import Record

State = Literal["ok", "missing", "optional"]

CORE = (
    "numpy", "torch", "transformers", "diffusers", "accelerate", "openai", "trimesh", "pyrender", "networkx", "shapely", "typer", "rich",
    "pydantic", "pillow", "scipy", "scikit-image", "embreex", "manifold3d", "fast-simplification", "xatlas", "safetensors", "psutil", "av",
)  # fmt: skip

EXTRAS = (
    ("viser", "studio", "the studio in the browser"),
    ("ray", "ray", "runs on many machines"),
    ("usd-core", "usd", "export to USD"),
    ("mitsuba", "beauty", "renders of --quality beauty"),
    ("keyring", "keys", "keys out of the system's keyring"),
    ("bitsandbytes", "bits", "image models in four bits"),
)


class Finding(Record):
    """One line of the doctor's report; `hint` says what to do where something is not there."""

    group: str
    name: str
    state: State
    found: str
    hint: str = ""


def examine(as_card: float | None = None) -> list[Finding]:
    """Look at Python, machine, libraries, graphics, video and back-ends; imports nothing heavy, sends nothing.

    as_card : explain the ladder for an imagined card of so many GB instead of this machine's.
    """
    machine = this_machine() if as_card is None else card_of(as_card)
    return [*_machine(), *_libraries(), *_graphics(), *_video(), *_backends(), *_ladder(machine)]


def this_machine() -> Machine:
    """This machine as the ladder sees it: its largest card, main memory, and whether a language model is set."""
    cards = []
    for line in _cards():
        name, _, size = line.rpartition(",")
        digits = "".join(c for c in size if c.isdigit())
        if digits:
            cards.append((gigabytes(int(digits) * 2**20), name.strip()))
    vram, card = max(cards, default=(0.0, ""))
    return Machine(vram=vram, card=card, ram=gigabytes(memory()[0]), four_bit=has_four_bits(), llm=_asked("llm_url"))


def _asked(setting: Literal["llm_url", "paint_url"]) -> Literal["", "key", "server"]:
    """By what a model elsewhere can be asked: a server's address, or a key."""
    if getattr(hold().values, setting) or os.environ.get("OPENAI_BASE_URL"):
        return "server"
    return "key" if key() else ""


def _ladder(machine: Machine) -> list[Finding]:
    """The combination for commercial use, the one for research where it differs, and each rung."""
    free, research = choose(machine), choose(machine, commercial=False)
    out = [Finding(group="ladder", name="card", state="ok", found=machine.card or "none")]
    for name, c in (("free for any use", free), *((("for research only", research),) if research != free else ())):
        found = f"planner {c.planner} + painter {c.painter.name} + core {c.core.name}"
        use = "commercial use allowed" if c.commercial else "NO commercial use"
        size = f"{c.need:g} of {machine.vram:g} GB; " if machine.vram else ""
        out.append(Finding(group="ladder", name=name, state="ok", found=f"{found}  [{size}{'; '.join(c.licences)}; {use}]"))
        out += [Finding(group="ladder", name="", state="ok", found=w) for w in c.why]
    for line in rungs(machine):
        name, _, found = line.partition(": ")
        out.append(Finding(group="ladder's rungs", name=name, state="optional" if "wants a card" in found else "ok", found=found))
    return out


def _cards() -> list[str]:
    """A line 'name, memory' for each card that the driver tells of."""
    tool = shutil.which("nvidia-smi")
    if not tool:
        return []
    try:
        ask = [tool, "--query-gpu=name,memory.total", "--format=csv,noheader"]
        return subprocess.run(ask, capture_output=True, text=True, timeout=10, check=True).stdout.strip().splitlines()
    except (OSError, subprocess.SubprocessError):
        return []


def _machine() -> list[Finding]:
    total, free = memory()
    disk = shutil.disk_usage(".").free
    version = tuple(int(x) for x in platform.python_version_tuple()[:2])
    good = (3, 10) <= version < (3, 14)
    return [
        Finding(
            group="machine",
            name="python",
            state="ok" if good else "missing",
            found=f"{platform.python_version()} on {platform.system()} {platform.machine()}",
            hint="" if good else "use Python 3.10 to 3.13",
        ),
        Finding(group="machine", name="cores", state="ok", found=f"{cores()} (workers by default for a large city)"),
        Finding(
            group="machine",
            name="memory",
            state="ok" if free > 2 * 2**30 else "missing",
            found=f"{free / 2**30:.1f} GiB free of {total / 2**30:.1f}",
            hint="" if free > 2 * 2**30 else "close other programs: a 3x3 city wants 2 GiB",
        ),
        Finding(
            group="machine",
            name="disk",
            state="ok" if disk > 2**30 else "missing",
            found=f"{disk / 2**30:.1f} GiB free in this folder",
            hint="" if disk > 2**30 else "make room: a 10x10 city takes about 0.3 GiB",
        ),
        _gpu(),
    ]


def _gpu() -> Finding:
    names = "; ".join(_cards())
    return Finding(
        group="machine",
        name="gpu",
        state="ok" if names else "optional",
        found=names or "none found",
        hint="" if names else "not needed: the offline chain runs on the processor",
    )


def version_of(package: str) -> str | None:
    """The installed version of a distribution, or None."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _libraries() -> list[Finding]:
    out = []
    for name in CORE:
        v = version_of(name)
        out.append(
            Finding(
                group="libraries",
                name=name,
                state="ok" if v else "missing",
                found=v or "not installed",
                hint="" if v else "pip install cityscape brings it",
            )
        )
    for name, extra, what in EXTRAS:
        v = version_of(name)
        hint = "" if v else f"for {what}: pip install 'cityscape[{extra}]'"
        out.append(Finding(group="extras", name=name, state="ok" if v else "optional", found=v or "not installed", hint=hint))
    return out


def _graphics() -> list[Finding]:
    from ctypes.util import find_library

    try:
        from embreex import rtcore_scene  # noqa: F401

        ray = Finding(group="graphics", name="embree", state="ok", found="ray caster on the processor, used by default")
    except ImportError as e:
        ray = Finding(group="graphics", name="embree", state="missing", found=str(e), hint="pip install embreex")
    found = [name for name in ("OSMesa", "EGL", "GL") if find_library(name)]
    usable = "OSMesa" in found or {"EGL", "GL"} <= set(found)
    gl = Finding(
        group="graphics",
        name="opengl",
        state="ok" if usable else "optional",
        found=", ".join(f"lib{f}" for f in found) or "no library",
        hint="" if usable else "for --renderer pyrender: install libosmesa6, or libegl1 and libgl1; embree is used until then",
    )
    return [ray, gl]


def _video() -> list[Finding]:
    try:
        import av

        codecs = [c for c in ("libx264", "h264", "libx265", "libvpx-vp9", "mpeg4") if c in av.codecs_available]
        mp4 = Finding(group="video", name="mp4", state="ok" if codecs else "optional", found=", ".join(codecs) or "no encoder")
    except ImportError as e:
        mp4 = Finding(group="video", name="mp4", state="missing", found=str(e), hint="pip install av")
    from PIL import features

    webp = bool(features.check("webp"))
    return [
        mp4,
        Finding(group="video", name="webp", state="ok" if webp else "optional", found="Pillow writes it" if webp else "Pillow lacks it"),
    ]


def _backends() -> list[Finding]:
    out = [
        Finding(group="back-ends", name=name, state="ok", found="offline, nothing to download")
        for name in ("planner offline", "painter procedural", "sculptor exact", "sculptor partgen", "renderer embree")
    ]
    servers: tuple[tuple[str, Literal["llm_url", "paint_url"]], ...] = (("planner llm", "llm_url"), ("painter remote", "paint_url"))
    for name, setting in servers:
        by = _asked(setting)
        hint = "" if by else f"needs OPENAI_API_KEY, a key in the keyring, or --{setting.replace('_', '-')}"
        found = {"": "no server or key is set", "key": "a key is there", "server": "a server's address is set"}[by]
        out.append(Finding(group="back-ends", name=name, state="ok" if by else "optional", found=found, hint=hint))
    mitsuba = util.find_spec("mitsuba") is not None
    out.append(
        Finding(
            group="back-ends",
            name="renderer mitsuba",
            state="ok" if mitsuba else "optional",
            found="installed" if mitsuba else "not installed",
            hint="" if mitsuba else "for --quality beauty: pip install 'cityscape[beauty]'",
        )
    )
    return out
