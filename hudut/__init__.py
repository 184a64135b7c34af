"""The application: command line and api. The only package that wires the others together and writes files."""
