"""What all stored records share: frozen, strict about unknown keys, with the field's common value types."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen record; unknown keys, NaN and infinities are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _hex(value: str) -> str:
    v = value.lower()
    if len(v) != 7 or v[0] != "#" or any(c not in "0123456789abcdef" for c in v[1:]):
        raise ValueError(f"{value!r} is not a colour: write it as #rrggbb")
    return v


Hex = Annotated[str, AfterValidator(_hex)]
"""An sRGB colour, `#rrggbb`."""

Unit = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Vec3 = tuple[float, float, float]
Cell = tuple[int, int]
"""Column i (east) and row j (north) of a tile."""
