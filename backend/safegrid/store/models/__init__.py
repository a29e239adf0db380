"""All tables of SafeGrid. Facts are written by `safegrid.actions` only."""

from .access import AccessLog, IdempotencyKey, Kiosk
from .cells import BoundaryVersion, CellBoundary, CellShape, GridCell
from .hazards import Hazard, HazardStep, Upload
from .layers import Layer, LayerFeature
from .log import CellCount, EventItem, EventLog, Outbox, RulesInForce, SequencerState
from .people import Department, DepartmentDuty, Duty, User
from .points import ControlMeasure, RiskPoint
from .units import Enterprise, Site

__all__ = [
    "AccessLog",
    "BoundaryVersion",
    "CellBoundary",
    "CellCount",
    "CellShape",
    "ControlMeasure",
    "Department",
    "DepartmentDuty",
    "Duty",
    "Enterprise",
    "EventItem",
    "EventLog",
    "GridCell",
    "Hazard",
    "HazardStep",
    "IdempotencyKey",
    "Kiosk",
    "Layer",
    "LayerFeature",
    "Outbox",
    "RiskPoint",
    "RulesInForce",
    "SequencerState",
    "Site",
    "Upload",
    "User",
]
