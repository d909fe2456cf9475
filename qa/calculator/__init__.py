"""The calculator: pure functions from a backtest and a scope to a figure, or to why there is none."""
