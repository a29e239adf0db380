"""Boundary plans: the list, a plan with its ground, and the steps of drawing."""

from collections.abc import Callable, Iterable
from typing import Annotated

from django.db.models import Count, Q
from ninja import Query, Router

from safegrid.actions import plan_ground
from safegrid.actions import plans as act
from safegrid.actions.plan_rows import Stepped
from safegrid.domain.boundary_problems import Problem
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.models import BoundaryPlan, Enterprise, PlanEdit, User
from safegrid.store.queries.plan_problems import problems_of
from safegrid.store.queries.plans import newest_version, plan_in_sight, plans_in_sight

from .. import plan_panel as show
from ..errors import Refused, accepted, found
from ..keyed import KEYED, keyed
from ..schemas.plans import (
    GroundOut,
    PlanBrief,
    PlanIn,
    PlanList,
    PlanNameIn,
    PlanOut,
    ProblemOut,
    ProblemsOut,
    SeenIn,
    StepIn,
    SteppedOut,
)
from ..viewer import Signed
from ..words import words

router = Router(tags=["plans"])


@router.get("", response=PlanList)
def index(request: Signed, status: Annotated[str, Query(pattern="^(open|all)$")] = "open") -> PlanList:
    """List plans over ground that the viewer draws or approves; `open`: drafts and scheduled ones."""
    viewer = reader(request)
    plans = plans_in_sight(viewer, everything=status == "all")
    counted = PlanEdit.objects.filter(plan__in=plans).values("plan").annotate(n=Count("pk", Q(undone=False)))
    edits = {row["plan"]: row["n"] for row in counted}
    newest = newest_version().pk
    return PlanList(
        plans=[show.brief(plan, newest, edits.get(plan.pk, 0)) for plan in plans],
        may_draw=viewer.may_anywhere(Verb.DRAW_PLAN),
    )


@router.post("", response=PlanOut, openapi_extra=KEYED)
def create(request: Signed, body: PlanIn) -> PlanOut:
    """Begin a plan on the boundaries in force."""
    viewer = reader(request)
    new = act.NewPlan(body.name, tuple(body.parents), body.note)
    return keyed(request, PlanOut, lambda: _panel(viewer, accepted(act.create(viewer, new))))


@router.get("/{int:plan}", response=PlanOut)
def detail(request: Signed, plan: int) -> PlanOut:
    """Show a plan with its history."""
    viewer = reader(request)
    return show.panel(viewer, found(plan_in_sight(viewer, plan)))


@router.get("/{int:plan}/ground", response=GroundOut)
def ground(request: Signed, plan: int, since: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0) -> GroundOut:
    """Show the draft's communities and their neighbours, or what changed after a version."""
    viewer = reader(request)
    return show.ground(viewer, found(plan_in_sight(viewer, plan)), since)


@router.get("/{int:plan}/problems", response=ProblemsOut)
def problems(request: Signed, plan: int) -> ProblemsOut:
    """Tell what is wrong with the draft: errors keep it from being published, warnings ask."""
    row = found(plan_in_sight(reader(request), plan))
    plan_ground.begin(row)  # whoever looks at the problems is about to publish
    wrong = problems_of(row)
    named = _named(wrong)
    every = [
        ProblemOut(
            code=problem.code,
            severity=problem.severity.value,
            text=words(_group(problem.code), problem.code, {**dict(problem.params), **named(problem)}),
            cells=list(problem.cells),
            params=dict(problem.params),
            where=show.plain(problem.where),
        )
        for problem in wrong
    ]
    errors = sum(problem.severity == "error" for problem in every)
    return ProblemsOut(v=row.version, errors=errors, warnings=len(every) - errors, problems=every)


@router.post("/{int:plan}/edits", response=SteppedOut, openapi_extra=KEYED)
def edit(request: Signed, plan: int, body: StepIn) -> SteppedOut:
    """Do one step of drawing."""
    viewer = reader(request)
    return keyed(request, SteppedOut, lambda: _stepped(viewer, act.edit(viewer, plan, body.v, body.edit)))


@router.post("/{int:plan}/undo", response=SteppedOut, openapi_extra=KEYED)
def undo(request: Signed, plan: int, body: SeenIn) -> SteppedOut:
    """Take the last step back."""
    viewer = reader(request)
    return keyed(request, SteppedOut, lambda: _stepped(viewer, act.undo(viewer, plan, body.v)))


@router.post("/{int:plan}/redo", response=SteppedOut, openapi_extra=KEYED)
def redo(request: Signed, plan: int, body: SeenIn) -> SteppedOut:
    """Do again what was taken back last."""
    viewer = reader(request)
    return keyed(request, SteppedOut, lambda: _stepped(viewer, act.redo(viewer, plan, body.v)))


@router.post("/{int:plan}/rename", response=PlanBrief, openapi_extra=KEYED)
def rename(request: Signed, plan: int, body: PlanNameIn) -> PlanBrief:
    """Give the plan another name and note."""
    viewer = reader(request)
    return keyed(
        request, PlanBrief, lambda: _panel(viewer, accepted(act.rename(viewer, plan, body.name, body.note)))
    )


@router.post("/{int:plan}/abandon", response=PlanBrief, openapi_extra=KEYED)
def abandon(request: Signed, plan: int, body: SeenIn) -> PlanBrief:
    """Give the plan up; it stays readable."""
    viewer = reader(request)
    return keyed(request, PlanBrief, lambda: _panel(viewer, accepted(act.abandon(viewer, plan, body.v))))


@router.post("/{int:plan}/unschedule", response=PlanBrief, openapi_extra=KEYED)
def unschedule(request: Signed, plan: int, body: SeenIn) -> PlanBrief:
    """Take a scheduled plan back to a draft."""
    viewer = reader(request)
    return keyed(request, PlanBrief, lambda: _panel(viewer, accepted(act.unschedule(viewer, plan, body.v))))


def reader(request: Signed) -> Viewer:
    """The viewer, if any of their duties has to do with plans."""
    viewer = request.auth
    if not any(viewer.may_anywhere(verb) for verb in (Verb.DRAW_PLAN, Verb.APPROVE_PLAN)):
        raise Refused("NOT_YOUR_DUTY")
    return viewer


def _panel(viewer: Viewer, plan: BoundaryPlan) -> PlanOut:
    return show.panel(viewer, found(plan_in_sight(viewer, plan.pk)))


def _stepped(viewer: Viewer, result: Stepped | Refusal) -> SteppedOut:
    return stepped_out(viewer, accepted(result))


def stepped_out(viewer: Viewer, stepped: Stepped) -> SteppedOut:
    """A plan after a step, as far as it differs from before."""
    plan, change = stepped.plan, stepped.change
    there = [cell for _, cell in change.cells if cell is not None]
    steps = set(plan.edits.values_list("undone", flat=True))
    return SteppedOut(
        v=plan.version,
        cells=show.shown(viewer, plan, there, {cell.id: plan.version for cell in there}),
        gone=[i for i, cell in change.cells if cell is None],
        entry=show.entry(stepped.entry) if stepped.entry else None,
        assigned=show.assigned(stepped.draft.posts),
        can_undo=False in steps,
        can_redo=True in steps,
    )


def _named(problems: Iterable[Problem]) -> Callable[[Problem], dict[str, str]]:
    """Names of the people and units that problems are about. Two queries, none if there is nobody."""
    told = [dict(problem.params) for problem in problems]
    people = [params["person"] for params in told if "person" in params]
    units = [params["unit"] for params in told if "unit" in params]
    who = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    name = dict(Enterprise.objects.filter(pk__in=units).values_list("pk", "name")) if units else {}

    def named(problem: Problem) -> dict[str, str]:
        params = dict(problem.params)
        return {
            "who": who.get(int(params.get("person", 0)), ""),
            "name": name.get(int(params.get("unit", 0)), ""),
        }

    return named


def _group(code: str) -> str:
    return "coverage" if code.startswith("COVERAGE") else "boundary_problem"
