"""Built-in rules in Python: a folder for each pack, a file for each rule."""
