"""Errors that a person can act on: what was given, what is wanted, what to do."""

from __future__ import annotations


class PartgenError(ValueError):
    """Base of every error that partgen raises on purpose; its text is one clear sentence."""


class WeightsError(PartgenError):
    """Weights that are missing, damaged, unsafe, or of another model."""


class LicenceError(WeightsError):
    """Weights whose licence has not been accepted yet."""


class Cancelled(Exception):
    """A run that its callback stopped.

    Attributes
    ----------
    state : `partgen.state.RunState`, where it stopped; ``generate(resume=state)`` goes on from there.
    """

    def __init__(self, state: object) -> None:
        super().__init__("stopped by its callback; generate(resume=...) goes on from the saved state")
        self.state = state
