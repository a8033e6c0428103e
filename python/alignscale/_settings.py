# SPDX-License-Identifier: LGPL-2.1-or-later
"""The element's settings from what people have: a transform, a configuration, a size.

No package is needed for them: transforms are told by their names and attributes.
"""

from __future__ import annotations

import json
import numbers
import os
from dataclasses import dataclass, field
from typing import Any, Mapping, NoReturn, Sequence, Union

from ._errors import AlignscaleError

Value = Union[str, int, float, bool]


@dataclass(frozen=True)
class Settings:
    """Properties of alignscale, and the size behind it.

    properties  by name, as "shortest-edge": 256
    size        (height, width) in pixels; None: the properties make it
    remaining   what of the original comes after resizing and is left to do: "Normalize(...)"

    str() is text for a pipeline: "alignscale library=pillow ... ! video/x-raw,width=224,height=224".
    """

    properties: Mapping[str, Value]
    size: tuple[int, int] | None = None
    remaining: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        words = ["alignscale"]
        for name, value in self.properties.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            words.append(f"{name}={text}")
        if self.size is not None:
            height, width = self.size
            words.append(f"! video/x-raw,width={width},height={height}")
        return " ".join(words)


def _refuse(what: str) -> NoReturn:
    raise AlignscaleError(what)


def _pair(value: Any) -> tuple[int, int]:
    """(height, width) of a number or of two."""
    values = [value] if isinstance(value, numbers.Real) else value
    if not isinstance(values, Sequence) or not 1 <= len(values) <= 2 \
            or not all(isinstance(number, numbers.Real) and float(number) >= 1 for number in values):
        _refuse(f"A size is a number of pixels, or height and width, not {value!r}.")
    return int(values[0]), int(values[-1])


# ---- torchvision ----

PIL_METHODS = {"nearest": "nearest", "nearest-exact": "nearest", "bilinear": "bilinear",
               "bicubic": "bicubic", "box": "box", "hamming": "hamming", "lanczos": "lanczos"}
TORCH_METHODS = ("nearest", "nearest-exact", "bilinear", "bicubic")

# a class of torchvision's -> it changes no pixel's place
AFTER = ("ToTensor", "PILToTensor", "ToImage", "ToPILImage", "ConvertImageDtype", "ToDtype",
         "ToPureTensor", "Normalize", "Identity")


def _resize(interpolation: Any, antialias: Any, tensor: bool, v2: bool) -> dict[str, Value]:
    """Library, method and arithmetic of a Resize."""
    mode = str(getattr(interpolation, "value", interpolation))
    if not tensor:
        if mode not in PIL_METHODS:
            _refuse(f"Pillow has no interpolation {mode}.")
        return {"library": "pillow", "method": PIL_METHODS[mode]}
    if mode not in TORCH_METHODS:
        _refuse(f"torchvision resizes no tensor with interpolation {mode}.")
    made: dict[str, Value] = {"library": "torch", "method": mode}
    if mode in ("bilinear", "bicubic"):
        made["antialias"] = antialias is not False and antialias is not None
        # v2 resizes bytes as they are, v1 makes float32 of them and rounds
        made["arithmetic"] = "native" if v2 else "float"
    return made


def _edges(size: Any, max_size: Any) -> tuple[dict[str, Value], tuple[int, int] | None]:
    """Properties, and (height, width) where the picture is squashed to it."""
    if isinstance(size, (list, tuple)) and len(size) == 2:
        return {}, _pair(size)
    edges: dict[str, Value] = {"size-rule": "torchvision"}
    if size is not None:
        edges["shortest-edge"] = _pair(size)[0]
    if max_size is not None:
        edges["longest-edge"] = int(max_size)
    return edges, None


def from_torchvision(transform: Any, tensor: bool = False) -> Settings:
    """Settings that make what a transform of torchvision makes of an image.

    transform  Resize, or Compose of Resize and perhaps CenterCrop, or what `weights.transforms()`
               returns; of torchvision.transforms or of torchvision.transforms.v2
    tensor     False: it is given PIL images, and Pillow resizes them; True: uint8 tensors

    Steps that come after and move no pixel (ToTensor, Normalize and the like) are in `remaining`.
    Raises AlignscaleError with a sentence where the element has nothing that is the same.
    """
    if hasattr(transform, "resize_size") and hasattr(transform, "crop_size"):
        return _weights(transform, tensor)
    steps = list(getattr(transform, "transforms", [transform]))
    resize: Any = None
    crop: tuple[int, int] | None = None
    remaining: list[str] = []
    for step in steps:
        name = type(step).__name__
        if name == "Resize":
            if resize is not None:
                _refuse("The transform resizes twice, and the element once.")
            if crop is not None:
                _refuse("CenterCrop before Resize: give the element a crop of the source instead.")
            resize = step
        elif name == "CenterCrop":
            if resize is None:
                _refuse("CenterCrop without a Resize before it is a crop alone: use videocrop.")
            crop = _pair(step.size)
        elif name in AFTER:
            if resize is None and name in ("ToTensor", "ConvertImageDtype", "ToDtype", "Normalize"):
                _refuse(f"{name} before Resize makes float numbers of the frame, which stay float "
                        "numbers. The element's are whole: put it behind Resize.")
            if resize is None:
                tensor = tensor or name in ("PILToTensor", "ToImage")
            remaining.append(repr(step))
        else:
            _refuse(f"alignscale has no {name}. It takes Resize and CenterCrop.")
    if resize is None:
        _refuse("The transform has no Resize.")
    v2 = ".v2" in type(resize).__module__
    properties = _resize(resize.interpolation, getattr(resize, "antialias", True), tensor, v2)
    edges, squashed = _edges(resize.size, getattr(resize, "max_size", None))
    return _with_crop(properties, edges, squashed, crop, tuple(remaining))


def _weights(transform: Any, tensor: bool) -> Settings:
    """torchvision.transforms._presets.ImageClassification"""
    properties = _resize(transform.interpolation, getattr(transform, "antialias", True), tensor,
                         False)
    edges, squashed = _edges(
        list(transform.resize_size) if len(transform.resize_size) == 2 else transform.resize_size[0],
        None)
    remaining = (f"ConvertImageDtype(float32), Normalize({transform.mean}, {transform.std})",)
    return _with_crop(properties, edges, squashed, _pair(transform.crop_size), remaining)


def _with_crop(properties: dict[str, Value], edges: dict[str, Value],
               squashed: tuple[int, int] | None, crop: tuple[int, int] | None,
               remaining: tuple[str, ...]) -> Settings:
    if crop is None or crop == squashed:
        return Settings({**properties, **edges}, squashed, remaining)
    if squashed is not None:
        _refuse(f"Resize to {squashed} whatever the shape, and CenterCrop of {crop}, cannot be said "
                "with the element's properties.")
    return Settings({**properties, "fit": "cover", **edges}, crop, remaining)


# ---- Hugging Face ----

PIL_NUMBERS = ("nearest", "lanczos", "bilinear", "bicubic", "box", "hamming")


def from_hf(config: Mapping[str, Any] | str | os.PathLike[str],
            fast: bool | None = None) -> Settings:
    """Settings that make what an image processor of Hugging Face's transformers makes.

    config  what is in preprocessor_config.json: a dict, or the file or the folder it is in
    fast    True: the processor on torchvision, which resizes tensors; False: the one on Pillow.
            None: as its name says, which ends in "Fast" for torchvision's; processors of
            transformers 5 are on torchvision whatever their name is

    Raises AlignscaleError with a sentence where the element has nothing that is the same.
    """
    if not isinstance(config, Mapping):
        config = _read_config(config)
    kind = str(config.get("image_processor_type", config.get("feature_extractor_type", "")))
    if fast is None:
        fast = kind.endswith("Fast")
    for name in ("crop_pct", "size_divisor", "do_pad", "do_flip_channel_order"):
        if config.get(name):
            _refuse(f"{name} of {kind or 'the configuration'} is not known here: set the element's "
                    "properties by hand (docs/fit.md).")
    if not config.get("do_resize", True):
        _refuse("The configuration does not resize (do_resize is false).")
    number = config.get("resample", 2)
    if number not in range(len(PIL_NUMBERS)):
        _refuse(f"resample={number} is none of Pillow's filters.")
    method = PIL_NUMBERS[number]
    if fast and method in ("lanczos", "box", "hamming"):
        _refuse(f"torchvision resizes no tensor with {method}: set fast=False for Pillow's.")
    properties = _resize(method, True, fast, True)
    edges, squashed = _hf_edges(config.get("size"))
    crop = None
    if config.get("do_center_crop"):
        size = config.get("crop_size", config.get("size"))
        crop = (size["height"], size["width"]) if isinstance(size, Mapping) else _pair(size)
    remaining = tuple(f"{name}={config[name]}" for name in
                      ("rescale_factor", "image_mean", "image_std") if name in config)
    return _with_crop(properties, edges, squashed, crop, remaining)


def _read_config(path: str | os.PathLike[str]) -> Mapping[str, Any]:
    name = os.fspath(path)
    if os.path.isdir(name):
        name = os.path.join(name, "preprocessor_config.json")
    with open(name, encoding="utf-8") as file:
        read = json.load(file)
    if not isinstance(read, dict):
        _refuse(f"{name} holds no configuration.")
    return dict(read)


def _hf_edges(size: Any) -> tuple[dict[str, Value], tuple[int, int] | None]:
    if isinstance(size, Mapping) and set(size) == {"height", "width"}:
        return {}, (int(size["height"]), int(size["width"]))
    edges: dict[str, Value] = {"size-rule": "transformers"}
    if isinstance(size, Mapping) and "shortest_edge" in size \
            and set(size) <= {"shortest_edge", "longest_edge"}:
        edges["shortest-edge"] = int(size["shortest_edge"])
        if size.get("longest_edge") is not None:
            edges["longest-edge"] = int(size["longest_edge"])
        return edges, None
    _refuse(f"size={size} is not known here: it has to be height and width, or shortest_edge with or "
            "without longest_edge.")


# ---- Ultralytics ----


def ultralytics(imgsz: int | tuple[int, int] = 640, auto: bool = False) -> Settings:
    """Settings of Ultralytics' LetterBox.

    imgsz  the edge of a square, or (height, width), pixels
    auto   True: borders go up to multiples of 32 alone, as when it predicts from a film; the size
           of frames follows from the film's shape, and imgsz is one number
    """
    properties: dict[str, Value] = {"library": "opencv", "method": "bilinear", "fit": "letterbox",
                                    "size-rule": "ultralytics", "border-color": 0xff727272}
    if not auto:
        return Settings(properties, _pair(imgsz))
    if not isinstance(imgsz, int):
        _refuse("auto=True takes one number: imgsz=640.")
    return Settings({**properties, "longest-edge": imgsz, "size-multiple": 32})
