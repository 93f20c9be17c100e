"""Training: background models of ordinary code, and null models of what unrelated works share by coincidence."""
