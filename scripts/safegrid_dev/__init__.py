"""Set-up, start and test of SafeGrid on one machine.

Modules imported before ``.venv`` exists use the standard library only; see :mod:`safegrid_dev.entry`.
"""
