"""The parts of the benchmark; scripts/benchmark.py runs it."""
