"""Django finds its pages through this module."""

from . import facts, ground, logs

__all__ = ["facts", "ground", "logs"]
