# Writes the ONNX files beside this one, and expected.json with an input and PyTorch's output for each model.
# Made with Python 3.11, torch 2.13.0, onnx 1.23.1, onnxscript 0.7.2. `-new` files come from the exporter through
# torch.export, with weights in a file of their own where it puts them there, `-old` files from the tracing one.
import json

import onnx
import torch
from torch import nn

torch.manual_seed(0)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.act = nn.PReLU(4)
        self.depthwise = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.pointwise = nn.Conv2d(4, 4, 1)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = self.act(self.norm(self.stem(x)))
        y = x + self.pointwise(nn.functional.relu6(self.depthwise(x)))
        y = torch.cat([y, nn.functional.interpolate(self.pool(y), scale_factor=2)], 1)
        return self.head(nn.functional.adaptive_avg_pool2d(y, 1).flatten(1))


class Viewed(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.pool = nn.AvgPool2d(2, stride=2, padding=1, count_include_pad=False)
        self.norm = nn.BatchNorm1d(32)
        self.head = nn.Linear(32, 2)

    def forward(self, x):
        x = self.pool(torch.tanh(self.conv(x)))
        return self.head(self.norm(x.view(x.size(0), -1)))


activations = nn.Sequential(
    nn.Linear(4, 6), nn.LeakyReLU(0.2), nn.Linear(6, 5), nn.GELU(), nn.Linear(5, 4), nn.SiLU(), nn.Linear(4, 3), nn.ELU(),
    nn.Linear(3, 3), nn.Hardswish(), nn.Linear(3, 3), nn.Mish(), nn.Linear(3, 3), nn.SELU(), nn.Linear(3, 3), nn.Softplus(),
    nn.Linear(3, 2), nn.Softmax(1),
)
tokens = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))


def without_traces(file):
    """Where in the Python source a node comes from is nobody's business."""
    model = onnx.load(file, load_external_data=False)
    del model.metadata_props[:]
    for part in [model.graph, *model.graph.node, *model.graph.initializer, *model.graph.input, *model.graph.output]:
        part.doc_string = ""
        del part.metadata_props[:]
    del model.graph.value_info[:]
    onnx.save(model, file)


expected = {}
for name, model, shape in [
    ("residual", Residual(), (3, 8, 8)),
    ("viewed", Viewed(), (1, 8, 8)),
    ("activations", activations, (4,)),
    ("tokens", tokens, (5, 3)),
]:
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.normal_()
    model.eval()
    x = torch.randn(2, *shape)
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (x,), f"{name}-new.onnx", dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    torch.onnx.export(model, (x,), f"{name}-old.onnx", dynamo=False, input_names=["x"], dynamic_axes={"x": {0: "batch"}})
    without_traces(f"{name}-new.onnx")
    without_traces(f"{name}-old.onnx")
    rounded = [[float(f"{value:.7g}") for value in tensor.flatten().tolist()] for tensor in (x, model(x))]
    expected[name] = {"x": rounded[0], "y": rounded[1]}
with open("expected.json", "w") as file:
    json.dump(expected, file)
