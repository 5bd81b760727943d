"""The ladder: what it chooses fits the card, keeps its licences, and gets no worse with a larger card."""

from __future__ import annotations

import pytest

from cityscape.errors import InputError
from cityscape.paint import ladder as paint_ladder
from cityscape.paint.models import family
from cityscape.run.doctor import examine
from cityscape.run.ladder import CORES, PAINTERS, Machine, beside, beside_weights, card_of, choose, how_of, rungs
from cityscape.run.stages import Crew
from partgen.generator import write_random

CARDS = (8, 12, 24, 48, 80)
SIZES = (0, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 141)


@pytest.mark.parametrize("commercial", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_chosen_fits_and_says_why(size: float, commercial: bool) -> None:
    c = choose(card_of(size), commercial=commercial)
    assert c.need <= size and abs(c.left - (size - c.need)) < 1e-9
    assert c.commercial or not commercial
    assert len(c.why) == 3 and c.painter.name in c.why[0] + "procedural" and c.core.name in c.why[1]
    assert c.core.wants_pictures and (c.core.name == "tile" or c.painter.name != "procedural")
    if c.painter_how and c.core_how:
        sizes = c.painter.needs[c.painter_how], c.core.needs[c.core_how]
        assert c.need == (max(sizes) if c.alternating else sum(sizes))
        assert not c.alternating or (c.painter_how != "stays" and c.core_how == "turns")


@pytest.mark.parametrize("commercial", [True, False])
def test_a_larger_card_never_gets_a_worse_painter_and_no_worse_core_with_the_same(commercial: bool) -> None:
    names = [*(f.name for f in PAINTERS), "procedural"]
    cores = [f.name for f in CORES]
    before = None
    for size in SIZES:
        c = choose(card_of(size), commercial=commercial)
        now = (names.index(c.painter.name), cores.index(c.core.name))
        assert before is None or now[0] <= before[0]
        if before is not None and now[0] == before[0]:
            assert now[1] <= before[1]
        before = now


def test_the_cards_of_the_issue() -> None:
    chosen = {n: choose(card_of(n)) for n in CARDS}
    assert [chosen[n].painter.name for n in CARDS] == ["sdxl", *["flux2-klein"] * 4]
    assert {c.core.name for c in chosen.values()} == {"triposg"}
    assert [chosen[n].painter_how for n in CARDS] == ["turns", "turns", "stays", "stays", "stays"]
    assert choose(card_of(24), commercial=False).core.name == "autopartgen-4096"


@pytest.mark.parametrize("ram", [8, 64])
@pytest.mark.parametrize("four_bit", [True, False])
def test_the_painter_itself_chooses_the_same(ram: float, four_bit: bool) -> None:
    for size in range(1, 100):
        machine = Machine(vram=size, ram=ram, four_bit=four_bit)
        c = choose(machine)
        if c.painter.name == "procedural":
            continue
        room = beside(c.core)
        assert c.core.name == "tile" or beside_weights(c.core.name) == room
        for alone in (
            paint_ladder.choose(machine.lent, beside=room),
            paint_ladder.demand(family(c.painter.name), machine.lent, beside=room),
        ):
            assert alone is not None and (alone.family.name, how_of(alone)) == (c.painter.name, c.painter_how), size


def test_a_crew_leaves_its_painter_the_room_that_its_sculptor_does_not_need(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cityscape.paint import PaintOptions

    monkeypatch.setattr("cityscape.paint.diffusers.this_machine", lambda: Machine(vram=20).lent)
    weights = str(write_random(tmp_path / "w"))
    for device, room in (("cpu", 0.0), ("", max(beside(c) for c in CORES))):
        crew = Crew(painter="diffusers", sculptor="partgen", weights=weights, device=device, paint=PaintOptions(model="flux2-klein"))
        painter = crew.hired().painter
        assert painter.beside == room and painter.choice.offload == ("model" if room else "none")  # type: ignore[attr-defined]


def test_without_a_card_or_main_memory_the_offline_chain_works() -> None:
    for machine in (Machine(), Machine(vram=4), Machine(vram=7, ram=8)):
        c = choose(machine)
        assert (c.planner, c.painter.name, c.core.name) == ("offline", "procedural", "tile")
    assert "main memory" in choose(Machine(vram=7, ram=8)).why[0] and "no card" in choose(Machine()).why[0]


def test_little_main_memory_leaves_only_what_stays_on_the_card() -> None:
    c = choose(Machine(vram=8, ram=8))
    assert (c.painter.name, c.painter_how, c.core.name, c.alternating) == ("sdxl", "stays", "tile", False)


def test_a_language_model_plans_where_one_is_set() -> None:
    assert choose(Machine(vram=24, ram=64, llm="key")).planner == "llm" and choose(Machine(llm="server")).planner == "llm"
    assert "B parameters in 4 bits" in choose(card_of(80)).why[2]


@pytest.mark.parametrize("size", CARDS)
def test_doctor_explains_an_imagined_card(size: int) -> None:
    found = [f for f in examine(size) if f.group.startswith("ladder")]
    text = "\n".join(f.found for f in found)
    assert f"imagined, {size} GB" in text and "commercial use allowed" in text
    assert len([f for f in found if f.group == "ladder's rungs"]) == len(PAINTERS) + len(CORES) == len(rungs(card_of(size)))


def test_doctor_tells_by_what_models_elsewhere_are_asked(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    asked = {f.name: f for f in examine(24) if f.name in ("planner llm", "painter remote")}
    assert all(f.state == "optional" and "OPENAI_API_KEY" in f.hint for f in asked.values()) and len(asked) == 2
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-shown")
    told = examine(24)
    assert all(f.found == "a key is there" for f in told if f.name in asked) and "sk-not-shown" not in str(told)


def test_cards_that_there_are_not() -> None:
    for size in (-1, 5000, float("nan")):
        with pytest.raises(InputError, match="there is not"):
            card_of(size)
