"""A browser without a browser: takes a snapshot, follows the socket, and keeps the state that a page would keep."""

import contextlib
import json
import threading
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from live.processes import Web, until
from safegrid.domain.events import drawn_from
from safegrid.domain.scope import Tier
from safegrid.domain.state import ScreenState, apply_all
from safegrid.store.access import KIOSK_SESSION_KEY, viewer_of_session
from safegrid.store.queries.snapshot import snapshot


def log_in(user):
    """A session of a person, as the log-in page makes it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session


def hang_up(kiosk):
    """A session of a wall's link."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[KIOSK_SESSION_KEY] = kiosk.pk
    session.create()
    return session


def state_of(found):
    """The state that a page builds from a snapshot."""
    objects = {
        (entity, data["id"]): drawn_from(entity, data)
        for entity, rows in found["objects"].items()
        for data in rows
    }
    counts = {cell: (v, tuple(n)) for cell, v, n in found["counts"]}
    return ScreenState(Tier(found["tier"]), objects, counts)


class Screen:
    """One open socket. Messages are kept with the moment of their arrival."""

    def __init__(self, web: Web, session) -> None:
        self.web, self.session = web, session
        self.viewer = viewer_of_session(session)
        self.messages = []
        self.times = []
        self.closed = None
        self._socket = None
        self._thread = None
        if self.viewer is not None:
            self.reload()

    def reload(self):
        """Take a snapshot, as on start and after a reset."""
        self.viewer = viewer_of_session(self.session)
        found = json.loads(json.dumps(snapshot(self.viewer)))
        self.state, self.token = state_of(found), found["token"]
        return self

    def open(self, token=None, *, read=True, origin=None):
        """Connect and say `since`; with `read=False` nothing is taken from the socket."""
        self.closed = None
        self._exit = contextlib.ExitStack()
        opening = connect(
            f"ws://{self.web.address}/ws/live",
            origin=origin or f"http://{self.web.address}",
            additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session.session_key}"},
            compression=None,
            max_size=None,
            max_queue=None if read else 1,
            proxy=None,
            close_timeout=1,
        )
        self._socket = self._exit.enter_context(opening)
        with contextlib.suppress(ConnectionClosed):  # it may have been sent away before it could speak
            self._socket.send(json.dumps({"t": "since", "token": token or self.token}))
        if read:
            self.read_on()
        return self

    def read_on(self):
        """Take what comes, in a thread."""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        try:
            while True:
                message = json.loads(self._socket.recv())
                if "ops" in message:
                    self.state = apply_all(self.state, message["ops"], self.viewer.scope)
                self.token = message.get("token", self.token)
                self.times.append(time.monotonic())
                self.messages.append(message)
        except ConnectionClosed as end:
            self.closed = end.rcvd.code if end.rcvd else 1006
        except OSError:
            self.closed = 1006

    def close(self):
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed, OSError):
                self._exit.close()
            if self._thread is not None:
                self._thread.join(timeout=5)
            self._socket = None

    def kinds(self):
        return [m["t"] for m in self.messages]

    def resets(self):
        return [m["reason"] for m in self.messages if m["t"] == "reset"]

    def wait_open(self):
        until(lambda: "hello" in self.kinds(), what="hello")
        return self

    def wait_closed(self, seconds=5.0):
        until(lambda: self.closed is not None, seconds, what="the socket closes")
        return self.closed

    def wait_object(self, key, true=lambda drawn: drawn is not None, seconds=5.0):
        until(lambda: true(self.state.objects.get(key)), seconds, what=f"{key} arrives")
        return self.state.objects.get(key)
