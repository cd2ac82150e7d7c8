"""What is kept, and what was known when."""
