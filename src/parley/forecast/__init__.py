"""What comes next, with what chance and why."""
