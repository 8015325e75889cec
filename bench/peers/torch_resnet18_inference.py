"""Reading 28x28 images with torchvision's ResNet-18 in evaluation mode: images/s for batches of 1 and 256, each thread count and layout, the best of three rounds.

Run: OPENBLAS_NUM_THREADS=1 python3 torch_resnet18_inference.py   (Debian: apt-get install python3-torch python3-torchvision libopenblas0-pthread)
"""
import os
import time

import torch
import torchvision
from torch import nn


def best_rate(model, batch, layout, rounds=3, seconds=1.5):
    x = torch.rand(batch, 1, 28, 28).contiguous(memory_format=layout)
    best = 0.0
    with torch.inference_mode():
        for _ in range(2):
            model(x)
        for _ in range(rounds):
            start, images = time.perf_counter(), 0
            while time.perf_counter() - start < seconds:
                model(x)
                images += batch
            best = max(best, images / (time.perf_counter() - start))
    return best


for threads in sorted({1, os.cpu_count()}):
    torch.set_num_threads(threads)
    for layout in (torch.contiguous_format, torch.channels_last):
        model = torchvision.models.resnet18(weights=None, num_classes=10)
        model.conv1 = nn.Conv2d(1, 64, 7, 2, 3, bias=False)
        model = model.to(memory_format=layout).eval()
        rates = ", ".join(f"batch {batch}: {best_rate(model, batch, layout):,.0f} images/s" for batch in (1, 256))
        print(f"torch {torch.__version__} resnet18 inference, {threads} threads, {str(layout)[6:]}: {rates}", flush=True)
