"""The drawing: one SVG portrait with a mouth, eyes and a pose that can be set.

Everything is drawn on a square of 512 units.
"""

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

SIZE = 512  # pixels, width and height

Mouth = Literal["rest", "closed", "small", "open", "wide", "round", "spread", "teeth"]
Eyes = Literal["open", "half", "shut"]
Gaze = Literal["ahead", "aside"]

MOUTHS: tuple[Mouth, ...] = ("rest", "closed", "small", "open", "wide", "round", "spread", "teeth")
EYES: tuple[Eyes, ...] = ("open", "half", "shut")
NOD_STEPS = 4  # positions of the head in a nod, 0 being upright


@dataclass(frozen=True)
class Pose:
    """What one frame shows. ``nod`` is how far the head has gone down, 0 to NOD_STEPS - 1."""

    mouth: Mouth = "rest"
    eyes: Eyes = "open"
    gaze: Gaze = "ahead"
    nod: int = 0


@dataclass(frozen=True)
class Look:
    """The colours of one interviewer; ``accent`` is the jacket."""

    wall: str = "#e9e4da"
    wall_shade: str = "#d6cfc1"
    skin: str = "#e0aa85"
    skin_shade: str = "#c98d69"
    hair: str = "#3b2a25"
    hair_light: str = "#5a4139"
    accent: str = "#31536b"
    accent_shade: str = "#25404f"
    shirt: str = "#f6f3ec"
    iris: str = "#5b3f2c"


_LIP = "#a8574d"
_LIP_DARK = "#6d2d2c"
_TONGUE = "#c96f6a"
_TEETH = "#fbf8f2"


def _open_mouth(half_width: float, drop: float, *, lift: float = 0, tongue: bool = True) -> str:
    """An open mouth around (256, 322): corners at ±half_width, lower lip ``drop`` below the upper one."""
    left, right, top = 256 - half_width, 256 + half_width, 320 - lift
    inside = (
        f"M{left} 320 C{left + 8} {top - 5} 248 {top - 6} 256 {top - 2} C264 {top - 6} {right - 8} {top - 5} {right} 320 "
        f"C{right - 4} {320 + drop * 1.15} {left + 4} {320 + drop * 1.15} {left} 320Z"
    )
    teeth = f'<rect x="{left + 5}" y="{top - 8}" width="{2 * half_width - 10}" height="{8 + drop * 0.22}" rx="4" fill="{_TEETH}"/>'
    tongue_svg = (
        f'<ellipse cx="256" cy="{320 + drop * 0.82}" rx="{half_width * 0.55}" ry="{drop * 0.3}" fill="{_TONGUE}"/>'
        if tongue
        else ""
    )
    return (
        f'<clipPath id="m"><path d="{inside}"/></clipPath><path d="{inside}" fill="{_LIP_DARK}"/>'
        f'<g clip-path="url(#m)">{tongue_svg}{teeth}</g>'
        f'<path d="{inside}" fill="none" stroke="{_LIP}" stroke-width="5" stroke-linejoin="round"/>'
    )


def _line_mouth(path: str, width: float = 5) -> str:
    return f'<path d="{path}" fill="none" stroke="{_LIP}" stroke-width="{width}" stroke-linecap="round"/>'


def _mouth(shape: Mouth) -> str:
    match shape:
        case "rest":
            return _line_mouth("M224 316 C238 331 274 331 288 316") + (
                '<path d="M219 313 q4 4 7 5 M293 313 q-4 4 -7 5" fill="none" stroke="#b87a5c" stroke-width="3" '
                'stroke-linecap="round"/>'
            )
        case "closed":
            return _line_mouth("M229 318 C243 327 269 327 283 318", 6)
        case "small":
            return _open_mouth(25, 10, tongue=False)
        case "open":
            return _open_mouth(28, 20)
        case "wide":
            return _open_mouth(30, 32, lift=2)
        case "round":
            return (
                f'<ellipse cx="256" cy="325" rx="14" ry="13" fill="{_LIP_DARK}" stroke="{_LIP}" stroke-width="6"/>'
                f'<ellipse cx="256" cy="332" rx="7" ry="4" fill="{_TONGUE}"/>'
            )
        case "spread":
            return _open_mouth(32, 11, lift=-1, tongue=False)
        case "teeth":
            return (
                f'<rect x="232" y="315" width="48" height="9" rx="4" fill="{_TEETH}"/>'
                + _line_mouth("M229 314 C244 311 268 311 283 314")
                + _line_mouth("M233 326 C246 331 266 331 279 326", 6)
            )


def _eye(x: float, eyes: Eyes, gaze: Gaze, look: Look) -> str:
    if eyes == "shut":
        return (
            f'<path d="M{x - 19} 240 Q{x} 252 {x + 19} 240" fill="none" stroke="{look.hair}" stroke-width="5" '
            'stroke-linecap="round"/>'
        )
    dx, dy = (5.0, -5.0) if gaze == "aside" else (0.0, 0.0)
    lid = 0 if eyes == "open" else 11
    shape = f"M{x - 20} 241 C{x - 12} {223 + lid} {x + 12} {223 + lid} {x + 20} 241 C{x + 12} 255 {x - 12} 255 {x - 20} 241Z"
    clip = f"e{int(x)}"
    return (
        f'<clipPath id="{clip}"><path d="{shape}"/></clipPath><path d="{shape}" fill="#fdfbf7"/>'
        f'<g clip-path="url(#{clip})"><circle cx="{x + dx}" cy="{240 + dy}" r="11.5" fill="{look.iris}"/>'
        f'<circle cx="{x + dx}" cy="{240 + dy}" r="5.6" fill="#1d1412"/>'
        f'<circle cx="{x + dx + 4}" cy="{235 + dy}" r="3.2" fill="#fff"/></g>'
        f'<path d="M{x - 21} 241 C{x - 12} {222 + lid} {x + 12} {222 + lid} {x + 21} 240" fill="none" '
        f'stroke="{look.hair}" stroke-width="4.5" stroke-linecap="round"/>'
    )


def _brows(gaze: Gaze, look: Look) -> str:
    lift = 6 if gaze == "aside" else 0
    return (
        f'<path d="M186 {212 - lift} Q208 {199 - lift} 231 {209 - lift}" fill="none" stroke="{look.hair}" '
        'stroke-width="7" stroke-linecap="round"/>'
        f'<path d="M281 {209 - lift / 2} Q304 {199 - lift / 2} 326 {212 - lift / 2}" fill="none" stroke="{look.hair}" '
        'stroke-width="7" stroke-linecap="round"/>'
    )


def _room(look: Look) -> str:
    return (
        f'<rect width="512" height="512" fill="{look.wall}"/>'
        '<defs><linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fffaf0"/>'
        f'<stop offset="1" stop-color="{look.wall_shade}"/></linearGradient></defs>'
        '<rect width="512" height="512" fill="url(#light)"/>'
        # a shelf and a plant: somebody's room, and quiet
        '<rect x="372" y="150" width="140" height="8" rx="2" fill="#b9a88e"/>'
        '<rect x="396" y="98" width="16" height="52" rx="2" fill="#7d97a3"/><rect x="414" y="88" width="13" height="62" rx="2" fill="#c98d69"/>'
        '<rect x="429" y="104" width="18" height="46" rx="2" fill="#8aa08a"/><rect x="449" y="94" width="12" height="56" rx="2" fill="#e4d7bd"/>'
        '<path d="M58 512 L64 430 h56 l6 82z" fill="#c27a58"/>'
        '<g fill="#7f9a7b"><path d="M92 432 C60 392 34 380 20 330 C66 344 92 380 92 432Z"/>'
        '<path d="M92 432 C84 372 90 330 118 292 C136 346 124 396 92 432Z"/>'
        '<path d="M92 432 C112 396 136 384 166 378 C154 414 126 430 92 432Z" fill="#91ac8b"/></g>'
    )


def _body(look: Look) -> str:
    return (
        f'<path d="M86 512 C92 438 140 408 206 394 L306 394 C372 408 420 438 426 512Z" fill="{look.accent}"/>'
        f'<path d="M212 392 L256 462 L300 392Z" fill="{look.shirt}"/>'
        f'<path d="M206 393 L226 380 L256 462 L236 512 L204 452 L216 438 L188 420Z" fill="{look.accent_shade}"/>'
        f'<path d="M306 393 L286 380 L256 462 L276 512 L308 452 L296 438 L324 420Z" fill="{look.accent_shade}"/>'
        f'<path d="M222 340 L222 392 Q256 426 290 392 L290 340Z" fill="{look.skin_shade}"/>'
    )


def _head(pose: Pose, look: Look) -> str:
    dy = pose.nod * 3.5
    hair_back = (
        f'<path d="M150 250 C138 130 196 84 258 84 C322 84 374 132 362 250 C366 300 352 340 338 352 L174 352 '
        f'C160 340 146 300 150 250Z" fill="{look.hair}"/>'
    )
    face = (
        f'<ellipse cx="163" cy="256" rx="15" ry="22" fill="{look.skin_shade}"/><ellipse cx="349" cy="256" rx="15" ry="22" fill="{look.skin_shade}"/>'
        f'<path d="M166 222 C166 150 206 126 256 126 C306 126 346 150 346 222 C346 312 312 372 256 372 C200 372 166 312 166 222Z" fill="{look.skin}"/>'
        '<g fill="#d98a72" opacity=".28"><ellipse cx="197" cy="288" rx="21" ry="14"/><ellipse cx="315" cy="288" rx="21" ry="14"/></g>'
    )
    nose = (
        f'<path d="M256 246 C252 264 246 276 247 283 Q256 291 266 283" fill="none" stroke="{look.skin_shade}" '
        'stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>'
    )
    fringe = (
        f'<path d="M158 238 C152 150 204 104 262 104 C326 104 362 152 354 238 C348 204 336 182 316 168 '
        f'C286 186 224 186 206 160 C186 178 164 200 158 238Z" fill="{look.hair}"/>'
        f'<path d="M206 158 C220 132 252 118 292 122" fill="none" stroke="{look.hair_light}" stroke-width="5" stroke-linecap="round" opacity=".8"/>'
    )
    eyes = _eye(208, pose.eyes, pose.gaze, look) + _eye(304, pose.eyes, pose.gaze, look)
    inner = hair_back + face + nose + eyes + _brows(pose.gaze, look) + _mouth(pose.mouth) + fringe
    return f'<g transform="translate(0 {dy})">{inner}</g>'


def portrait_svg(pose: Pose, look: Look | None = None) -> str:
    """The portrait as an SVG document of 512 × 512 units."""
    look = look or Look()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="{SIZE}" height="{SIZE}">'
        f"{_room(look)}{_head_behind_body(pose, look)}</svg>"
    )


def _head_behind_body(pose: Pose, look: Look) -> str:
    # The neck belongs to the body and lies under the chin, so the head comes last.
    return _body(look) + _head(pose, look)


def rgb_of(pose: Pose, look: Look | None = None) -> NDArray[np.uint8]:
    """Render to an array of shape (SIZE, SIZE, 3), 0–255."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=portrait_svg(pose, look), skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def i420_of(rgb: NDArray[np.uint8]) -> bytes:
    """Convert (height, width, 3) to planar I420, BT.601 limited range as WebRTC's encoders expect."""
    r, g, b = (rgb[..., i].astype(np.float32) for i in range(3))
    y = 16 + 0.257 * r + 0.504 * g + 0.098 * b
    halved = [
        channel.reshape(rgb.shape[0] // 2, 2, rgb.shape[1] // 2, 2).mean(axis=(1, 3)) for channel in (r, g, b)
    ]
    u = 128 - 0.148 * halved[0] - 0.291 * halved[1] + 0.439 * halved[2]
    v = 128 + 0.439 * halved[0] - 0.368 * halved[1] - 0.071 * halved[2]
    return b"".join(np.clip(np.rint(plane), 0, 255).astype(np.uint8).tobytes() for plane in (y, u, v))
