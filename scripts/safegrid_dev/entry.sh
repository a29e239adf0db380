# Sourced by the commands in scripts/: finds a Python, then hands over to safegrid_dev.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
for python in ${SAFEGRID_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3}; do
  if "$python" -c "$new_enough" 2>/dev/null; then
    export PYTHONPATH="${here%/*}"
    exec "$python" -m safegrid_dev "$@"
  fi
done
cat >&2 <<TEXT
✗ 没有找到 Python 3.11 或更新的版本（现有：$("${SAFEGRID_PYTHON:-python3}" --version 2>/dev/null || echo "无 none")）。
  Python 3.11 or newer was not found. Nothing was changed.

  怎么办 · What to do
  1. Debian 12 / Ubuntu 24.04：
       sudo apt-get install python3 python3-venv
  2. 或指定已有的解释器 · or name one that you have：
       SAFEGRID_PYTHON=/path/to/python3.12 ./scripts/$1
TEXT
exit 1
