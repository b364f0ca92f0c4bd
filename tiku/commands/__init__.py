"""The commands, each of which joins the disk and the clock to the pure pipeline."""
