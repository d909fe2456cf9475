"""The account by period and layer: what it was worth, and what made the difference."""
