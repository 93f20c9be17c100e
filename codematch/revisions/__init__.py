"""Which version of the known work the questioned one agrees with, when its passages appeared, and in which direction.

`git_history` and `releases` give the revisions of a known work, `lines` what of a file is looked for, `names` which
names were replaced, `candidates` which known files a questioned one is held against, `agreement` the curve and the
interval, `decisive` the lines that decide, `passages` when they appeared in either history, `anomalies` what is
unusual in recorded times, `direction` the indications, `examine` all of it in order.
"""
