"""Make a long paper of shorter ones: ``python benchmarks/pages.py FOLDER PAGES OUT.pdf``.

The pages of the PDFs in FOLDER are strung together, again and again, until there are enough of them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pikepdf


def make_long(papers: list[Path], pages: int, out: Path) -> Path:
    """Write a PDF of so many pages; gives its path.

    Raises:
        ValueError: the papers have no pages.
    """
    opened = [pikepdf.open(path) for path in papers]
    if not sum(len(each.pages) for each in opened):
        raise ValueError("the papers have no pages")
    with pikepdf.new() as long:
        while len(long.pages) < pages:
            for each in opened:
                long.pages.extend(each.pages)
        del long.pages[pages:]
        long.save(out)
    for each in opened:
        each.close()
    return out


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    make_long(sorted(args.folder.glob("*.pdf")), args.pages, args.out)


if __name__ == "__main__":
    main()
