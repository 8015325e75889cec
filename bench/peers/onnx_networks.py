"""Writes mlp.onnx and cnn.onnx into the folder named: the networks of bench/serve/run, with random weights, which cost the same time."""
import os
import sys

import torch
from torch import nn


def block(inputs, outputs, padding, pool):
    return [nn.Conv2d(inputs, outputs, 3, padding=padding, bias=False), *([nn.MaxPool2d(2)] if pool else []), nn.BatchNorm2d(outputs), nn.ReLU()]


mlp = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
cnn = nn.Sequential(
    *block(1, 32, 0, True), *block(32, 32, 0, True), *block(32, 64, 1, False), *block(64, 64, 0, False), nn.Flatten(), nn.Linear(576, 10))
for name, network in (("mlp", mlp), ("cnn", cnn)):
    torch.onnx.export(
        network.eval(), torch.randn(1, 1, 28, 28), os.path.join(sys.argv[1], name + ".onnx"), input_names=["images"],
        output_names=["logits"], dynamic_axes={"images": {0: "n"}, "logits": {0: "n"}}, opset_version=13)
