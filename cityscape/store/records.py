"""What the JSON files of a scene hold, and the way between them and the nouns."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cityscape.world.brief import Brief
from cityscape.world.material import Material
from cityscape.world.painting import Camera
from cityscape.world.plan import SCHEMA, Plan
from cityscape.world.pose import Pose
from cityscape.world.records import Positive, Record
from cityscape.world.tile import Provenance, Step

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]
Glb = Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.glb$")]
Png = Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.png$")]
Schema = Annotated[int, Field(ge=1, le=SCHEMA)]


class Settings(Record):
    """How a scene is made: the back-ends by name, and their options."""

    planner: str = Field("offline", description="who made the plan; 'file' when it was given")
    painter: str = "procedural"
    sculptor: str = "exact"
    options: dict[str, bool | int | float | str] = {}
    planned: Step | None = Field(None, description="how the plan came about, for the tiles' trail")


class SceneRecord(Record):
    """`scene.json`. Prompt and seed are the plan's, put first for people who look inside."""

    schema_version: Schema = SCHEMA
    made_by: str = ""
    prompt: str
    seed: int
    settings: Settings
    plan: Plan


class PartRecord(Record):
    """One part; its mesh is a node of the tile's GLB, or of one of its own.

    A GLB places its nodes where they were when it was written; where they are now is in the records' poses.
    """

    id: Name
    name: Name
    label: Name
    material: int = Field(ge=0, description="index into the tile's materials")
    pose: Pose
    node: Name
    asset: Glb | None = Field(None, description="None: the tile's own GLB")
    vertices: int = Field(ge=3)
    faces: int = Field(ge=1)
    volume: float = Field(description="signed, cubic metres in the part's frame, nine digits")
    locked: bool = False


class ThingRecord(Record):
    """One object."""

    id: Name
    name: Name
    kind: Name
    locked: bool = False
    pose: Pose
    parts: tuple[PartRecord, ...]


class DepthRecord(Record):
    """A depth map: code 0 is nothing, code c is offset + scale * (c - 1) metres."""

    asset: Png
    scale: Positive
    offset: float


class PaintingRecord(Record):
    """One picture; `parts` are the ids that the mask's numbers 1, 2, ... stand for."""

    painter: str
    camera: Camera
    rgba: Png
    mask: Png | None = None
    depth: DepthRecord | None = None
    parts: tuple[str, ...] = ()


class TileRecord(Record):
    """`tiles/I_J.json`. The brief leaves out the style, which the plan holds."""

    schema_version: Schema = SCHEMA
    brief: Brief
    seed: int = Field(ge=0, lt=2**63)
    locked: bool = False
    provenance: Provenance
    painting: PaintingRecord | None = None
    mesh: Glb | None = Field(None, description="None: the tile has no parts")
    materials: tuple[Material, ...]
    things: tuple[ThingRecord, ...]


def plain(record: Record) -> dict[str, Any]:
    """A record as JSON data: every field that is not None, so that later defaults change nothing that is stored."""
    return record.model_dump(mode="json", exclude_none=True)


def short(pose: Pose) -> dict[str, Any]:
    """A pose as JSON data without what is usual."""
    return pose.model_dump(mode="json", exclude_defaults=True)
