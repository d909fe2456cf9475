"""Evidence becomes a draft in tokens."""
