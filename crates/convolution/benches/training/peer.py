"""The same network in PyTorch.

Reads one case in each line of its input, such as `step 128 contiguous`, and writes the seconds that one run takes.
"""

import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

BASE = 32


def twice(inputs, outputs):
    layers = []
    for channels in (inputs, outputs):
        layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


class Capstone(nn.Module):
    def __init__(self, b=BASE):
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


class Training:
    def __init__(self, batch, layout):
        self.format = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[layout]
        self.net = Capstone().to(memory_format=self.format)
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


def main():
    known = {}
    for line in sys.stdin:
        case, batch, layout = line.split()
        if (case, batch, layout) not in known:
            known[case, batch, layout] = getattr(Training(int(batch), layout), case)
            known[case, batch, layout]()
        start = time.perf_counter()
        known[case, batch, layout]()
        print(time.perf_counter() - start, flush=True)


main()
