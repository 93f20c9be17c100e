"""How a report says things: sentences, numbers, names and messages in the language of the report."""
