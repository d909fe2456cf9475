"""Returns and growth of the account."""
