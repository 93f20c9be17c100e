"""Making a null model: every pair of unrelated projects is compared, and the heaviest region of each is kept.

A reference set is worth what it has been cleaned of: code that two "unrelated" projects do share. Vendored folders are
left out by their names; everything else that was found and looked at is in a list with its reason, and the model
repeats the list.
"""
