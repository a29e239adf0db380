"""A functional zone (经开区): carved as cells that keep the zone's division code, below a township of the plan."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api.plan_kit import step
from factories import make_person
from plan_kit import WARNINGS, check_ground, draw, east_half, new_plan, published, wrong_owners
from safegrid.domain.roles import Role
from safegrid.store.access import viewer_of_user
from safegrid.store.models import BoundaryPlan, CellBoundary, GridCell

ZONE = "411071001001"


@pytest.fixture
def planner(town):
    return make_person(Role.PLN, town.city["city"])


@pytest.fixture
def desk(planner, as_):
    return as_(planner)


@pytest.fixture
def plan(desk, town):
    return desk.send("/plans", {"name": "经开区", "parents": [town.city["city"].pk]}).json()


def zone(town, **more):
    """A square over the corner of four communities, c1, c2, c4 and c5."""
    west, south = town.city.spot("c1", 0.8, 0.8)
    east, north = town.city.spot("c5", 0.2, 0.2)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    return {"do": "new_cell", "name": "经开一区", "parent": town.city["t1"].pk, "outline": outline, **more}


def publish(desk, plan, v):
    return desk.send(f"/plans/{plan['id']}/publish", {"v": v, "accepted": list(WARNINGS)})


def test_a_zone_keeps_its_division_code(town, desk, plan):
    made = step(desk, plan, 1, **zone(town, code=ZONE)).json()
    cell = next(cell for cell in made["cells"] if cell["name"] == "经开一区")
    assert (cell["code"], cell["parent"]) == (ZONE, town.city["t1"].pk)
    # Numbering the new cells of the township anew is not about the zone's.
    assert step(desk, plan, 2, do="recode", parent=town.city["t1"].pk).json()["code"] == "NOTHING_CHANGES"
    done = publish(desk, plan, 2)
    assert done.status_code == 200, done.content
    row = GridCell.objects.get(code=ZONE)
    assert (row.name, row.parent_id, row.level) == ("经开一区", town.city["t1"].pk, 4)
    # Its ground came from four communities of three townships, and all cells above are still the unions.
    outline = CellBoundary.objects.get(cell=row, valid_during__endswith=None).geom
    assert outline.area == pytest.approx(0.0016, rel=1e-6)
    check_ground()
    assert wrong_owners() == []


def test_a_second_cell_of_the_zone_and_one_without_a_code(town, desk, plan):
    step(desk, plan, 1, **zone(town, code=ZONE))
    zone_cell = next(c for c in desk.read(f"/plans/{plan['id']}/ground").json()["cells"] if c["code"] == ZONE)
    (x, south), (_, north) = town.city.spot("c1", 1.0, 0.7), town.city.spot("c5", 0.0, 0.3)
    cut = {"line": [[x, south], [x, north]], "side": list(town.city.spot("c2", 0.1, 0.9))}
    split = step(desk, plan, 2, do="split", cell=zone_cell["id"], name="经开二区", code="411071001002", **cut)
    assert {c["code"] for c in split.json()["cells"]} >= {ZONE, "411071001002"}
    undone = desk.send(f"/plans/{plan['id']}/undo", {"v": 3}).json()
    again = step(desk, plan, undone["v"], do="split", cell=zone_cell["id"], name="经开二区", **cut).json()
    made = next(c for c in again["cells"] if c["name"] == "经开二区")
    assert made["code"] == "411002001003"  # who names no code gets the next one of the township


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("411071001000", "CODE_BAD"),
        ("410105001001", "CODE_BAD"),
        ("4110710010011", "CODE_BAD"),
        ("经开区", "CODE_BAD"),
        (411071001001.5, "CODE_BAD"),
        ([ZONE], "CODE_BAD"),
        ("411003100201", "CODE_TAKEN"),
    ],
)
def test_a_code_that_cannot_be_the_zones(town, desk, plan, code, refusal):
    answer = step(desk, plan, 1, **zone(town, code=code))
    assert (answer.status_code, answer.json()["code"]) == (422, refusal)
    assert BoundaryPlan.objects.get().version == 1


def test_a_code_that_was_given_once_is_given_no_more(town, desk, plan, planner):
    step(desk, plan, 1, **zone(town, code=ZONE))
    assert step(desk, plan, 2, **zone(town, code=ZONE, name="又一区")).json()["code"] == "CODE_TAKEN"
    assert publish(desk, plan, 2).status_code == 200
    viewer = viewer_of_user(planner.pk)
    gone = new_plan(viewer, town.city, name="撤区")
    draw(viewer, gone, do="dissolve", cell=GridCell.objects.get(code=ZONE).pk)
    published(viewer, gone)
    later = desk.send("/plans", {"name": "再设", "parents": [town.city["city"].pk]}).json()
    assert step(desk, later, 1, **zone(town, code=ZONE)).json()["code"] == "CODE_TAKEN"


def test_a_zones_code_that_another_plan_took_meanwhile_gives_way_within_the_zone(town, desk, plan, planner):
    viewer = viewer_of_user(planner.pk)
    step(desk, plan, 1, **zone(town, code=ZONE))
    other = new_plan(viewer, town.city, name="先发")
    draw(viewer, other, **east_half(town.city, "c3"), code=ZONE)
    published(viewer, other)
    rebased = desk.send(f"/plans/{plan['id']}/rebase", {"v": 2}).json()
    assert (rebased["kept"], rebased["lost"]) == (1, [])
    cells = desk.read(f"/plans/{plan['id']}/ground").json()["cells"]
    assert next(c["code"] for c in cells if c["name"] == "经开一区") == "411071001002"


def test_a_community_put_under_the_zones_township_keeps_its_code(town, desk, plan):
    moved = step(desk, plan, 1, do="change_parent", cell=town.city["c3"].pk, parent=town.city["t3"].pk)
    assert moved.json()["cells"][0]["code"] == town.city["c3"].code
    empty = publish(desk, plan, 2)  # c3 was all that its township had
    assert empty.json()["code"] == "PLAN_ERRORS"
    step(desk, plan, 2, do="change_parent", cell=town.city["c2"].pk, parent=town.city["t2"].pk)
    assert publish(desk, plan, 3).status_code == 200
    assert GridCell.objects.get(pk=town.city["c3"].pk).code == "411002002001"
    check_ground()


def test_a_file_may_bring_the_zone_with_its_code(town, desk, plan):
    feature = {
        "type": "Feature",
        "properties": {"code": ZONE, "name": "经开一区"},
        "geometry": zone(town)["outline"],
    }
    file = SimpleUploadedFile(
        "zone.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    )
    answer = desk.post(f"/api/plans/{plan['id']}/import", {"v": 1, "dry": "false", "file": file})
    assert answer.status_code == 200, answer.content
    made = next(d for d in answer.json()["differences"] if d["kind"] == "new")
    assert made["code"] == ZONE


def test_who_may_not(town, plan, as_):
    for person, status in ((town.inspector, 403), (make_person(Role.PLN, town.city["b"]), 404), (None, 401)):
        assert step(as_(person), plan, 1, **zone(town, code=ZONE)).status_code == status
