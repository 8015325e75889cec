"""Writes attributions.safetensors: attributions of a small convolutional network, computed by autograd and loops in double precision.

Run: /usr/bin/python3 attributions.py   (Debian: apt-get install python3-torch libopenblas0-pthread)
The file holds the image "image" [12, 11], the network's state dictionary "model.*", the logits "logits" [3], and for each class c the
attributions "c.saliency", "c.gradient-times-input", "c.integrated-gradients" (32 steps of the midpoint rule from an image of 0.25),
"c.occlusion" (windows of 4x4 pixels, 3 apart, filled with 0.5) and "c.grad-cam" (of the last convolution after its ReLU), in 32-bit floats.
"""
import json
import os
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(4)
HERE = os.path.dirname(os.path.abspath(__file__))
ROWS, COLUMNS, CLASSES, STEPS, BASELINE, WINDOW, STRIDE, FILL = 12, 11, 3, 32, 0.25, 4, 3, 0.5

model = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(4, 6, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, CLASSES)).double()
nn.init.normal_(model[1].weight, 1, 0.2)
nn.init.normal_(model[1].running_mean, 0, 0.2)
nn.init.uniform_(model[1].running_var, 0.5, 2)
nn.init.normal_(model[8].weight)
# What is computed below is computed with the values that the file holds.
model = model.float().double().eval()
image = torch.rand(ROWS, COLUMNS).double()
image[torch.rand(ROWS, COLUMNS) < 0.4] = 0
tensors = {"image": image, "logits": model(image[None, None])[0]}
tensors.update({f"model.{name}": value for name, value in model.state_dict().items()})


def gradient(x, target):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(model(x[None, None])[0, target], x)[0]


def integrated_gradients(target):
    points = [BASELINE + (image - BASELINE) * (k + 0.5) / STEPS for k in range(STEPS)]
    return (image - BASELINE) * torch.stack([gradient(point, target) for point in points]).mean(0)


def occlusion(target):
    total, count = torch.zeros(ROWS, COLUMNS).double(), torch.zeros(ROWS, COLUMNS).double()
    before = model(image[None, None])[0, target]
    for top in range(0, ROWS - WINDOW + STRIDE, STRIDE):
        for left in range(0, COLUMNS - WINDOW + STRIDE, STRIDE):
            window = (slice(top, top + WINDOW), slice(left, left + WINDOW))
            occluded = image.clone()
            occluded[window] = FILL
            total[window] += before - model(occluded[None, None])[0, target]
            count[window] += 1
    return total / count


def grad_cam(target):
    maps = model[:6](image[None, None]).detach().requires_grad_()
    slope = torch.autograd.grad(model[6:](maps)[0, target], maps)[0]
    combined = (slope.mean((2, 3), keepdim=True) * maps).sum(1, keepdim=True).relu()
    return F.interpolate(combined, (ROWS, COLUMNS), mode="bilinear", align_corners=False)[0, 0]


for c in range(CLASSES):
    tensors[f"{c}.saliency"] = gradient(image, c).abs()
    tensors[f"{c}.gradient-times-input"] = gradient(image, c) * image
    tensors[f"{c}.integrated-gradients"] = integrated_gradients(c)
    tensors[f"{c}.occlusion"] = occlusion(c)
    tensors[f"{c}.grad-cam"] = grad_cam(c)

header, blobs, at = {}, [], 0
for name, value in tensors.items():
    raw = np.ascontiguousarray(value.detach().float().numpy()).tobytes()
    header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(raw)]}
    blobs.append(raw)
    at += len(raw)
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(HERE, "attributions.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
