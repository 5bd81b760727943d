"""The editable scene: addresses, queries, imports, operations and growth."""
