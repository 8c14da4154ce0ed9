//! Posts as Parquet partitions: append, scan, retention.
