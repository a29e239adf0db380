"""GDAL, GEOS and PROJ come from the pinned wheels, so that every machine computes with the same versions.

GeoDjango loads shared libraries by path; pyogrio and shapely carry them. PROJ and GDAL find their data through
environment variables, which must be set before either library is loaded.
"""

import importlib.util
import os
from pathlib import Path


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the Python package {name} is missing; run ./scripts/up, which installs it")
    return Path(spec.origin).parent


def _library(package: str, pattern: str) -> str:
    folder = _package(package).parent / f"{package}.libs"
    found = sorted(folder.glob(pattern))
    if not found:
        raise RuntimeError(f"{folder} holds no {pattern}; reinstall {package} from its wheel (./scripts/up)")
    return str(found[0])


def use_wheel_libraries() -> tuple[str, str]:
    """Point GDAL and PROJ at the wheels' data and return the library paths (GDAL, GEOS) for the settings."""
    pyogrio = _package("pyogrio")
    os.environ.setdefault("GDAL_DATA", str(pyogrio / "gdal_data"))
    os.environ.setdefault("PROJ_DATA", str(pyogrio / "proj_data"))
    return _library("pyogrio", "libgdal*.so*"), _library("shapely", "libgeos_c*.so*")
