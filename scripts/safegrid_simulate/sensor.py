"""The one sensor of the demo city whose token is known, at the real door for readings."""

import json
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from safegrid.ingest.demo.logins import SENSOR_ALARM, SENSOR_TOKEN, SENSOR_USUAL

from .client import TIMEOUT, Json, refused


def ring(url: str) -> bool:
    """Send a usual value and then one over high-high; whether that rang. Raises Refused and URLError."""
    now = datetime.now(UTC)
    moments = ((now - timedelta(seconds=1), SENSOR_USUAL), (now, SENSOR_ALARM))
    rows = [{"at": at.isoformat(), "value": value} for at, value in moments]
    return bool(_post(f"{url.rstrip('/')}/api/readings", {"readings": rows})["alarm"])


def _post(address: str, body: Json) -> Json:
    request = Request(address, json.dumps(body).encode(), method="POST")  # noqa: S310 - the operator's own server
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", f"Bearer {SENSOR_TOKEN}")
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            found: Json = json.loads(answer.read())
            return found
    except HTTPError as refusal:
        raise refused(refusal) from None
