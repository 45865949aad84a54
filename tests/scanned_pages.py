"""Pages drawn as a scanner sees them: letters, lines, fills, skew and noise, without any font of the system."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

DPI = 200
SCALE = DPI / 72
WIDTH, HEIGHT = 595, 842

Box = tuple[float, float, float, float]


def dots(*points: float) -> list[int]:
    return [round(point * SCALE) for point in points]


class Sheet:
    """A page drawn in points from the top left corner."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT) -> None:
        self.image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), "white")
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, top: float, words: str, size: float = 11, color: str = "black") -> None:
        font = ImageFont.load_default(size * SCALE)
        self.draw.text(dots(x, top), words, font=font, fill=color)

    def line(self, x0: float, top: float, x1: float, bottom: float, width: float = 0.7) -> None:
        self.draw.line(dots(x0, top, x1, bottom), fill="black", width=max(1, round(width * SCALE)))

    def fill(self, box: Box, color: str) -> None:
        self.draw.rectangle(dots(*box), fill=color)

    def polygon(self, points: Sequence[tuple[float, float]], color: str = "black") -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=color)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def scan(self, degrees: float = 0.0, noise: float = 4.0) -> Image.Image:
        """Turned clockwise about its middle, with noise on it."""
        color = np.asarray(self.image)
        height, width = color.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
        turned = cv2.warpAffine(color, matrix, (width, height), borderValue=(255, 255, 255)).astype(np.float32)
        noisy = turned + np.random.default_rng(1).normal(0.0, noise, turned.shape)
        return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def pdf_of(*scans: Image.Image) -> bytes:
    """An image-only PDF."""
    out = io.BytesIO()
    scans[0].save(out, "PDF", resolution=DPI, quality=85, save_all=True, append_images=list(scans[1:]))
    return out.getvalue()
