"""The parts of the sample league; scripts/sample_league.py writes it and lists its defects."""
