"""Accident categories (GB 6441-86) and risk categories (R3). Words are in `terms`; printed codes are "010", not "10"."""

ACCIDENTS: tuple[str, ...] = (*(f"0{i}" for i in range(1, 10)), *(f"0{i}" for i in range(10, 21)))
"""01 … 09, 010 … 020, as the standard prints them."""
DANGERS: tuple[str, ...] = ("leak", "fire", "explosion", "poisoning", "collapse", "fall")
HARMS: tuple[str, ...] = ("heat", "dust", "chemical", "noise", "radiation")
OTHER = "other"
CATEGORIES: tuple[str, ...] = (*DANGERS, *HARMS, OTHER)
"""Risk categories; the list of R3 is open, so there is an `other`."""
