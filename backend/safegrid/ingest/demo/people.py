"""Invented people with real-name duties (G3, G10), departments and their duties over units (G7).

A person may hold several neighbouring communities: that is how few thousand people fill the posts of 2,505 cells.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime

from safegrid.domain.pack_model import RulePack
from safegrid.domain.units import lead_level
from safegrid.ingest.divisions import Division

from .logins import LOGINS, STORY_UNIT, Login, Story
from .names import person_name, telephone
from .rows import DepartmentDutyRow, DepartmentRow, DutyRow, PersonRow, UnitRow
from .words import words

LEADER_SPAN, OFFICER_SPAN, INSPECTOR_SPAN = 8, 5, 3
NO_LEADER_SHARE, ONE_OFFICER_SHARE = 0.006, 0.02
UNUSABLE = "!demo-without-log-in"
"""Django never accepts a password whose hash begins with an exclamation mark."""
POSTS = {"LEAD": 1, "OFF": 2}


@dataclass
class Roster:
    """People and duties while they are being made, and who holds what.

    `holders`: (role, cell id or 0, unit id or 0) to person ids.
    """

    dice: random.Random
    since: datetime
    communities: frozenset[int]
    people: list[PersonRow] = field(default_factory=list)
    duties: list[DutyRow] = field(default_factory=list)
    holders: dict[tuple[str, int, int], list[int]] = field(default_factory=dict)

    def person(
        self, prefix: str, department: int | None = None, login: Login | None = None, name: str = ""
    ) -> int:
        """Add a person and return the id."""
        number = len(self.people) + 1
        self.people.append(
            PersonRow(
                id=number,
                username=login.username if login else f"{prefix}{number:06d}",
                name=login.name if login else name or person_name(self.dice),
                phone=telephone(number),
                department_id=department,
                password=UNUSABLE,
                is_staff=login is not None and login.role == "ADM_SYS",
                is_superuser=login is not None and login.role == "ADM_SYS",
            )
        )
        return number

    def give(self, person: int, role: str, cell: int = 0, unit: int = 0, industry: str = "") -> None:
        """Put a person on duty. Leaders and officers of communities are counted there (G3)."""
        counted = cell in self.communities and role in POSTS
        number = len(self.duties) + 1
        self.duties.append(
            DutyRow(number, person, role, cell or None, unit or None, industry, self.since, counted)
        )
        self.holders.setdefault((role, cell, unit), []).append(person)


@dataclass(frozen=True)
class Society:
    """Everybody, their duties, and the departments."""

    roster: Roster
    departments: list[DepartmentRow]
    department_duties: list[DepartmentDutyRow]


@dataclass(frozen=True)
class Staffing:
    """What posts there are to fill.

    `cell_ids`: by division code; `story`: where it plays; `rounds`: township code to the communities that its log-in
    inspector walks; `unit_codes`: community code of each unit.
    """

    divisions: tuple[Division, ...]
    cell_ids: dict[str, int]
    story: Story
    rounds: dict[str, tuple[int, ...]]
    units: list[UnitRow]
    unit_codes: list[str]


def build_society(staffing: Staffing, pack: RulePack, seed: int, since: datetime) -> Society:
    """Fill every post but a few, from `since` on."""
    divisions, cell_ids, rounds = staffing.divisions, staffing.cell_ids, staffing.rounds
    dice = random.Random(f"people {seed}")  # noqa: S311 - invented data, no secret
    roster = Roster(dice, since, frozenset(cell_ids[d.code] for d in divisions if d.level == 4))
    departments, find = _departments(divisions, cell_ids)
    _logins(roster, staffing, find)
    complete = {cell for cells in rounds.values() for cell in cells}
    for division in divisions:
        if division.level < 4:
            _posts(roster, cell_ids[division.code], f"l{division.level}")
        if division.level == 3:
            below = [d for d in divisions if d.parent == division.code]
            _community_posts(roster, [cell_ids[d.code] for d in below], complete)
    _department_people(roster, departments)
    _enterprise_people(roster, staffing.units)
    return Society(roster, departments, _department_duties(staffing, find, pack))


Find = dict[tuple[str, str, str], int]
"""(division code, kind or name, industry letter) to department id; the first of a kind stands for it."""


def _departments(
    divisions: tuple[Division, ...], cell_ids: dict[str, int]
) -> tuple[list[DepartmentRow], Find]:
    found: list[DepartmentRow] = []
    find: Find = {}
    for division in divisions:
        for name, kind, industry in _of_level(division):
            number = len(found) + 1
            found.append(DepartmentRow(number, division.name + name, kind, cell_ids[division.code]))
            find.setdefault((division.code, kind, industry), number)
            find.setdefault((division.code, name, industry), number)
    return found, find


def _of_level(division: Division) -> list[list[str]]:
    if division.level == 3:
        return [["办事处" if division.urban else "人民政府", "territorial", ""]]
    source = words("people")
    return list(source["city"] if division.level == 1 else source["county"] if division.level == 2 else [])


def _logins(roster: Roster, staffing: Staffing, find: Find) -> None:
    for login in LOGINS:
        if login.area == "unit":
            roster.give(roster.person("demo", login=login), login.role, unit=STORY_UNIT)
            continue
        code = staffing.story.code(login.area)
        person = roster.person("demo", _department_of(login, code, find), login)
        walked = staffing.rounds[code] if login.role == "INS" else (staffing.cell_ids[code],)
        for cell in walked:
            roster.give(person, login.role, cell)


def _department_of(login: Login, code: str, find: Find) -> int | None:
    if login.role == "DEP":
        return find[(code, "应急管理局", "")]
    if login.role in ("SUP", "CMD"):
        return find[(code, "general", "")]
    return find.get((code, "territorial", "")) if login.role in ("LEAD", "OFF") else None


def _posts(roster: Roster, cell: int, prefix: str) -> None:
    """The three posts of a cell that nobody with a log-in holds yet (G3)."""
    for role, count in POSTS.items():
        for _ in range(count - len(roster.holders.get((role, cell, 0), ()))):
            roster.give(roster.person(prefix), role, cell)


def _community_posts(roster: Roster, cells: list[int], complete: set[int]) -> None:
    """Posts of a township's communities, several to a person; a few stay vacant on purpose."""
    leaders = [roster.person("l4") for _ in range(0, len(cells), LEADER_SPAN)]
    officers = [roster.person("l4") for _ in range(2 + len(cells) // OFFICER_SPAN * 2)]
    inspectors = [roster.person("wg") for _ in range(0, len(cells), INSPECTOR_SPAN)]
    for i, cell in enumerate(cells):
        whole = cell in complete
        if whole or roster.dice.random() > NO_LEADER_SHARE:
            roster.give(leaders[i // LEADER_SPAN], "LEAD", cell)
        first = i // OFFICER_SPAN * 2
        roster.give(officers[first], "OFF", cell)
        if whole or roster.dice.random() > ONE_OFFICER_SHARE:
            roster.give(officers[first + 1], "OFF", cell)
        if ("INS", cell, 0) not in roster.holders:
            roster.give(inspectors[i // INSPECTOR_SPAN], "INS", cell)


def _department_people(roster: Roster, departments: list[DepartmentRow]) -> None:
    """Two people in each department of county and city; industry departments see their industry only."""
    letters = {name: letter for rows in words("people").values() for name, _, letter in rows}
    for department in departments:
        name = next((n for n in letters if department.name.endswith(n)), "")
        if department.kind == "territorial":
            continue
        office = department.name.endswith("安全生产委员会办公室")
        for _ in range(2):
            person = roster.person("bm", department.id)
            role = "SUP" if office else "DEP"
            roster.give(person, role, department.cell_id, industry="" if office else letters[name])


def _enterprise_people(roster: Roster, units: list[UnitRow]) -> None:
    """The head of every unit (its principal), and a safety officer where the unit has safety staff."""
    for unit in units:
        if unit.id == STORY_UNIT:
            unit.principal = next(x.name for x in LOGINS if x.role == "ENT_H")
            continue
        roster.give(roster.person("qy", name=unit.principal), "ENT_H", unit=unit.id)
        if unit.safety_staff:
            roster.give(roster.person("aq"), "ENT_S", unit=unit.id)


def _department_duties(staffing: Staffing, find: Find, pack: RulePack) -> list[DepartmentDutyRow]:
    """Four duties a unit (G7): its township, and the departments of the level that leads it (G2, G14)."""
    found: list[DepartmentDutyRow] = []
    for unit, code in zip(staffing.units, staffing.unit_codes, strict=True):
        county = code[:6] + "000000"
        lead = code[:4] + "00000000" if lead_level(unit.affiliation, pack) == 1 else county
        wanted = (
            (code[:9] + "000", "territorial", ""),
            (lead, "general", ""),
            (lead, "industry", unit.industry),
            (lead, "special", ""),
        )
        for key in wanted:
            department = find.get(key) or find[(lead, "general", "")]
            found.append(DepartmentDutyRow(len(found) + 1, department, unit.id, key[1]))
    return found
