"""`Preferences`: everything that may stand in `cityscape.toml`, a line of help each, and the profiles."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator

from cityscape.settings.servers import fault_of
from cityscape.world.records import Record

Quality = Literal["draft", "normal", "high", "beauty"]
Renderer = Literal["auto", "embree", "pyrender", "mitsuba"]
Level = Literal["coarse", "object", "medium", "fine"]


class Preferences(Record):
    """What holds unless a flag says otherwise; names of back-ends are judged by the back-ends' own registries."""

    model_config = ConfigDict(strict=True)

    profile: str | None = Field(None, description="values for a kind of machine: laptop, gpu-8gb, gpu-24gb, gpu-80gb or api")
    planner: str = Field("offline", description="who plans the city")
    llm_url: str | None = Field(None, description="server that speaks the OpenAI protocol, for planner = 'llm'")
    llm_model: str | None = Field(None, description="model that this server is asked for")
    llm_price: str | None = Field(None, description="money per million tokens sent and received, such as '0.15,0.60', to be told the cost")
    painter: str = Field("procedural", description="who paints the tiles")
    paint_model: str | None = Field(None, description="image model by name, or its folder, for painter = 'diffusers' or 'remote'")
    paint_url: str | None = Field(None, description="server of the images API, for painter = 'remote'")
    sculptor: str | None = Field(
        None, description="who makes parts of the paintings: partgen (networks) or exact (recipes); left out: what suits painter and parts"
    )
    weights: str | None = Field(None, description="networks of the sculptor partgen: a name such as triposg, or a folder")
    parts: Level | None = Field(None, description="level of the parts; left out: what the sculptor is best at")
    device: str | None = Field(None, description="where networks run: cpu, cuda, cuda:1 or mps; left out: as each back-end does")
    commercial: bool = Field(False, description="refuse whatever may not be used commercially")
    workers: int | None = Field(None, ge=1, description="processes; left out: what cores and memory allow")
    render: bool = Field(True, description="make city.png")
    export: bool = Field(True, description="make city.glb")
    quality: Quality = Field("normal", description="of `cityscape render`: draft, normal, high or beauty")
    renderer: Renderer = Field("auto", description="of `cityscape render`: auto, embree, pyrender or mitsuba")

    @field_validator("llm_url", "paint_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is not None and (fault := fault_of(value)) is not None:
            raise ValueError(fault)
        return value

    @field_validator("device")
    @classmethod
    def _device(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"cpu|mps|cuda(:\d+)?", value):
            raise ValueError(f"{value!r} is no device: write cpu, cuda, cuda:1 or mps")
        return value


_CARD = {"painter": "diffusers", "sculptor": "partgen", "weights": "triposg", "device": "cuda", "workers": 1}
PROFILES: dict[str, dict[str, Any]] = {
    "laptop": {"planner": "offline", "painter": "procedural", "device": "cpu"},
    "gpu-8gb": {**_CARD, "paint_model": "sdxl"},
    "gpu-24gb": {**_CARD, "paint_model": "flux2-klein"},
    "gpu-80gb": {**_CARD, "paint_model": "flux2-klein", "planner": "llm"},
    "api": {"planner": "llm", "painter": "remote", "sculptor": "partgen", "device": "cpu"},
}
"""Values by profile. All are free of non-commercial licences; the tests hold those of cards against `cityscape.run.ladder`."""
