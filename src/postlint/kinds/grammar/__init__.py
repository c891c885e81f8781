"""What rules of all kinds can say and look at: keys and their mistakes, phrases, places, things, and messages."""
