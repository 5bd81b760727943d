"""Make the gallery: a 3x3 city of each theme, four tiles of each, twelve rooms and a floor of four.

    python renders/make.py [NAME ...]        # names of themes, or: tiles, rooms, floor

Pictures are JPEG of at most 400 kB; the prompts and seeds below are all there is to them.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import cityscape
from cityscape.paint.procedural import ProceduralPainter
from cityscape.plan import planner
from cityscape.render import render_scene
from cityscape.run.stages import tile_seed
from cityscape.world.painting import Context, Painting

HERE = Path(__file__).parent
CITIES = {
    "medieval": ("a dense walled medieval castle town", 5),
    "port": ("a medieval port with a harbour and a lighthouse", 3),
    "hilltown": ("a Mediterranean hill town", 4),
    "japan": ("a Japanese old town with a pagoda and a pond", 2),
    "nordic": ("a cosy village in the snow", 6),
    "boulevards": ("Paris boulevards", 3),
    "downtown": ("a dense modern downtown with skyscrapers", 4),
    "suburb": ("a leafy suburb with a school and a church", 2),
    "campus": ("a university campus", 5),
    "industrial": ("an industrial district with a railway yard", 4),
    "funfair": ("an amusement park", 7),
    "solarpunk": ("a solarpunk city by a canal", 8),
    "cyberpunk": ("a cyberpunk district at night", 6),
    "oasis": ("a desert oasis town with a lake, a mosque and palms", 3),
    "mars": ("a Mars colony", 2),
    "mushroom": ("a fantasy mushroom village", 5),
}
ROOMS = (
    ("a cosy attic bedroom", 3),
    ("a living room with a fireplace", 5),
    ("a modern kitchen", 2),
    ("a bathroom with a bathtub", 4),
    ("an office with two desks", 1),
    ("a carpenter's workshop", 6),
    ("a classroom", 2),
    ("a small cafe", 7),
    ("a grocery shop", 3),
    ("an old library", 5),
    ("a dungeon", 4),
    ("a spaceship cabin", 2),
)
FLOOR = ("a cosy flat", 6)
EDGE = 400


def save(image: np.ndarray, path: Path) -> None:
    """Write (h, w, 3 or 4) uint8 as JPEG under 400 kB."""
    for quality in (90, 85, 80, 75, 70, 60, 50):
        data = BytesIO()
        Image.fromarray(image[..., :3]).save(data, "JPEG", quality=quality, optimize=True)
        if data.tell() <= 395_000:
            break
    path.write_bytes(data.getvalue())
    print(path, f"{data.tell() / 1000:.0f} kB", flush=True)


def city(theme: str) -> None:
    """A 3x3 city of a theme."""
    prompt, seed = CITIES[theme]
    scene = cityscape.generate(prompt, grid=(3, 3), seed=seed, theme=theme, sculptor="exact")
    save(render_scene(scene, size=(1600, 1000)).image, HERE / f"{theme}.jpg")


def paintings(theme: str) -> list[Image.Image]:
    """Four tiles of a theme of different land use: the first four that differ, of a 3x3 plan."""
    prompt, seed = CITIES[theme]
    plan = planner("offline").plan(prompt, grid=(3, 3), seed=seed + 20, theme=theme)
    seen: dict[str, tuple[int, int]] = {}
    for c in plan.cells:
        seen.setdefault(plan.brief(c).land_use, c)
    cells = [*seen.values(), *(c for c in plan.cells if c not in seen.values())][:4]
    painter = ProceduralPainter(size=2 * EDGE)
    return [framed(painter.paint(plan.brief(c), Context(), seed=tile_seed(plan, c)), plan.style.theme.light.background) for c in cells]


def framed(painting: Painting, background: str) -> Image.Image:
    """A painting at half its size on a theme's background."""
    picture = Image.new("RGBA", painting.rgba.shape[1::-1], background)
    picture.alpha_composite(Image.fromarray(painting.rgba))
    return picture.convert("RGB").resize((EDGE, EDGE), Image.Resampling.LANCZOS)


def caption(picture: Image.Image, text: str) -> Image.Image:
    """The picture with a word in its corner."""
    dark = np.asarray(picture)[:40, :160].mean() < 110
    ImageDraw.Draw(picture).text((12, 10), text, fill="#f2efe8" if dark else "#3a3a3a", font=ImageFont.load_default(18))
    return picture


def tiles() -> None:
    """Four tiles of each theme, four themes on a sheet."""
    names = list(CITIES)
    for n in range(0, len(names), 4):
        rows = []
        for theme in names[n : n + 4]:
            row = paintings(theme)
            caption(row[0], theme)
            rows.append(np.hstack([np.asarray(x) for x in row]))
        save(np.vstack(rows), HERE / f"tiles_{n // 4 + 1}.jpg")


def rooms() -> None:
    """Twelve rooms, one of each kind."""
    shown = []
    for prompt, seed in ROOMS:
        tile = cityscape.room(prompt, seed=seed).tile(0, 0)
        assert tile.painting is not None
        shown.append(np.asarray(caption(framed(tile.painting, tile.brief.look.theme.light.background), prompt)))
    save(np.vstack([np.hstack(shown[k : k + 4]) for k in (0, 4, 8)]), HERE / "rooms.jpg")


def floor() -> None:
    """Four connected rooms."""
    prompt, seed = FLOOR
    save(render_scene(cityscape.room(prompt, grid=(2, 2), seed=seed), size=(1600, 1100)).image, HERE / "floor.jpg")


def main() -> None:
    """Make what was named, or all."""
    more = {"tiles": tiles, "rooms": rooms, "floor": floor}
    for name in sys.argv[1:] or [*CITIES, *more]:
        if name in more:
            more[name]()
        else:
            city(name)


if __name__ == "__main__":  # workers import this file
    main()
