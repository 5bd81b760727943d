"""Errors that a person can act on: what was given, what is wanted, what to do."""

from __future__ import annotations


class CityscapeError(Exception):
    """Base of every error that cityscape raises on purpose; its text is one clear sentence."""


class InputError(CityscapeError, ValueError):
    """The caller gave something that cannot be used (a prompt, a grid, a plan, a file)."""


class SceneError(CityscapeError):
    """A scene on disk is damaged, incomplete, locked or from a newer version."""


class ServiceError(CityscapeError):
    """A server that was asked for something (a language or image model) did not do it; the text says why and what to do."""

    code = 3


class Stopped(CityscapeError):
    """Ctrl-C ended something that can go on; the text says how."""

    code = 130


class MissingExtra(CityscapeError, ImportError):
    """An optional library is not installed; the text names the extra that brings it."""


def require(module: str, *, extra: str, why: str):  # type: ignore[no-untyped-def]
    """Import and return `module`, or raise `MissingExtra` naming the extra to install."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as e:
        raise MissingExtra(f"{why} needs {module}: install it with pip install 'cityscape[{extra}]'") from e
