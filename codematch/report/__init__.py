"""Results become documents: what a report says, how it is worded, and the formats that show it."""
