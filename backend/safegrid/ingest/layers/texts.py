"""In which letters a file is written: UTF-8 where it can be, else GB 18030, which contains GBK and GB 2312."""

import codecs

GB = "gb18030"
UTF8 = "utf-8"
_NAMES = {
    "936": GB,
    "cp936": GB,
    "gbk": GB,
    "gb2312": GB,
    "gb18030": GB,
    "utf-8": UTF8,
    "utf8": UTF8,
    "65001": UTF8,
}


def declared(text: str) -> str:
    """Encoding that a .cpg file names; "" for one that is not known."""
    return _NAMES.get(text.strip().lower().removeprefix("ansi ").removeprefix("ldid/"), "")


def guessed(raw: bytes) -> str:
    """Encoding of raw texts. A UTF-8 letter cut at the end of a field is no reason to take the rest for GBK."""
    letters = sum(byte > 127 for byte in raw)
    broken = raw.decode(UTF8, "replace").count("\ufffd")
    return UTF8 if broken * 8 <= letters else GB


def decoded(raw: bytes) -> tuple[str, str] | None:
    """Text of a file and its encoding; None if it is neither."""
    if raw.startswith(codecs.BOM_UTF16_LE):
        return raw.decode("utf-16", "replace"), "utf-16"
    for name in ("utf-8-sig", GB):
        try:
            return raw.decode(name), UTF8 if name == "utf-8-sig" else name
        except UnicodeDecodeError:
            continue
    return None
