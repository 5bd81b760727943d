"""partgen: the embedded AutoPartGen core, usable without `cityscape`."""

__version__ = "0.1.0"
