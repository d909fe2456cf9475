"""Templates: small, no arithmetic, undefined names are errors."""
