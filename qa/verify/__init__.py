"""A draft becomes a document: no sentence passes that the evidence does not bear."""
