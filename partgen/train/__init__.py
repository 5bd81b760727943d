"""Training: objects to learn from, tasks, and the loop that runs them."""
