"""Pictures as the networks see them: 256x256, RGB."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

SIDE = 256


def photographs(folder: Path) -> dict[str, Image.Image]:
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"})
    return {file.name: ImageOps.exif_transpose(Image.open(file)).convert("RGB") for file in files}


def synthetic() -> dict[str, Image.Image]:
    """Pictures that need no files: noise, a gradient, and a figure drawn from ellipses and thick lines."""
    noise = np.random.default_rng(20240229).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    across = np.arange(SIDE, dtype=np.uint8)
    gradient = np.stack(np.broadcast_arrays(across, across[:, None], across[::-1]), axis=2)
    return {"noise": Image.fromarray(noise), "gradient": Image.fromarray(gradient), "figure": figure()}


def figure() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), (196, 206, 214))
    draw = ImageDraw.Draw(picture)
    skin, shirt, trousers, dark = (222, 178, 148), (60, 96, 160), (48, 48, 60), (50, 34, 28)
    draw.rectangle((0, 214, SIDE, SIDE), fill=(120, 110, 100))
    for side in (-1, 1):
        draw.line([(128 + side * 12, 138), (128 + side * 16, 184), (128 + side * 18, 230)], trousers, 19, joint="curve")
        draw.line([(128 + side * 24, 84), (128 + side * 48, 106), (128 + side * 66, 78)], shirt, 13, joint="curve")
        draw.ellipse((120 + side * 68, 62, 136 + side * 68, 80), fill=skin)
        draw.ellipse((114 + side * 20, 226, 142 + side * 20, 240), fill=dark)
    draw.rounded_rectangle((102, 76, 154, 146), 14, fill=shirt)
    draw.rectangle((121, 62, 135, 80), fill=skin)
    draw.ellipse((110, 28, 146, 72), fill=skin)
    draw.chord((108, 22, 148, 62), 180, 360, fill=dark)
    for side in (-1, 1):
        draw.ellipse((125 + side * 8, 46, 131 + side * 8, 50), fill=dark)
    draw.line([(128, 50), (127, 57), (130, 57)], (190, 140, 110), 2)
    draw.line([(121, 63), (135, 63)], (150, 70, 70), 2)
    return picture


def letterbox(picture: Image.Image) -> np.ndarray:
    """The picture shrunk or grown to fit the square, at its top left; the rest is black."""
    scale = SIDE / max(picture.size)
    width, height = (max(1, round(length * scale)) for length in picture.size)
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[:height, :width] = np.asarray(picture.resize((width, height), Image.Resampling.BILINEAR))
    return square


def crop(picture: Image.Image, left: float, top: float, side: float) -> Image.Image:
    """A square piece; what lies outside the picture is black."""
    return picture.crop((round(left), round(top), round(left + side), round(top + side)))
