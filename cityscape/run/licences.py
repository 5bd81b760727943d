"""What may be used commercially: asked of back-ends before any work, and of the tiles of a scene before it is handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cityscape.errors import InputError

if TYPE_CHECKING:
    from cityscape.run.stages import Crew, Hired
    from cityscape.store import SceneFolder


def check_asked(crew: Crew, commercial: bool) -> None:
    """Refuse, before any work, back-ends that may not be used commercially, where that is asked for."""
    if commercial:
        check_names(crew)
        check_crew(crew.hired())


def check_names(crew: Crew) -> None:
    """As `check_crew` by what is known of names, before weights are looked for."""
    from partgen.weights import ALIASES, REGISTRY

    known = REGISTRY.get(ALIASES.get(crew.weights, crew.weights))
    if known is not None and not known.commercial and crew.names()[2] == "partgen":
        raise InputError(f"--commercial refuses {_named('sculpt', 'partgen', (known.name,), (known.licence,))}: {_advice('sculpt')}")


def check_crew(crew: Hired) -> None:
    """Raise `InputError` for the first back-end that does not say that it may be used commercially."""
    for step in crew.provenance.steps:
        if step.commercial is False:
            raise InputError(f"--commercial refuses {_named(step.role, step.name, step.models, step.licences)}: {_advice(step.role)}")


def check_scene(folder: SceneFolder) -> None:
    """Raise `InputError` where a finished tile of a scene may not be used commercially; says which, why, and what to do."""
    done = folder.done()
    bad = [(c, said) for c in folder.plan.cells if c in done and not (said := folder.provenance(c)).commercial]
    if bad:
        cell, said = bad[0]
        step = next((s for s in said.steps if s.commercial is False), None)
        what = _named(step.role, step.name, step.models, step.licences) if step else f"what is under {', '.join(said.licences)}"
        cells = ", ".join(f"{i},{j}" for (i, j), _ in bad[:4]) + (f" and {len(bad) - 4} more" if len(bad) > 4 else "")
        raise InputError(
            f"--commercial refuses {folder.path}: tile{'s' if len(bad) > 1 else ''} {cells} came of {what}; make the scene anew with"
            f" {_advice(step.role if step else 'sculpt').removeprefix('use ')}, or export without --commercial"
        )


def _named(role: str, name: str, models: tuple[str, ...], licences: tuple[str, ...]) -> str:
    who = {"plan": "planner", "paint": "painter", "masks": "masks", "sculpt": "sculptor"}.get(role, role)
    model = f" with {', '.join(models)}" if models else ""
    terms = f" ({'; '.join(licences)})" if licences else " (whose licence is not stated)"
    return f"the {who} {name}{model}{terms}, which {'does not allow' if licences else 'does not say that it allows'} commercial use"


def _advice(role: str) -> str:
    from cityscape.run.ladder import instead

    if role == "plan":
        return "use --planner offline"
    return f"use {instead('painter' if role in ('paint', 'masks') else 'sculptor')}"
