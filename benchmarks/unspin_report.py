"""Print and draw what `unspin.py` measured, and spin one paragraph among clean ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import unspin_simulator as simulator

SHORT = 60  # words of the shortest spun text that must be detected
PARAGRAPH = 30  # words of the shortest paragraph likewise
WIDTH, HEIGHT, MARGIN = 640, 400, 56  # of the plot, in pixels
MOST_DAMAGED = 0.025  # share of the untouched words at the right edge of the plot


def mix_paragraph(text: str, written: Mapping[str, str]) -> tuple[str, int, int] | None:
    """Spin the shortest paragraph that is long enough; return the text and its span there.

    None where there is no such paragraph, or none but it: the others stay as they are.
    """
    paragraphs = text.split("\n\n")
    long = [part for part in paragraphs if len(part.split()) >= PARAGRAPH]
    if len(paragraphs) < 2 or not long:
        return None
    chosen = paragraphs.index(min(long, key=len))
    spun = simulator.spin(paragraphs[chosen], written).text
    start = sum(len(part) + 2 for part in paragraphs[:chosen])
    mixed = "\n\n".join((*paragraphs[:chosen], spun, *paragraphs[chosen + 1 :]))
    return mixed, start, start + len(spun)


def print_tables(reports: Mapping[str, Mapping[str, Any]], thresholds: Sequence[float]) -> None:
    """Print a row for each kind of text in two tables, then the calibration."""
    print(f"restored/damaged in % at confidence ≥\n{'kind':<14}  words  repl. oracle", end="")
    print("".join(f"{at:>12}" for at in thresholds))
    for kind, report in reports.items():
        print(
            f"{kind:<14}{report['words']:>7,} {report['replaced']:.4f} {report['oracle']:.4f}",
            end="",
        )
        for row in report["thresholds"]:
            print(f"{100 * row['restored']:>7.1f}/{100 * row['damaged']:<4.2f}", end="")
        print()
    columns = {
        "pieces": "pieces",
        "spun found": "detected",
        f"first {SHORT} w": "detected_short",
        f"{PARAGRAPH}+ w par.": "detected_paragraphs",
        "others hit": "paragraphs_hit",
        "clean: alarm": "false_alarms",
        "changed": "clean_changed",
        "spun w/s": "spun_words_per_second",
        "clean w/s": "clean_words_per_second",
    }
    print(f"\n{'kind':<14}" + "".join(f"{title:>13}" for title in columns))
    for kind, report in reports.items():
        print(f"{kind:<14}" + "".join(f"{report[key]:>13,}" for key in columns.values()))
    for key, what in (("calibration", "was replaced"), ("calibration_exact", "was restored")):
        found = reports["all"][key]
        print(f"\ncalibration error, confidence against 'the word {what}': {found['error']}")
        for row in filter(lambda row: row["changes"], found["bins"]):
            print(f"  {row['confidence']:.3f} → {row['right']:.3f}  ({row['changes']:,})")


def draw_curves(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Draw restored against damaged words over the confidence threshold as SVG, a line a kind."""
    inner_x, inner_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN

    def place(row: Mapping[str, float]) -> str:
        x = MARGIN + min(row["damaged"] / MOST_DAMAGED, 1) * inner_x
        return f"{x:.1f},{HEIGHT - MARGIN - row['restored'] * inner_y:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{inner_x}" height="{inner_y}" '
        'fill="none" stroke="#888"/>',
        f'<text x="{MARGIN}" y="{HEIGHT - 16}">untouched words damaged, 0 to '
        f"{100 * MOST_DAMAGED:.1f} % (thresholds from 0.99, left, to 0)</text>",
        f'<text x="{MARGIN}" y="{MARGIN - 12}">replaced words restored, 0 to 100 %</text>',
    ]
    for number, (kind, report) in enumerate(reports.items()):
        colour = "#000" if kind == "all" else f"hsl({number * 45}, 70%, 45%)"
        points = " ".join(place(row) for row in report["thresholds"])
        width = 2.5 if kind == "all" else 1
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )
        y = HEIGHT - MARGIN - 12 * (len(reports) - number)
        parts.append(f'<text x="{WIDTH - MARGIN - 90}" y="{y}" fill="{colour}">{kind}</text>')
    return "\n".join((*parts, "</svg>", ""))


def write_plot(path: Path, reports: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the plot of `draw_curves` into a file."""
    path.write_text(draw_curves(reports), encoding="utf-8")
