"""Unified social credit code 统一社会信用代码 (GB 32100-2015): 17 characters and a check character."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def check_character(first_17: str) -> str:
    """Check character of the first 17. Raises ValueError for a wrong length or a character that is not allowed."""
    if len(first_17) != 17:
        raise ValueError(f"expected 17 characters, found {len(first_17)}")
    wrong = sorted(set(first_17) - set(_VALUE))
    if wrong:
        raise ValueError(f"not allowed in a credit code: {' '.join(wrong)}")
    total = sum(_VALUE[c] * w for c, w in zip(first_17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether a code has 18 allowed characters and the right check character. Lower case is not accepted."""
    if len(code) != 18 or not set(code) <= set(_VALUE):
        return False
    return check_character(code[:17]) == code[17]
