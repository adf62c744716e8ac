"""The sample league: a made-up NBA. ``python -m scripts.sample`` writes it."""
