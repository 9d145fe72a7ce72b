"""Golden values for the lab `elbo`: posterior, the derivation on one trajectory, prior matching, reconstruction, likelihood.

Run: python make_elbo_goldens.py   (standard library only; writes elbo.json next to this file)

Written from the papers, in double precision and independently of the Rust code: DDPM arXiv:2006.11239 (equations 4 to 12,
appendix A), Sohl-Dickstein et al. arXiv:1503.03585. Identities are asserted while the values are made. Every case is
{inputs, expected, note}. Timesteps are 1-based, t = 0 is the clean point; random inputs are multiples of 2**-10, so they are
the same in f32 and f64.
"""
import json
import math
import os
import random

P = {
    "seed": 20064,
    "T": 50,
    "ends": {"unscaled": (1e-4, 2e-2), "scaled": (2e-3, 0.4)},
    "timesteps": [1, 2, 3, 5, 10, 20, 25, 49, 50],
    "x0": [[1.75, 0.5], [-1.25, 1.5], [0.0, -2.0]],
    "W": [[0.984375, 0.03125], [-0.015625, 0.96875]],
    "b": [0.015625, -0.0078125],
}
CASES = {}


def case(name, inputs, expected, note):
    """Register one golden case under a unique name."""
    assert name not in CASES, name
    CASES[name] = {"inputs": inputs, "expected": expected, "note": " ".join(note.split())}


def close(a, b, tolerance=1e-9):
    assert abs(a - b) <= tolerance * (1.0 + abs(b)), (a, b)


def draw(rng, n):
    """Standard normal points, rounded to multiples of 2**-10."""
    return [[round(rng.gauss(0.0, 1.0) * 1024.0) / 1024.0 for _ in range(2)] for _ in range(n)]


def scaled(x, f):
    return [v * f for v in x]


def plus(*points):
    return [sum(values) for values in zip(*points)]


def times(m, x):
    return [sum(a * b for a, b in zip(row, x)) for row in m]


def logpdf(x, mean, var):
    """log N(x; mean, var I), normalised, in nats."""
    return -0.5 * len(x) * math.log(2 * math.pi * var) - sum((a - b) ** 2 for a, b in zip(x, mean)) / (2 * var)


class Schedule:
    """Linear betas. Logs are summed with log1p and 1 - alpha_cumprod comes from expm1, so that nothing cancels near t = 1:
    another way than the code that is tested."""

    def __init__(self, T, start, end):
        self.T = T
        self.betas = [start + (end - start) * i / (T - 1) for i in range(T)]
        self.logs = [0.0]
        for beta in self.betas:
            self.logs.append(self.logs[-1] + math.log1p(-beta))

    def beta(self, t):
        return self.betas[t - 1]

    def alpha(self, t):
        return 1.0 - self.betas[t - 1]

    def ab(self, t):
        return math.exp(self.logs[t])

    def noise2(self, t):
        return -math.expm1(self.logs[t])

    def posterior(self, t):
        """Weights of x0 and x_t, and the variance: DDPM eq. 7."""
        d = self.noise2(t)
        return (math.sqrt(self.ab(t - 1)) * self.beta(t) / d, math.sqrt(self.alpha(t)) * self.noise2(t - 1) / d,
                self.noise2(t - 1) / d * self.beta(t))


def posterior(name, s, eps):
    rows = []
    for t in P["timesteps"]:
        w0, wt, var = s.posterior(t)
        a, b = math.sqrt(s.alpha(t)), math.sqrt(s.ab(t - 1))
        close(w0 + wt, (a + b) / (1 + a * b))
        close(w0 + math.sqrt(s.ab(t)) * wt, b)
        x_t = [plus(scaled(x, math.sqrt(s.ab(t))), scaled(e, math.sqrt(s.noise2(t)))) for x, e in zip(P["x0"], eps)]
        mean = [plus(scaled(x, w0), scaled(y, wt)) for x, y in zip(P["x0"], x_t)]
        for m, y, e in zip(mean, x_t, eps):
            other = scaled(plus(y, scaled(e, -s.beta(t) / math.sqrt(s.noise2(t)))), 1.0 / a)
            close(m[0], other[0])
            close(m[1], other[1])
        rows.append({"t": t, "weight_x0": w0, "weight_x_t": wt, "variance": var, "x_t": sum(x_t, []), "mean": sum(mean, [])})
    case(f"posterior_{name}", {"schedule": name, "x0": sum(P["x0"], []), "epsilon": sum(eps, []), "timesteps": P["timesteps"]},
         {"rows": rows}, "x_t by eq. 4, mean and variance by eq. 7; the mean equals that of eq. 11. The weights do not sum to 1.")


def prior(name, s):
    kl = [0.5 * (s.ab(s.T) * sum(v * v for v in x) - 2 * s.ab(s.T) - 2 * math.log1p(-s.ab(s.T))) for x in P["x0"]]
    case(f"prior_matching_{name}", {"schedule": name, "x0": sum(P["x0"], [])}, {"alpha_cumprod_T": s.ab(s.T), "kl": kl},
         "KL(N(sqrt(ab_T) x0, (1-ab_T) I) || N(0, I)) of each point, in nats: L_T of eq. 5.")


def reconstruction(name, s, eps):
    theta = [0.5, -0.25]
    x1 = [plus(scaled(x, math.sqrt(s.ab(1))), scaled(e, math.sqrt(s.noise2(1)))) for x, e in zip(P["x0"], eps)]
    mean = [scaled(plus(y, scaled(theta, -s.beta(1) / math.sqrt(s.noise2(1)))), 1 / math.sqrt(s.alpha(1))) for y in x1]
    case(f"reconstruction_{name}", {"schedule": name, "x0": sum(P["x0"], []), "x1": sum(x1, []), "epsilon_theta": theta},
         {"log_likelihood": [logpdf(x, m, s.beta(1)) for x, m in zip(P["x0"], mean)]},
         "log N(x0; mu, beta_1 I) with the mean of eq. 11 for a network that always answers epsilon_theta.")


def derivation(name, s, rng):
    x = [P["x0"][0]]
    for t, e in enumerate(draw(rng, s.T), start=1):
        x.append(plus(scaled(x[-1], math.sqrt(s.alpha(t))), scaled(e, math.sqrt(s.beta(t)))))
    ts, bulk = range(1, s.T + 1), range(2, s.T + 1)
    fwd = {t: logpdf(x[t], scaled(x[t - 1], math.sqrt(s.alpha(t))), s.beta(t)) for t in ts}
    rev = {t: logpdf(x[t - 1], plus(times(P["W"], x[t]), P["b"]), s.beta(t)) for t in ts}
    same = {t: logpdf(x[t - 1], scaled(x[t], math.sqrt(s.alpha(t))), s.beta(t)) for t in ts}
    top = logpdf(x[-1], [0.0, 0.0], 1.0)
    marg = {t: logpdf(x[t], scaled(x[0], math.sqrt(s.ab(t))), s.noise2(t)) for t in ts}
    pst = {}
    for t in bulk:
        w0, wt, var = s.posterior(t)
        pst[t] = logpdf(x[t - 1], plus(scaled(x[0], w0), scaled(x[t], wt)), var)
        close(fwd[t] + marg[t - 1] - marg[t], pst[t], 1e-8)
    total = top + sum(rev.values()) - sum(fwd.values())
    close(rev[1] - (marg[s.T] - top) - sum(pst[t] - rev[t] for t in bulk), total, 1e-8)
    close(top + sum(same.values()) - sum(fwd.values()), logpdf(x[0], [0.0, 0.0], 1.0), 1e-8)
    case(f"derivation_{name}", {"schedule": name, "states": sum(x, []), "W": sum(P["W"], []), "b": P["b"]}, {
        "forward": [fwd[t] for t in ts], "reverse": [rev[t] for t in ts], "prior": top, "total": total,
        "posterior": [pst[t] for t in bulk], "telescoped": marg[s.T] - marg[1], "prior_matching": marg[s.T] - top,
        "denoising": [pst[t] - rev[t] for t in bulk], "reversible_total": logpdf(x[0], [0.0, 0.0], 1.0)},
        "One trajectory under p(x_(t-1)|x_t) = N(W x_t + b, beta_t I). The posterior's densities are those of eq. 7, not of Bayes' "
        "rule. A model N(sqrt(alpha_t) x_t, beta_t I) has the total log N(x0; 0, I) on every trajectory.")


def likelihood(name, s):
    (a, b), (c, d) = P["W"]
    m, (xx, xy, yy) = [0.0, 0.0], (1.0, 0.0, 1.0)
    for t in range(s.T, 0, -1):
        m = plus(times(P["W"], m), P["b"])
        xx, xy, yy = (a * a * xx + 2 * a * b * xy + b * b * yy + s.beta(t), a * c * xx + (a * d + b * c) * xy + b * d * yy,
                      c * c * xx + 2 * c * d * xy + d * d * yy + s.beta(t))
    det, u, v = xx * yy - xy * xy, P["x0"][0][0] - m[0], P["x0"][0][1] - m[1]
    value = -math.log(2 * math.pi) - 0.5 * (math.log(det) + (yy * u * u - 2 * xy * u * v + xx * v * v) / det)
    case(f"likelihood_{name}", {"schedule": name, "x0": P["x0"][0], "W": sum(P["W"], []), "b": P["b"]}, {"log_p": value},
         "log p(x0) of the same model by carrying mean and covariance from x_T ~ N(0, I) to x_0.")


def main():
    rng = random.Random(P["seed"])
    for name, ends in P["ends"].items():
        s, eps = Schedule(P["T"], *ends), draw(rng, 3)
        posterior(name, s, eps)
        prior(name, s)
        reconstruction(name, s, eps)
        derivation(name, s, rng)
        likelihood(name, s)
    lines = ",\n".join(json.dumps(k) + ": " + json.dumps(v, separators=(",", ":")) for k, v in CASES.items())
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "elbo.json"), "w") as f:
        f.write("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
