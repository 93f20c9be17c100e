"""Reports: their content (record), their texts, their formats and charts, and the explanation of single lines."""
