"""Who a plan may put on a post (domain rules §5: planners assign duties within a plan)."""

from safegrid.domain.boundary_draft import Assign
from safegrid.domain.boundary_edits import Edit
from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.queries.people import people_known

from .transaction import Refused


def check_people(viewer: Viewer, step: Edit | Assign) -> None:
    """Raise Refused unless the planner knows everybody, and gives no post to oneself: NOT_FOUND, NOT_YOURSELF."""
    if not isinstance(step, Assign):
        return
    wanted = step.posts.people
    if viewer.person in wanted:
        raise Refused(Refusal("NOT_YOURSELF"))
    if people_known(viewer).filter(pk__in=wanted, is_active=True).count() != len(wanted):
        raise Refused(Refusal("NOT_FOUND"))
