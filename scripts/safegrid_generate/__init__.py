"""Files that derive from others. They are committed, so that a build needs no database; the tests ask for `--check`."""
