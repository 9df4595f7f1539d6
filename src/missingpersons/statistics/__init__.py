"""What the register amounts to in figures, each with its counting unit."""
