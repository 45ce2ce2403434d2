"""A corpus of hostile input: each case is a small file or what makes a large one, and what has to be said of it."""
