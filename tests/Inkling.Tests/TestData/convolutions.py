"""Writes convolutions.safetensors: values and gradients of convolutions with dilation and groups, in one dimension, and transposed.

Run: /usr/bin/python3 convolutions.py   (Debian: apt-get install python3-torch libopenblas0-pthread)
Each case holds its inputs "name.in.x", the output "name.out", a weight "name.weight" of the output's shape, and the gradients
"name.grad.x" of sum(output * weight) with respect to every input, in 32-bit floats.
"""
import json
import os
import struct

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
HERE = os.path.dirname(os.path.abspath(__file__))
tensors = {}


def case(name, function, **shapes):
    leaves = {key: torch.randn(*shape).requires_grad_() for key, shape in shapes.items()}
    out = function(**leaves)
    weight = torch.randn(out.shape)
    (out * weight).sum().backward()
    for key, leaf in leaves.items():
        tensors[f"{name}.in.{key}"] = leaf.detach()
        tensors[f"{name}.grad.{key}"] = leaf.grad
    tensors[f"{name}.out"] = out.detach()
    tensors[f"{name}.weight"] = weight


def conv2d(**options):
    return lambda x, w, b=None: F.conv2d(x, w, b, **options)


def conv1d(**options):
    return lambda x, w, b=None: F.conv1d(x, w, b, **options)


def transpose2d(**options):
    return lambda x, w, b=None: F.conv_transpose2d(x, w, b, **options)


case("dilation2", conv2d(dilation=2, padding=2), x=(2, 3, 7, 7), w=(5, 3, 3, 3), b=(5,))
case("dilation_unequal", conv2d(dilation=(3, 1), stride=(1, 2), padding=(2, 1)), x=(2, 2, 8, 9), w=(3, 2, 3, 2))
case("dilation_padding_only", conv2d(dilation=4, padding=4), x=(3, 4, 2, 2), w=(6, 4, 3, 3))
case("groups2", conv2d(groups=2, padding=1), x=(2, 6, 5, 5), w=(4, 3, 3, 3), b=(4,))
case("groups3_stride2", conv2d(groups=3, stride=2, padding=1), x=(3, 9, 6, 7), w=(12, 3, 3, 3), b=(12,))
case("depthwise", conv2d(groups=5, padding=1), x=(2, 5, 6, 4), w=(5, 1, 3, 3), b=(5,))
case("depthwise_multiplier_dilation", conv2d(groups=4, dilation=2, padding=2), x=(2, 4, 6, 6), w=(8, 1, 3, 3))
case("conv1d", conv1d(padding=1), x=(3, 4, 11), w=(6, 4, 3), b=(6,))
case("conv1d_stride_dilation", conv1d(stride=2, padding=3, dilation=2), x=(2, 3, 12), w=(5, 3, 4))
case("conv1d_groups", conv1d(groups=2, padding=2), x=(2, 6, 9), w=(8, 3, 5), b=(8,))
case("transpose", transpose2d(), x=(2, 3, 4, 5), w=(3, 6, 3, 3), b=(6,))
case("transpose_stride2", transpose2d(stride=2, padding=1, output_padding=1), x=(2, 5, 4, 4), w=(5, 3, 3, 3), b=(3,))
case("transpose_unequal", transpose2d(stride=(3, 1), padding=(1, 0), output_padding=(2, 0)), x=(1, 4, 3, 5), w=(4, 2, 2, 3))
case("transpose_gaps", transpose2d(stride=3), x=(2, 3, 3, 2), w=(3, 4, 2, 2), b=(4,))
case("transpose_groups", transpose2d(stride=2, padding=1, groups=2), x=(2, 6, 3, 4), w=(6, 4, 3, 3), b=(8,))
case("transpose_dilation", transpose2d(padding=2, dilation=2, output_padding=1), x=(2, 2, 4, 4), w=(2, 3, 3, 3))
case("maxpool1d", lambda x: F.max_pool1d(x, 3, 2, 1), x=(2, 3, 11))
case("avgpool1d", lambda x: F.avg_pool1d(x, 4, 3, 2), x=(2, 3, 11))

header, blobs, at = {}, [], 0
for name, value in tensors.items():
    raw = np.ascontiguousarray(value.numpy()).tobytes()
    header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(raw)]}
    blobs.append(raw)
    at += len(raw)
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(HERE, "convolutions.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
