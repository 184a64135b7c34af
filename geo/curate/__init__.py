"""Developer scripts that make the committed geometry in ``geo/data`` from npm outlines and authored lines.

Never imported by the program and left out of the wheel. Run ``python -m geo.curate --help``.
"""
