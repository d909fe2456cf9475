"""Told: what texts assert in numbers and rules, read sentence by sentence."""
