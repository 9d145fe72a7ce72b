"""Golden values for the lab `ddpm`: the jump of a batch, the loss, the step back, and a whole walk back.

Run: python make_ddpm_goldens.py   (standard library only; writes ddpm.json next to this file)

Written from DDPM (arXiv:2006.11239, equations 4, 11, 14 and 15, algorithm 2), in double precision and independently of the Rust code.
Identities are asserted while the values are made. Every case is {inputs, expected, note}; images are flat lists. Timesteps are 1-based,
t = 0 is the clean image; random inputs are multiples of 2**-10, so they are the same in f32 and f64.
"""
import json
import math
import os
import random

P = {
    "seed": 20066,
    "T": 1000,
    "ends": (1e-4, 2e-2),
    "shape": [4, 1, 2, 3],
    "jump_timesteps": [1, 2, 501, 1000],
    "reverse_timesteps": [1, 2, 3, 251, 501, 1000],
    "walk_betas": [0.05, 0.1, 0.2, 0.3, 0.4, 0.5],
    "walk_shape": [2, 1, 2, 2],
    "denoiser": [0.5, -0.25],
}
CASES = {}


def case(name, inputs, expected, note):
    """Register one golden case under a unique name."""
    assert name not in CASES, name
    CASES[name] = {"inputs": inputs, "expected": expected, "note": " ".join(note.split())}


def close(a, b, tolerance=1e-9):
    assert abs(a - b) <= tolerance * (1.0 + abs(b)), (a, b)


def draw(rng, shape):
    """Standard normals, rounded to multiples of 2**-10, flat."""
    return [round(rng.gauss(0.0, 1.0) * 1024.0) / 1024.0 for _ in range(math.prod(shape))]


class Schedule:
    """Arguments are 1-based t in 1..T. 1 - alpha_bar comes from expm1, so that nothing cancels near t = 1."""

    def __init__(self, betas):
        self.betas = betas
        self.logs = [0.0]
        for beta in betas:
            self.logs.append(self.logs[-1] + math.log1p(-beta))

    def beta(self, t):
        return self.betas[t - 1]

    def signal(self, t):
        return math.exp(self.logs[t] / 2)

    def noise(self, t):
        return math.sqrt(-math.expm1(self.logs[t]))

    def mean(self, x, eps, t):
        """Equation 11."""
        factor = self.beta(t) / self.noise(t)
        return [(a - factor * e) / math.sqrt(1.0 - self.beta(t)) for a, e in zip(x, eps)]

    def step(self, x, eps, t, z):
        """Algorithm 2 with sigma_t = sqrt(beta_t)."""
        mean = self.mean(x, eps, t)
        return mean if t == 1 else [m + math.sqrt(self.beta(t)) * n for m, n in zip(mean, z)]


def linear(T, start, end):
    return [start + (end - start) * i / (T - 1) for i in range(T)]


def main():
    rng = random.Random(P["seed"])
    schedule = Schedule(linear(P["T"], *P["ends"]))
    info = {"T": P["T"], "beta_start": P["ends"][0], "beta_end": P["ends"][1]}
    ts = [1, 2, 10, 100, 250, 500, 750, 999, 1000]
    case("alpha_bars", {**info, "timesteps": ts}, {"alpha_bars": [math.exp(schedule.logs[t]) for t in ts]},
         "alpha_bar_t = prod (1 - beta_s) of the linear schedule.")

    shape, pixels = P["shape"], math.prod(P["shape"][1:])
    x0 = [max(-1.0, min(1.0, 0.75 * v)) for v in draw(rng, shape)]
    noise, other, z = draw(rng, shape), draw(rng, shape), draw(rng, shape)
    t_of = [P["jump_timesteps"][i // pixels] for i in range(len(x0))]
    x_t = [schedule.signal(t) * a + schedule.noise(t) * e for t, a, e in zip(t_of, x0, noise)]
    case("q_sample", {**info, "shape": shape, "x0": x0, "noise": noise, "t": P["jump_timesteps"]}, {"x_t": x_t},
         "x_t = sqrt(alpha_bar_t) x0 + sqrt(1 - alpha_bar_t) noise, one t for each image.")
    back = [(a - schedule.noise(t) * e) / schedule.signal(t) for t, a, e in zip(t_of, x_t, noise)]
    for a, b in zip(back, x0):
        close(a, b)

    loss = sum((a - b) ** 2 for a, b in zip(other, noise)) / len(noise)
    case("loss", {"shape": shape, "predicted": other, "noise": noise}, {"loss": loss}, "Mean over all pixels of all images.")

    rows = [{"t": t, "mean": schedule.mean(x0, other, t), "x_prev": schedule.step(x0, other, t, z)} for t in P["reverse_timesteps"]]
    assert rows[0]["mean"] == rows[0]["x_prev"], "no noise at t = 1"
    case("reverse_step", {**info, "shape": shape, "x_t": x0, "eps_hat": other, "z": z}, {"rows": rows},
         "mean: equation 11; x_prev = mean + sqrt(beta_t) z, and the mean alone at t = 1.")
    first = [schedule.signal(1) * a + schedule.noise(1) * e for a, e in zip(x0, noise)]
    for a, b in zip(schedule.mean(first, noise, 1), x0):
        close(a, b)

    toy, (a, b) = Schedule(P["walk_betas"]), P["denoiser"]
    start = draw(rng, P["walk_shape"])
    zs = [draw(rng, P["walk_shape"]) for _ in toy.betas]
    x, states = start, []
    for t in range(len(toy.betas), 0, -1):
        eps = [a * v + b * t / len(toy.betas) for v in x]
        x = toy.step(x, eps, t, zs[t - 1])
        states.append(x)
    case("walk", {"betas": toy.betas, "shape": P["walk_shape"], "x_T": start, "z": zs, "a": a, "b": b}, {"states": states},
         "Algorithm 2 with the denoiser a x + b t/T. z[t - 1] belongs to step t; z[0] is never used. states[0] is x_{T-1}, the last one x_0.")

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ddpm.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(CASES, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
