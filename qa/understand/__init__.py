"""Understanding: what a question asks for, learned from labelled questions, with how sure that reading is."""
