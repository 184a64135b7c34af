"""The chronicle and the negotiations as data, their schema, and their expansion to the kernel."""
