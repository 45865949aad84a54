"""Many papers: workers with limits, outputs that are whole, a record, and a next run that carries on.

Nothing is imported here: the nursery, which everybody waits for, loads of this package only what a worker needs.
"""
