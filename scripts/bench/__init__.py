"""How fast the project is, and what it costs: ``python -m scripts.bench`` measures it."""
