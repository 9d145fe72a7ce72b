//! The networks of the lab `film_unet`.

use burn::tensor::{Device, Int, Tensor};
use labs::film_unet::{
    BetaSchedules, ConditionalDenoiser, ConditionalUNet, FilmDenoiser, FilmForward, FilmUNet,
    Network, Order, OriginalOrder, Schedule, ScheduleKind, TrainingStep, film_config, film_plan,
    loss_weights, schedule,
};
use training::{Denoiser, Plan, Profile, Recipe, Sampler};

use crate::film_unet::Reference;

type Objective<M> = Box<dyn Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1>>;

/// The U-Net under one of three noise schedules, in one of two orders.
pub struct FilmRecipe {
    name: &'static str,
    about: &'static str,
    kind: ScheduleKind,
    order: Order,
}

impl FilmRecipe {
    /// The network of the lab.
    pub const FILM: Self = Self {
        name: "film",
        about: "the residual U-Net with FiLM",
        kind: ScheduleKind::Linear,
        order: Order::NormThenFilm,
    };
    /// The order of many tutorials, to be compared.
    pub const ORIGINAL: Self = Self {
        name: "film-original",
        about: "the same with the scale before the norm and no way across",
        order: Order::ScaleThenNorm,
        ..Self::FILM
    };
    /// Under the cosine schedule.
    pub const COSINE: Self = Self {
        name: "film-cosine",
        about: "the residual U-Net with FiLM under the cosine schedule",
        kind: ScheduleKind::Cosine,
        ..Self::FILM
    };
    /// Under the sigmoid schedule.
    pub const SIGMOID: Self = Self {
        name: "film-sigmoid",
        about: "the residual U-Net with FiLM under the sigmoid schedule",
        kind: ScheduleKind::Sigmoid,
        ..Self::FILM
    };
}

/// The noise schedule of a plan.
fn betas(kind: ScheduleKind, plan: &Plan) -> Schedule {
    schedule(&Reference.betas(kind, plan.timesteps)).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs the layers in their order.
fn epsilon(order: Order, network: &FilmUNet, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
    match order {
        Order::NormThenFilm => run(&Reference, network, x_t, t),
        Order::ScaleThenNorm => run(&OriginalOrder(&Reference), network, x_t, t),
    }
}

fn run(
    answer: &impl FilmForward,
    network: &FilmUNet,
    x_t: Tensor<4>,
    t: Tensor<1, Int>,
) -> Tensor<4> {
    FilmDenoiser { answer, network }.epsilon(x_t, t)
}

/// A network with the order of its layers.
struct Ordered<'a>(Order, &'a FilmUNet);

impl Denoiser for Ordered<'_> {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        epsilon(self.0, self.1, x_t, t)
    }
}

/// A loss with the schedule and the weights of a plan.
fn loss(schedule: Schedule, plan: &Plan) -> impl Fn(&Network, Tensor<4>) -> Tensor<1> + use<> {
    let weights = loss_weights(&schedule, plan.min_snr);
    move |network, x0| Reference.train_step(network, x0, &schedule, &weights)
}

fn draw(
    denoiser: &impl Denoiser,
    schedule: &Schedule,
    plan: &Plan,
    device: &Device,
) -> Option<Tensor<4>> {
    let sampler = Sampler::ancestral(schedule, plan.sampling_steps).ok()?;
    Some(sampler.draw(denoiser, plan.samples, device).images)
}

impl Recipe for FilmRecipe {
    type Model = FilmUNet;

    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn plan(&self, profile: Profile) -> Plan {
        film_plan(profile)
    }

    fn model(&self, plan: &Plan, device: &Device) -> FilmUNet {
        let config = film_config(plan).with_order(self.order);
        config
            .init(device)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn objective(&self, plan: &Plan, _device: &Device) -> Objective<FilmUNet> {
        let (loss, order) = (loss(betas(self.kind, plan), plan), self.order);
        Box::new(move |network, x0, _labels| {
            let denoiser = Ordered(order, network);
            loss(&Network::of(&denoiser), x0)
        })
    }

    fn samples(&self, network: &FilmUNet, plan: &Plan, device: &Device) -> Option<Tensor<4>> {
        draw(
            &Ordered(self.order, network),
            &betas(self.kind, plan),
            plan,
            device,
        )
    }
}

/// The U-Net that is told the class.
pub struct ConditionalRecipe;

impl Recipe for ConditionalRecipe {
    type Model = ConditionalUNet;

    fn name(&self) -> &'static str {
        "film-conditional"
    }

    fn about(&self) -> &'static str {
        "the residual U-Net with FiLM, told the class"
    }

    fn plan(&self, profile: Profile) -> Plan {
        film_plan(profile)
    }

    fn model(&self, plan: &Plan, device: &Device) -> ConditionalUNet {
        let network = film_config(plan).init_conditional(10, device);
        network.unwrap_or_else(|error| panic!("{error}"))
    }

    fn objective(&self, plan: &Plan, _device: &Device) -> Objective<ConditionalUNet> {
        let loss = loss(betas(ScheduleKind::Linear, plan), plan);
        Box::new(move |network, x0, labels| loss(&Network::of(&told(network, labels)), x0))
    }

    fn samples(
        &self,
        network: &ConditionalUNet,
        plan: &Plan,
        device: &Device,
    ) -> Option<Tensor<4>> {
        let labels: Vec<i64> = (0..plan.samples as i64).map(|i| i % 10).collect();
        let denoiser = told(network, Tensor::from_ints(labels.as_slice(), device));
        draw(&denoiser, &betas(ScheduleKind::Linear, plan), plan, device)
    }
}

fn told(
    network: &ConditionalUNet,
    labels: Tensor<1, Int>,
) -> ConditionalDenoiser<'_, Reference, Reference> {
    ConditionalDenoiser {
        answer: &Reference,
        condition: &Reference,
        network,
        labels,
    }
}
