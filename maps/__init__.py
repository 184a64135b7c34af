"""Atlas and frames to a folium page: one self-contained HTML string."""
