"""Boundaries as files of other programs, in and out."""
