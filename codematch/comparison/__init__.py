"""One comparison: prepare both works, match them, assemble regions, count, lay lines side by side.

These modules put the stages together; `codematch.pipeline` gives their order.
"""
