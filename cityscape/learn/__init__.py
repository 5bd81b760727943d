"""What the embedded core learns from, and how its results are judged."""
