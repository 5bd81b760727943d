"""`open`: a scene as something to work with: edits, history, and tiles made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Sequence

from cityscape.edit.handles import Aim, PartHandle, SceneHandle, Selection, ThingHandle, TileHandle

if TYPE_CHECKING:
    from cityscape.run.regenerate import Regenerated
    from cityscape.store.draft import Draft
    from cityscape.world.records import Cell

__all__ = ["Aim", "PartHandle", "SceneHandle", "Selection", "ThingHandle", "TileHandle", "Town", "open"]


class Town(SceneHandle):
    """A scene on disk whose tiles can be made again, and which can grow."""

    def regenerate(self, *cells: Cell, **how: Any) -> Regenerated:
        """Make tiles anew among their neighbours, as one step of the history; see `cityscape.run.regenerate.regenerate`."""
        from cityscape.run.regenerate import regenerate

        self._closed()
        done = regenerate(self.path, list(cells), **{"wait": self.wait, **how})
        self.folder.reload()
        return done

    def grow(self, **how: Any) -> Any:
        """Add cells round the scene and make their tiles, as one step of the history; see `cityscape.run.grow.grow`."""
        from cityscape.run.grow import grow

        self._closed()
        done = grow(self.path, **{"wait": self.wait, **how})
        self.folder.reload()
        return done

    def _closed(self) -> None:
        from cityscape.errors import InputError

        if self._draft is not None:
            raise InputError("a batch is open: end it before tiles are made")


def open(path: str | Path, *, wait: float = 0.0, **making: Any) -> Town:
    """Open a scene's folder to read and edit it.

    Parameters
    ----------
    wait : seconds to wait, at each edit, for another program that writes the scene.
    making : what tiles are made again with, as for `cityscape.run.anew.remake`: painter, sculptor, weights, device, workers...
    """

    def maker(draft: Draft, cells: Sequence[Cell]) -> None:
        from cityscape.run.anew import remake

        remake(draft, cells, **making)

    return Town(path, wait=wait, maker=maker)
