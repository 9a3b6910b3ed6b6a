"""Page furniture: what belongs to the web page and not to the article.

`suspects` is what the step asks; `scan` finds places, `cues` reads words, `features` and
`model` weigh lines together, `glued` cuts inside lines.
"""
