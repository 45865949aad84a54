"""Papers that mean harm, or came to it: made here, the same on every run (encryption alone wants its random bytes).

``QUICK`` ends far below any limit and the same way however many workers there are; ``HEAVY`` is there to meet the
limits. Each entry says how it may end: an outcome ("converted", "partial") or the code of a failure; on a slow
machine any heavy one may meet the limit of time first.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from hostile_papers import (
    bomb_font,
    bomb_image,
    bomb_page,
    deep_tree,
    encrypted,
    flipped,
    forms,
    many_cells,
    many_fonts,
    many_objects,
    many_pages,
    many_words,
    no_to_unicode,
    not_a_page,
    nothing_but,
    odd_pattern,
    steering,
    tag_loop,
    tree_lies,
    tree_loop,
    type_3,
    wide_spans,
    with_page,
)
from raw_pdf import BODY, one_page, paper

Made = Callable[[], bytes]
Case = tuple[Made, frozenset[str]]

CONVERTED = frozenset({"converted"})
PARTIAL = frozenset({"partial"})
FULL = frozenset({"converted", "partial"})
READ = frozenset({"converted", "partial", "no-text-layer", "damaged", "empty"})
# A file broken anywhere may still be read, in whole or in part, or be refused; it may not crash or hang.
BROKEN = READ | {"encrypted", "unsupported-file"}
SLOW = frozenset({"time-limit"})
LIMIT = READ | SLOW | {"memory-limit", "too-large"}
N_FLIPPED = 30
CUTS = (0.05, 0.25, 0.5, 0.75, 0.9, 0.99)
PAGES = 10_000


def boxes() -> dict[str, Case]:
    found: dict[str, str] = {
        "million": "0 0 1000000 1000000",
        "strip": "0 0 1000000 0.001",
        "negative": "-500 -900 -10 -20",
        "swapped": "595 842 0 0",
        "nothing": "0 0 0 0",
        "not-a-number": "0 0 nan inf",
        "overflow": "0 0 1e39 99999999999999999999999999999999999999999999",
        "words": "(a) /b null true",
        "short": "0 0 595",
        "far-away": "1e9 1e9 1000000595 1000000842",
    }
    return {f"box-{name}.pdf": (lambda box=box: with_page(box), FULL) for name, box in found.items()}


def wrong_ends() -> dict[str, Case]:
    """Files whose book-keeping is wrong while their pages are good."""
    good = paper()
    start = good.rindex(b"startxref")
    body = good[: good.rindex(b"xref\n0")]
    circle = b"xref\n0 1\n0000000000 65535 f \ntrailer << /Size 9999 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    size = b"trailer\n<< /Size 2147483647 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    return {
        "no-end.pdf": (lambda: body, FULL),
        "end-elsewhere.pdf": (lambda: good[:start] + b"startxref\n99999999999\n%%EOF\n", FULL),
        "circle-of-tables.pdf": (lambda: body + circle % (len(body), len(body)), FULL),
        "huge-size.pdf": (lambda: body + size, FULL),
        "root-is-a-page.pdf": (lambda: good.replace(b"/Type /Catalog", b"/Type /Nothing"), BROKEN),
        "twice.pdf": (lambda: good + good, FULL),
        "rubbish-before.pdf": (lambda: b"\0rubbish" * 100 + good, FULL),
        "rubbish-after.pdf": (lambda: good + b"\0rubbish" * 10_000, FULL),
        "carriage-returns-gone.pdf": (lambda: good.replace(b"\n", b"\r\n"), FULL),
        "length-lies.pdf": (lambda: good.replace(b"/Length ", b"/Length 9"), BROKEN),
        "length-negative.pdf": (lambda: good.replace(b"/Length ", b"/Length -"), BROKEN),
        "length-of-itself.pdf": (lambda: one_page(BODY, b"/Length 4 0 R"), BROKEN),
    }


def texts() -> dict[str, Case]:
    """Pages that hold words no page should."""
    found: dict[str, tuple[bytes, frozenset[str]]] = {
        "word-of-30000-letters": (BODY + b"BT /F1 11 Tf 60 700 Td (" + b"a" * 30_000 + b") Tj ET", FULL),
        "all-in-one-place": (b"".join(b"BT /F1 11 Tf 60 780 Td (w%d) Tj ET\n" % at for at in range(3000)), FULL),
        "endless-size": (b"BT /F1 1e30 Tf 60 780 Td (endless) Tj /F1 -12 Tf (minus) Tj /F1 0 Tf (none) Tj ET", READ),
        "no-place": (b"BT /F1 11 Tf 1e38 1e38 -1e38 1e38 1e38 1e38 Tm (here) Tj 0 0 0 0 0 0 Tm (there) Tj ET", READ),
        "askew": (b"BT /F1 11 Tf .8 .6 -.6 .8 200 300 Tm (Words that slope up the page) Tj ET", READ),
        "never-closed": (b"q " * 50_000 + BODY[:-2] + b"(open", READ),
        "nested-brackets": (b"[" * 100_000 + b"]" * 100_000 + b" TJ " + BODY, READ),
        "nested-dictionaries": (b"/A " + b"<< /B " * 50_000 + b" BDC " + BODY, READ),
        "unknown-operators": (b"\xff\xfe foo bar 1 2 3 baz " * 1000 + BODY, FULL),
        "numbers-too-many": (b"1 " * 300_000 + BODY, FULL),
        "font-not-there": (BODY.replace(b"/F1", b"/F9"), READ),
    }
    return {f"{name}.pdf": (lambda body=body: one_page(body), ends) for name, (body, ends) in found.items()}


def odd_files(folder: Path) -> dict[str, frozenset[str]]:
    """Things in a folder that are no papers, or papers of odd names; how each may end, by name."""
    unreadable = frozenset({"unreadable"})
    ends: dict[str, frozenset[str]] = {}
    names = (
        "new\nline.pdf", "\x1b]0;owned\x07.pdf", "not-utf-8-\udcff\udcfe.pdf", "-dash.pdf", "=cmd|' !A0.pdf", " .pdf",
        "\u202efdp.evil.pdf", ".hidden.pdf", "caf\u00e9.pdf", "cafe\u0301.pdf", "%2e%2e%2fup.pdf", "no-suffix",
        "UPPER.PDF", "[red]markup.pdf", "x" * 246 + ".pdf",
    )  # fmt: skip
    for name in names:
        (folder / name).write_bytes(paper())
        ends[name] = CONVERTED
    (folder / ("y" * 251 + ".pdf")).write_bytes(paper())
    (folder / "a-folder.pdf").mkdir()
    (folder / "a-folder.pdf" / "inside.pdf").write_bytes(paper())
    os.mkfifo(folder / "pipe.pdf")
    for name, leads_to in (
        ("zero", "/dev/zero"),
        ("round-1", "round-2.pdf"),
        ("round-2", "round-1.pdf"),
        ("gone", "nothing"),
    ):
        (folder / f"{name}.pdf").symlink_to(leads_to)
        ends[f"{name}.pdf"] = unreadable
    (folder / "up").symlink_to("..")
    (folder / "again.pdf").symlink_to("UPPER.PDF")
    (folder / "secret.pdf").write_bytes(paper())
    (folder / "secret.pdf").chmod(0)
    ends |= {"y" * 251 + ".pdf": unreadable, "a-folder.pdf/inside.pdf": CONVERTED, "pipe.pdf": unreadable}
    ends |= {"again.pdf": CONVERTED, "secret.pdf": CONVERTED if os.geteuid() == 0 else unreadable}
    memory = Path("/proc/self/mem")
    if memory.exists():  # a file that opens and cannot be read, for root as well
        (folder / "broken-disk.pdf").symlink_to(memory)
        ends["broken-disk.pdf"] = unreadable
    return ends


HTML = b"<!DOCTYPE html><html><body><h1>Report</h1><script>fetch('/')</script><p>The committee notes.</p></body></html>"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
CHAIN: dict[int, tuple[int, ...]] = {number: (number + 1,) for number in range(14)} | {14: ()}

QUICK: dict[str, Case] = {
    "good.pdf": (paper, CONVERTED),
    **{f"cut-{share}.pdf": (lambda share=share: paper()[: int(len(paper()) * share)], BROKEN) for share in CUTS},
    "cut-in-the-header.pdf": (lambda: paper()[:6], BROKEN),
    **{f"flipped-{seed:02}.pdf": (lambda seed=seed: flipped(seed), BROKEN) for seed in range(N_FLIPPED)},
    "user-password.pdf": (lambda: encrypted("secret", "owner"), frozenset({"encrypted"})),
    "owner-password.pdf": (lambda: encrypted("", "owner"), CONVERTED),
    "no-pages.pdf": (lambda: nothing_but(b"<< /Type /Pages /Kids [] /Count 0 >>"), frozenset({"empty"})),
    "pages-promised.pdf": (lambda: nothing_but(b"<< /Type /Pages /Kids [] /Count 7 >>"), READ),
    "pages-negative.pdf": (lambda: nothing_but(b"<< /Type /Pages /Kids [] /Count -7 >>"), READ),
    "pages-null.pdf": (lambda: nothing_but(b"null"), READ),
    "tree-loop.pdf": (tree_loop, READ),
    "tree-deep.pdf": (deep_tree, READ),
    "too-many-pages.pdf": (tree_lies, READ | {"too-large"}),
    **boxes(),
    **wrong_ends(),
    **texts(),
    "no-to-unicode.pdf": (no_to_unicode, READ),
    "type-3.pdf": (lambda: type_3(False), FULL),
    "type-3-of-itself.pdf": (lambda: type_3(True), FULL),
    "cells-5000-on-a-page.pdf": (lambda: many_cells(100, 50, 100), CONVERTED),
    "cells-5000.pdf": (lambda: many_cells(500, 10, 40), CONVERTED),
    "forms-15-deep.pdf": (lambda: forms(CHAIN), CONVERTED),
    "form-of-itself.pdf": (lambda: forms({0: (0,)}), READ),
    "forms-of-each-other.pdf": (lambda: forms({0: (1,), 1: (2,), 2: (0,)}), READ),
    "fonts-2000.pdf": (lambda: many_fonts(2000), FULL),
    "html.pdf": (lambda: HTML, CONVERTED),
    "png.pdf": (lambda: PNG, frozenset({"unsupported-file"})),
    "empty.pdf": (lambda: b"", frozenset({"empty"})),
    "one-byte.pdf": (lambda: b"%", FULL | {"unsupported-file", "empty"}),
    "one-zero-byte.pdf": (lambda: b"\0", frozenset({"unsupported-file"})),
    "header-only.pdf": (lambda: b"%PDF-1.7\n%%EOF\n", frozenset({"damaged", "empty"})),
    "steering.pdf": (steering, FULL),
    "tags-in-a-circle.pdf": (lambda: tag_loop(1), FULL),
    "tags-in-many-circles.pdf": (lambda: tag_loop(50), FULL),
    "not-a-page.pdf": (not_a_page, PARTIAL),
    "blank.pdf": (lambda: one_page(b""), frozenset({"no-text-layer"})),
}

_HEAVY: dict[str, Case] = {
    "pages-10000.pdf": (lambda: many_pages(PAGES, b"BT /F1 11 Tf 60 780 Td (Cheap page) Tj ET"), FULL),
    "pages-10000-blank.pdf": (lambda: many_pages(PAGES, b""), frozenset({"no-text-layer"})),
    "pages-10000-white.pdf": (
        lambda: many_pages(PAGES, b"1 g 0 0 595 842 re f"),
        frozenset({"no-text-layer"}),
    ),
    "bomb-nested.pdf": (lambda: bomb_page(1024, 3), LIMIT),
    "bomb-of-drawings.pdf": (lambda: bomb_page(64, 2, b"0 0 9 9 re f "), LIMIT),
    "bomb-image.pdf": (bomb_image, LIMIT),
    "bomb-font.pdf": (bomb_font, LIMIT),
    "forms-doubling.pdf": (lambda: forms({number: (number + 1, number + 1) for number in range(30)} | {30: ()}), LIMIT),
    "million-boxes.pdf": (lambda: many_objects(1_000_000, b"%d %d 2 2 re f\n"), PARTIAL),
    "letters-300000.pdf": (lambda: many_objects(300_000, b"BT /F1 1 Tf %d %d Td (x) Tj ET\n"), PARTIAL),
    "million-words.pdf": (lambda: with_page("0 0 595 842", many_words(1_000_000)), PARTIAL),
    "forms-of-each-other-twice.pdf": (lambda: forms({0: (1, 2), 1: (0, 2), 2: (1, 0)}), LIMIT),
    "spans.pdf": (wide_spans, FULL),
    "pattern.pdf": (odd_pattern, LIMIT),
    "fonts-10000.pdf": (lambda: many_fonts(10_000), LIMIT),
    "cells-20000-on-a-page.pdf": (lambda: many_cells(200, 100, 200), LIMIT),
}
HEAVY = {name: (make, ends | SLOW) for name, (make, ends) in _HEAVY.items()}
