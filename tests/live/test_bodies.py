"""The limit for bodies, where no test client hides it: the application behind it keeps what it is given."""

from safegrid.config.bodies import LimitedBodies


class Collects:
    """Reads the whole body as Django does, and answers 200 unless the client went away."""

    def __init__(self):
        self.kept = 0

    async def __call__(self, scope, receive, send):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.kept += len(message.get("body", b""))
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def ask(parts, *headers):
    inner, sent = Collects(), []
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": list(headers)}
    await LimitedBodies(inner, most=100)(scope, receive, send)
    return sent[0]["status"], inner.kept


async def test_a_body_within_the_limit_passes_whole():
    assert await ask([b"x" * 60, b"x" * 40]) == (200, 100)


async def test_a_claimed_length_beyond_the_limit_is_refused_unread():
    assert await ask([b"x"], (b"content-length", b"101")) == (413, 0)


async def test_a_body_that_claims_no_length_is_cut_at_the_limit():
    assert await ask([b"x" * 60] * 50) == (413, 60)


async def test_a_body_that_is_longer_than_it_claims_is_cut_too():
    assert await ask([b"x" * 60] * 50, (b"content-length", b"7")) == (413, 60)
