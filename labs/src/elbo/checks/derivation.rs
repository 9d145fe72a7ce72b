use exercise::{Subject, Test, TestResult, expect};

use super::{Hint, Mistake, explain_exact, one_step, table, three_steps};
use crate::elbo::{
    BayesTerms, ElboDerivation, LinearReverse, LinearStep, LogProbabilities, Point, ReindexedTerms,
    SeparatedTerms, Trajectory, log_normal,
};

pub const DERIVATION: &[Test] = &[
    Test {
        exercise: "2a",
        name: "the forward chain",
        run: forward_chain,
    },
    Test {
        exercise: "2a",
        name: "the reverse chain",
        run: reverse_chain,
    },
    Test {
        exercise: "2a",
        name: "a chain that runs backwards exactly has the total log N(x_0; 0, I)",
        run: reversible,
    },
    Test {
        exercise: "2b",
        name: "every term is in its place",
        run: separated,
    },
    Test {
        exercise: "2c",
        name: "both sums run over t = 2..=T",
        run: reindexed,
    },
    Test {
        exercise: "2d",
        name: "the posterior of each step",
        run: posteriors,
    },
    Test {
        exercise: "2d",
        name: "the ratios telescope",
        run: telescoped,
    },
    Test {
        exercise: "2d",
        name: "T = 1 has nothing to turn round",
        run: bayes_of_one_step,
    },
    Test {
        exercise: "2e",
        name: "three forces, and the same total",
        run: kl_form,
    },
];

fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn trajectory() -> Trajectory {
    Trajectory {
        states: vec![
            point(1.0, -1.0),
            point(0.5, -1.5),
            point(0.5, 0.0),
            point(-1.0, 0.5),
        ],
    }
}

/// Means (½x + ¼y + ¼, y), variances ¼, ½ and 1.
fn model() -> LinearReverse {
    let step = |variance| LinearStep {
        first_row: point(0.5, 0.25),
        second_row: point(0.0, 1.0),
        shift: point(0.25, 0.0),
        variance,
    };
    LinearReverse {
        steps: [0.25, 0.5, 1.0].map(step).into(),
    }
}

const FORWARD: [f64; 3] = [
    -2.501_129_388_252_958_4,
    -3.220_435_218_933_424,
    -3.457_627_064_653_449_3,
];
const REVERSE: [f64; 3] = [
    -2.482_832_705_289_455,
    -3.394_729_885_849_4,
    -2.158_189_566_409_345_3,
];
const PRIOR: f64 = -2.462_877_066_409_345_3;

fn forward_chain(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 4] = [
        (-2.559_121, "the mean is α_t·x_{t-1}, expected √α_t·x_{t-1}"),
        (
            -37.679_48,
            "the variance is β_t², expected β_t: it is a variance already",
        ),
        (
            -1.463_483,
            "the variance is √β_t, expected β_t: `log_normal` takes a variance",
        ),
        (
            -1.561_344,
            "α and β are those of t = 2: the values of step t stand at `t.index()`",
        ),
    ];
    const SECOND: [Mistake; 1] = [(
        -1.830_115,
        "this is log q(x_t | x_0); the chain's factor is q(x_t | x_{t-1}), round the state before",
    )];
    let got = subject.log_probabilities(&trajectory(), &model(), &three_steps());
    let at = |i: usize| got.forward.get(i).copied().unwrap_or_default();
    let result = explain_exact(table("forward", &got.forward, &FORWARD), at(0), &FIRST);
    explain_exact(result, at(1), &SECOND).hint(
        "the density of x_t round √α_t·x_{t-1} with variance β_t, for t = 1..=T at index t - 1",
    )?;
    table("log_q", &[got.log_q], &[FORWARD.iter().sum()])
        .hint("log_q is the sum of the forward terms")
}

fn reverse_chain(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 1] = [(
        -0.951_583,
        "x_t and x_{t-1} are swapped: the reverse step goes from x_t to x_{t-1}, round `model.mean(x_t, t)`",
    )];
    let got = subject.log_probabilities(&trajectory(), &model(), &three_steps());
    let first = got.reverse.first().copied().unwrap_or_default();
    explain_exact(table("reverse", &got.reverse, &REVERSE), first, &FIRST)
        .hint("the density of x_{t-1} round `model.mean(x_t, t)` with `model.variance(t)`, at index t - 1")?;
    table("prior", &[got.prior], &[PRIOR]).hint("log N(x_T; 0, I), of the last state")?;
    let sum = PRIOR + REVERSE.iter().sum::<f64>();
    let forgotten = [(
        sum - PRIOR,
        "log_p lacks the prior: p(x_0:T) = p(x_T)·Π p_θ(x_{t-1} | x_t)",
    )];
    explain_exact(table("log_p", &[got.log_p], &[sum]), got.log_p, &forgotten)
}

fn reversible(subject: &Subject<'_>) -> TestResult {
    let model = LinearReverse::reversible(&three_steps());
    let got = subject.log_probabilities(&trajectory(), &model, &three_steps());
    let expected = log_normal(trajectory().states[0], Point::default(), 1.0);
    table("log_p - log_q", &[got.total()], &[expected])
}

/// Terms that can be told apart.
fn separated_terms() -> SeparatedTerms {
    SeparatedTerms {
        prior: 10.0,
        reconstruction: 20.0,
        reverse: vec![30.0, 40.0],
        forward: vec![1.0, 2.0, 3.0],
    }
}

fn separated(subject: &Subject<'_>) -> TestResult {
    const RECONSTRUCTION: [Mistake; 2] = [
        (
            40.0,
            "this is the term of t = T: log p_θ(x_0 | x_1) is that of t = 1, at index 0",
        ),
        (
            10.0,
            "this is the prior; the reconstruction is log p_θ(x_0 | x_1)",
        ),
    ];
    let terms = LogProbabilities {
        forward: vec![1.0, 2.0, 3.0],
        log_q: 6.0,
        prior: 10.0,
        reverse: vec![20.0, 30.0, 40.0],
        log_p: 100.0,
    };
    let (got, expected) = (subject.separate(&terms), separated_terms());
    let result = table(
        "reconstruction",
        &[got.reconstruction],
        &[expected.reconstruction],
    );
    explain_exact(result, got.reconstruction, &RECONSTRUCTION)?;
    table("prior", &[got.prior], &[expected.prior])?;
    table("reverse", &got.reverse, &expected.reverse)
        .hint("t = 2..=T: the reconstruction has left the list")?;
    table("forward", &got.forward, &expected.forward).hint("all of them, t = 1..=T")?;
    table("the total", &[got.total()], &[terms.total()])
}

fn reindexed(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 2] = [
        (
            3.0,
            "this is the term of t = T. The total is right that way, too, but Bayes' rule could not be put into the pairs that are left",
        ),
        (
            2.0,
            "this is the term of t = 2: the first forward term stands at index 0",
        ),
    ];
    let terms = separated_terms();
    let got = subject.reindex(&terms);
    let result = table("first_forward", &[got.first_forward], &[1.0]);
    explain_exact(result, got.first_forward, &FIRST)?;
    table("forward", &got.forward, &[2.0, 3.0])
        .hint("t = 2..=T: the first term has left the list")?;
    table("reverse", &got.reverse, &terms.reverse)?;
    let others = [got.prior, got.reconstruction];
    table(
        "prior and reconstruction",
        &others,
        &[terms.prior, terms.reconstruction],
    )?;
    table("the total", &[got.total()], &[terms.total()])
}

fn reindexed_terms() -> ReindexedTerms {
    ReindexedTerms {
        prior: PRIOR,
        reconstruction: REVERSE[0],
        first_forward: FORWARD[0],
        reverse: REVERSE[1..].to_vec(),
        forward: FORWARD[1..].to_vec(),
    }
}

fn posteriors(subject: &Subject<'_>) -> TestResult {
    const EXPECTED: [f64; 2] = [-3.891_449_899_420_128_3, -0.950_839_308_638_776_1];
    const FIRST: [Mistake; 2] = [
        (
            -2.549_421,
            "the two marginals are swapped: add log q(x_{t-1} | x_0), subtract log q(x_t | x_0)",
        ),
        (
            FORWARD[1],
            "these are the forward terms themselves, not turned round",
        ),
    ];
    let got = subject.bayes(&reindexed_terms(), &trajectory(), &three_steps());
    let first = got.posterior.first().copied().unwrap_or_default();
    explain_exact(table("posterior", &got.posterior, &EXPECTED), first, &FIRST)
        .hint("log q(x_t | x_{t-1}) + log q(x_{t-1} | x_0) - log q(x_t | x_0), for t = 2..=T at index t - 2")
}

fn telescoped(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 3] = [
        (
            1.835_773,
            "the sign is wrong: log q(x_t | x_0) stands above, log q(x_{t-1} | x_0) below",
        ),
        (
            -4.336_902,
            "this is log q(x_T | x_0) alone: log q(x_1 | x_0) is left, too, from the ratio of t = 2",
        ),
        (
            -8.668_147,
            "this is the sum of all marginals; in the ratios all but two cancel",
        ),
    ];
    let (terms, betas) = (reindexed_terms(), three_steps());
    let got = subject.bayes(&terms, &trajectory(), &betas);
    let result = table("telescoped", &[got.telescoped], &[-1.835_773_075_527_969_3]);
    explain_exact(result, got.telescoped, &MISTAKES)?;
    table("reverse", &got.reverse, &terms.reverse)?;
    let others = [got.prior, got.reconstruction, got.first_forward];
    let expected = [terms.prior, terms.reconstruction, terms.first_forward];
    table(
        "prior, reconstruction and first_forward",
        &others,
        &expected,
    )
    .hint("they stay as they are")?;
    table("the total", &[got.total()], &[terms.total()])
}

fn bayes_of_one_step(subject: &Subject<'_>) -> TestResult {
    let terms = ReindexedTerms {
        reverse: vec![],
        forward: vec![],
        ..reindexed_terms()
    };
    let short = Trajectory {
        states: trajectory().states[..2].to_vec(),
    };
    let got = subject.bayes(&terms, &short, &one_step());
    expect::length("posterior at T = 1", &got.posterior, 0)?;
    table("telescoped at T = 1", &[got.telescoped], &[0.0])
}

fn kl_form(subject: &Subject<'_>) -> TestResult {
    const PRIORS: [Mistake; 3] = [
        (-5.0, "the sign is wrong: log q(x_T | x_0) - log p(x_T)"),
        (
            4.0,
            "log q(x_1 | x_0) is missing: `first_forward + telescoped` is log q(x_T | x_0)",
        ),
        (
            15.0,
            "this is log q(x_T | x_0); the prior is to be subtracted",
        ),
    ];
    const DENOISING: [Mistake; 1] = [(
        -3.0,
        "the sign is wrong: KL(q ‖ p) is the mean of log q - log p, so the posterior comes first",
    )];
    let terms = BayesTerms {
        prior: 10.0,
        reconstruction: 20.0,
        first_forward: 1.0,
        telescoped: 14.0,
        reverse: vec![4.0, 8.0],
        posterior: vec![7.0, 6.0],
    };
    let got = subject.kl_form(&terms);
    let result = table("prior_matching", &[got.prior_matching], &[5.0]);
    explain_exact(result, got.prior_matching, &PRIORS)?;
    let first = got.denoising.first().copied().unwrap_or_default();
    explain_exact(
        table("denoising", &got.denoising, &[3.0, -2.0]),
        first,
        &DENOISING,
    )
    .hint("each posterior term minus the reverse term of the same t")?;
    table("reconstruction", &[got.reconstruction], &[20.0])?;
    table("the total", &[got.total()], &[terms.total()])
}
