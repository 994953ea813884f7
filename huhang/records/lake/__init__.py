"""The lake: records taken in once and kept, in Parquet files by worker that anybody can read."""
