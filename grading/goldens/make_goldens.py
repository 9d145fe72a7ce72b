"""Golden values for the lab `forward`: noise schedules, their milestones, forward jumps and the derivation.

Run: python make_goldens.py   (needs numpy; writes forward.json next to this file)

Written from the papers, in float64 and independently of the Rust code: DDPM arXiv:2006.11239, Improved DDPM
arXiv:2102.09672. Identities are asserted while the values are made. Every case is {inputs, expected, note}. Timesteps are
1-based, t = 0 is the clean image; random inputs are multiples of 2**-10, so they are the same in f32 and f64.
"""
import json
import math
import os

import numpy as np

P = {
    "seed": 20060,
    "T": 1000,
    "timesteps": [1, 2, 3, 10, 50, 100, 250, 251, 500, 501, 750, 900, 998, 999, 1000],
    "ends": {"beta_start": 1e-4, "beta_end": 2e-2},
    "small_T": 10,
    "small_ends": {"beta_start": 1e-3, "beta_end": 0.3},
    "s": 0.008,
    "other_cosine": {"T": 25, "s": 0.02},
    "max_beta": 0.999,
    "shape": [1, 1, 4, 4],
    "jump_timesteps": [0, 1, 2, 100, 500, 999, 1000],
    "two_step": [[0.01, 0.02], [0.1, 0.3]],
    "n_step_betas": [0.01, 0.02, 0.03, 0.04, 0.05],
}
KINDS = ("linear", "cosine", "exponential")
CASES = {}


def case(name, inputs, expected, note):
    """Register one golden case under a unique name."""
    assert name not in CASES, name
    CASES[name] = {"inputs": plain(inputs), "expected": plain(expected), "note": " ".join(note.split())}


def plain(v):
    """numpy -> plain JSON values; inf and nan are not JSON, so they must not occur."""
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(x) for x in v]
    if isinstance(v, np.ndarray):
        return plain(v.tolist())
    if isinstance(v, np.integer):
        return int(v)
    if isinstance(v, (float, np.floating)):
        assert math.isfinite(v), "non-finite value in a golden"
        return float(v) + 0.0  # also turns -0.0 into 0.0
    return v


def draw(rng, *shape, scale=1.0):
    """Standard normals rounded to multiples of 2**-10."""
    return np.round(rng.standard_normal(shape) * scale * 1024.0) / 1024.0


class Schedule:
    """Tables for t = 0..T (DDPM sec. 2, text above eq. 4). Logs are summed with log1p and 1 - alpha_cumprod comes
    from expm1, so that nothing cancels near t = 1: another way than the code that is tested."""

    def __init__(self, betas):
        self.betas = np.asarray(betas, dtype=np.float64)
        self.T = len(self.betas)
        log_ab = np.concatenate([[0.0], np.cumsum(np.log1p(-self.betas))])
        self.ab = np.concatenate([[1.0], np.cumprod(1.0 - self.betas)])
        assert np.allclose(self.ab, np.exp(log_ab), rtol=1e-12, atol=0)
        self.signal, self.noise = np.sqrt(self.ab), np.sqrt(-np.expm1(log_ab))

    def tables(self, ts):
        ts = np.asarray(ts)
        return {"betas": self.betas[ts - 1], "alphas": 1.0 - self.betas[ts - 1], "alpha_cumprod": self.ab[ts],
                "sqrt_alpha_cumprod": self.signal[ts], "sqrt_one_minus_alpha_cumprod": self.noise[ts]}


def betas_of(kind, T, p):
    """linear: DDPM sec. 4. exponential: log-linear between the same ends. cosine: Improved DDPM eq. 17, clipped as in the
    text below it. T = 1 yields the start of the range, as a linspace of one point does."""
    i = np.arange(T, dtype=np.float64)
    frac = i / (T - 1) if T > 1 else np.zeros(1)
    if kind == "linear":
        return p["beta_start"] + frac * (p["beta_end"] - p["beta_start"])
    if kind == "exponential":
        return np.exp(math.log(p["beta_start"]) + frac * math.log(p["beta_end"] / p["beta_start"]))
    f = np.cos((np.arange(T + 1) / T + p["s"]) / (1.0 + p["s"]) * math.pi / 2.0) ** 2
    curve = f / f[0]
    return np.minimum(1.0 - curve[1:] / curve[:-1], P["max_beta"])


def params(kind, ends, s):
    return {"s": s} if kind == "cosine" else ends


def schedule(kind, T, p, ts, name):
    sch = Schedule(betas_of(kind, T, p))
    case(name, {"kind": kind, "T": T, **p, "timesteps": list(ts)}, sch.tables(list(ts)),
         "Tables at the listed timesteps. cosine: alpha_cumprod is the product of the CLIPPED betas.")
    return sch


def schedules():
    full = {k: schedule(k, P["T"], params(k, P["ends"], P["s"]), P["timesteps"], f"schedule_{k}") for k in KINDS}
    n = P["small_T"]
    for k in KINDS:
        schedule(k, n, params(k, P["small_ends"], P["s"]), range(1, n + 1), f"schedule_small_{k}")
    other = P["other_cosine"]
    schedule("cosine", other["T"], {"s": other["s"]}, range(1, other["T"] + 1), "schedule_other_cosine")
    for k in KINDS:
        schedule(k, 1, params(k, P["ends"], P["s"]), [1], f"schedule_single_{k}")
    return full


def analysis(full):
    for kind, sch in full.items():
        ab, snr = sch.ab[1:], sch.ab[1:] / sch.noise[1:] ** 2
        half, unit = int(np.argmax(ab < 0.5)) + 1, int(np.argmax(snr < 1.0)) + 1
        assert half == unit
        case(f"analysis_{kind}", {"kind": kind, "T": sch.T}, {
            "first_t_signal_below_half": half, "first_t_snr_below_1": unit,
            "mean_drop_per_step": (ab[0] - ab[-1]) / (sch.T - 1), "final_signal": ab[-1]},
            "Both milestones are the same event: ab < 1/2 <=> ab/(1-ab) < 1. Drops are those inside t = 1..T.")


def jumps(full, rng):
    """DDPM eq. 4 with the same epsilon at every t."""
    x0, eps = np.clip(draw(rng, *P["shape"], scale=0.6), -1, 1), draw(rng, *P["shape"])
    ts = P["jump_timesteps"]
    for kind in ("linear", "cosine"):
        sch = full[kind]
        case(f"forward_jump_{kind}", {"kind": kind, "x0": x0.ravel(), "epsilon": eps.ravel(), "timesteps": ts},
             {"x_t": [(sch.signal[t] * x0 + sch.noise[t] * eps).ravel() for t in ts]},
             "x_t = sqrt(ab_t) x0 + sqrt(1-ab_t) eps; x_t[i] belongs to timesteps[i]; t = 0 is x0.")


def derivation():
    rows = []
    for b1, b2 in P["two_step"]:
        a1, a2 = 1.0 - b1, 1.0 - b2
        rows.append({"signal_by_substitution": math.sqrt(a2) * math.sqrt(a1), "signal_direct": math.sqrt(a1 * a2),
                     "noise_variance_by_substitution": a2 * b1 + b2, "noise_variance_direct": b1 + b2 - b1 * b2})
    case("two_step_expansion", {"betas": P["two_step"]}, {"rows": rows}, "x2 in terms of x0 and one joint noise.")
    rows, v = [], 0.0
    for m, b in enumerate(P["n_step_betas"], start=1):
        ab, v = math.prod(1.0 - x for x in P["n_step_betas"][:m]), (1.0 - b) * v + b
        assert abs(ab + v - 1.0) < 1e-14
        rows.append({"alpha_cumprod": ab, "signal_squared": ab, "noise_squared": v, "sum": ab + v})
    case("induction_table", {"betas": P["n_step_betas"]}, {"rows": rows},
         "noise_squared runs v <- alpha v + beta from 0, so that sum = 1 is a real check.")


def main():
    full = schedules()
    analysis(full)
    jumps(full, np.random.default_rng(P["seed"] + 3))
    derivation()
    lines = ",\n".join(json.dumps(k) + ": " + json.dumps(v, separators=(",", ":")) for k, v in CASES.items())
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "forward.json"), "w") as f:
        f.write("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
