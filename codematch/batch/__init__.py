"""A list of comparisons that is worked off row by row.

`work_list` reads and checks the list, `finished` knows which rows of an earlier run still hold, `children` works on
rows in processes of their own, and `figures` takes from the record of a row what the summary says of it.
"""
