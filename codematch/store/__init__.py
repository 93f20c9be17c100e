"""A persistent index of many works: one folder of immutable tables below one small manifest.

`layout` says which tables and columns there are, `tables` writes and reads them (the only module that imports
pyarrow), `manifest` says which of them count, and is replaced in one step; `lock` keeps writers apart. `indexing` reads
works and takes their fingerprints, `segments` puts them into tables, `writing` adds and removes works, `contents` gives
the works back as they were read, `checking` holds everything against the manifest, and `queries` (the only module that
imports Ibis) asks which works share something with a questioned one.
"""
