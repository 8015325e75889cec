"""Writes resnet18_gentle.safetensors: eight steps of torchvision's ResNet-18 in 64-bit floats, at a rate so small that rounding is not amplified.

Run: /usr/bin/python3 resnet18_gentle.py   (Debian: apt-get install python3-torch python3-torchvision libopenblas0-pthread)
Weights, images and labels come from closed formulas, so that nothing but this file is needed to repeat the run.
"""
import json
import math
import os
import struct

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
STEPS, BATCH, RATE = 8, 32, 0.0001
WORD = 2**64 - 1


def noise(shape, index):
    """splitmix64 of 1, 2, 3, ... times its constant plus index times another: numbers in [0, 1), in 64-bit floats."""
    start = np.uint64(index * 0xD1B54A32D192ED03 & WORD)
    z = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + start
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(shape)


def waves(step):
    """Stripes of a direction and a width of its own for each image, [BATCH, 1, 28, 28], in 32-bit floats."""
    k = step * BATCH + np.arange(BATCH)[:, None, None]
    y, x = np.arange(28)[:, None], np.arange(28)
    return (0.5 + 0.5 * np.sin(0.15 * (k % 7 + 1) * x + 0.15 * (k % 5 + 1) * y + k)).reshape(BATCH, 1, 28, 28).astype(np.float32)


model = torchvision.models.resnet18(weights=None, num_classes=10)
model.conv1 = nn.Conv2d(1, 64, 7, 2, 3, bias=False)
with torch.no_grad():
    for index, (name, p) in enumerate(model.named_parameters()):
        if p.dim() > 1:
            scale = math.sqrt(6 / (p.shape[1] * p.shape[2] * p.shape[3])) if p.dim() == 4 else math.sqrt(1 / p.shape[1])
            p.copy_(torch.tensor((scale * (noise(p.shape, index) - 0.5) * 2).astype(np.float32)))
        elif name == "fc.bias":
            p.zero_()
model = model.double()

optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=0.9)
losses = []
for step in range(STEPS):
    images = torch.tensor(waves(step)).double()
    labels = torch.arange(BATCH) * 7 % 10
    loss = F.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    if step == 0:
        norms = torch.stack([p.grad.norm() for p in model.parameters()])
    optimizer.step()
    losses.append(loss.item())
model.eval()
with torch.no_grad():
    logits = model(torch.tensor(waves(0)).double())

tensors = {
    "first_grad_norms": norms.numpy().astype(np.float32),
    "losses": np.array(losses, np.float32),
    "eval_logits_after": logits.numpy().astype(np.float32),
    "bn1.running_mean_after": model.bn1.running_mean.numpy().astype(np.float32),
    "bn1.running_var_after": model.bn1.running_var.numpy().astype(np.float32),
    "layer4.1.bn2.running_var_after": model.layer4[1].bn2.running_var.numpy().astype(np.float32),
    "fc.weight_after": model.fc.weight.detach().numpy().astype(np.float32),
}
header, blobs, at = {}, [], 0
for name, value in tensors.items():
    raw = np.ascontiguousarray(value).tobytes()
    header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(raw)]}
    blobs.append(raw)
    at += len(raw)
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(HERE, "resnet18_gentle.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
print(losses)
