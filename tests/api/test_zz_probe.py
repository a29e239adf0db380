import json, math, pytest
from django.utils import timezone
from factories import *
from safegrid.store.models import *
pytestmark=[pytest.mark.django_db, pytest.mark.database]
BIG=10**30
NUL="a\u0000b"
SUR="\ud800"
def show(tag, r):
    c=r.content.decode()[:160]
    print(("!!! " if r.status_code>=500 else "    "), tag, r.status_code, c if r.status_code>=500 or "-v" in tag else json.loads(c and r.content or b'{}').get("code") if r["Content-Type"].startswith("application/json") else c)
def photo(p): return str(make_upload(p))
def rep(town, **kw):
    b={"point":town.point.pk,"claimed":"general","category":"leak","title":"t","text":"x","found_at":timezone.now().isoformat(),"photos":[photo(town.inspector)]}
    b.update(kw); return b
def raw(c, path, text): return c.post("/api"+path, text, content_type="application/json")
def test_all(town, as_):
    from safegrid.api import errors
    errors.log.disabled=True
    i=as_(town.inspector)
    for k,vals in {"title":[NUL,SUR,"x"*121],"text":[NUL,SUR],"category":[NUL,SUR],"source":[NUL],"found_at":["0001-01-01T00:00:00+08:00","9999-12-31T23:59:59-08:00","2026-01-01T00:00:00","1e400",NUL,"0001-01-01T00:00:00Z","9999-12-31T23:59:59Z"],"measure":[BIG,-1,999999,2**63],"photos":[[NUL],[SUR],["x"]*60,[photo(town.inspector)]*2,[1]],"point":[BIG,-BIG,2**63,0],"unit":[BIG],"lon":[1e308]}.items():
        for v in vals:
            b=rep(town, override_duplicate=True); b[k]=v
            if k=="unit": b.pop("point")
            show(f"report {k}={str(v)[:30]!r}", i.send("/hazards", b))
    show("nan lon", raw(i,"/hazards",'{"lon":NaN,"lat":Infinity,"claimed":"general","category":"a","text":"b","found_at":"2026-01-01T00:00:00Z"}'))
    show("deep", raw(i,"/hazards","["*100000))
    show("deep2", raw(i,"/hazards",'{"a":'*5000+'1'+'}'*5000))
    show("nonutf8", i.post("/api/hazards", b'{"a":"\xff"}', content_type="application/json"))
    show("utf16", i.post("/api/hazards", '{"a":"1"}'.encode("utf-16"), content_type="application/json"))
    show("list", raw(i,"/hazards","[]")); show("null", raw(i,"/hazards","null")); show("num", raw(i,"/hazards","1"*5000))
    show("bigint text", raw(i,"/hazards",'{"point":'+"9"*5000+'}'))
    show("multipart to json", i.post("/api/hazards", {"a":"b"}))
    show("badct", i.post("/api/hazards", "x", content_type="text/plain"))
    show("badmultipart", i.post("/api/uploads", "x", content_type="multipart/form-data"))
    show("badmultipart2", i.post("/api/uploads", "x", content_type="multipart/form-data; boundary=\x00"))
    show("key long", i.send("/hazards", rep(town), Idempotency_Key="x"*81))
    show("key uni", i.send("/hazards", rep(town), Idempotency_Key="é"))
    for q in ["%00","%ff","a"*65,"%25%25%25%25","____","'","%ed%a0%80","   ","xcs"*20,"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]:
        show(f"search {q[:20]}", i.get("/api/search?q="+q))
        show(f"people {q[:20]}", i.get("/api/people?q="+q))
    for p in ["/points/","/units/","/hazards/","/cells/"]:
        for x in [BIG,2**63,-1,0,"%00","1.5"," 1","0x1","١"]:
            for s in ["","/explain","/history"]:
                show(f"get {p}{x}{s}", i.get(f"/api{p}{x}{s}"))
    for who in ("inspector","committee","command","security"):
        c=as_(getattr(town,who))
        for f in ["cell","unit","point","before","person","after"]:
            for v in [BIG,2**63,-1,0,-BIG,999999]:
                for base in ["/hazards","/people","/duties"]:
                    r=c.get(f"/api{base}?{f}={v}")
                    if r.status_code>=500: show(f"{who} {base}?{f}={v}", r)
    s=as_(town.security); adm=as_(town.system); idle=make_person(name="idle")
    for k,vals in {"starts_at":["2026-01-01T00:00:00","0001-01-01T00:00:00+08:00","9999-12-31T23:59:59-08:00",0,1e20,-1e10],"ends_at":["2027-01-01T00:00:00","9999-12-31T23:59:59-08:00","9999-12-31T23:59:59Z",1e18],"person":[BIG,-1,2**63],"cell":[BIG,2**63,-1],"unit":[BIG,2**63],"role":[NUL,"LEAD"],"industry":["\x00","ß","Ⅷ"]}.items():
        for v in vals:
            b={"person":idle.pk,"role":"INS","cell":town.city["c1"].pk}; b[k]=v
            if k=="unit": b.pop("cell"); b["role"]="ENT_S"
            if k=="industry": b["role"]="DEP"; b["cell"]=town.city["a"].pk
            show(f"duty {k}={str(v)[:30]!r}", s.send("/duties", b))
    d=add_duty(idle,"OFF",town.city["c2"])
    for v in [BIG,2**63,-1,0]:
        show(f"handover {v}", s.send(f"/duties/{d.pk}/hand-over",{"to":v}))
        for p in ["/duties/%s/end","/people/%s/reset","/people/%s/deactivate","/people/%s/phone","/kiosks/%s/revoke","/hazards/%s/verify","/points/%s/phone","/units/%s/phone"]:
            for c,n in ((s,"sec"),(adm,"sys"),(i,"ins")):
                r=c.send(p%v, {"version":1})
                if r.status_code>=500: show(n+p%v, r)
    for k,vals in {"username":[NUL,"a\n","ａdmin","x"*65,"..","😀😀"],"name":[NUL,SUR,"\u202e","x"*65," "],"phone":[NUL,"1"*33,"१२३"],"department":[BIG,2**63,-1]}.items():
        for v in vals:
            b={"username":f"u{abs(hash(str(v)))}"[:20],"name":"n","phone":"1"}; b[k]=v
            show(f"person {k}={str(v)[:30]!r}", adm.send("/people", b))
    for b in ({"name":NUL},{"name":"a","cell":BIG},{"name":SUR},{"name":"x","cell":0}): show(f"kiosk {b}"[:40], s.send("/kiosks", b))
    n=as_()
    for u,p in ((NUL,"x"),("x",NUL),(SUR,"x"),("x",SUR),("a"*65,"x"),("x","a"*257),("\u200b","x")):
        show(f"login {u[:9]!r} {p[:9]!r}", n.send("/login",{"username":u,"password":p}))
    show("pw NUL", i.send("/password",{"old":PASSWORD,"new":"abcdefghij\u0000kl"}))
    i=as_(town.inspector)
    show("pw SUR", i.send("/password",{"old":PASSWORD,"new":"abcdefghij\ud800kl"}))
    for u in ["/k/%00","/k/"+"a"*5000,"/k/%ff","/login?next=%00","/login?next=//evil","/tiles.json?source=%00","/tiles/cells/x/1/1/1/1","/api/uploads/%00","/admin/","/api/openapi.json","/api/docs"]:
        r=i.get(u); print("    ",u[:30],r.status_code,r.headers.get("Location"))
