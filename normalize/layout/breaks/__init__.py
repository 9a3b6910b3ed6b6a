"""Lines and pages that were set to a width: wrapped paragraphs, hyphens, running heads."""
