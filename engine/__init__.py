"""Pure rules: state in, state out. No file, clock, geometry, float or global random."""
