"""Playing an act in the browser: words, pages and scripts that the offline page and the classroom share."""
