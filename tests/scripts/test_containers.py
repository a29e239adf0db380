"""``docker-compose.yml``, the Dockerfile and nginx agree with the scripts and the settings."""

import re
from urllib.parse import urlsplit

import yaml

from safegrid_dev.__main__ import COMMANDS
from safegrid_dev.paths import BACKEND, ROOT, SCRIPTS

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
NGINX = (SCRIPTS / "docker" / "nginx.conf").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_services_start_in_order():
    services = COMPOSE["services"]
    assert set(services) == {"postgis", "prepare", "web", "worker", "nginx"}
    assert services["prepare"]["depends_on"]["postgis"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert services["nginx"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_only_nginx_is_published():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["nginx"]


def test_mounted_files_and_volumes_exist():
    for service in COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]


def test_every_variable_is_read_by_something():
    read = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (BACKEND / "safegrid" / "config", SCRIPTS / "safegrid_dev")
        for path in folder.glob("*.py")
    )
    names = {
        name
        for service in ("prepare", "web", "worker")
        for name in COMPOSE["services"][service]["environment"]
    }
    uvicorn_reads = {"FORWARDED_ALLOW_IPS"}
    assert {name for name in names - uvicorn_reads if f'"{name}"' not in read} == set()


def test_each_container_logs_in_as_the_role_it_needs():
    users = {
        name: {
            key: urlsplit(value).username
            for key, value in COMPOSE["services"][name]["environment"].items()
            if key.endswith("DATABASE_URL")
        }
        for name in ("prepare", "web", "worker")
    }
    app, sequencer = {"DATABASE_URL": "safegrid_app"}, {"SEQUENCER_DATABASE_URL": "safegrid_sequencer"}
    assert users["web"] == app
    assert users["worker"] == app | sequencer
    assert users["prepare"] == app | sequencer | {"OWNER_DATABASE_URL": "postgres"}


def test_containers_run_the_steps_of_the_scripts():
    words = [
        service["command"]
        for service in COMPOSE["services"].values()
        if "safegrid_dev" in service.get("command", [])
    ]
    assert len(words) == 3
    assert '"safegrid_dev", "serve"' in DOCKERFILE
    used = {command[3] for command in words} | set(re.findall(r"-m safegrid_dev (\w+)", DOCKERFILE))
    assert used <= set(COMMANDS)


def test_nginx_upgrades_sockets_and_keeps_outlines_alone():
    assert "proxy_set_header Upgrade $http_upgrade;" in NGINX
    assert "proxy_set_header Connection $connection_upgrade;" in NGINX
    assert re.findall(r"proxy_cache\s+(\w+)", NGINX) == ["off", "tiles"]
    (place,) = [part for part in NGINX.split("\n  location ") if "proxy_cache tiles;" in part]
    assert place.startswith('~ "^/tiles/(cells/')
    assert "auth_request /may;" in place
    assert NGINX.count("proxy_ignore_headers") == 1
    assert NGINX.count("{") == NGINX.count("}")
