"""Findings, ledger and policy → verdict, clauses, exemptions and questions. Pure functions of their arguments."""
