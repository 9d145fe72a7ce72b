"""PyTorch's side of the parity test of `SimpleUNet`: random weights, an input, and what comes out.

Run: python make_simple_unet.py   (needs torch, numpy and safetensors; writes simple_unet_8*.safetensors next to this file)

Weights come from numpy, which draws the same numbers in every version; the outputs from a run in float64 in eval mode. Norms get scales,
shifts and running statistics of their own, so that a mixed-up norm shows. The small input is 8 x 8, with the output of every stage.
"""
import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

SEED, WIDTH, T = 20069, 8, 1000


def double_conv(cin, cout):
    """An object whose keys are conv.0, conv.1, conv.3 and conv.4: conv, norm, relu, conv, norm, relu."""
    holder, layers = nn.Module(), []
    for a in (cin, cout):
        layers += [nn.Conv2d(a, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU()]
    holder.conv = nn.Sequential(*layers)
    return holder


class SimpleUNet(nn.Module):
    """Widths w, 2w and 4w, bottleneck 8w, time vector 4w."""

    def __init__(self, w):
        super().__init__()
        self.half = 4 * w
        self.time_embed = nn.Sequential(nn.Linear(1, 4 * w), nn.ReLU(), nn.Linear(4 * w, 4 * w))
        self.enc1, self.enc2 = double_conv(1, w), double_conv(w, 2 * w)
        self.enc3, self.bottleneck = double_conv(2 * w, 4 * w), double_conv(4 * w, 8 * w)
        self.up3, self.dec3 = nn.ConvTranspose2d(8 * w, 4 * w, 2, stride=2), double_conv(6 * w, 4 * w)
        self.up2, self.dec2 = nn.ConvTranspose2d(4 * w, 2 * w, 2, stride=2), double_conv(3 * w, 2 * w)
        self.final = nn.Sequential(nn.Conv2d(2 * w, w, 3, padding=1), nn.BatchNorm2d(w), nn.ReLU(), nn.Conv2d(w, 1, 1))

    def stages(self, x, t):
        r = {"time_embed": self.time_embed(t.to(x.dtype)[:, None] / T)}
        r["enc1"] = self.enc1.conv(x)
        r["enc2"] = self.enc2.conv(F.max_pool2d(r["enc1"], 2))
        r["enc3"] = self.enc3.conv(F.max_pool2d(r["enc2"], 2))
        r["bottleneck"] = self.bottleneck.conv(r["enc3"])
        told, rest = r["bottleneck"].split([self.half, self.half], dim=1)
        r["bottleneck_plus_time"] = torch.cat([told + r["time_embed"][:, :, None, None], rest], 1)
        r["dec3"] = self.dec3.conv(torch.cat([self.up3(r["bottleneck_plus_time"]), r["enc2"]], 1))
        r["dec2"] = self.dec2.conv(torch.cat([self.up2(r["dec3"]), r["enc1"]], 1))
        r["out"] = self.final(r["dec2"])
        return r


def weight(rng, key, value):
    shape, leaf = tuple(value.shape), key.rsplit(".", 1)[1]
    if leaf == "running_var":
        return rng.uniform(0.5, 1.8, shape)
    if leaf == "running_mean":
        return rng.normal(0, 0.3, shape)
    if value.ndim == 1 and leaf == "weight":
        return rng.uniform(0.6, 1.4, shape)
    if leaf == "bias":
        return rng.normal(0, 0.2, shape)
    transposed = key.split(".")[0] in ("up2", "up3")
    fan = value.shape[0] if transposed else value[0].numel()
    return rng.normal(0, 1.3 / math.sqrt(fan), shape)


def fill(model, rng):
    out = {}
    for key, value in model.state_dict().items():
        counter = key.endswith("num_batches_tracked")
        out[key] = torch.tensor(11) if counter else torch.from_numpy(np.asarray(weight(rng, key, value), dtype=np.float32))
    model.load_state_dict(out)
    return {key: value.contiguous() for key, value in out.items()}


def images(rng, *shape):
    """Standard normals rounded to multiples of 2**-10."""
    return torch.from_numpy((np.round(rng.standard_normal(shape) * 1024.0) / 1024.0).astype(np.float32))


def main():
    here, rng = os.path.dirname(os.path.abspath(__file__)), np.random.default_rng(SEED)
    model = SimpleUNet(WIDTH)
    save_file(fill(model, rng), os.path.join(here, "simple_unet_8.safetensors"), metadata={"format": "pt"})
    x, t = images(rng, 2, 1, 28, 28), torch.tensor([7, 640])
    small, small_t = images(rng, 1, 1, 8, 8), torch.tensor([123])
    model.eval().double()
    with torch.no_grad():
        out = model.stages(x.double(), t)["out"]
        stages = model.stages(small.double(), small_t)
    io = {"x": x, "timesteps": t, "out": out.float(), "small.x": small, "small.timesteps": small_t}
    io.update({f"small.{key}": value.float().contiguous() for key, value in stages.items()})
    save_file(io, os.path.join(here, "simple_unet_8.io.safetensors"), metadata={"format": "pt"})


if __name__ == "__main__":
    main()
