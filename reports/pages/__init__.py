"""Documents as pages and texts."""
