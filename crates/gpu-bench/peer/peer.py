"""The same work in PyTorch: prints `MODE WORK BATCH SECONDS` for each case, medians of turns, the device waited for at each turn's end.

MODE is `eager` or `compiled` (torch.compile); WORK is training, sampling, jump or triples.
"""

import argparse
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

TIMESTEPS = 1000


def twice(inputs, outputs):
    layers = []
    for channels in (inputs, outputs):
        layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


class SimpleUNet(nn.Module):
    def __init__(self, b):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(1, 4 * b), nn.ReLU(), nn.Linear(4 * b, 4 * b))
        self.first, self.second, self.third = twice(1, b), twice(b, 2 * b), twice(2 * b, 4 * b)
        self.bottleneck = twice(4 * b, 8 * b)
        self.up1, self.decoder1 = nn.ConvTranspose2d(8 * b, 4 * b, 2, 2), twice(6 * b, 4 * b)
        self.up2, self.decoder2 = nn.ConvTranspose2d(4 * b, 2 * b, 2, 2), twice(3 * b, 2 * b)
        self.last = nn.Sequential(nn.Conv2d(2 * b, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU(), nn.Conv2d(b, 1, 1))

    def forward(self, x, t):
        time_vector = self.time(t)[:, :, None, None]
        first = self.first(x)
        second = self.second(F.max_pool2d(first, 2))
        deep = self.bottleneck(self.third(F.max_pool2d(second, 2)))
        deep = deep + F.pad(time_vector, (0, 0, 0, 0, 0, deep.shape[1] - time_vector.shape[1]))
        up = self.decoder1(torch.cat([self.up1(deep), second], 1))
        up = self.decoder2(torch.cat([self.up2(up), first], 1))
        return self.last(up)


class Bench:
    def __init__(self, args, compiled):
        self.args, self.device = args, torch.device(args.device)
        self.wrap = torch.compile if compiled else (lambda f: f)
        self.mode = "compiled" if compiled else "eager"

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def images(self, batch):
        return torch.randn(batch, 1, 28, 28, device=self.device)

    def training(self, batch):
        net = SimpleUNet(self.args.width).to(self.device).train()
        adam = torch.optim.Adam(net.parameters(), lr=2e-4)
        x, t = self.images(batch), torch.rand(batch, 1, device=self.device)
        forward = self.wrap(net)

        def step():
            noise = torch.randn_like(x)
            loss = (forward(x + noise, t) - noise).square().mean()
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()

        return step

    def sampling(self, batch):
        net = SimpleUNet(self.args.width).to(self.device).eval()
        t = torch.full((batch, 1), 0.5, device=self.device)
        state = {"x": self.images(batch)}

        def step_of(x):
            return (x - net(x, t) * 0.02) * 0.98 + torch.randn_like(x) * 0.14

        wrapped = self.wrap(step_of)

        def step():
            with torch.no_grad():
                state["x"] = wrapped(state["x"])

        return step

    def tables(self):
        betas = torch.linspace(1e-4, 0.02, TIMESTEPS, dtype=torch.float64)
        alpha_cumprod = torch.cumprod(1 - betas, 0)
        pair = alpha_cumprod.sqrt(), (1 - alpha_cumprod).sqrt()
        return [table.float().to(self.device) for table in pair]

    def jump(self, batch):
        signal, noise = self.tables()
        x0 = self.images(batch)
        wrapped = self.wrap(lambda x: signal[-1] * x + noise[-1] * torch.randn_like(x))
        return lambda: wrapped(x0)

    def triples(self, batch):
        signal, noise = self.tables()
        x0 = self.images(batch)

        def draw(x):
            t = torch.randint(1, TIMESTEPS + 1, (x.shape[0],), device=x.device)
            epsilon = torch.randn_like(x)
            scale = (-1, 1, 1, 1)
            return signal[t - 1].view(scale) * x + noise[t - 1].view(scale) * epsilon, t, epsilon

        wrapped = self.wrap(draw)
        return lambda: wrapped(x0)

    def seconds(self, work, batch):
        step = getattr(self, work)(batch)
        steps = self.args.steps * (10 if work in ("jump", "triples") else 1)
        turns = []
        for turn in range(self.args.turns + 2):
            start = time.perf_counter()
            for _ in range(steps):
                step()
            self.wait()
            if turn >= 2:
                turns.append((time.perf_counter() - start) / steps)
        return statistics.median(turns)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", default="128,512")
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    torch.backends.cudnn.benchmark = True
    # Convolutions in TF32 are PyTorch's default; products in TF32 are what burn's tensor cores do too.
    torch.backends.cuda.matmul.allow_tf32 = True
    for compiled in (False, True):
        bench = Bench(args, compiled)
        for batch in map(int, args.batch.split(",")):
            for work in ("training", "sampling", "jump", "triples"):
                try:
                    print(bench.mode, work, batch, bench.seconds(work, batch), flush=True)
                except Exception as error:  # torch.compile needs a C compiler, which a machine may lack
                    print(f"{bench.mode} {work} {batch}: {error}", file=sys.stderr)


main()
