"""`LlmPlanner`: a language model decides, the offline layout supplies and mends; first the city, then its districts, then their tiles."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, TypeVar

from cityscape.errors import InputError, ServiceError
from cityscape.plan import instructions, request
from cityscape.plan.answers import Answer, CityIn, DistrictIn, DistrictsIn, TilesIn, object_in, patient
from cityscape.plan.areas import Area, Parts, parts, requests
from cityscape.plan.chat import Chat, Messages, Server
from cityscape.plan.given import Given
from cityscape.plan.offline import plan_cells
from cityscape.plan.replies import default_folder
from cityscape.plan.settle_city import settle_city, settle_districts
from cityscape.plan.settle_tiles import Tiles, settle_tiles
from cityscape.plan.union import joined
from cityscape.plan.usage import Usage
from cityscape.world.brief import SIDES, STEP
from cityscape.world.plan import Plan
from cityscape.world.records import Cell

ROUNDS = 2
"""Times that an answer is sent back with what is wrong with it, at most."""

MOST_REQUESTS = 500
"""A grid that takes more requests is refused."""

SHOWN = 8
"""Mended things that the plan's notes name one by one."""

T = TypeVar("T")
A = TypeVar("A", bound=Answer)


@dataclass(frozen=True)
class _Task:
    """An area that one request plans, and what is known of it and of what lies around it."""

    area: Area
    here: DistrictIn | None = None
    around: tuple[tuple[str, str], ...] = ()


class LlmPlanner:
    """Plans a city with a language model behind an OpenAI-compatible address.

    Parameters
    ----------
    server : where the model is, as `cityscape.plan.chat.server` finds it.
    cache : folder of kept replies, default the user's; False: keep none.
    rounds : times that an answer is sent back with what is wrong with it, at most.
    fallback : plan offline what the model does not answer, instead of an error; the plan's notes say so.
    parallel : requests at a time; never changes the plan.
    say : told in one line what goes on.
    sleep : waits between tries.
    """

    name = "llm"

    def __init__(
        self,
        server: Server,
        *,
        cache: str | Path | bool | None = None,
        rounds: int = ROUNDS,
        fallback: bool = False,
        parallel: int = 4,
        say: Callable[[str], None] = lambda line: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        folder = None if cache is False else default_folder() if cache in (None, True) else Path(str(cache))
        self.rounds, self.fallback, self.parallel, self.say = rounds, fallback, max(1, parallel), say
        self.chat = Chat(server, cache=folder, sleep=sleep, say=say)
        self.models = (server.model,)

    @property
    def usage(self) -> Usage:
        """What the planning took so far."""
        return self.chat.usage

    def plan(
        self,
        prompt: str,
        *,
        grid: tuple[int, int] = (3, 3),
        seed: int = 0,
        theme: str | None = None,
        tile_size: float = 40.0,
        confirm: bool = False,
    ) -> Plan:
        """The plan of a prompt; the same arguments and replies give the same plan. Parameters as of `OfflinePlanner.plan`.

        Raises
        ------
        InputError : for what cannot be used, before any request.
        ServiceError : when the model does not answer and `fallback` is off. Answers that came are kept in the cache.
        """
        prompt, seed, size = request.check_prompt(prompt), request.check_seed(seed), request.check_tile_size(tile_size)
        columns, rows = request.check_grid(grid, confirm=confirm)
        area = Area(0, 0, columns, rows)
        many = 1 + (requests(area) or 1)
        if many > MOST_REQUESTS:
            raise InputError(f"the grid {columns}x{rows} would take {many:,} requests to a language model, {MOST_REQUESTS} is the limit")
        self.say(f"asking {self.chat.server.model} at {self.chat.server.place} for a plan: {many} questions")
        notes: list[str] = []
        try:
            given, districts = self._city(prompt, area, theme, seed, size, notes)
        except ServiceError as e:
            if not self.fallback:
                raise
            made = plan_cells(prompt, frozenset(area.cells), seed=seed, theme=theme, tile_size=size)
            return made.model_copy(update={"notes": (f"planned offline, without the language model: {e}", *made.notes)})
        draft = plan_cells(prompt, frozenset(area.cells), seed=seed, tile_size=size, given=given)
        about = instructions.about(prompt, draft, seed=seed)
        tiles = Tiles()
        failed: list[str] = []
        tasks = self._tasks(area, districts, about, size, notes, failed)
        for settled, faults in self._all(tasks, about, draft, failed):
            tiles.add(settled)
            notes += faults
        whole, more = joined(given, tiles, draft)
        made = plan_cells(prompt, frozenset(area.cells), seed=seed, tile_size=size, given=whole)
        said = [f"planned by the language model {self.chat.server.model}: {made.style.theme.title}"]
        if failed:
            left = len(area.cells) - len(tiles.texts)
            said.append(f"{left} of {len(area.cells)} tiles are planned offline, because {failed[0]}")
        mended = list(dict.fromkeys([*notes, *more]))
        said += [f"mended: {m}" for m in mended[:SHOWN]]
        said += [f"mended: {len(mended) - SHOWN} more things of this kind"] if len(mended) > SHOWN else []
        return made.model_copy(update={"notes": (*said, *made.notes)})

    # -- questions -------------------------------------------------------------------------------------------

    def _city(
        self, prompt: str, area: Area, theme: str | None, seed: int, size: float, notes: list[str]
    ) -> tuple[Given, dict[Cell, DistrictIn]]:
        inside = parts(area)
        messages, schema = instructions.city(prompt, area, inside, theme=theme, seed=seed, size=size)

        def read(answer: CityIn) -> tuple[tuple[Given, dict[Cell, DistrictIn]], list[str]]:
            given, faults = settle_city(answer, prompt, area, inside, theme=theme)
            found, more = settle_districts(answer.districts, inside) if inside else ({}, [])
            return (given, found), faults + more

        made, faults = self._reviewed(messages, schema, CityIn, read, room=3000 + 150 * len(inside))
        notes += faults
        return made

    def _tasks(
        self, area: Area, found: dict[Cell, DistrictIn], about: dict[str, Any], size: float, notes: list[str], failed: list[str]
    ) -> list[_Task]:
        """The areas that take one request each; quarters of a very large city are divided by a request of their own."""
        inside = parts(area)
        if not inside:
            return [_Task(area)]
        out = []
        for at, part in inside.items():
            here, around = found.get(at), _around(at, found)
            deeper = parts(part)
            if not deeper:
                out.append(_Task(part, here, tuple(around.items())))
                continue
            own: dict[Cell, DistrictIn] = {}
            if not failed:
                try:
                    own = self._quarter(part, deeper, about, here.text if here else "", around, size, notes)
                except ServiceError as e:
                    self._fail(e, failed)
            out += self._tasks(part, own, about, size, notes, failed)
        return out

    def _quarter(
        self, area: Area, inside: Parts, about: dict[str, Any], here: str, around: dict[str, str], size: float, notes: list[str]
    ) -> dict[Cell, DistrictIn]:
        messages, schema = instructions.quarter(about, area, inside, here, around, size=size)
        made, faults = self._reviewed(
            messages, schema, DistrictsIn, lambda a: settle_districts(a.districts, inside), room=2000 + 150 * len(inside)
        )
        notes += faults
        return made

    def _all(self, tasks: list[_Task], about: dict[str, Any], draft: Plan, failed: list[str]) -> list[tuple[Tiles, list[str]]]:
        """The answers to all tasks in their order, some at a time; after a failure with `fallback` no more are asked."""

        def one(task: _Task) -> tuple[Tiles, list[str]]:
            if failed:
                return Tiles(), []
            try:
                return self._tiles(task, about, draft)
            except ServiceError as e:
                self._fail(e, failed)
                return Tiles(), []

        pool = ThreadPoolExecutor(self.parallel, thread_name_prefix="plan")
        try:
            out = []
            for k, made in enumerate(pool.map(one, tasks)):
                out.append(made)
                if len(tasks) > 1:
                    self.say(f"planned district {k + 1} of {len(tasks)}")
        except BaseException:
            self.chat.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        return out

    def _tiles(self, task: _Task, about: dict[str, Any], draft: Plan) -> tuple[Tiles, list[str]]:
        theme = draft.style.theme
        messages, schema = instructions.tiles(about, task.area, draft, theme, task.here, dict(task.around))
        return self._reviewed(
            messages, schema, TilesIn, lambda a: settle_tiles(a, task.area, draft, theme), room=2500 + 220 * len(task.area.cells)
        )

    def _reviewed(
        self, messages: Messages, schema: dict[str, Any], model: type[A], read: Callable[[A], tuple[T, list[str]]], *, room: int
    ) -> tuple[T, list[str]]:
        """An answer made into decisions, sent back up to `rounds` times with what is wrong; of several the one with the fewest faults."""
        name = model.__name__.removesuffix("In").lower()

        def take(text: str) -> tuple[T, list[str]]:
            answer, faults = patient(model, object_in(text)[0])
            made, more = read(answer)
            return made, faults + more

        text = self.chat.ask(messages, schema, name=name, room=room)
        best = take(text)
        for _ in range(self.rounds):
            if not best[1]:
                break
            try:
                text = self.chat.ask(instructions.again(messages, text, best[1]), schema, name=name, room=room)
            except ServiceError as e:
                self.say(f"the review of an answer was not finished: {e}")
                break
            better = take(text)
            if len(better[1]) >= len(best[1]):
                break
            best = better
        return best

    def _fail(self, e: ServiceError, failed: list[str]) -> None:
        failed.append(str(e))  # whatever waits is not asked
        if not self.fallback:
            raise e
        self.say(f"{e}; the rest is planned offline")


def _around(at: Cell, found: dict[Cell, DistrictIn]) -> dict[str, str]:
    near = {s: found.get((at[0] + STEP[s][0], at[1] + STEP[s][1])) for s in SIDES}
    return {s: d.text for s, d in near.items() if d is not None}
