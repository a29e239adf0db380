"""Before apt changes a machine: what it would upgrade, and whether that runs."""

import pytest

from safegrid_dev.apt import refuse_to_upgrade_running_server
from safegrid_dev.trouble import Trouble

UPGRADES_15 = """\
Inst libgeos3.11.1 (3.11.1-1 Debian:12.15/oldstable [amd64])
Inst postgresql-15 [15.12-0+deb12u2] (15.18-0+deb12u1 Debian:12.15/oldstable [amd64])
Inst postgresql-15-postgis-3 (3.3.2+dfsg-1+b1 Debian:12.15/oldstable [amd64])
Conf postgresql-15 (15.18-0+deb12u1 Debian:12.15/oldstable [amd64])
"""
INSTALLS_15 = UPGRADES_15.replace(" [15.12-0+deb12u2]", "")
RUNNING_15 = (
    "15  main    5432 online postgres /var/lib/postgresql/15/main /var/log/postgresql/postgresql-15-main.log"
)
RUNNING_13 = RUNNING_15.replace("15", "13")
PACKAGES = ["postgresql-15-postgis-3"]


def test_an_upgrade_of_a_running_server_is_refused():
    with pytest.raises(Trouble) as caught:
        refuse_to_upgrade_running_server(UPGRADES_15, [RUNNING_15], PACKAGES)
    assert caught.value.code == "would-upgrade-running-server"
    assert "15/main" in "\n".join(caught.value.lines())


@pytest.mark.parametrize(
    ("simulated", "running"),
    [(UPGRADES_15, []), (UPGRADES_15, [RUNNING_13]), (INSTALLS_15, [RUNNING_15])],
    ids=["none runs", "another version runs", "nothing is upgraded"],
)
def test_otherwise_it_goes_ahead(simulated, running):
    refuse_to_upgrade_running_server(simulated, running, PACKAGES)
