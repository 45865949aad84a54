"""Makers of papers that mean harm, or came to it."""

from __future__ import annotations

import io
import os
import random
import zlib
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from raw_pdf import BODY, FONT, Raw, paper, plan_page


def flipped(seed: int) -> bytes:
    """A good paper with 1 to 200 bits turned over."""
    data, chance = bytearray(paper()), random.Random(seed)
    for _ in range(chance.choice((1, 5, 20, 200))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def encrypted(user: str, owner: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=user, owner=owner, R=6), deterministic_id=False)
    return out.getvalue()


def with_page(box: str, body: bytes = BODY) -> bytes:
    """Two pages: a good one and one with a box of its own."""
    raw = Raw()
    good, bad = raw.add(raw.stream(BODY)), raw.add(raw.stream(body))
    kids = [raw.page(good), raw.page(bad, box)]
    return raw.close(kids)


def nothing_but(root: bytes) -> bytes:
    """A catalogue with a page tree of one's own as object 2."""
    raw = Raw()
    return raw.close([], tree=root)


def tree_loop() -> bytes:
    raw = Raw()
    raw.add(b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 4 >>")
    return raw.close([], tree=b"<< /Type /Pages /Parent 3 0 R /Kids [3 0 R 2 0 R] /Count 4 >>")


def tree_lies() -> bytes:
    """A page tree that promises a million pages and has one."""
    raw = Raw()
    page = raw.page(raw.add(raw.stream(BODY)))
    return raw.close([page], count=1_000_000)


def deep_tree(depth: int = 3000) -> bytes:
    raw = Raw()
    below = raw.page(raw.add(raw.stream(BODY)))
    for _ in range(depth):
        below = raw.add(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % below)
    return raw.close([below], count=1)


def deflated(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def bomb(megabytes: int, fill: bytes = b" ") -> bytes:
    """So many megabytes of a few signs over and over, deflated once."""
    packer = zlib.compressobj(9)
    unit = fill * ((1 << 20) // len(fill))
    return b"".join([packer.compress(unit) for _ in range(megabytes)]) + packer.flush()


def bomb_of_one_sign(megabytes: int, sign: int = 32) -> bytes:
    """So many megabytes of one sign, deflated; the packed pieces are repeated, which is quicker than packing all."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes([sign]) * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes([sign]) * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    length, prime = megabytes << 20, 65521
    low, high = (1 + length * sign) % prime, (length + sign * length * (length + 1) // 2) % prime
    return first + again * (megabytes - 1) + b"\x03\0" + (high << 16 | low).to_bytes(4, "big")


def bomb_page(megabytes: int, times: int = 2, fill: bytes = b" ") -> bytes:
    """A page whose content inflates to so much; deflated ``times`` over."""
    once = bomb(megabytes, fill) if len(fill) > 1 else bomb_of_one_sign(megabytes, fill[0])
    data = deflated(once, times - 1)
    filters = b"/Filter [" + b" /FlateDecode" * times + b" ]"
    raw = Raw()
    return raw.close([raw.page(raw.add(raw.stream(data, filters))), raw.page(raw.add(raw.stream(BODY)))])


def bomb_image(side: int = 30_000) -> bytes:
    """A scan that is small in the file and three gigabytes in memory."""
    data = bomb_of_one_sign(side * side * 3 >> 20, 0xFF)
    look = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8"
    raw = Raw()
    image = raw.add(raw.stream(data, look % (side, side) + b" /Filter /FlateDecode"))
    content = raw.add(raw.stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q"))
    return raw.close([raw.page(content, resources=b"/XObject << /Im0 %d 0 R >>" % image)])


def bomb_font() -> bytes:
    """A font whose Unicode map inflates to half a gigabyte."""
    raw = Raw()
    table = raw.add(raw.stream(deflated(bomb_of_one_sign(512), 1), b"/Filter [/FlateDecode /FlateDecode]"))
    font = raw.add(FONT[:-2] + b"/ToUnicode %d 0 R >>" % table)
    return raw.close([raw.page(raw.add(raw.stream(BODY)), fonts=b"/F1 %d 0 R" % font)])


def no_to_unicode() -> bytes:
    """Letters by number in a font that does not tell what they are."""
    raw = Raw()
    below = raw.add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Nameless /DW 600 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    font = raw.add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Nameless /Encoding /Identity-H /DescendantFonts [%d 0 R] >>"
        % below
    )
    words = b" ".join(b"<%s> Tj" % bytes(range(row, row + 40)).hex().encode() for row in range(40))
    return raw.close(
        [raw.page(raw.add(raw.stream(b"BT /F1 11 Tf 14 TL 60 780 Td " + words + b" ET")), fonts=b"/F1 %d 0 R" % font)]
    )


def type_3(recursive: bool) -> bytes:
    """Letters that are drawings; ``recursive`` ones are drawn with themselves."""
    raw = Raw()
    drawing = b"600 0 d0 BT /F1 1 Tf (aaaa) Tj ET 0 0 500 700 re f" if recursive else b"600 0 d0 0 0 500 700 re f"
    glyph = raw.add(raw.stream(drawing))
    font = raw.reserve()
    raw.fill(
        font,
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 97 "
        b"/LastChar 98 /Widths [600 600] /CharProcs << /a %d 0 R /b %d 0 R >> "
        b"/Encoding << /Type /Encoding /Differences [97 /a /b] >> /Resources << /Font << /F1 %d 0 R >> >> >>"
        % (glyph, glyph, font),
    )
    content = raw.add(raw.stream(b"BT /F1 11 Tf 60 780 Td (abba abab bbaa) Tj ET"))
    good = raw.page(raw.add(raw.stream(BODY)))
    return raw.close([raw.page(content, fonts=b"/F1 %d 0 R" % font), good])


def forms(links: Mapping[int, tuple[int, ...]], deepest: bytes = BODY) -> bytes:
    """Drawings that draw one another: number to numbers; one that draws none has the words."""
    raw = Raw()
    numbers = {number: raw.reserve() for number in links}
    for number, below in links.items():
        names = b" ".join(b"/X%d %d 0 R" % (index, numbers[inner]) for index, inner in enumerate(below))
        content = b" ".join(b"/X%d Do" % index for index in range(len(below))) or deepest
        look = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 %s >> /XObject << %s >> >>"
        )
        raw.fill(numbers[number], raw.stream(content, look % (FONT, names)))
    content = raw.add(raw.stream(b"/X Do"))
    return raw.close([raw.page(content, resources=b"/XObject << /X %d 0 R >>" % numbers[0])])


def many_cells(rows: int, columns: int, per_page: int) -> bytes:
    """A ruled table of so many cells."""
    raw = Raw()
    width, height = 540 / columns, min(18.0, 780 / per_page)
    pages = []
    for first in range(0, rows, per_page):
        shown = range(first, min(first + per_page, rows))
        top = 810.0
        parts = [b"0.3 w"]
        for index in range(len(shown) + 1):
            parts.append(b"27 %.2f m %.2f %.2f l S" % (top - index * height, 27 + 540.0, top - index * height))
        for index in range(columns + 1):
            x = 27 + index * width
            parts.append(b"%.2f %.2f m %.2f %.2f l S" % (x, top, x, top - len(shown) * height))
        size = min(8.0, height * 0.7, width / 4)
        for index, row in enumerate(shown):
            for column in range(columns):
                text = b"Ref" if row == 0 and not column else b"%d.%d" % (row, column)
                x, y = 28 + column * width, top - (index + 0.75) * height
                parts.append(b"BT /F1 %.2f Tf %.2f %.2f Td (%s) Tj ET" % (size, x, y, text))
        pages.append(raw.page(raw.add(raw.stream(b"\n".join(parts)))))
    return raw.close(pages)


def many_pages(count: int, content: bytes) -> bytes:
    raw = Raw()
    shared = raw.add(raw.stream(content))
    return raw.close([raw.page(shared) for _ in range(count)])


def mixed_pages(count: int) -> bytes:
    """A long paper with a plan over all its pages; some pages are blank, too large, or no pages at all."""
    raw = Raw()
    blank = raw.add(raw.stream(b""))
    pages = []
    for at in range(count):
        rows = [
            [b"Ref", b"Action", b"Lead officer", b"RAG"],
            [b"%d.1" % at, b"Publish guide %d" % at, b"Head", b"Green"],
        ]
        content = raw.add(raw.stream(plan_page(rows)))
        if at % 30 == 7:
            pages.append(raw.page(blank))
        elif at % 50 == 11:
            pages.append(raw.add(b"(no page)"))
        else:
            pages.append(raw.page(content, "0 0 1000000 9" if at % 70 == 13 else "0 0 595 842"))
    return raw.close(pages)


def many_objects(count: int, one: bytes) -> bytes:
    """A page of so many drawings, and a good one."""
    raw = Raw()
    packed = zlib.compress(b"".join([one % (index % 500, index % 800) for index in range(count)]), 1)
    pages = [raw.page(raw.add(raw.stream(packed, b"/Filter /FlateDecode"))), raw.page(raw.add(raw.stream(BODY)))]
    return raw.close(pages)


def many_words(count: int) -> bytes:
    """Words too small to see, in strings as long as PDF allows."""
    words = b"(" + b"ab " * 10_000 + b") Tj\n"
    lines = [b"1 0 0 1 60 %.2f Tm " % (700 - at / 20) + words for at in range(count // 10_000)]
    return b"BT /F1 0.02 Tf " + b"".join(lines) + b"ET"


def many_fonts(count: int) -> bytes:
    raw = Raw()
    fonts = b" ".join(b"/N%d << /Type /Font /Subtype /Type1 /BaseFont /Font%d >>" % (at, at) for at in range(count))
    words = b"".join(
        b"BT /N%d 8 Tf %d %d Td (w%d) Tj ET\n" % (at, at % 25 * 22, at // 25 % 80 * 10, at) for at in range(count)
    )
    return raw.close([raw.page(raw.add(raw.stream(words)), fonts=fonts)])


def acting(port: int, mark: Path) -> bytes:
    """A paper that would like to run, open, fetch, send and unpack something the moment it is opened."""
    raw = Raw()
    place, url = os.fsencode(mark), b"http://127.0.0.1:%d/" % port
    attached = raw.add(raw.stream(b"#!/bin/sh\ntouch " + place + b"\n", b"/Type /EmbeddedFile"))
    name = b"../../../../../../../.." + place
    file = raw.add(b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name, name, attached))
    script = raw.add(b"<< /S /JavaScript /JS (app.launchURL\\('%s'\\); this.exportDataObject\\(\\)) >>" % url)
    launch = raw.add(
        b"<< /S /Launch /F (/usr/bin/touch) /Unix << /F (/usr/bin/touch) /P (%s) >> /Next %d 0 R >>" % (place, script)
    )
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (%s) >> >>" % url
    send = b"<< /S /SubmitForm /F << /FS /URL /F (%s) >> /Flags 4 >>" % url
    page = raw.page(raw.add(raw.stream(BODY)), more=b"/Annots [%s] /AA << /O %d 0 R /C %s >>" % (link, launch, send))
    outside = raw.add(raw.stream(b"", b"/FFilter /FlateDecode /F << /FS /URL /F (%s) >>" % url))
    form = b"/AcroForm << /Fields [] /NeedAppearances true /XFA %d 0 R >>" % outside
    names = b"/Names << /JavaScript << /Names [(a) %d 0 R] >> /EmbeddedFiles << /Names [(a) %d 0 R] >> >>" % (
        script,
        file,
    )
    return raw.close([page], catalogue=b"/OpenAction %d 0 R %s %s" % (launch, names, form))


def steering() -> bytes:
    """Words that steer a terminal and cells that look like formulas, where headings and values stand."""
    rows = [
        [b"Ref", b"Action", b"\\033]0;owned\\007Heading\\233\\061m", b"RAG"],
        [b"1.1", b'=HYPERLINK\\("http://127.0.0.1/"\\)', b"\\033[2J\\033[31m+cmd", b"\\033[5mPurplish"],
        [b"1.2", b"=cmd|'/c calc'!A1", b"-2+3 @SUM\\(1\\)", b"[red]Greenish[/red]"],
    ]
    raw = Raw()
    page = raw.page(raw.add(raw.stream(plan_page(rows))))
    return raw.close([page], info=b"/Producer (\\033]0;owned\\007producer) /Title (\\033[2Jtitle)")


def tag_loop(children: int) -> bytes:
    """A tag tree that goes round in a circle, each element with so many ways on."""
    raw = Raw()
    root, table = raw.reserve(), raw.reserve()
    page = raw.reserve()
    kids = b" ".join([b"%d 0 R" % table] * children)
    raw.fill(table, b"<< /Type /StructElem /S /Table /P %d 0 R /Pg %d 0 R /K [%s 0] >>" % (root, page, kids))
    raw.fill(root, b"<< /Type /StructTreeRoot /K [%s] /ParentTree << /Nums [0 [%d 0 R]] >> >>" % (kids, table))
    content = raw.add(raw.stream(b"/P << /MCID 0 >> BDC " + BODY + b" EMC"))
    raw.fill(page, raw.page_text(content, more=b"/StructParents 0"))
    return raw.close([page], catalogue=b"/MarkInfo << /Marked true >> /StructTreeRoot %d 0 R" % root)


def wide_spans(rows: int = 400, cells: int = 100) -> bytes:
    """A tagged table whose every cell spans two hundred rows and columns, and would span a thousand million."""
    raw = Raw()
    root, table, page = raw.reserve(), raw.reserve(), raw.reserve()
    span = raw.add(b"<< /O /Table /RowSpan 1000000000 /ColSpan 1000000000 >>")
    made, leaves = [], []
    for _ in range(rows):
        row = raw.reserve()
        own = []
        for _ in range(cells):
            leaf = raw.add(b"<< /S /TD /P %d 0 R /Pg %d 0 R /A %d 0 R /K %d >>" % (row, page, span, len(leaves)))
            own.append(leaf)
            leaves.append(leaf)
        raw.fill(row, b"<< /S /TR /P %d 0 R /K [%s] >>" % (table, b" ".join(b"%d 0 R" % leaf for leaf in own)))
        made.append(row)
    raw.fill(table, b"<< /S /Table /P %d 0 R /K [%s] >>" % (root, b" ".join(b"%d 0 R" % row for row in made)))
    parents = b" ".join(b"%d 0 R" % leaf for leaf in leaves)
    raw.fill(root, b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree << /Nums [0 [%s]] >> >>" % (table, parents))
    content = raw.add(raw.stream(b"/P << /MCID 0 >> BDC " + BODY + b" EMC"))
    raw.fill(page, raw.page_text(content, more=b"/StructParents 0"))
    return raw.close([page], catalogue=b"/MarkInfo << /Marked true >> /StructTreeRoot %d 0 R" % root)


def odd_pattern() -> bytes:
    """No words, and a pattern of a hundred thousand million tiles that draws itself."""
    raw = Raw()
    pattern = raw.reserve()
    look = (
        b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.002 /YStep 0.002 "
        b"/Resources << /Pattern << /P %d 0 R >> >>" % pattern
    )
    raw.fill(pattern, raw.stream(b"/Pattern cs /P scn 0 0 1 1 re f 0 g 0 0 .001 .001 re f", look))
    content = raw.add(raw.stream(b"/Pattern cs /P scn 0 0 595 842 re f"))
    return raw.close([raw.page(content, resources=b"/Pattern << /P %d 0 R >>" % pattern)])


def not_a_page() -> bytes:
    """Three pages, the second of which is no page at all."""
    raw = Raw()
    content = raw.add(raw.stream(BODY))
    return raw.close([raw.page(content), raw.add(b"(no page)"), raw.page(content)])
