"""Paragraphs, captions and headlines that a page gives twice; `rules` is what the step asks."""
