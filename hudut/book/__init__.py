"""What is printed: the atlas as a book of plates, stories as handouts, role sheets and guide, set by typst as PDF."""
