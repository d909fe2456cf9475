"""What figures are made of: facts, scopes, samples, paths, intervals."""
