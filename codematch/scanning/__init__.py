"""A scan: every work of a set against every other.

`works` finds and reads the works, `traces` indexes them, `ranking` weighs what all pairs share by rarity in the set,
`base_code` finds what most of them hold, `candidates` chooses the pairs that are compared (by `passages` and
`resemblance`), `comparing` compares these, `clusters` groups the works, and `run` is the order of these steps.
"""
