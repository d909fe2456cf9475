"""Drawdowns, tails, ratios and exposure."""
