"""A cluster in the place of processes: works are read, and candidates compared, by machines that Spark starts.

`address` reads what names an engine and says at once what is missing, `payload` makes texts of what a task needs and
objects of them on the other side, `worker` is what runs there, and `spark` (the only module that imports PySpark)
starts a session and hands tasks out. The machines see works and indexes at the same paths as this one, and have the
same codematch installed; no result depends on where it was computed.
"""
