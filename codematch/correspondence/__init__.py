"""Which files and units of two works correspond, by identity before resemblance, and what became of every token."""
