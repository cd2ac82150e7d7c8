"""What a text says: actors, events, statements, claims."""
