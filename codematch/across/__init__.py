"""Alignment across languages: what files of unrelated languages share in names, texts, numbers, comments and order.

Tokens of two languages cannot be aligned: a `for` of Java is no `for` of Python. What a person or a program that
rewrites code in another language tends to keep is what the language does not prescribe: what things are called, what is
said to the user, odd numbers, the words of comments, and the order in which all this occurs. `items` reads these from a
file, `counts` says in how many unrelated projects of any language each occurs, `shared` weighs what two files share,
`order` how much of it is in the same order, and `null_model` how much independent programs share.
"""
