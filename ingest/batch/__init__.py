"""Many papers: workers with limits, outputs that are whole, a record, and a next run that carries on."""

from ingest.batch.discover import Paper, find_papers
from ingest.batch.record import Journal, Record, read_log
from ingest.batch.run import PIPELINE, Listener, Run, convert, default_workers
from ingest.batch.supervisor import Limits

__all__ = [
    "PIPELINE",
    "Journal",
    "Limits",
    "Listener",
    "Paper",
    "Record",
    "Run",
    "convert",
    "default_workers",
    "find_papers",
    "read_log",
]
