"""The back-ends that a scene was begun with, found again by what it remembers of them."""

from __future__ import annotations

from pathlib import Path

from cityscape.errors import InputError
from cityscape.paint import PaintOptions
from cityscape.run.stages import Crew, name_of
from cityscape.store import Settings
from cityscape.world.protocols import Painter, Sculptor


def recalled(
    known: Settings,
    path: Path,
    *,
    painter: str | Painter | None = None,
    sculptor: str | Sculptor | None = None,
    weights: str | Path | None = None,
    device: str | None = None,
    paint: PaintOptions | None = None,
) -> Crew:
    """The crew of a scene's settings; what is given stands for what they cannot hold: objects, moved weights, another server.

    Raises `InputError` where something else is given than the scene in `path` was begun with.
    """
    for given, name in ((painter, known.painter), (sculptor, known.sculptor)):
        if given is not None and name_of(given) != name:
            raise InputError(f"{path} was begun with {name!r}, not {name_of(given)!r}: go on with the same, or make a new scene")
    networks = "" if sculptor is not None and not isinstance(sculptor, str) else str(weights or known.options.get("weights", ""))
    told = (
        PaintOptions()
        if painter is not None and not isinstance(painter, str)
        else PaintOptions.of({**known.options, **(paint.stored() if paint else {})})
    )
    return Crew(
        known.planner,
        painter or known.painter,
        sculptor or known.sculptor,
        str(known.options.get("parts", "fine")),
        networks,
        device or "",
        known.planned,
        paint=told,
    )
