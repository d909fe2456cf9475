"""What-ifs, comparisons, realism, and what can't be known."""
