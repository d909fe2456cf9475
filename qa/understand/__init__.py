"""Understanding: a question becomes a plan; what it asks for is learned from labelled questions."""
