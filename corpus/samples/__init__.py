"""The shipped sample backtests and the simulator that makes them."""
