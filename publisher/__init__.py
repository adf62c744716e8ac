"""The thin publisher: it turns marts into JSON documents and puts them where readers find them.

It holds no basketball and no statistics; those are in the marts (``dbt_trends/``).
"""
