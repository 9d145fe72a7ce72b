"""The same work in both languages. Each cell comes with a text that its output must hold: a kernel may answer "ok" to a failure."""

RUST = {
    "prelude": """use noisebook::prelude::*;
use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::optim::{GradientsParams, ModuleOptimizer, Optimizer, SgdConfig};
println!("ready");""",
    "first": 'let a: Tensor<2> = Tensor::random([256, 256], Distribution::Default, &device());\nprintln!("sum {}", a.clone().sum());',
    "later": [
        'let b: Tensor<2> = Tensor::random([256, 256], Distribution::Default, &device());\nprintln!("shape {:?}", b.dims());',
        'let c: Tensor<2> = a.clone().matmul(b.clone());\nprintln!("shape {:?}", c.dims());',
        'let w: Tensor<2> = Tensor::random([256, 8], Distribution::Default, &device().autodiff()).require_grad();\nprintln!("shape {:?}", w.dims());',
        'let loss: Tensor<1> = w.clone().powf_scalar(2.0).mean();\nprintln!("shape {:?}", loss.dims());',
        'let gradient: Tensor<2> = w.grad(&loss.backward()).unwrap();\nprintln!("shape {:?}", gradient.dims());',
        'let corner: Tensor<2> = c.clone().slice([0..3, 0..3]);\nprintln!("{corner}\\nshape {:?}", corner.dims());',
        'let rows: Tensor<2> = c.clone().mean_dim(1);\nprintln!("shape {:?}", rows.dims());',
    ],
    "model": """#[derive(Module, Debug)]
struct Mlp { hidden: Linear, out: Linear }
impl Mlp {
    fn new(device: &Device) -> Self {
        Self { hidden: LinearConfig::new(64, 128).init(device), out: LinearConfig::new(128, 1).init(device) }
    }
    fn forward(&self, x: Tensor<2>) -> Tensor<2> { self.out.forward(burn::tensor::activation::relu(self.hidden.forward(x))) }
}
let mut model: Mlp = Mlp::new(&device().autodiff());
println!("{} parameters", model.num_params());""",
    "training": """let x: Tensor<2> = Tensor::random([128, 64], Distribution::Default, &device().autodiff());
let mut optimizer: ModuleOptimizer = SgdConfig::new().init();
for _ in 0..100 {
    let loss = model.forward(x.clone()).powf_scalar(2.0).mean();
    let gradients = GradientsParams::from_grads(loss.backward(), &model);
    model = optimizer.step(0.01, model, gradients);
}
println!("{} parameters", model.num_params());""",
    "error": "let wrong: String = a.dims();",
    "small": 'let total: Tensor<1> = a.clone().sum();\nprintln!("shape {:?}", total.dims());',
    "keep": "let kept = 41;",
    "kept": 'println!("kept {}", kept + 1);',
    "endless": """println!("on");
let x: Tensor<2> = Tensor::random([128, 64], Distribution::Default, &device().autodiff());
loop {
    let loss = model.forward(x.clone()).powf_scalar(2.0).mean();
    let gradients = loss.backward();
    std::hint::black_box(&gradients);
}""",
}

PYTHON = {
    "prelude": "import torch\nfrom torch import nn\nprint('ready')",
    "first": "a = torch.rand(256, 256)\nprint('sum', a.sum())",
    "later": [
        "b = torch.rand(256, 256)\nprint('shape', b.shape)",
        "c = a @ b\nprint('shape', c.shape)",
        "w = torch.rand(256, 8, requires_grad=True)\nprint('shape', w.shape)",
        "loss = (w ** 2).mean()\nprint('shape', loss.shape)",
        "loss.backward()\ngradient = w.grad\nprint('shape', gradient.shape)",
        "corner = c[0:3, 0:3]\nprint(corner, '\\nshape', corner.shape)",
        "rows = c.mean(1)\nprint('shape', rows.shape)",
    ],
    "model": """class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = nn.Linear(64, 128), nn.Linear(128, 1)
    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))
model = Mlp()
print(sum(p.numel() for p in model.parameters()), 'parameters')""",
    "training": """x = torch.rand(128, 64)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for _ in range(100):
    loss = (model(x) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(sum(p.numel() for p in model.parameters()), 'parameters')""",
    "error": "wrong = = a.shape",
    "small": "total = a.sum()\nprint('shape', total.shape)",
    "keep": "kept = 41",
    "kept": "print('kept', kept + 1)",
    "endless": """print('on', flush=True)
x = torch.rand(128, 64)
while True:
    loss = (model(x) ** 2).mean()
    loss.backward()""",
}

EXPECTED = {"prelude": "ready", "first": "sum", "later": "shape", "model": "8449 parameters", "training": "8449 parameters", "small": "shape"}


def of(language):
    return RUST if language == "rust" else PYTHON
