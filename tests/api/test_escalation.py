"""Duties are no ladder: nobody widens one's own sight or rights with them."""

import pytest

from factories import make_person
from safegrid.domain.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def code(answer):
    return answer.json().get("code", answer.status_code)


def test_nobody_gives_oneself_a_duty(town, as_):
    c = town.city
    tries = [
        (town.security, "SUP", c["city"]), (town.leader, "OFF", c["t1"]), (town.committee, "CMD", c["a"]),
        (town.system, "SUP", c["city"]),
    ]  # fmt: skip
    for person, role, cell in tries:
        answer = as_(person).send("/duties", {"person": person.pk, "role": role, "cell": cell.pk})
        assert code(answer) in {"NOT_YOURSELF", "NOT_YOUR_DUTY"}, (person.name, role)


def test_a_duty_is_not_handed_over_to_oneself(town, as_):
    duty = town.officer.duties.get()
    answer = as_(town.leader).send(f"/duties/{duty.pk}/hand-over", {"to": town.leader.pk})
    assert code(answer) == "NOT_YOURSELF"
    duty.refresh_from_db()
    assert duty.ends_at is None


def test_a_duty_is_no_way_to_the_name_and_phone_of_somebody_out_of_reach(town, as_):
    far = town.far_inspector
    head, leader = as_(town.head), as_(town.leader)
    answers = [
        head.send("/duties", {"person": far.pk, "role": "ENT_W", "unit": town.unit.pk}),
        head.send(f"/duties/{town.safety.duties.get().pk}/hand-over", {"to": far.pk}),
        leader.send("/duties", {"person": far.pk, "role": "INS", "cell": town.city["c1"].pk}),
    ]
    for answer in answers:
        assert code(answer) == "NOT_FOUND"
        assert far.name not in answer.content.decode()
    assert code(head.send(f"/people/{far.pk}/phone")) == "NOT_FOUND"


def test_who_answers_for_one_industry_gives_no_other(town, as_):
    narrow = make_person(Role.DEP, town.city["a"], industry="E", name="专项")
    narrow.department = town.department.department
    narrow.save()
    for industry, expected in (("", "NOT_YOUR_DUTY"), ("C", "NOT_YOUR_DUTY"), ("E", 200)):
        body = {"person": town.colleague.pk, "role": "DEP", "cell": town.city["a"].pk, "industry": industry}
        assert code(as_(narrow).send("/duties", body)) == expected, industry


def test_a_safety_officer_neither_makes_nor_ends_a_head(town, as_):
    safety, idle = as_(town.safety), make_person(name="闲人")
    body = {"person": idle.pk, "role": "ENT_H", "unit": town.unit.pk}
    assert code(safety.send("/duties", body)) == "NOT_YOUR_DUTY"
    assert code(safety.send(f"/duties/{town.head.duties.get().pk}/end")) == "NOT_YOUR_DUTY"
    assert code(as_(town.head).send("/duties", body)) == 200
