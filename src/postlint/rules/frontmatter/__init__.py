"""What stands above the post, checked as data."""
