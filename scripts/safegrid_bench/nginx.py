"""nginx with one worker, serving files, if it is installed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safegrid_dev.paths import local

from .processes import child, free_port, listens, until

INSTALL = "apt-get install nginx-light"
SETTINGS = """\
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=100;
  default_type application/vnd.mapbox-vector-tile;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


@dataclass(frozen=True)
class FileServer:
    port: int
    pid: int
    folder: Path


def program() -> str | None:
    """Where it is installed; distributions put it outside a user's PATH."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def file_server() -> Iterator[FileServer | None]:
    """Run one of our own on the loopback, None if it is not installed."""
    found = program()
    if found is None:
        yield None
        return
    folder, port = local("bench", "nginx", "here").parent, free_port()
    settings = folder / "nginx.conf"
    settings.write_text(SETTINGS.format(folder=folder, port=port), "utf-8")
    with child("nginx", [found, "-e", "stderr", "-c", str(settings)]) as pid:
        until(lambda: listens(port), 10, "nginx listens")
        yield FileServer(port, pid, folder)
