"""What a site and its posts tell of their own house, registries and front matter, so that a config can be drafted.

Guesses rest on what stands in the posts and in the site's own files: no company and no product is known by name.
"""
