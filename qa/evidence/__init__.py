"""A plan becomes evidence: figures, series, claims, conflicts and quotations."""
