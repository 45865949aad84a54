"""Makes image-only copies of papers, as a scanner would: pages skewed, noisy, compressed, without any text.

    python tools/make_scans.py ../shared/papers scans

Each PDF of the first folder is written to the second under its own name. The skew's sign and the noise come from a
seed made of the file's name and the page, so that a second run writes the same bytes. Never commit what it writes:
the papers are their councils'.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

DPI = 200
SKEW_DEGREES = 0.5
# Standard deviation of the noise in grey levels, and the quality of the JPEG that a scanner stores.
NOISE = 4.0
QUALITY = 85
# PIL would write the time of day.
EPOCH = time.gmtime(0)


def scan_pages(path: Path, dpi: int, skew: float, noise: float) -> Iterator[Image.Image]:
    """The pages of a PDF as a scanner at ``dpi`` sees them, turned by ``skew`` degrees to either side."""
    with pypdfium2.PdfDocument(path) as document:
        for index, page in enumerate(document):
            random = np.random.default_rng(zlib.crc32(f"{path.name}:{index}".encode()))
            image = page.render(scale=dpi / 72).to_pil().convert("RGB")
            yield Image.fromarray(spoil(np.asarray(image), skew * random.choice((-1.0, 1.0)), noise, random))


def spoil(image: np.ndarray, degrees: float, noise: float, random: np.random.Generator) -> np.ndarray:
    """Turn an image about its middle (white comes in at the corners) and add noise."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    noisy = turned.astype(np.float32) + random.normal(0.0, noise, turned.shape).astype(np.float32)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def make_scan(path: Path, target: Path, dpi: int = DPI, skew: float = SKEW_DEGREES, noise: float = NOISE) -> None:
    """Write the image-only copy of one PDF."""
    first, *rest = scan_pages(path, dpi, skew, noise)
    first.save(
        target, "PDF", resolution=dpi, quality=QUALITY, save_all=True, append_images=rest,
        creationDate=EPOCH, modDate=EPOCH, producer="scan",
    )  # fmt: skip


def main() -> None:
    """Read the options and write a scan for each PDF."""
    parser = argparse.ArgumentParser(description="Write image-only copies of PDFs.")
    parser.add_argument("papers", type=Path, help="folder of PDFs")
    parser.add_argument("target", type=Path, help="folder to write to")
    parser.add_argument("--dpi", type=int, default=DPI)
    parser.add_argument("--skew", type=float, default=SKEW_DEGREES, help="degrees, to one side or the other")
    parser.add_argument("--noise", type=float, default=NOISE, help="standard deviation in grey levels")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for path in sorted(options.papers.glob("*.pdf")):
        make_scan(path, options.target / path.name, options.dpi, options.skew, options.noise)


if __name__ == "__main__":
    main()
