"""Backtests: manifest, assembly, checks."""
