"""Getting text in: files, pages, JSON Lines; later feeds."""
