"""What existed where, and when: places, territories, who held them, dates and sources. Knows no game and no map."""
