"""Analysis over many plays: exact distributions, solving, bargaining points and sweeps."""
