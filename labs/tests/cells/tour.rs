// Generated from notebooks/tour.ipynb by the test `notebook_cells`; do not edit.

// setup
use noisebook::prelude::*;
use noisebook::labs::tour::*;

// first-exercise-answer
pub struct MyFirstExercise;

impl FirstExercise for MyFirstExercise {
    fn mix(&self, a: Tensor<4>, b: Tensor<4>, share: f64) -> Tensor<4> {
        Scaffold.mix(a, b, share) // TODO 6a: replace this call: share of b, the rest of a
    }
}

pub fn run() -> Result<(), Box<dyn std::error::Error>> {

// six-by-seven

(6 * 7).evcxr_display();

// losses
let mut losses: Vec<f64> = vec![0.9];

// losses-grow
losses.push(losses[losses.len() - 1] / 2.0);
(losses).evcxr_display();

// sigmoid
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
println!("sigmoid(2) = {:.3}", sigmoid(2.0));

// device
seed(7);
println!("{}", describe());

// tensor
let x: Tensor<2> = Tensor::random([2, 3], Distribution::Normal(0.0, 1.0), &device());
println!("{x}");

// matmul
let w: Tensor<2> = Tensor::from_data([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], &device());
let y = x.clone().matmul(w) * 2.0 + 1.0;
println!("{:?} times [3, 2] gives {:?}", x.dims(), y.dims());
println!("the mean is {:.4}", y.mean().into_scalar::<f32>());

// autodiff
let a: Tensor<1> = Tensor::from_data([1.0, 2.0, 3.0], &autodiff_device()).require_grad();
let loss = a.clone().powi_scalar(3).sum();
let gradients = loss.backward();
println!("{}", a.grad(&gradients).expect("`a` requires a gradient"));

// later
let slope: Vec<f32> = a.grad(&gradients).expect("`a` requires a gradient").into_data().try_to_vec()?;
(slope).evcxr_display();

// descent
const STEPS: usize = 10_000;
let mut point: Tensor<1> = Tensor::from_data([-1.4, 1.6], &device());
let mut path: Vec<(f32, f32)> = Vec::new();
let mut descent = progress("Descending", STEPS);
for step in 0..STEPS {
    let p = Tensor::from_data(point.to_data(), &autodiff_device()).require_grad();
    let (x, y) = (p.clone().narrow(0, 0, 1), p.clone().narrow(0, 1, 1));
    let height = (x.clone() - 1.0).powi_scalar(2) + (y - x.powi_scalar(2)).powi_scalar(2) * 3.0;
    let slope = p.grad(&height.backward()).expect("`p` requires a gradient");
    if step % 20 == 0 {
        let at: Vec<f32> = point.to_data().try_to_vec()?;
        path.push((at[0], at[1]));
    }
    point = point - slope * 0.002;
    descent.set(format!("height {:.4}", height.into_scalar::<f32>()));
    descent.step();
}
descent.finish();

// landscape
let height = |x: f64, y: f64| (x - 1.0).powi(2) + 3.0 * (y - x * x).powi(2);
let grid = |i: usize, low: f64, high: f64| low + (high - low) * (i as f64 + 0.5) / 80.0;
let rows: Vec<Vec<f64>> = (0..80)
    .map(|j| (0..80).map(|i| height(grid(i, -1.8, 1.8), grid(j, -0.8, 2.4)).sqrt()).collect())
    .collect();
let xs: Vec<f32> = path.iter().map(|p| p.0).collect();
let ys: Vec<f32> = path.iter().map(|p| p.1).collect();
let walk: Vec<f64> = path.iter().map(|p| height(p.0.into(), p.1.into())).collect();
(Figure::new("Downhill with autodiff")
    .panel(
        Panel::new("The valley from above")
            .x_label("x")
            .y_label("y")
            .heat_map("√f", (-1.8, 1.8), (-0.8, 2.4), rows)
            .line("path", xs, ys)
            .note("start", -1.4, 1.6)
            .note("lowest", 1.0, 1.0),
    )
    .panel(Panel::new("How high we are").x_label("step").y_label("f").log_y().line("f", (0..STEPS).step_by(20).collect::<Vec<_>>(), walk))).evcxr_display();

// mnist
let digits: Tensor<4> = Mnist::embedded()?.train_images(0..24, &device())?;
(Figure::new("").panel(ImageGrid::batch("The first digits of MNIST", digits, 12))).evcxr_display();

// survived
println!("x is still {:?}, and losses has {} numbers", x.dims(), losses.len());

// first-exercise-check

(check(&MyFirstExercise)).evcxr_display();

// hint

(hint(&LAB, "6a", 1)).evcxr_display();

Ok(())
}

pub fn checks() -> Vec<CheckReport> {
vec![
check(&MyFirstExercise)
]
}
