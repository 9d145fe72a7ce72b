"""The same networks in PyTorch.

Reads one case in each line of its input, such as `step/128/contiguous/capstone 32`, and writes the seconds that one run takes,
or for `peak` the MiB that this process held at most.
"""

import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def twice(inputs, outputs):
    layers = []
    for channels in (inputs, outputs):
        layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


class Capstone(nn.Module):
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


class Block(nn.Module):
    def __init__(self, inputs, out, groups, embedding):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(groups, inputs), nn.Conv2d(inputs, out, 3, padding=1)
        self.time = nn.Sequential(nn.Linear(embedding, 2 * out), nn.SiLU(), nn.Linear(2 * out, 2 * out))
        self.norm2, self.conv2 = nn.GroupNorm(groups, out), nn.Conv2d(out, out, 3, padding=1)
        self.skip = nn.Conv2d(inputs, out, 1)

    def forward(self, x, e):
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.time(e)[:, :, None, None].chunk(2, 1)
        return self.conv2(F.silu(self.norm2(h) * (1 + scale) + shift)) + self.skip(x)


class Film(nn.Module):
    def __init__(self, a, b, c, groups, embedding=128):
        super().__init__()
        block = lambda inputs, out: Block(inputs, out, groups, embedding)
        self.embedding = embedding
        self.first, self.last = nn.Conv2d(1, a, 3, padding=1), nn.Conv2d(a, 1, 3, padding=1)
        self.down1, self.down2 = nn.Conv2d(a, a, 4, 2, 1), nn.Conv2d(b, b, 4, 2, 1)
        self.up1, self.up2 = nn.ConvTranspose2d(c, b, 4, 2, 1), nn.ConvTranspose2d(a, a, 4, 2, 1)
        self.encoder1, self.encoder2, self.middle = block(a, a), block(a, b), block(b, c)
        self.decoder1, self.decoder2, self.norm = block(b, a), block(a, a), nn.GroupNorm(groups, a)

    def forward(self, x, t):
        e = t.repeat(1, self.embedding).sin()
        fine = self.encoder1(self.first(x), e)
        coarse = self.encoder2(self.down1(fine), e)
        h = self.middle(self.down2(coarse), e)
        h = self.decoder1(self.up1(h) + coarse, e)
        h = self.decoder2(self.up2(h) + fine, e)
        return self.last(F.silu(self.norm(h)))


def network(name):
    kind, *numbers = name.split()
    return {"capstone": Capstone, "film": Film}[kind](*map(int, numbers))


class Training:
    def __init__(self, name, batch, layout):
        self.format = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[layout]
        self.net = network(name).to(memory_format=self.format)
        self.adam = torch.optim.Adam(self.net.parameters(), lr=2e-4)
        self.x = torch.randn(batch, 1, 28, 28).to(memory_format=self.format)
        self.t = torch.rand(batch, 1)

    def step(self):
        self.net.train()
        loss = ((self.net(self.x, self.t) - self.x) ** 2).mean()
        self.adam.zero_grad()
        loss.backward()
        self.adam.step()

    def forward(self):
        self.net.eval()
        with torch.no_grad():
            self.net(self.x, self.t)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    known = {}
    for line in sys.stdin:
        case, batch, layout, name = line.strip().split("/")
        if (case, batch, layout, name) not in known:
            training = Training(name, int(batch), layout)
            run = training.forward if case == "forward" else training.step
            known[case, batch, layout, name] = run
            run()
        start = time.perf_counter()
        known[case, batch, layout, name]()
        print(peak() if case == "peak" else time.perf_counter() - start, flush=True)


main()
