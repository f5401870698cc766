"""What is for sale and what is known about it."""
