"""Measuring SafeGrid beside what it competes with, in one run on generated data. Run by `./scripts/bench`."""
