"""Run the simulation until its time is over or Ctrl-C, then say what was done and what was refused."""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.error import URLError

from safegrid.ingest.demo.logins import LOGINS, PASSWORD, SENSOR_ALARM, SENSOR_NAME

from .client import Person, Refused
from .sensor import ring
from .walk import Simulation

URL_FILE = Path(__file__).resolve().parents[2] / ".local" / "url"


def main() -> int:
    options = _options()
    url = options.url or (URL_FILE.read_text("utf-8").strip() if URL_FILE.exists() else "")
    if not url:
        print("没有找到正在运行的服务。Nothing is running: start it with ./scripts/up", file=sys.stderr)
        return 1
    if options.alarm:
        return _ring(url)
    try:
        simulation = Simulation(_log_in(url), random.Random(options.seed))  # noqa: S311 - not for secrets
    except (URLError, Refused) as problem:
        print(f"无法登录演示人员 cannot log in the demo people at {url}: {problem}", file=sys.stderr)
        return 1
    print(f"{len(simulation.people)} 人已登录 {url} · Ctrl-C 结束", flush=True)
    return _run(simulation, options.rate, options.minutes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/simulate", description=__doc__)
    parser.add_argument("--rate", type=float, default=0.5, help="actions per second (default 0.5)")
    parser.add_argument("--minutes", type=float, default=10, help="how long (default 10)")
    parser.add_argument("--seed", type=int, default=None, help="for the same dice again")
    parser.add_argument(
        "--alarm", action="store_true", help="only let one sensor report a value over high-high"
    )
    parser.add_argument("--url", default="", help="default: the running ./scripts/up")
    options = parser.parse_args()
    if options.rate <= 0:
        parser.error("--rate must be above 0")
    return options


def _ring(url: str) -> int:
    try:
        rang = ring(url)
    except (URLError, Refused) as problem:
        print(f"无法发送读数 cannot send the reading to {url}: {problem}", file=sys.stderr)
        return 1
    if rang:
        print(f"{SENSOR_NAME}：{SENSOR_ALARM:g} ppm，警情已响 the alarm rings: {url}/desk")
    else:
        print(f"{SENSOR_NAME} 的警情还在处置中 its last alarm is still being handled: {url}/desk")
    return 0


def _log_in(url: str) -> dict[str, Person]:
    acting = [login for login in LOGINS if not login.role.startswith("ADM") and login.role != "PLN"]
    return {login.username: Person(url, login.username, PASSWORD) for login in acting}


def _run(simulation: Simulation, rate: float, minutes: float) -> int:
    done, refused = 0, Counter[str]()
    end = time.monotonic() + minutes * 60
    try:
        while (started := time.monotonic()) < end:
            try:
                print(f"{time.strftime('%H:%M:%S')} {simulation.act()}", flush=True)
                done += 1
            except Refused as refusal:
                refused[refusal.code] += 1
                print(f"{time.strftime('%H:%M:%S')} 被拒 {refusal}", flush=True)
            except URLError as problem:
                refused["OFFLINE"] += 1
                print(
                    f"{time.strftime('%H:%M:%S')} 服务暂不可用，继续重试 server away: {problem.reason}",
                    flush=True,
                )
            time.sleep(max(0.0, 1 / rate - (time.monotonic() - started)))
    except KeyboardInterrupt:
        print()
    print(f"完成 {done} 项 done; 被拒 refused: {dict(refused) or 0}")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
