"""What the viewer of an HTML report looks at: an index of files, pairs and regions, and texts in parts of a size."""
