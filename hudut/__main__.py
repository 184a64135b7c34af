"""`python -m hudut` does what `hudut` does."""

from hudut.cli import main

main()
