"""What a place has, where, and how it responds today."""
