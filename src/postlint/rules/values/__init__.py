"""Rules of the house values that ask more of a post than its words; the others stand in ``rules/values``."""
