"""The parts of the operator's look at the source tables; scripts/source_facts.py runs it."""
