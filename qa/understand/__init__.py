"""A question becomes a plan."""
