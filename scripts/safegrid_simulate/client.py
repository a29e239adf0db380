"""One logged-in person at the real API, as a browser would be: cookies, CSRF token, a key per action."""

import json
import uuid
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from PIL import Image

TIMEOUT = 20
Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - the server's answer, not a fault of ours
    """The server refused. `code` and `words` are what a person would read."""

    def __init__(self, status: int, body: Json) -> None:
        message = body.get("message") or {}
        self.status, self.code = status, str(body.get("code", status))
        self.words = str(message.get("zh", body))
        super().__init__(f"{self.code}: {self.words}")


class Person:
    """A person with a session. Raises Refused for answers of 4xx and URLError when the server is away."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url, self.username = url.rstrip("/"), username
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self._open("GET", "/login")
        self.me = self.post("/api/login", {"username": username, "password": password})

    def get(self, path: str) -> Json:
        """Read JSON."""
        answer: Json = json.loads(self._open("GET", path))
        return answer

    def post(self, path: str, body: Json) -> Json:
        """Act, with an Idempotency-Key of its own."""
        payload = json.dumps(body).encode()
        answer: Json = json.loads(self._open("POST", path, payload, "application/json"))
        return answer

    def cookies(self) -> str:
        """What a browser of this person would send along, as a header's value."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)

    def photo(self, colour: tuple[int, int, int]) -> str:
        """Upload a small picture and return its id."""
        picture = BytesIO()
        Image.new("RGB", (640, 480), colour).save(picture, "JPEG")
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n'
        head += "Content-Type: image/jpeg\r\n\r\n"
        payload = head.encode() + picture.getvalue() + f"\r\n--{boundary}--\r\n".encode()
        answer = self._open("POST", "/api/uploads", payload, f"multipart/form-data; boundary={boundary}")
        return str(json.loads(answer)["id"])

    def _open(self, method: str, path: str, payload: bytes | None = None, kind: str = "") -> bytes:
        request = Request(self.url + path, payload, method=method)  # noqa: S310 - the operator's own server
        if payload is not None:
            token = next((c.value for c in self._jar if c.name == "csrftoken"), "")
            request.add_header("Content-Type", kind)
            request.add_header("X-CSRFToken", token or "")
            request.add_header("Origin", self.url)
            request.add_header("Idempotency-Key", uuid.uuid4().hex)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                body: bytes = answer.read()
                return body
        except HTTPError as refusal:
            raise refused(refusal) from None


def refused(refusal: HTTPError) -> Refused:
    """What the server said; a proxy's own page says nothing but its status."""
    try:
        body = json.loads(refusal.read())
    except ValueError:
        body = None
    return Refused(refusal.code, body if isinstance(body, dict) else {"code": f"HTTP_{refusal.code}"})
