"""PyTorch's side of the parity tests of the lab `film_unet`, and a few values that need no network.

Run: python make_film_unet.py   (needs torch, numpy and safetensors; writes film_unet.json, film_skips_b8.safetensors and film_skips_b8.io.safetensors)

Two networks. `film_b32_*` has the order of many tutorials, a scale before the norm and no way across: its weights are random, were drawn once, and lie here as
they are; this program runs them and insists that the outputs beside them are those. `film_skips_b8` is the lab's network, FiLM after the norm and sums across, told a
class as well: its weights are drawn here. Outputs come from a run in float64. Values: Vaswani et al. arXiv:1706.03762 section 3.5, Perez et al. arXiv:1709.07871
equation 2, Improved DDPM arXiv:2102.09672 equation 17.
"""
import json
import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

SEED = 20171
HERE = os.path.dirname(os.path.abspath(__file__))
ORIGINAL = [("film_b32_e128_g32", 128, 32, 2), ("film_b32_e32_g8", 32, 8, 1)]


def embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000.0) * torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w[None, :]
    return torch.cat([angles.sin(), angles.cos()], -1)


class Block(nn.Module):
    def __init__(self, cin, cout, emb, groups, skips):
        super().__init__()
        self.skips = skips
        self.norm1, self.conv1 = nn.GroupNorm(groups, cin), nn.Conv2d(cin, cout, 3, padding=1)
        self.time_mlp = nn.Sequential(nn.Linear(emb, 2 * cout), nn.SiLU(), nn.Linear(2 * cout, 2 * cout if skips else cout))
        self.norm2, self.conv2 = nn.GroupNorm(groups, cout), nn.Conv2d(cout, cout, 3, padding=1)
        self.skip = nn.Conv2d(cin, cout, 1)

    def forward(self, x, e):
        h, told = self.conv1(F.silu(self.norm1(x))), self.time_mlp(e)[:, :, None, None]
        if self.skips:
            gamma, beta = told.chunk(2, dim=1)
            h = (1 + gamma) * self.norm2(h) + beta
        else:
            h = self.norm2(h * told)
        return self.conv2(F.silu(h)) + self.skip(x)


class Net(nn.Module):
    """With skips: widths a, b, c and sums across. Without: the original, b = c = 2a."""

    def __init__(self, widths, emb, groups, skips):
        super().__init__()
        (a, b, c), self.emb, self.skips = widths, emb, skips
        block = lambda cin, cout: Block(cin, cout, emb, groups, skips)
        coarse = b if skips else a
        self.init_conv = nn.Conv2d(1, a, 3, padding=1)
        self.down_res1, self.down_conv1 = block(a, a), nn.Conv2d(a, a, 4, 2, 1)
        self.down_res2, self.down_conv2 = block(a, b), nn.Conv2d(b, b, 4, 2, 1)
        self.middle_res = block(b, c)
        self.up_conv2, self.up_res2 = nn.ConvTranspose2d(c, coarse, 4, 2, 1), block(coarse, a)
        self.up_conv1, self.up_res1 = nn.ConvTranspose2d(a, a, 4, 2, 1), block(a, a)
        self.final_norm, self.final_conv = nn.GroupNorm(groups, a), nn.Conv2d(a, 1, 3, padding=1)

    def forward(self, x, e):
        fine = self.down_res1(self.init_conv(x), e)
        coarse = self.down_res2(self.down_conv1(fine), e)
        h = self.up_conv2(self.middle_res(self.down_conv2(coarse), e))
        h = self.up_conv1(self.up_res2(h + coarse if self.skips else h, e))
        h = self.up_res1(h + fine if self.skips else h, e)
        return self.final_conv(F.silu(self.final_norm(h)))


class Conditional(nn.Module):
    def __init__(self, widths, emb, groups):
        super().__init__()
        self.unet = Net(widths, emb, groups, True)
        self.class_embedding, self.combined_proj = nn.Embedding(10, emb), nn.Linear(2 * emb, emb)

    def forward(self, x, t, labels):
        e = torch.cat([embedding(t, self.unet.emb), self.class_embedding(labels)], -1)
        return self.unet(x, self.combined_proj(e))


def fill(model, rng):
    out = {}
    for key, value in model.state_dict().items():
        norm = value.ndim == 1 and key.endswith("weight")
        if norm:
            a = rng.uniform(0.6, 1.4, tuple(value.shape))
        elif value.ndim == 1:
            a = rng.normal(0, 0.2, tuple(value.shape))
        else:
            a = rng.normal(0, 1.2 / math.sqrt(value[0].numel()), tuple(value.shape))
        out[key] = torch.from_numpy(np.asarray(a, dtype=np.float32))
    model.load_state_dict(out)
    return {key: value.contiguous() for key, value in out.items()}


def images(rng, *shape):
    """Standard normals rounded to multiples of 2**-10."""
    return torch.from_numpy((np.round(rng.standard_normal(shape) * 1024.0) / 1024.0).astype(np.float32))


def insist_on_original():
    for name, emb, groups, parts in ORIGINAL:
        files = [f"{name}.safetensors"] if parts == 1 else [f"{name}-{i + 1}-of-{parts}.safetensors" for i in range(parts)]
        weights = {k: v for f in files for k, v in load_file(os.path.join(HERE, f)).items()}
        model = Net((32, 64, 64), emb, groups, False)
        model.load_state_dict(weights)
        io = load_file(os.path.join(HERE, f"{name}.io.safetensors"))
        with torch.no_grad():
            out = model.double()(io["x"].double(), embedding(io["timesteps"], emb))
        assert torch.allclose(out.float(), io["out"], atol=1e-5), name


def lab_network(rng):
    widths, emb, groups = (8, 16, 24), 16, 4
    model = Conditional(widths, emb, groups)
    save_file(fill(model, rng), os.path.join(HERE, "film_skips_b8.safetensors"), metadata={"format": "pt"})
    x, t, labels = images(rng, 2, 1, 28, 28), torch.tensor([7, 640]), torch.tensor([3, 9])
    with torch.no_grad():
        model.double()
        out = model(x.double(), t, labels)
        plain = model.unet(x.double(), embedding(t, emb))
    save_file({"x": x, "timesteps": t, "labels": labels, "out": out.float(), "plain": plain.float()},
              os.path.join(HERE, "film_skips_b8.io.safetensors"), metadata={"format": "pt"})
    return {"inputs": {"widths": widths, "embedding": emb, "groups": groups},
            "expected": {"parameters": sum(p.numel() for p in model.parameters())}}


def betas(kind, T):
    way = np.arange(T) / max(T - 1, 1)
    if kind == "linear":
        return 1e-4 + way * (0.02 - 1e-4)
    if kind == "sigmoid":
        return 1e-4 + (0.02 - 1e-4) / (1.0 + np.exp(-(-6.0 + 12.0 * way)))
    f = np.cos((np.arange(T + 1) / T + 0.008) / 1.008 * math.pi / 2.0) ** 2
    return np.minimum(1.0 - f[1:] / f[:-1], 0.999)


def values(rng):
    ts = [1, 2, 50, 500, 501, 1000]
    cases = {}
    for dim in (2, 4, 16, 128):
        e = embedding(torch.tensor(ts), dim)
        assert np.allclose((e ** 2).sum(-1), dim / 2)
        cases[f"time_embedding_{dim}"] = {"inputs": {"t": ts, "dim": dim}, "expected": {"embedding": e.flatten().tolist()}}
    for kind in ("linear", "cosine", "sigmoid"):
        b = betas(kind, 1000)
        at = [1, 2, 10, 250, 500, 750, 999, 1000]
        cases[f"betas_{kind}"] = {"inputs": {"timesteps": 1000, "t": at}, "expected": {
            "betas": [float(b[t - 1]) for t in at], "alpha_cumprod": [float(np.prod(1 - b[:t])) for t in at], "sum": float(b.sum())}}
    h, gamma, beta = images(rng, 2, 3, 2, 2), images(rng, 2, 3), images(rng, 2, 3)
    y = (1 + gamma)[:, :, None, None].double() * h.double() + beta[:, :, None, None].double()
    cases["film"] = {"inputs": {"h": h.flatten().tolist(), "gamma": gamma.flatten().tolist(), "beta": beta.flatten().tolist()},
                     "expected": {"y": y.flatten().tolist()}}
    sizes = {f"{w[0]}": sum(p.numel() for p in Net(w, 128, 8, True).parameters()) for w in ((16, 32, 64), (64, 128, 128))}
    cases["parameters"] = {"inputs": {"embedding": 128}, "expected": sizes}
    return cases


def main():
    rng = np.random.default_rng(SEED)
    insist_on_original()
    cases = {"network": lab_network(rng), **values(rng)}
    body = ",\n".join(json.dumps(k) + ": " + json.dumps(v, allow_nan=False, separators=(",", ":")) for k, v in cases.items())
    with open(os.path.join(HERE, "film_unet.json"), "w") as f:
        f.write("{\n" + body + "\n}\n")


if __name__ == "__main__":
    main()
