"""The hash chain of the audit log: an old event cannot be changed, dropped or inserted without breaking every later hash."""

import hashlib
import json
from datetime import datetime

START = "0" * 64

Content = tuple[int, str, str, int, str, str, datetime]
"""seq, kind, entity, entity_id, payload, actor, created_at"""


def link(before: str, content: Content) -> str:
    """Hash an event together with the hash before it (SHA-256, hexadecimal)."""
    *values, created_at = content
    text = json.dumps([before, *values, created_at.timestamp()], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
