"""A search: which works of an index share something with a questioned work.

`asked` makes the questions from the fingerprints of the questioned work, `candidates` asks the index and chooses works,
`comparing` compares these in full, `run` is the order of these steps, and `inputs` reads what is named.
"""
