"""postlint reads blog posts as a careful editor who knows the house would."""

__version__ = "0.1.0"
