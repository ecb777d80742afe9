"""CSV files into the account directory and the vendor's leads: streamed, repeatable, a bad row at a time.

records: bytes to cells; table: the header; cells: one value; kind, accounts, leads: what a row means and how it
is written; loading: chunk by chunk; rejects: what was not imported, and why.
"""
