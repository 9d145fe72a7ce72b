"""The passes of a layer in PyTorch.

Reads one case in each line of its input, such as `dw 32 64 64 14 3 1 1` (pass, batch, channels in and out, side, kernel,
stride, padding), and writes the seconds that one run takes.
"""

import sys
import time

import torch


def case(name, batch, inputs, outputs, side, kernel, stride, padding):
    x = torch.full((batch, inputs, side, side), 0.5)
    weight = torch.full((outputs, inputs, kernel, kernel), 0.5)
    wanted = [name == "dx", name == "dw", False]
    y = torch.nn.functional.conv2d(x, weight, stride=stride, padding=padding)
    dy = torch.ones_like(y)
    two = lambda value: [value, value]

    def run():
        if name == "forward":
            return torch.nn.functional.conv2d(x, weight, stride=stride, padding=padding)
        return torch.ops.aten.convolution_backward(
            dy, x, weight, None, two(stride), two(padding), two(1), False, two(0), 1, wanted
        )

    return run


def main():
    known = {}
    for line in sys.stdin:
        if line not in known:
            name, *numbers = line.split()
            known[line] = case(name, *map(int, numbers))
            known[line]()
        with torch.no_grad():
            start = time.perf_counter()
            known[line]()
            print(time.perf_counter() - start, flush=True)


main()
