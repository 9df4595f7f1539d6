"""Pages for people: each is one HTML file, complete in itself, without a script, and readable by everyone."""
