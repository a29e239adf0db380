"""People and duties: every post named, a few vacant on purpose."""

from collections import Counter, defaultdict

from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.logins import LOGINS, STORY_CELLS, STORY_UNIT, story_of


def posts(city: City, role: str) -> Counter[int]:
    return Counter(d.cell_id for d in city.society.roster.duties if d.role == role and d.cell_id)


def test_posts_are_filled_but_for_a_few(city: City) -> None:
    communities = [city.cell_ids[d.code] for d in city.gazetteer.divisions if d.level == 4]
    leaders, officers = posts(city, "LEAD"), posts(city, "OFF")
    without = sum(leaders[cell] == 0 for cell in communities)
    short = sum(officers[cell] == 1 for cell in communities)
    assert 0 < without < 0.02 * len(communities)
    assert 0 < short < 0.05 * len(communities)
    assert max(leaders[cell] for cell in communities) == 1
    assert {officers[cell] for cell in communities} == {1, 2}


def test_higher_cells_have_one_leader_and_two_officers(city: City) -> None:
    leaders, officers = posts(city, "LEAD"), posts(city, "OFF")
    for division in city.gazetteer.divisions:
        if division.level < 4:
            cell = city.cell_ids[division.code]
            assert (leaders[cell], officers[cell]) == (1, 2)


def test_every_community_has_an_inspector_and_every_unit_a_head(city: City) -> None:
    inspectors = posts(city, "INS")
    heads = Counter(d.unit_id for d in city.society.roster.duties if d.role == "ENT_H")
    assert all(inspectors[city.cell_ids[d.code]] == 1 for d in city.gazetteer.divisions if d.level == 4)
    assert all(heads[row.id] == 1 for row in city.units.rows)


def test_nobody_holds_a_duty_twice(city: City) -> None:
    duties = city.society.roster.duties
    keys = [(d.person_id, d.role, d.cell_id, d.unit_id, d.industry) for d in duties]
    assert len(set(keys)) == len(keys)
    assert all((d.cell_id is None) != (d.unit_id is None) for d in duties)


def test_a_principal_is_the_head_on_duty(city: City) -> None:
    people = {p.id: p.name for p in city.society.roster.people}
    for duty in city.society.roster.duties:
        if duty.role == "ENT_H":
            assert city.units.rows[(duty.unit_id or 0) - 1].principal == people[duty.person_id]


def test_every_unit_has_the_four_department_duties(city: City) -> None:
    kinds = defaultdict(set)
    for duty in city.society.department_duties:
        kinds[duty.unit_id].add(duty.kind)
    four = {"territorial", "general", "industry", "special"}
    assert all(kinds[row.id] == four for row in city.units.rows)


def test_the_storys_people_are_where_the_story_needs_them(city: City) -> None:
    by_name = {p.username: p.id for p in city.society.roster.people}
    assert {login.username for login in LOGINS} <= set(by_name)
    duties = city.society.roster.duties
    near = [
        city.cell_ids[city.terrain.ground.communities[i].code]
        for i in city.terrain.near(story_of(city.gazetteer).township, STORY_CELLS)
    ]
    walked = {d.cell_id for d in duties if d.person_id == by_name["wangge"]}
    assert walked == set(near)
    own = {by_name[name] for name in ("qiye", "anquan", "yuangong")}
    assert {(d.unit_id, d.role) for d in duties if d.person_id in own} == {
        (STORY_UNIT, role) for role in ("ENT_H", "ENT_S", "ENT_W")
    }
    others = {d.cell_id for d in duties if d.person_id == by_name["linzhen"]}
    assert len(others) == STORY_CELLS
    assert not others & walked
