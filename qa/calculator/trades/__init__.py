"""Trades, their geometry, margin and execution."""
