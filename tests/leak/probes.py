"""How each route is probed: what is asked for, so that it would tell of the far area if it told of anything.

A route that is not in this table fails the test: whoever adds one says here how it could leak.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from leak.world import GROUND, PEOPLE, World

Json = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """One request. `path` is below the route's own prefix."""

    path: str
    query: Json = field(default_factory=dict)
    body: Json | None = None


@dataclass(frozen=True)
class Probe:
    """`asks` of a route. `shows`: somebody who sees the whole city gets a canary, which proves that the question is a
    good one. `administrators`: kinds of canaries that administrators of access may see here. `acts`: those who may do
    it to the far area and would change it for the others; they are not asked."""

    asks: Callable[[World], list[Ask]]
    shows: bool = False
    administrators: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()


def one(path: str, **body: Any) -> Callable[[World], list[Ask]]:
    """The route with the far ids put in, once."""
    return lambda world: [Ask(path.format(**world.far), body=body or None)]


NOW = "2199-01-01T00:00:00+08:00"
"""A moment at which everything that is in force is."""
PLAN_ACTS = ("edits", "undo", "redo", "abandon", "unschedule", "publish", "approve", "rebase", "revert")
NAMES = frozenset({PEOPLE, GROUND})
SECURITY = frozenset({"ADM_SEC"})
WHERE = {"lon": 113.85, "lat": 34.15}
REPORT = {
    "claimed": "general",
    "category": "leak",
    "text": "x",
    "found_at": "2026-01-02T08:00:00+08:00",
    "photos": [],
}


STAMP = {"made_at": "2026-01-02T08:00:00+08:00", "sent_at": "2026-01-02T08:00:00+08:00"}


def _proposals(world: World) -> list[Ask]:
    unit = {"unit": world.far["unit_id"], "reason": "x", **STAMP}
    bodies: list[Json] = [
        {"kind": "close", **unit},
        {"kind": "correct", "fields": {"name": "x"}, **unit},
        {"kind": "new", "fields": {"name": "x", "industry": "C26"}, **STAMP, **WHERE},
    ]
    return [Ask("/api/unit-proposals", body=body) for body in bodies]


def _signatures(world: World) -> list[Ask]:
    """The far unit's assessment, asked for there and under one's own unit."""
    body = {"ids": [world.far["assessment"]], "yes": True}
    units = (world.far["unit_id"], world.near["unit"])
    return [Ask(f"/api/enterprise/{unit}/assessments/decide", body=body) for unit in units]


def _self_checks(world: World) -> list[Ask]:
    moment = "2026-01-02T08:00:00+08:00"
    result = {"item": "x", "result": "pass"}
    body = {
        "unit": world.far["unit_id"], "checklist": {"code": "measures", "version": "live"}, "began_at": moment,
        "ended_at": moment, "results": [result],
    }  # fmt: skip
    return [Ask("/api/self-checks", body=body)]


def _searches(world: World) -> list[Ask]:
    number = next(canary for canary in world.canaries if canary.startswith("YH"))
    words = [
        "金丝雀",
        "雀",
        "jsq",
        "jinsique",
        number,
        "91350100",
        "4110031002",
        "137",
        "金丝雀三路",
        "113.85,34.15",
    ]
    return [Ask("/api/search", {"q": word[:64]}) for word in words]


def _lists(world: World) -> list[Ask]:
    far = world.far
    return [
        Ask("/api/hazards"),
        Ask("/api/hazards", {"cell": far["cell_id"]}),
        Ask("/api/hazards", {"unit": far["unit_id"]}),
        Ask("/api/hazards", {"point": far["point_id"], "state": "open"}),
    ]


def _filtered(path: str) -> Callable[[World], list[Ask]]:
    """Every kind of list under filters that would name what is far."""

    def asks(world: World) -> list[Ask]:
        far = world.far
        filters: list[Json] = [
            {},
            {"cl": far["cell_id"]},
            {"lv": "1"},
            {"hc": "major"},
            {"bb": "113.8,34.1,113.9,34.2"},
        ]
        return [
            Ask(path.format(entity=entity, **far), filter_)
            for entity in ("points", "units", "hazards")
            for filter_ in filters
        ]

    return asks


def _exports(world: World) -> list[Ask]:
    return [
        Ask(f"/api/list/{entity}/export", {"format": format_})
        for entity in ("points", "units", "hazards")
        for format_ in ("csv", "geojson")
    ]


def _people(world: World) -> list[Ask]:
    return [
        Ask("/api/people"),
        Ask("/api/people", {"q": "雀"}),
        Ask("/api/people", {"cell": world.far["cell_id"]}),
    ]


def _duties(world: World) -> list[Ask]:
    far = world.far
    return [
        Ask("/api/duties"),
        Ask("/api/duties", {"cell": far["cell_id"]}),
        Ask("/api/duties", {"person": far["person"]}),
        Ask("/api/duties", {"unit": far["unit_id"]}),
    ]


def _reports(world: World) -> list[Ask]:
    far = world.far
    places: list[Json] = [{"point": far["point_id"]}, {"unit": far["unit_id"]}, WHERE]
    return [Ask("/api/hazards", body=REPORT | place) for place in places]


def _commands(world: World) -> list[Ask]:
    path = f"/api/hazards/{world.far['hazard_id']}"
    body = {"version": 1, "class": "major", "basis": "x", "reason": "x", "reply": "x"}
    return [Ask(f"{path}/{name}", body=body) for name in ("verify", "reject", "fix-on-spot", "transfer")]


def _raisings(world: World) -> list[Ask]:
    far = world.far
    places: list[Json] = [{"point": far["point_id"]}, {"unit": far["unit_id"]}, WHERE]
    body = {"kind": "officer", "severity": "hh", "title": "x"}
    return [Ask("/api/alarms", body=body | place) for place in places]


def _alarm_commands(world: World) -> list[Ask]:
    path = f"/api/alarms/{world.far['alarm_id']}"
    body = {"version": 1, "reason": "x", "radius": 500, "text": "x", "basis": "x"}
    return [Ask(f"{path}/{name}", body=body) for name in ("acknowledge", "judge-false", "notify", "evacuate")]


def _shifts(world: World) -> list[Ask]:
    far = world.far
    person = world.people["CMD"].pk
    times = {"starts_at": "2026-01-02T08:00:00+08:00", "ends_at": "2026-01-02T20:00:00+08:00"}
    people = [{"person": far["person"], "deputy": person}, {"person": person, "deputy": far["person"]}]
    return [Ask("/api/shifts", body={"cell": far["county_id"], **times, **two}) for two in people]


def _handovers(world: World) -> list[Ask]:
    far = world.far
    return [Ask("/api/handovers", body={"cell": far["county_id"], "to": far["person"], "summary": "x"})]


def _devices(world: World) -> list[Ask]:
    body = {"name": "x", "parameter": "gas", "unit": "ppm", "high": 1}
    return [Ask("/api/devices", body=body | {"point": world.far["point_id"]})]


def _uploads(world: World) -> list[Ask]:
    return [Ask(f"/api/uploads/{world.far[name]}") for name in ("uuid", "evidence", "record_photo")]


def _evidence(world: World) -> list[Ask]:
    return [Ask(f"/api/uploads/{world.far[name]}/evidence") for name in ("uuid", "evidence", "record_photo")]


def _parts(world: World) -> list[Ask]:
    """More of somebody else's photo on its way, and of one that has arrived."""
    return [Ask(f"/api/uploads/parts/{world.far[name]}?n=1&of=2", body={}) for name in ("transfer", "uuid")]


def _assignments(world: World) -> list[Ask]:
    person = world.people["without duty"].pk
    cell, unit = world.far["cell_id"], world.far["unit_id"]
    return [
        Ask("/api/duties", body={"person": person, "role": "OFF", "cell": cell}),
        Ask("/api/duties", body={"person": person, "role": "ENT_S", "unit": unit}),
    ]


def _answered(world: World) -> list[Ask]:
    far = world.far
    named = {name: far[f"{name}_id"] for name in ("point", "unit", "hazard", "alarm")}
    objects = [Ask("/api/boundaries/answered", {"at": NOW, "entity": e, "id": i}) for e, i in named.items()]
    return [*objects, Ask("/api/boundaries/answered", {"at": NOW, **WHERE})]


def _cell_reports(path: str, **more: str) -> Callable[[World], list[Ask]]:
    period: Json = {"since": "2026-01-01T00:00:00+08:00", "until": NOW, **more}
    asked = [(ground, level) for ground in ("then", "now") for level in (2, 3, 4)]
    return lambda _: [Ask(path, {**period, "ground": ground, "level": str(level)}) for ground, level in asked]


def _inspections(world: World) -> list[Ask]:
    """Of the far unit, and of the near one with the far visit, point and photo."""
    far, near, at = world.far, world.near, "2026-01-02T08:00:00+08:00"
    stamp = {"made_at": at, "sent_at": at, "began_at": at, "ended_at": at}
    wrong = {"klass": "general", "category": "leak", "text": "x", "point": far["point_id"]}
    failed = {"item": "c01", "result": "fail", "hazard": wrong, "photos": [far["uuid"]]}
    measure = {"item": f"measure:{far['measure']}", "result": "pass"}
    body = stamp | {"checklist": {"code": "common", "version": "2026.1"}}
    return [
        Ask("/api/inspections", body=body | {"unit": far["unit_id"], "results": [measure]}),
        Ask("/api/inspections", body=body | {"unit": near["unit"], "results": [measure]}),
        Ask("/api/inspections", body=body | {"unit": near["unit"], "results": [failed]}),
        Ask(
            "/api/inspections",
            body=body | {"unit": near["unit"], "visit": far["visit"], "results": [measure]},
        ),
    ]


def _plans(world: World) -> list[Ask]:
    near = world.city["t1"].pk
    return [
        Ask("/api/plans", body={"name": "x", "parents": [near, world.city["t3"].pk]}),
        Ask("/api/plans", body={"name": "x", "parents": [near]}),  # the answer may name what is near alone
    ]


def _plan_step(path: str) -> Callable[[World], list[Ask]]:
    """A step of the far plan, on the version that it has."""

    def asks(world: World) -> list[Ask]:
        edit = {"do": "rename", "cell": world.far["cell_id"], "name": "x"}
        body: Json = {"v": 2, "edit": edit} if path == "edits" else {"v": 2}
        return [Ask(f"/api/plans/{world.far['plan']}/{path}", body=body)]

    return asks


API: dict[str, Probe] = {
    "POST /api/login": Probe(one("/api/login", username="金九雀", password="x")),
    "POST /api/logout": Probe(lambda _: []),  # ends the browser's session; its answer is always {"ok": true}
    "GET /api/me": Probe(one("/api/me")),
    "POST /api/password": Probe(one("/api/password", old="x", new="y")),
    "GET /api/snapshot": Probe(one("/api/snapshot"), shows=True),
    "GET /api/search": Probe(_searches, shows=True, administrators=NAMES),
    "GET /api/cells/{cell_id}": Probe(one("/api/cells/{cell_id}"), shows=True),
    "GET /api/cells/{cell_id}/explain": Probe(one("/api/cells/{cell_id}/explain")),
    "GET /api/cells/{cell_id}/history": Probe(one("/api/cells/{cell_id}/history"), shows=True),
    "GET /api/points/{point_id}": Probe(one("/api/points/{point_id}"), shows=True),
    "GET /api/points/{point_id}/explain": Probe(one("/api/points/{point_id}/explain")),
    "GET /api/points/{point_id}/history": Probe(one("/api/points/{point_id}/history")),
    "POST /api/points/{point_id}/phone": Probe(one("/api/points/{point_id}/phone"), shows=True),
    "GET /api/units/{unit_id}": Probe(one("/api/units/{unit_id}"), shows=True),
    "GET /api/units/{unit_id}/explain": Probe(one("/api/units/{unit_id}/explain")),
    "GET /api/units/{unit_id}/history": Probe(one("/api/units/{unit_id}/history")),
    "POST /api/units/{unit_id}/phone": Probe(one("/api/units/{unit_id}/phone"), shows=True),
    "GET /api/units/{unit_id}/listing": Probe(one("/api/units/{unit_id}/listing"), shows=True),
    "POST /api/units/{unit_id}/listing/list": Probe(
        one(
            "/api/units/{unit_id}/listing/list",
            level=2,
            listing_reason="serious",
            reason="x",
            deadline=NOW,
            public_text="x",
        )
    ),
    "POST /api/units/{unit_id}/listing/delist": Probe(
        one("/api/units/{unit_id}/listing/delist", report="x", companions=[1], public_text="x")
    ),
    "GET /api/hazards": Probe(_lists, shows=True),
    "POST /api/hazards": Probe(_reports),
    "GET /api/hazards/{hazard_id}": Probe(one("/api/hazards/{hazard_id}"), shows=True),
    "GET /api/hazards/{hazard_id}/history": Probe(one("/api/hazards/{hazard_id}/history"), shows=True),
    "POST /api/hazards/self-record": Probe(
        lambda w: [Ask("/api/hazards/self-record", body=REPORT | {"point": w.far["point_id"]})]
    ),
    "POST /api/hazards/{hazard_id}/{command}": Probe(_commands),
    "GET /api/alarms": Probe(
        lambda _: [Ask("/api/alarms"), Ask("/api/alarms", {"state": "all"})], shows=True
    ),
    "POST /api/alarms": Probe(_raisings),
    "GET /api/alarms/{alarm_id}": Probe(one("/api/alarms/{alarm_id}"), shows=True),
    "POST /api/alarms/{alarm_id}/{command}": Probe(_alarm_commands),
    "GET /api/alarms/{alarm_id}/around": Probe(one("/api/alarms/{alarm_id}/around"), shows=True),
    "GET /api/notices": Probe(one("/api/notices")),
    "POST /api/notices/{notice}/read": Probe(one("/api/notices/{notice}/read")),
    "GET /api/shifts": Probe(one("/api/shifts"), shows=True),
    "POST /api/shifts": Probe(_shifts),
    "POST /api/shifts/{shift}/end": Probe(one("/api/shifts/{shift}/end")),
    "GET /api/handovers": Probe(one("/api/handovers"), shows=True),
    "POST /api/handovers": Probe(_handovers),
    "POST /api/handovers/{handover}/sign": Probe(one("/api/handovers/{handover}/sign")),
    "GET /api/devices": Probe(
        lambda w: [Ask("/api/devices"), Ask("/api/devices", {"point": w.far["point_id"]})],
        shows=True,
        administrators=NAMES,
    ),
    "POST /api/devices": Probe(_devices),
    "POST /api/devices/{device}/revoke": Probe(one("/api/devices/{device}/revoke"), acts=SECURITY),
    "POST /api/readings": Probe(
        one("/api/readings", readings=[{"at": "2026-01-01T08:00:00+08:00", "value": 1}])
    ),
    "POST /api/uploads": Probe(one("/api/uploads")),
    "GET /api/uploads/{uuid}": Probe(_uploads),
    "GET /api/uploads/{uuid}/evidence": Probe(_evidence, shows=True),
    "GET /api/uploads/parts/{uuid}": Probe(one("/api/uploads/parts/{transfer}")),
    "POST /api/uploads/parts/{uuid}": Probe(_parts),
    "GET /api/people": Probe(_people, shows=True, administrators=NAMES),
    "POST /api/people": Probe(one("/api/people", username="金九雀", name="x")),
    "POST /api/people/{person}/reset": Probe(
        lambda _: []
    ),  # see the test of who may: it would end the canary's life
    "POST /api/people/{person}/deactivate": Probe(lambda _: []),
    "POST /api/people/{person}/phone": Probe(one("/api/people/{person}/phone"), shows=True),
    "GET /api/duties": Probe(_duties, shows=True, administrators=NAMES),
    "POST /api/duties": Probe(_assignments, acts=SECURITY),
    "POST /api/duties/{duty}/end": Probe(one("/api/duties/{duty}/end"), acts=SECURITY),
    "POST /api/duties/{duty}/hand-over": Probe(one("/api/duties/{duty}/hand-over", to=1), acts=SECURITY),
    "GET /api/kiosks": Probe(one("/api/kiosks"), administrators=NAMES),
    "POST /api/kiosks": Probe(one("/api/kiosks", name="x")),
    "POST /api/layers/import": Probe(
        lambda w: [Ask("/api/layers/import", body={"code": w.far["hidden_layer"]})]
    ),
    "GET /api/layers": Probe(one("/api/layers")),
    "GET /api/layers/{code}/features/{feature}": Probe(
        lambda w: [
            Ask(f"/api/layers/{w.far['layer']}/features/{w.far['feature']}"),
            Ask(f"/api/layers/{w.far['hidden_layer']}/features/{w.far['hidden_feature']}"),
        ],
        shows=True,
    ),
    "POST /api/layers/{code}/features/{feature}/phone": Probe(
        one("/api/layers/{layer}/features/{feature}/phone"), shows=True
    ),
    "GET /api/surveys": Probe(
        lambda w: [
            Ask("/api/surveys", {"cell": w.far["cell_id"]}),
            Ask("/api/surveys", {"cell": w.far["county_id"]}),
        ],
        shows=True,
    ),
    "GET /api/surveys/mine": Probe(one("/api/surveys/mine")),
    "POST /api/surveys": Probe(
        lambda w: [Ask("/api/surveys", body={"cell": w.far["cell_id"], "made_at": NOW, "sent_at": NOW})]
    ),
    "GET /api/unit-proposals": Probe(
        lambda _: [Ask("/api/unit-proposals"), Ask("/api/unit-proposals", {"state": "waiting"})], shows=True
    ),
    "POST /api/unit-proposals": Probe(_proposals),
    "POST /api/unit-proposals/{proposal}/decide": Probe(
        one("/api/unit-proposals/{proposal}/decide", yes=False, reason="x")
    ),
    "GET /api/illegal-reports": Probe(
        lambda _: [Ask("/api/illegal-reports"), Ask("/api/illegal-reports", {"state": "open"})], shows=True
    ),
    "POST /api/illegal-reports": Probe(
        lambda w: [
            Ask("/api/illegal-reports", body={"text": "x", **STAMP, **WHERE}),
            Ask("/api/illegal-reports", body={"text": "x", **STAMP, **WHERE, "unit": w.far["unit_id"]}),
        ]
    ),
    "POST /api/illegal-reports/{report}/handle": Probe(
        one("/api/illegal-reports/{report}/handle", result="unfounded", words="x")
    ),
    "GET /api/wall": Probe(one("/api/wall")),
    "POST /api/wall/presence": Probe(one("/api/wall/presence", screen={"w": 1, "h": 1}, freshness="live")),
    "GET /api/walls": Probe(one("/api/walls")),
    "POST /api/walls/{kiosk}/view": Probe(one("/api/walls/{kiosk}/view", tour=True)),
    "POST /api/walls/{kiosk}/release": Probe(one("/api/walls/{kiosk}/release")),
    "POST /api/kiosks/{kiosk}/revoke": Probe(one("/api/kiosks/{kiosk}/revoke"), acts=SECURITY),
    "GET /api/list/legend": Probe(_filtered("/api/list/legend")),
    "GET /api/list/options": Probe(one("/api/list/options"), shows=True),
    "GET /api/list/{entity}/export": Probe(_exports, shows=True),
    "GET /api/boundaries": Probe(lambda _: [Ask("/api/boundaries", {"at": NOW})], shows=True),
    "GET /api/boundaries/versions": Probe(one("/api/boundaries/versions")),
    "GET /api/boundaries/diff": Probe(
        lambda _: [Ask("/api/boundaries/diff", {"from": "2026-01-01T00:00:00+08:00", "to": NOW})]
    ),
    "GET /api/boundaries/answered": Probe(_answered, shows=True),
    "GET /api/reports/cells": Probe(_cell_reports("/api/reports/cells"), shows=True),
    "GET /api/reports/cells/export": Probe(
        _cell_reports("/api/reports/cells/export", format="csv"), shows=True
    ),
    "GET /api/plans": Probe(lambda _: [Ask("/api/plans"), Ask("/api/plans", {"status": "all"})]),
    "POST /api/plans": Probe(_plans),
    "GET /api/plans/{plan}": Probe(one("/api/plans/{plan}"), shows=True),
    "GET /api/plans/{plan}/ground": Probe(one("/api/plans/{plan}/ground"), shows=True),
    "GET /api/plans/{plan}/problems": Probe(one("/api/plans/{plan}/problems")),
    **{f"POST /api/plans/{{plan}}/{act}": Probe(_plan_step(act)) for act in PLAN_ACTS},
    "POST /api/plans/{plan}/import": Probe(one("/api/plans/{plan}/import", v=1)),
    "GET /api/plans/{plan}/export": Probe(
        lambda w: [Ask(f"/api/plans/{w.far['plan']}/export", {"format": "geojson"})], shows=True
    ),
    "GET /api/boundaries/export": Probe(
        lambda _: [
            Ask("/api/boundaries/export", {"format": "geojson", "level": str(level)}) for level in (2, 3, 4)
        ],
        shows=True,
    ),
    "GET /api/plans/{plan}/before": Probe(one("/api/plans/{plan}/before")),
    "GET /api/plans/{plan}/impact": Probe(one("/api/plans/{plan}/impact")),
    "GET /api/plans/{plan}/impact/{kind}": Probe(
        lambda w: [Ask(f"/api/plans/{w.far['plan']}/impact/{kind}") for kind in ("point", "unit", "hazard")]
    ),
    "POST /api/plans/{plan}/rename": Probe(one("/api/plans/{plan}/rename", name="x")),
    "GET /api/checklists": Probe(lambda w: [Ask("/api/checklists", {"unit": w.far["unit_id"]})], shows=True),
    "GET /api/inspections": Probe(
        lambda w: [Ask("/api/inspections", {"unit": w.far["unit_id"]})], shows=True
    ),
    "GET /api/inspections/{inspection}": Probe(one("/api/inspections/{inspection}"), shows=True),
    "POST /api/inspections": Probe(_inspections),
    "GET /api/field/pack": Probe(one("/api/field/pack")),
    "GET /api/visits/today": Probe(one("/api/visits/today")),
    "GET /api/visits/next": Probe(lambda w: [Ask("/api/visits/next", {"unit": w.far["unit_id"]})]),
    "POST /api/visits/{visit}/skip": Probe(one("/api/visits/{visit}/skip", reason="x")),
    "GET /api/enterprise": Probe(one("/api/enterprise")),
    "GET /api/enterprise/rules": Probe(one("/api/enterprise/rules")),
    "GET /api/enterprise/{unit}": Probe(one("/api/enterprise/{unit_id}")),
    "POST /api/enterprise/{unit}/dossier": Probe(
        one("/api/enterprise/{unit_id}/dossier", version=1, workers=7)
    ),
    "POST /api/enterprise/changes/{change_id}/decide": Probe(
        one("/api/enterprise/changes/{change}/decide", yes=True)
    ),
    "GET /api/enterprise/{unit}/records": Probe(one("/api/enterprise/{unit_id}/records")),
    "POST /api/enterprise/{unit}/records": Probe(
        one("/api/enterprise/{unit_id}/records", kind="card", title="x", note="x")
    ),
    "POST /api/enterprise/records/{record}": Probe(
        one("/api/enterprise/records/{record}", version=1, title="x", note="x")
    ),
    "POST /api/enterprise/records/{record}/remove": Probe(
        one("/api/enterprise/records/{record}/remove", version=1)
    ),
    "GET /api/enterprise/points/template": Probe(one("/api/enterprise/points/template")),
    "POST /api/enterprise/{unit}/points/import": Probe(one("/api/enterprise/{unit_id}/points/import")),
    "GET /api/enterprise/{unit}/points": Probe(one("/api/enterprise/{unit_id}/points")),
    "POST /api/enterprise/{unit}/points": Probe(
        one("/api/enterprise/{unit_id}/points", name="x", category="fire", **WHERE)
    ),
    "POST /api/enterprise/points/{point}": Probe(
        one("/api/enterprise/points/{point_id}", version=1, name="x", category="fire")
    ),
    "POST /api/enterprise/points/{point}/retire": Probe(
        one("/api/enterprise/points/{point_id}/retire", version=1)
    ),
    "POST /api/enterprise/points/{point}/assess": Probe(
        one("/api/enterprise/points/{point_id}/assess", method="LS", inputs={"l": 1, "s": 1})
    ),
    "GET /api/enterprise/{unit}/points/{point}/assessments": Probe(
        one("/api/enterprise/{unit_id}/points/{point_id}/assessments")
    ),
    "POST /api/enterprise/{unit}/assessments/decide": Probe(_signatures),
    "GET /api/enterprise/{unit}/people": Probe(one("/api/enterprise/{unit_id}/people")),
    "POST /api/enterprise/{unit}/people": Probe(
        one("/api/enterprise/{unit_id}/people", name="x", role="ENT_W")
    ),
    "POST /api/enterprise/{unit}/people/{person}/reset": Probe(
        one("/api/enterprise/{unit_id}/people/{person}/reset")
    ),
    "GET /api/self-checks": Probe(
        lambda w: [Ask("/api/self-checks", {"unit": w.far["unit_id"]})], shows=True
    ),
    "GET /api/self-checks/{check}": Probe(one("/api/self-checks/{check}"), shows=True),
    "POST /api/self-checks": Probe(_self_checks),
    "GET /api/takeovers": Probe(one("/api/takeovers")),
    "POST /api/takeovers/{takeover}/accept": Probe(one("/api/takeovers/{takeover}/accept")),
    "GET /api/public/challenge": Probe(one("/api/public/challenge")),
    "POST /api/public/reports": Probe(one("/api/public/reports")),
    "POST /api/public/photos/{photo}": Probe(one("/api/public/photos/{uuid}", code="0000-0000-0000-0000")),
    "POST /api/public/status": Probe(one("/api/public/status", code="0000-0000-0000-0000")),
    "GET /api/public/ground": Probe(one("/api/public/ground")),
    "GET /api/public/published": Probe(one("/api/public/published")),
    "GET /api/public-reports": Probe(
        lambda _: [Ask("/api/public-reports"), Ask("/api/public-reports", {"state": "decided"})], shows=True
    ),
    "GET /api/public-reports/keeper": Probe(one("/api/public-reports/keeper"), administrators=NAMES),
    "POST /api/public-reports/keeper": Probe(one("/api/public-reports/keeper", person=1)),
    "POST /api/public-reports/{report}/take": Probe(
        one("/api/public-reports/{public_report}/take", claimed="general", category="fire", text="x")
    ),
    "POST /api/public-reports/{report}/decline": Probe(
        one("/api/public-reports/{public_report}/decline", reason="x", reply="x")
    ),
    "POST /api/public-reports/{report}/identity": Probe(
        one("/api/public-reports/{public_report}/identity", reason="probe")
    ),
    "GET /api/views": Probe(one("/api/views")),
    "POST /api/views": Probe(one("/api/views", name="x", state="lv=1")),
    "POST /api/views/{view_id}": Probe(one("/api/views/{view}", name="x")),
    "POST /api/views/{view_id}/delete": Probe(one("/api/views/{view}/delete")),
    "GET /api/list/{entity}": Probe(_filtered("/api/list/{entity}"), shows=True),
    "GET /api/list/{entity}/marks": Probe(_filtered("/api/list/{entity}/marks"), shows=True),
    "GET /api/list/{entity}/{object_id}/position": Probe(
        _filtered("/api/list/{entity}/{hazard_id}/position")
    ),
}
PAGES: dict[str, Probe] = {
    "": Probe(one("/")),
    "login": Probe(one("/login")),
    "map": Probe(one("/map")),
    "wall": Probe(one("/wall")),
    "people": Probe(one("/people")),
    "desk": Probe(one("/desk")),
    "planner": Probe(one("/planner")),
    "report": Probe(one("/report")),
    "field": Probe(one("/field")),
    "field/shell.json": Probe(one("/field/shell.json")),
    "field/worker.js": Probe(one("/field/worker.js")),
    "field/app.webmanifest": Probe(one("/field/app.webmanifest")),
    "field/icon.svg": Probe(one("/field/icon.svg")),
    "field/icon-<int:size>.png": Probe(one("/field/icon-192.png")),
    "enterprise": Probe(one("/enterprise")),
    "k/<str:token>": Probe(one("/k/no-such-link")),
    "api/": Probe(one("/api/")),
    "tiles.json": Probe(lambda _: [Ask("/tiles.json", {"source": s}) for s in ("cells", "points")]),
    "healthz": Probe(one("/healthz")),
    "admin/": Probe(
        lambda w: [
            Ask("/admin/store/riskpoint/"),
            Ask(f"/admin/store/riskpoint/{w.far['point_id']}/change/"),
            Ask(f"/admin/store/enterprise/{w.far['unit_id']}/change/"),
            Ask(f"/admin/store/hazard/{w.far['hazard_id']}/change/"),
            Ask("/admin/store/eventlog/"),
        ]
    ),
}
# What the ASGI root answers itself, beside Django. test_screens.py probes both.
SOCKETS = {"ws/live"}
TILES = {"cells", "points", "layers"}
