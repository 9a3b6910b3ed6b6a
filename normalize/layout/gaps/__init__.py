"""Words glued together or taken apart: `glued_words`, `splits`, and `loose` for scraped pages."""
