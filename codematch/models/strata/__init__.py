"""Making the models of strata: pairs without a common origin that share a task, an interface, a framework, an author.

Such pairs come in clusters: implementations of one interface, programs for one task. Pairs of one cluster resemble one
another, so clusters count, not pairs. Every pair was looked at for a hidden common origin; what was set aside is on the
card with its reason.
"""
