"""A training step of the four-stage convolutional network of `rectify bench vision`, in PyTorch with maps channels-last.

The first line of the input is JSON with the work, the initial filters and the batches; every further one names a batch
to make an update from. Each is answered by one line: {"loss", "updateMs", "processorMs"}.
Usage: python convolution_pytorch.py THREADS
"""

import base64
import json
import sys
import time

import numpy
import torch
from torch import nn


def decode(text: str, kind: type, shape: list[int]) -> torch.Tensor:
    return torch.from_numpy(numpy.frombuffer(base64.b64decode(text), kind).reshape(shape).copy())


def network(work: dict) -> nn.Module:
    strided = work["downsampling"] == "stride"
    layers, channels = [], 3
    for filters in work["stageChannels"]:
        layers.append(nn.Conv2d(channels, filters, 3, stride=2 if strided else 1, padding=1, bias=False))
        layers.append(nn.BatchNorm2d(filters))
        layers.append(nn.LeakyReLU(work["negativeSlope"], inplace=True))
        if not strided:
            layers.append(nn.MaxPool2d(2))
        channels = filters
    layers.append(nn.Conv2d(channels, work["outputChannels"], 1))
    nn.init.zeros_(layers[-1].bias)
    model = nn.Sequential(*layers)
    convolutions = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    for convolution, filters in zip(convolutions, work["filters"], strict=True):
        # Padding of an even map is at the end there and at the beginning here: with pictures, filters and targets
        # mirrored along both axes the step is the same.
        mirrored = decode(filters["values"], numpy.float32, filters["shape"]).flip(2, 3)
        convolution.weight.data.copy_(mirrored)
    return model.to(memory_format=torch.channels_last)


def mirrored_batch(work: dict, batch: dict) -> tuple[torch.Tensor, torch.Tensor]:
    size, height, width = work["batchSize"], work["height"], work["width"]
    images = decode(batch["images"], numpy.uint8, [size, height, width, 3]).flip(1, 2)
    targets = decode(batch["targets"], numpy.float32, [size, work["outputChannels"], height // 16, width // 16])
    return images.contiguous(), targets.flip(2, 3).contiguous(memory_format=torch.channels_last)


def main(threads: int) -> None:
    torch.set_num_threads(threads)
    work = json.loads(sys.stdin.readline())
    model = network(work)
    optimizer = torch.optim.Adam(model.parameters(), lr=work["learningRate"], fused=True)
    batches = [mirrored_batch(work, batch) for batch in work["batches"]]

    def answer(loss: float, seconds: float) -> None:
        times = {"updateMs": seconds * 1e3, "processorMs": time.process_time() * 1e3}
        print(json.dumps({"loss": loss, **times}), flush=True)

    answer(0, 0)
    for line in sys.stdin:
        images, targets = batches[json.loads(line)["index"]]
        started = time.perf_counter()
        # The bytes of [B, H, W, 3] are channels-last maps already.
        prediction = model(images.permute(0, 3, 1, 2).float() / 255)
        loss = nn.functional.mse_loss(prediction, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        value = loss.item()
        answer(value, time.perf_counter() - started)


main(int(sys.argv[1]))
