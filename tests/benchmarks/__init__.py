"""Tests that what benchmarks compare is really compared."""
