"""Date, by-line, source, title and section, read where a page states them (`facts`)."""
