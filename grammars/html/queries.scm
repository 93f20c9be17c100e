; A file of this language has no functions and no classes.
