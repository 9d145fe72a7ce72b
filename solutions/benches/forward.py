"""The forward process in PyTorch, as one writes it there: what the bench `forward` is compared with.

Reads one case in each line of its input, such as `direct 128`, and writes the median of its times in seconds.
"""

import statistics
import sys
import time

import torch

T = 1000
BETAS = torch.linspace(1e-4, 0.02, T)
ALPHA_CUMPROD = torch.cumprod(1 - BETAS, 0)
SIGNAL, NOISE = ALPHA_CUMPROD.sqrt(), (1 - ALPHA_CUMPROD).sqrt()


def direct(x0):
    epsilon = torch.randn_like(x0)
    return SIGNAL[T - 1] * x0 + NOISE[T - 1] * epsilon, epsilon


def sequential(x0):
    x, states = x0, [x0]
    for beta in BETAS:
        x = torch.sqrt(1 - beta) * x + torch.sqrt(beta) * torch.randn_like(x)
        states.append(x)
    return x, states


def training(x0):
    index = torch.randint(0, T, (x0.shape[0],))
    signal, noise = SIGNAL[index].view(-1, 1, 1, 1), NOISE[index].view(-1, 1, 1, 1)
    epsilon = torch.randn_like(x0)
    return signal * x0 + noise * epsilon, index + 1, epsilon


def seconds(body, x0, warm_up, runs):
    for _ in range(warm_up):
        body(x0)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        body(x0)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    bodies = {"direct": direct, "sequential": sequential, "training": training}
    for line in sys.stdin:
        name, batch, warm_up, runs = line.split()
        x0 = torch.rand(int(batch), 1, 28, 28) * 2 - 1
        with torch.no_grad():
            print(seconds(bodies[name], x0, int(warm_up), int(runs)), flush=True)


main()
