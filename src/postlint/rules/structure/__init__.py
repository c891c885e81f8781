"""How a post is built: headings, anchors, leftovers."""
