"""Reading questions by rule: each module reads one kind of words and says where they stand."""
