"""Steps of drawing that several tests of plans take."""

from factories import SIDE


def step(browser, plan, v, **edit):
    return browser.send(f"/plans/{plan['id']}/edits", {"v": v, "edit": edit})


def halves(town, name="c1"):
    """A line from south to north through the middle of a community, and a place east of it."""
    west, south = town.city.spot(name, 0.5, -0.1)
    _, north = town.city.spot(name, 0.5, 1.1)
    side = [round(west + SIDE / 4, 7), round(south + SIDE / 2, 7)]
    return {"line": [[west, south], [west, north]], "side": side}


def split(browser, plan, town, v=1, name="c1", **more):
    return step(
        browser, plan, v, do="split", cell=town.city[name].pk, name="新村", **halves(town, name), **more
    )
