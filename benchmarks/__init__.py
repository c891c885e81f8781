"""Measures of postlint: what it costs, and what it finds in posts that it was not made with."""
