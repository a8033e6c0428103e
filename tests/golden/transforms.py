# SPDX-License-Identifier: LGPL-2.1-or-later
"""The transforms behind the element's presets and size rules, as their own packages run them.

detectron2, mmcv and YOLOX are not on PyPI in a form that installs without a compiler: their few
lines are written down here from what their documentation and sources say they compute.
"""

import math

import numpy


def noise(seed, width, height, channels=3):
    """The same picture as noise() of tests/element/check_presets.c makes."""
    v = (numpy.arange(width * height * channels, dtype=numpy.uint64) + seed * 7919) * 2654435761
    v &= 0xffffffff
    v ^= v >> 15
    v = v * 2246822519 & 0xffffffff
    v ^= v >> 13
    return (v >> 24).astype(numpy.uint8).reshape(height, width, channels)


# ---- presets: picture [height, width, 3] of uint8, output (width, height) -> picture ----

def pil(picture):
    from PIL import Image
    return Image.fromarray(picture)


def torchvision_pil(edge, interpolation, picture, out):
    from torchvision import transforms
    mode = getattr(transforms.InterpolationMode, interpolation)
    resize = transforms.Compose([transforms.Resize(edge, interpolation=mode),
                                 transforms.CenterCrop((out[1], out[0]))])
    return numpy.asarray(resize(pil(picture)))


def torchvision_tensor(picture, out):
    import torch
    from torchvision.transforms import v2
    resize = v2.Compose([v2.Resize(256, antialias=True), v2.CenterCrop((out[1], out[0]))])
    tensor = torch.from_numpy(picture.copy()).permute(2, 0, 1)
    return resize(tensor).permute(1, 2, 0).contiguous().numpy()


def timm_eval(picture, out):
    from timm.data.transforms_factory import transforms_imagenet_eval
    transform = transforms_imagenet_eval(img_size=(out[1], out[0]), crop_pct=0.875,
                                         interpolation="bicubic", use_prefetcher=True)
    return transform(pil(picture)).permute(1, 2, 0).numpy()


def ultralytics(picture, out):
    from ultralytics.data.augment import LetterBox
    return LetterBox(new_shape=(out[1], out[0]), auto=False)(image=picture)


def yolox(picture, out):
    import cv2
    height, width = picture.shape[:2]
    padded = numpy.full((out[1], out[0], 3), 114, numpy.uint8)
    r = min(out[1] / height, out[0] / width)
    resized = cv2.resize(picture, (int(width * r), int(height * r)),
                         interpolation=cv2.INTER_LINEAR)
    padded[:int(height * r), :int(width * r)] = resized
    return padded


def detectron2(picture, out):
    from PIL import Image
    size = detectron2_size(picture.shape[1], picture.shape[0], 800, 1333)
    return numpy.asarray(pil(picture).resize(size, Image.BILINEAR))


def opencv_linear(picture, out):
    import cv2
    return cv2.resize(picture, out)


def keras(picture, out):
    """float32, unrounded."""
    from keras import layers
    resize = layers.Resizing(out[1], out[0])
    return numpy.asarray(resize(picture[None].astype(numpy.float32)))[0]


def rounded(made):
    """What the element makes of a float32 result."""
    return numpy.rint(made).clip(0, 255).astype(numpy.uint8)


def ties(made):
    """True where a float32 result is as near to one whole number as to another."""
    return numpy.abs(numpy.abs(made - numpy.floor(made)) - 0.5) < 1e-3


PRESETS = {
    "torchvision-eval": lambda picture, out: torchvision_pil(256, "BILINEAR", picture, out),
    "torchvision-tensor": torchvision_tensor,
    "clip-224": lambda picture, out: torchvision_pil(224, "BICUBIC", picture, out),
    "timm-bicubic-0.875": timm_eval,
    "ultralytics-letterbox": ultralytics,
    "yolox": yolox,
    "detectron2": detectron2,
    "keras": keras,
    "opencv-linear": opencv_linear,
}
# detectron2 makes a size of its own
OUTPUTS = {
    "torchvision-eval": [(224, 224)],
    "torchvision-tensor": [(224, 224)],
    "clip-224": [(224, 224)],
    "timm-bicubic-0.875": [(224, 224), (256, 192)],
    "ultralytics-letterbox": [(320, 320), (416, 256)],
    "yolox": [(320, 320), (416, 256)],
    "detectron2": [None],
    "keras": [(24, 16), (224, 224)],
    "opencv-linear": [(224, 224), (320, 200)],
}


# ---- tensors: the same, as the package hands them to a network, [channels, height, width] ----

IMAGENET = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
CLIP = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]


def normalized(picture, mean, std):
    """As torchvision prepares a PIL image."""
    from torchvision import transforms
    return transforms.Compose([transforms.ToTensor(), transforms.Normalize(mean, std)])(
        picture.copy()).numpy()


def torchvision_tensor_normalized(picture, out):
    import torch
    from torchvision.transforms import v2
    resize = v2.Compose([v2.Resize(256, antialias=True), v2.CenterCrop((out[1], out[0])),
                         v2.ToDtype(torch.float32, scale=True), v2.Normalize(*IMAGENET)])
    return resize(torch.from_numpy(picture.copy()).permute(2, 0, 1)).numpy()


def timm_eval_tensor(picture, out):
    from timm.data.transforms_factory import transforms_imagenet_eval
    transform = transforms_imagenet_eval(img_size=(out[1], out[0]), crop_pct=0.875,
                                         interpolation="bicubic")
    return transform(pil(picture)).numpy()


def ultralytics_tensor(picture, out):
    """What BasePredictor.preprocess does with a picture of OpenCV's."""
    import torch
    boxed = ultralytics(picture[..., ::-1], out)
    chw = numpy.ascontiguousarray(boxed[..., ::-1].transpose(2, 0, 1))
    return (torch.from_numpy(chw).float() / 255).numpy()


def yolox_tensor(picture, out):
    boxed = yolox(numpy.ascontiguousarray(picture[..., ::-1]), out)
    return numpy.ascontiguousarray(boxed.transpose(2, 0, 1), dtype=numpy.float32)


def detectron2_tensor(picture, out):
    """GeneralizedRCNN.preprocess_image with its defaults."""
    import torch
    made = numpy.ascontiguousarray(detectron2(picture, out)[..., ::-1].transpose(2, 0, 1))
    mean = torch.tensor([103.53, 116.28, 123.675]).view(-1, 1, 1)
    std = torch.tensor([1.0, 1.0, 1.0]).view(-1, 1, 1)
    return ((torch.from_numpy(made).float() - mean) / std).numpy()


def opencv_tensor(picture, out):
    import torch
    return (torch.from_numpy(opencv_linear(picture, out)).permute(2, 0, 1).float() / 255).numpy()


TENSORS = {
    "torchvision-eval":
        lambda picture, out: normalized(PRESETS["torchvision-eval"](picture, out), *IMAGENET),
    "torchvision-tensor": torchvision_tensor_normalized,
    "clip-224": lambda picture, out: normalized(PRESETS["clip-224"](picture, out), *CLIP),
    "timm-bicubic-0.875": timm_eval_tensor,
    "ultralytics-letterbox": ultralytics_tensor,
    "yolox": yolox_tensor,
    "detectron2": detectron2_tensor,
    "keras": lambda picture, out: keras(picture, out).transpose(2, 0, 1),
    "opencv-linear": opencv_tensor,
}


def interpolated(picture, out, **options):
    """torch on float32, not rounded. With one thread its bilinear takes other code, which differs
    in the last bits of a third of the values."""
    import torch
    import torch_resize
    torch.set_num_threads(2)
    tensor = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float().contiguous()
    request = torch_resize.Request(options["mode"], "float", options.get("align_corners", False),
                                   options.get("antialias", False), (out[1], out[0]))
    if torch_resize.has_defect(request, picture.shape[2]):
        return torch_resize.antialias_around(tensor, request)[0].contiguous().numpy()
    return torch.nn.functional.interpolate(tensor, size=(out[1], out[0]), **options)[0].numpy()


# Settings of aligntensor, and what torch does with floats
FLOATS = {
    "method=nearest": {"mode": "nearest"},
    "method=bilinear": {"mode": "bilinear", "align_corners": False},
    "method=bilinear align-corners=true": {"mode": "bilinear", "align_corners": True},
    "method=bilinear antialias=true": {"mode": "bilinear", "antialias": True},
    "method=bicubic": {"mode": "bicubic", "align_corners": False},
    "method=bicubic align-corners=true": {"mode": "bicubic", "align_corners": True},
    "method=bicubic antialias=true": {"mode": "bicubic", "antialias": True},
    "method=area": {"mode": "area"},
}


# ---- size rules: width, height, and what the rule takes -> (width, height) ----

def torchvision_size(width, height, short, long):
    from torchvision.transforms.functional import _compute_resized_output_size
    size = _compute_resized_output_size((height, width), [short], max_size=long or None)
    return size[1], size[0]


def timm_size(width, height, target, inside):
    from PIL import Image
    from timm.data.transforms import ResizeKeepRatio
    size = ResizeKeepRatio.get_params(Image.new("L", (width, height)), (target[1], target[0]),
                                      1.0 if inside else 0.0)
    return size[1], size[0]


def transformers_size(width, height, short, long):
    from transformers.image_transforms import get_size_with_aspect_ratio
    size = get_size_with_aspect_ratio((height, width), short, long or None)
    return size[1], size[0]


def detectron2_size(width, height, short, long):
    scale = short * 1.0 / min(height, width)
    if height < width:
        new_height, new_width = short, scale * width
    else:
        new_height, new_width = scale * height, short
    if long and max(new_height, new_width) > long:
        scale = long * 1.0 / max(new_height, new_width)
        new_height, new_width = new_height * scale, new_width * scale
    return int(new_width + 0.5), int(new_height + 0.5)


def mmcv_size(width, height, short, long):
    scale = min((long or math.inf) / max(height, width), short / min(height, width))
    return int(width * float(scale) + 0.5), int(height * float(scale) + 0.5)


def yolox_size(width, height, target):
    r = min(target[1] / height, target[0] / width)
    return int(width * r), int(height * r)


def ultralytics_place(width, height, target, scaleup):
    """The picture's (x, y, width, height): a white picture, looked for in grey."""
    from ultralytics.data.augment import LetterBox
    white = numpy.full((height, width, 3), 255, numpy.uint8)
    boxed = LetterBox(new_shape=(target[1], target[0]), auto=False, scaleup=scaleup)(image=white)
    rows, columns = numpy.nonzero(boxed[:, :, 0] == 255)
    return (int(columns.min()), int(rows.min()), int(columns.max() - columns.min() + 1),
            int(rows.max() - rows.min() + 1))


def smart_size(width, height, factor, least, most):
    from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize
    size = smart_resize(height, width, factor=factor, min_pixels=least, max_pixels=most)
    return size[1], size[0]
