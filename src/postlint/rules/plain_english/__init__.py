"""Words that slow readers down, where finding them takes more than a list."""
