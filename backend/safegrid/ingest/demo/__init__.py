"""The demo city: real outlines and codes, everything inside them invented from a seed."""
