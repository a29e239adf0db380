"""All tables of SafeGrid. Facts are written by `safegrid.actions` only."""

from .access import AccessLog, IdempotencyKey, Kiosk, SavedView
from .alarms import Alarm, AlarmStep, Notice
from .cells import BoundaryVersion, CellBoundary, CellShape, GridCell
from .desk import Handover, Shift
from .devices import Device, Reading
from .dossier import Assessment, DossierChange, SelfCheck, UnitRecord
from .hazards import Hazard, HazardStep
from .inspections import Checklist, Inspection, InspectionResult, Round, Visit
from .layers import Layer, LayerFeature
from .listings import UnitListing
from .log import CellCount, EventItem, EventLog, Outbox, OwnerCheck, RulesInForce, SequencerState
from .people import Department, DepartmentDuty, Duty, User
from .plans import BoundaryPlan, PlanCell, PlanEdit, PlanPosts, Takeover
from .points import ControlMeasure, RiskPoint
from .proposals import IllegalReport, UnitProposal
from .public import IdentityKeeper, PublicCount, PublicReport, SpentChallenge
from .pyramid import Pyramid
from .surveys import CellTally, Survey, SurveyClock
from .units import Enterprise, Site
from .uploads import Transfer, TransferPart, Upload, UploadUse
from .walls import DayChange, HourChange, LogPosition, WallState

__all__ = [
    "AccessLog",
    "Alarm",
    "AlarmStep",
    "Assessment",
    "BoundaryPlan",
    "BoundaryVersion",
    "CellBoundary",
    "CellCount",
    "CellShape",
    "CellTally",
    "Checklist",
    "ControlMeasure",
    "DayChange",
    "Department",
    "DepartmentDuty",
    "Device",
    "DossierChange",
    "Duty",
    "Enterprise",
    "EventItem",
    "EventLog",
    "GridCell",
    "Handover",
    "Hazard",
    "HazardStep",
    "HourChange",
    "IdempotencyKey",
    "IdentityKeeper",
    "IllegalReport",
    "Inspection",
    "InspectionResult",
    "Kiosk",
    "Layer",
    "LayerFeature",
    "LogPosition",
    "Notice",
    "Outbox",
    "OwnerCheck",
    "PlanCell",
    "PlanEdit",
    "PlanPosts",
    "PublicCount",
    "PublicReport",
    "Pyramid",
    "Reading",
    "RiskPoint",
    "Round",
    "RulesInForce",
    "SavedView",
    "SelfCheck",
    "SequencerState",
    "Shift",
    "Site",
    "SpentChallenge",
    "Survey",
    "SurveyClock",
    "Takeover",
    "Transfer",
    "TransferPart",
    "UnitListing",
    "UnitProposal",
    "UnitRecord",
    "Upload",
    "UploadUse",
    "User",
    "Visit",
    "WallState",
]
