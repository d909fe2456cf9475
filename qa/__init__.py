"""What we work out: figures, plans, evidence and answers."""
