//! Result files and the report a person reads: HTML, CSV, Parquet, GraphML, GEXF.
