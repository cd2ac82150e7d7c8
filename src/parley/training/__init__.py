"""How models are made. Empty until the trained reader comes; nothing below imports it."""
