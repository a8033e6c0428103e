#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settings out of transforms and configurations.

check_settings.py ROOT

Pixels are compared with checksums that the packages made (tests/golden/presets.txt); where
torchvision, transformers and Ultralytics are installed, with the packages themselves."""

import hashlib
import json
import sys

from films import alignscale, error_of, folder, noise, numpy, photograph
from tree import check, finish, root, skip

Reader, Settings = alignscale.Reader, alignscale.Settings
from_torchvision, from_hf, ultralytics = alignscale.from_torchvision, alignscale.from_hf, alignscale.ultralytics


# ---- what stands for torchvision's classes: they are told by names and attributes ----


class Resize:
    def __init__(self, size, interpolation="bilinear", max_size=None, antialias=True):
        self.size, self.interpolation, self.max_size, self.antialias = size, interpolation, max_size, antialias


class ResizeV2(Resize):
    pass


ResizeV2.__name__, ResizeV2.__module__ = "Resize", "torchvision.transforms.v2._geometry"


class CenterCrop:
    def __init__(self, size):
        self.size = size


class Compose:
    def __init__(self, *transforms):
        self.transforms = list(transforms)


class ToTensor:
    def __repr__(self):
        return "ToTensor()"


class RandomCrop:
    pass


class Weights:
    """torchvision.transforms._presets.ImageClassification"""
    resize_size, crop_size, interpolation, antialias = [256], [224], "bilinear", True
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


CLIP = {"image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": 224},
        "resample": 3, "do_center_crop": True, "crop_size": {"height": 224, "width": 224}, "do_rescale": True,
        "rescale_factor": 0.00392156862745098, "do_normalize": True, "image_mean": [0.48, 0.46, 0.41],
        "image_std": [0.27, 0.26, 0.28]}
VIT = {"image_processor_type": "ViTImageProcessor", "do_resize": True, "size": {"height": 224, "width": 224},
       "resample": 2, "do_normalize": True}
DETR = {"image_processor_type": "DetrImageProcessor", "size": {"shortest_edge": 80, "longest_edge": 133}}


def golden(preset):
    """(width, height, seed, output width and height, checksum) of what the packages made of noise."""
    sys.path.insert(0, str(root / "tests/golden"))
    for line in (root / "tests/golden/presets.txt").read_text(encoding="ascii").splitlines():
        if line.startswith(preset + " ") and int(line.split()[1]) % 4 == 0:
            yield (*map(int, line.split()[1:6]), line.split()[6])


def check_golden():
    import transforms
    for preset, settings in (
            ("torchvision-eval", lambda *_: from_torchvision(Compose(Resize(256), CenterCrop(224), ToTensor()))),
            ("torchvision-eval", lambda *_: from_torchvision(Weights())),
            ("torchvision-tensor", lambda *_: from_torchvision(Compose(ResizeV2([256]), CenterCrop(224)), tensor=True)),
            ("clip-224", lambda *_: from_torchvision(Compose(Resize(224, "bicubic"), CenterCrop((224, 224))))),
            ("ultralytics-letterbox", lambda width, height: ultralytics((height, width)))):
        wrong, count = [], 0
        for width, height, seed, out_width, out_height, digest in golden(preset):
            name = photograph("g.png", transforms.noise(seed, width, height), "rgb", "pngenc")
            made = next(Reader(name, settings=settings(out_width, out_height))).array
            count += 1
            if made.shape != (out_height, out_width, 3) or hashlib.sha256(made.tobytes()).hexdigest() != digest:
                wrong.append((width, height, made.shape))
        check(count > 1 and not wrong, f"{settings(320, 320)} makes what the package made", *wrong)


def check_text():
    text = str(from_torchvision(Compose(Resize(256, "bicubic"), CenterCrop(224))))
    check(text == "alignscale library=pillow method=bicubic fit=cover size-rule=torchvision shortest-edge=256 "
          "! video/x-raw,width=224,height=224", "the text is a pipeline's", text)
    with Reader(f"videotestsrc num-buffers=1 ! video/x-raw,format=RGB ! {text}") as reader:
        check(next(reader).size == (224, 224), "... which takes it")
    made = from_torchvision(Compose(Resize((24, 32)), ToTensor()))
    check((made.size, made.remaining) == ((24, 32), ("ToTensor()",)), "what comes after resizing remains", made)
    made = from_torchvision(Resize(800, max_size=1333), tensor=True).properties
    check(made["longest-edge"] == 1333 and made["arithmetic"] == "float" and made["library"] == "torch",
          "of tensors torch's arithmetic, and v1's is float", made)
    check(from_hf(VIT) == Settings({"library": "pillow", "method": "bilinear"}, (224, 224)),
          "a configuration of height and width squashes", from_hf(VIT))
    made = from_hf({**CLIP, "image_processor_type": "CLIPImageProcessorFast"}).properties
    check((made["library"], made["antialias"], made["size-rule"]) == ("torch", True, "transformers"),
          "processors on torchvision resize tensors", made)
    check(from_hf(CLIP).properties == {"library": "pillow", "method": "bicubic", "fit": "cover",
                                       "size-rule": "transformers", "shortest-edge": 224},
          "those on Pillow images", from_hf(CLIP))
    (folder / "preprocessor_config.json").write_text(json.dumps(CLIP), encoding="ascii")
    check(from_hf(folder) == from_hf(CLIP) == from_hf(str(folder / "preprocessor_config.json")),
          "a folder and a file are read")
    made = ultralytics(64, auto=True)
    with Reader("videotestsrc num-buffers=1 ! video/x-raw,width=320,height=200 !", settings=made) as reader:
        check(next(reader).size == (64, 64) and made.size is None, "ultralytics' auto makes multiples of 32")


def check_refusals():
    for sentence, action in (
            ("no RandomCrop", lambda: from_torchvision(Compose(RandomCrop(), Resize(3)))),
            ("no Resize", lambda: from_torchvision(Compose())),
            ("behind Resize", lambda: from_torchvision(Compose(ToTensor(), Resize(3)))),
            ("twice", lambda: from_torchvision(Compose(Resize(3), Resize(4)))),
            ("crop alone", lambda: from_torchvision(Compose(CenterCrop(3)))),
            ("whatever the shape", lambda: from_torchvision(Compose(Resize((9, 8)), CenterCrop(3)))),
            ("resizes no tensor with", lambda: from_torchvision(Resize(3, "lanczos"), tensor=True)),
            ("does not resize", lambda: from_hf({"do_resize": False, "size": {"height": 3, "width": 3}})),
            ("size_divisor", lambda: from_hf({"size": {"height": 3, "width": 3}, "size_divisor": 32})),
            ("none of Pillow's", lambda: from_hf({"size": {"height": 3, "width": 3}, "resample": 9})),
            ("size=224", lambda: from_hf({"size": 224})),
            ("not '640'", lambda: ultralytics("640")),
            ("not (0, 64)", lambda: ultralytics((0, 64))),
            ("not (1, 2, 3)", lambda: ultralytics((1, 2, 3))),
            ("auto=True takes one number", lambda: ultralytics((3, 4), auto=True))):
        check(sentence in error_of(action), f"a refusal says: {sentence}", error_of(action))


# ---- the packages themselves ----

SIZES = [(64, 48), (48, 64), (61, 47), (40, 40), (30, 7), (101, 99), (1, 9), (55, 80)]


def compared(sentence, settings, own):
    """own: picture -> array. Pictures that the package refuses are left out."""
    wrong = []
    for seed, (width, height) in enumerate(SIZES):
        picture = noise(seed, height, width // 4 * 4 + 4)
        name = photograph("c.png", picture, "rgb", "pngenc")
        made, wanted = next(Reader(name, settings=settings)).array, own(picture)
        if made.shape != wanted.shape or (made != wanted).any():
            wrong.append((picture.shape, made.shape, wanted.shape))
    check(not wrong, sentence, *wrong)


def check_torchvision():
    try:
        import torch
        from PIL import Image
        from torchvision import transforms as v1
        from torchvision.models import ViT_B_16_Weights, ResNet50_Weights
        from torchvision.transforms import v2
    except ImportError as error:
        skip("torchvision itself", f"{error}; tools/test-python.sh has it")
        return
    mode = v1.InterpolationMode
    chains = [[v1.Resize(32), v1.CenterCrop(28)], [v1.Resize(32, mode.BICUBIC), v1.CenterCrop((20, 33))],
              [v1.Resize((20, 30), mode.LANCZOS)], [v1.Resize(40, max_size=50)], [v1.Resize(24, mode.NEAREST)],
              [v1.Resize((20, 30), mode.HAMMING)], [v1.Resize(9, mode.BOX), v1.CenterCrop(33)]]
    for steps in chains:
        compared(f"torchvision, images: {steps}", from_torchvision(v1.Compose(steps)),
                 lambda picture, steps=steps: numpy.asarray(v1.Compose(steps)(Image.fromarray(picture))))
    tensors = [(v1, [v1.Resize(32, antialias=True), v1.CenterCrop(28)]), (v1, [v1.Resize((30, 30), mode.BICUBIC)]),
               (v2, [v2.Resize(32), v2.CenterCrop(27)]), (v2, [v2.Resize((31, 20), mode.BICUBIC)]),
               (v2, [v2.Resize(20, mode.NEAREST)]), (v1, [v1.Resize(20, mode.NEAREST_EXACT)]),
               (v2, [v2.Resize((70, 70), antialias=False)])]
    for version, steps in tensors:
        def own(picture, version=version, steps=steps):
            tensor = torch.from_numpy(picture.copy()).permute(2, 0, 1)
            return version.Compose(steps)(tensor).permute(1, 2, 0).numpy()
        compared(f"torchvision, tensors: {version.__name__} {steps}",
                 from_torchvision(version.Compose(steps), tensor=True), own)
    for weights in (ResNet50_Weights.IMAGENET1K_V2, ViT_B_16_Weights.IMAGENET1K_SWAG_E2E_V1):
        transform = weights.transforms()

        def bytes_of(picture, transform=transform):
            made = transform(Image.fromarray(picture))
            mean, std = torch.tensor(transform.mean)[:, None, None], torch.tensor(transform.std)[:, None, None]
            return ((made * std + mean) * 255).round().permute(1, 2, 0).numpy().astype(numpy.uint8)
        compared(f"torchvision, {weights}", from_torchvision(transform), bytes_of)


def check_transformers():
    try:
        from transformers import CLIPImageProcessor, DetrImageProcessor, ViTImageProcessor
        from PIL import Image
        try:  # transformers 5
            from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
            from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil
            kinds = [(CLIPImageProcessor, True), (ViTImageProcessor, True), (CLIPImageProcessorPil, False),
                     (ViTImageProcessorPil, False), (DetrImageProcessor, True)]
        except ImportError:
            kinds = [(CLIPImageProcessor, False), (ViTImageProcessor, False)]
    except ImportError as error:
        skip("transformers itself", f"{error}; tools/test-python.sh has it")
        return
    for kind, fast in kinds:
        config = CLIP if "CLIP" in kind.__name__ else DETR if "Detr" in kind.__name__ else VIT
        processor = kind(**{**{name: value for name, value in config.items() if name != "image_processor_type"},
                            "do_rescale": False, "do_normalize": False})

        def own(picture, processor=processor):
            made = processor(Image.fromarray(picture), return_tensors="np")["pixel_values"][0]
            return numpy.asarray(made).transpose(1, 2, 0).astype(numpy.uint8)
        compared(f"transformers, {kind.__name__}", from_hf(processor.to_dict() if "Detr" not in kind.__name__
                                                           else config, fast=fast), own)


def check_ultralytics():
    try:
        from ultralytics.data.augment import LetterBox
    except ImportError as error:
        skip("Ultralytics itself", f"{error}; tools/test-python.sh has it")
        return
    compared("Ultralytics' LetterBox", ultralytics((64, 96)),
             lambda picture: LetterBox(new_shape=(64, 96), auto=False)(image=picture))
    compared("Ultralytics' LetterBox with auto", ultralytics(96, auto=True),
             lambda picture: LetterBox(new_shape=(96, 96), auto=True, stride=32)(image=picture))


list(golden("clip-224"))
check_golden()
check_text()
check_refusals()
check_torchvision()
check_transformers()
check_ultralytics()
finish()
