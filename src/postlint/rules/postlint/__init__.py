"""What postlint says about its own work: suppressions, and posts that could not be checked."""
