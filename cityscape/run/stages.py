"""One tile from its brief: paint, sculpt, store."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Callable, Literal

from cityscape.errors import InputError
from cityscape.paint import PaintOptions
from cityscape.run.events import Stage, TileDone
from cityscape.run.ladder import beside_weights
from cityscape.sculpt import EXACT, level_for
from cityscape.store import SceneFolder, settled
from cityscape.world.brief import Outline, Side
from cityscape.world.painting import Context, Painting
from cityscape.world.part import Thing
from cityscape.world.plan import Plan
from cityscape.world.protocols import Painter, Sculptor
from cityscape.world.records import Cell
from cityscape.world.seeds import derive
from cityscape.world.tile import Provenance, Step, Tile

Role = Literal["plan", "paint", "masks", "sculpt"]


@dataclass(frozen=True)
class Crew:
    """Who makes the tiles. Back-ends are names, or objects of the protocols.

    parts : the level that named ones work at; "": what the sculptor is best at. weights : name or folder of a learned sculptor's networks.
    device : where they run; "": as the sculptor does by itself. planned : how the plan came about.
    paint : what a painter that uses an image model is told.
    """

    planner: str = "offline"
    painter: str | Painter = "procedural"
    sculptor: str | Sculptor = EXACT
    parts: str = ""
    weights: str = ""
    device: str = ""
    planned: Step | None = None
    paint: PaintOptions = PaintOptions()

    @property
    def level(self) -> str:
        """The level of parts that is worked at."""
        return self.parts or level_for(name_of(self.sculptor))

    def names(self) -> tuple[str, str, str]:
        """Planner, painter and sculptor by name."""
        return self.planner, name_of(self.painter), name_of(self.sculptor)

    def hired(self) -> Hired:
        """The back-ends themselves; raises `InputError` for an unknown name."""
        painter, sculptor = self.painter, self.sculptor
        if isinstance(painter, str):
            from cityscape.paint import painter as find_painter

            painter = find_painter(painter, parts=self.level, options=self.paint, beside=self._beside())
        elif self.paint != PaintOptions():
            raise InputError("options of painting are given beside a painter that is an object: give them to the object itself")
        if isinstance(sculptor, str):
            from cityscape.sculpt import sculptor as find_sculptor

            sculptor = find_sculptor(sculptor, parts=self.level, weights=self.weights or None, device=self.device or None)
        elif self.weights:
            raise InputError("weights are given beside a sculptor that is an object: give them to the object itself")
        return Hired(painter, sculptor, _provenance(self.names(), self.planned, painter, sculptor))

    def _beside(self) -> float:
        """GB of the card that the sculptor needs while the painter is there: released networks do, unless they run elsewhere."""
        from cityscape.sculpt.released import is_released

        if self.device == "cpu" or name_of(self.sculptor) != "partgen" or not self.weights or not is_released(self.weights):
            return 0.0
        return beside_weights(self.weights)


@dataclass(frozen=True)
class Hired:
    """The back-ends of a run, ready to work, and what their tiles will say of them."""

    painter: Painter
    sculptor: Sculptor
    provenance: Provenance

    @property
    def chained(self) -> bool:
        """Whether a tile waits for its finished neighbours, because the painter `wants_paintings` or `wants_finished`."""
        return bool(getattr(self.painter, "wants_paintings", False)) or self.shown

    @property
    def shown(self) -> bool:
        """Whether the painter is to be shown the objects of finished neighbours, because it `wants_finished`."""
        return bool(getattr(self.painter, "wants_finished", False))

    @property
    def alone(self) -> bool:
        """Whether one process must do all of it, because a back-end holds something large and is `alone`."""
        return any(bool(getattr(b, "alone", False)) for b in (self.painter, self.sculptor))


def step_of(role: Role, name: str, backend: object) -> Step:
    """What a back-end says of its models and licences (attributes of these names, all optional), as a step of the trail."""
    models = tuple(getattr(backend, "models", ()))
    own: tuple[str, ...] = ("Apache-2.0",) if _own(backend) and not models else ()
    return Step(
        role=role,
        name=name,
        models=models,
        licences=tuple(getattr(backend, "licences", own)),
        commercial=bool(getattr(backend, "commercial", True)),
    )


def _own(backend: object) -> bool:
    """Whether a back-end is part of this package, whose licence holds where it uses no model and names no other."""
    return type(backend).__module__.partition(".")[0] == "cityscape"


def _provenance(names: tuple[str, str, str], planned: Step | None, painter: object, sculptor: object) -> Provenance:
    """What back-ends say of themselves; the trail still lacks seeds, and masks that the painter makes, which are a tile's own."""
    plan = planned or Step(role="plan", name=names[0], licences=("Apache-2.0",) if names[0] == "offline" else ())
    cutter = getattr(painter, "segmenter", None)
    masks = () if cutter is None else (step_of("masks", name_of(cutter), cutter),)
    steps = (plan, step_of("paint", names[1], painter), *masks, step_of("sculpt", names[2], sculptor))
    licences = [*Provenance().licences, *(x for s in steps for x in s.licences)]
    return Provenance(
        planner=names[0],
        painter=names[1],
        sculptor=names[2],
        models=tuple(dict.fromkeys(m for s in steps for m in s.models)),
        licences=tuple(dict.fromkeys(licences)),
        commercial=all(s.commercial for s in steps),
        steps=steps,
    )


def trail(known: Provenance, painting: Painting, *, plan_seed: int, seed: int) -> Provenance:
    """A tile's provenance: the crew's, with the seeds and with where the mask is from."""
    steps = []
    cut = known.step("masks")
    for s in known.steps:
        if s.role != "masks":
            steps.append(s.model_copy(update={"seed": plan_seed if s.role == "plan" else seed}))
        if s.role == "paint":
            own = s.model_copy(update={"role": "masks", "name": painting.painter})
            steps.append(Step(role="masks", name="none") if painting.mask is None else cut or own)
    return known.model_copy(update={"steps": tuple(steps)})


def name_of(backend: object) -> str:
    """A back-end's name: itself, its `name`, or its type's."""
    return backend if isinstance(backend, str) else str(getattr(backend, "name", type(backend).__name__.lower()))


def tile_seed(plan: Plan, cell: Cell, attempt: int = 0) -> int:
    """The seed of an attempt at a tile: it depends on the scene's seed, the cell and the attempt's number, on nothing else."""
    return derive(plan.seed, cell, "tile", attempt)


def make_tile(
    plan: Plan,
    cell: Cell,
    crew: Hired,
    *,
    paintings: dict[Side, Painting],
    finished: dict[Cell, tuple[Thing, ...]],
    folder: SceneFolder | None,
    stage: Callable[[Stage], None],
    seed: int | None = None,
    reserved: tuple[Outline, ...] = (),
) -> tuple[Tile, TileDone]:
    """Paint, sculpt and (with a folder) store one tile; `stage` hears what begins.

    Without a seed it is the first attempt's. `reserved` is where things stand already, for which recipes leave room.
    """
    began = perf_counter()
    brief, seed = plan.brief(cell), tile_seed(plan, cell) if seed is None else seed
    asked = brief.model_copy(update={"reserved": reserved}) if reserved else brief
    briefs = {side: plan.brief(c) for side, c in plan.neighbours(cell).items()}
    context = Context(briefs=briefs, paintings=paintings, finished=finished)  # type: ignore[arg-type]
    stage("paint")
    painting = settled(crew.painter.paint(asked, context, seed=seed))
    stage("sculpt")
    things = tuple(crew.sculptor.sculpt(painting, asked, seed=seed))
    tile = Tile(brief, things, seed, painting, trail(crew.provenance, painting, plan_seed=plan.seed, seed=seed))
    if folder is not None:
        stage("store")
        folder.write_tile(tile)
    parts = [p for _, p in tile.parts()]
    return tile, TileDone(cell, perf_counter() - began, len(things), len(parts), sum(len(p.mesh.faces) for p in parts))
