"""What can be sold, one mechanism a file, independent of one another."""
