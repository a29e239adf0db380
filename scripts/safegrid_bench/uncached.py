"""The whole application with a tile cache that keeps nothing, so that every tile is computed."""

from safegrid.config.asgi import application
from safegrid.tiles.app import application as tiles
from safegrid.tiles.cache import TileCache

__all__ = ["application"]

tiles.cache = TileCache(limit=0)
