"""Signs and spaces: those that nobody sees, those that are taken for others, those that a typesetter would change."""
