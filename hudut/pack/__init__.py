"""The memory stick: a folder of pages that a school opens without Python and without a network."""
