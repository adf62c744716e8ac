"""The product on a BigQuery server of this machine, spoken to by the real clients."""
