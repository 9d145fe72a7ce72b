//! Every figure and table of the lab `ddpm`, drawn with the reference bodies. With `NOISEBOOK_FIGURES=folder` the pictures are kept.

use burn::tensor::Tensor;
use labs::ddpm::{
    ForwardDemo, Pretrained, ReverseDemo, Schedule, SimpleUNetConfig, TIMESTEPS, Training,
    architecture_diagram, compare, estimates, linear_betas, measure_cost, milestones,
    network_table, noise_schedule, plan, takeaways, vae_and_diffusion,
};
use noisebook_runtime::{Figure, Mnist, device, seed};
use solutions::ddpm::Reference;
use training::{Profile, Quality, Sampler};

fn drawn(figure: &Figure) {
    assert!(figure.png().unwrap().starts_with(b"\x89PNG"));
    assert!(!figure.text().contains("left out"), "{}", figure.text());
    figure.show();
}

fn schedule() -> Schedule {
    noise_schedule(&Reference, &linear_betas(TIMESTEPS).unwrap()).unwrap()
}

fn digits() -> Tensor<4> {
    let digits = Mnist::embedded().unwrap().test;
    digits.images(0..8, &device()).unwrap()
}

#[test]
fn section_1() {
    seed(1);
    let schedule = schedule();
    println!("{}", milestones(&schedule, &[0, 1, 260, 1000]).unwrap());
    assert_eq!(
        schedule
            .first(|t| schedule.alpha_cumprod_at(t) < 0.5)
            .map(|t| t.get()),
        Some(260)
    );
    drawn(&labs::ddpm::schedule_figure(&schedule));
    drawn(
        &ForwardDemo::new(&Reference, &schedule)
            .corruption(&digits())
            .unwrap(),
    );
}

#[test]
fn section_2() {
    let original = SimpleUNetConfig {
        width: 32,
        timesteps: TIMESTEPS,
    };
    let table = network_table(original).to_string();
    assert!(table.contains("1,834,913 parameters"), "{table}");
    println!("{table}");
    drawn(&architecture_diagram(original));
}

#[test]
fn section_3() {
    let (schedule, mnist) = (schedule(), Mnist::embedded().unwrap());
    let mut training = Training::new(Profile::Rehearsal, 1);
    training
        .fit(&mnist.train, &|network, x0| {
            network
                .forward(
                    x0,
                    Tensor::ones([16], &noisebook_runtime::autodiff_device()),
                )
                .mean()
        })
        .unwrap();
    assert!(!training.is_finished());
    drawn(&training.figure());
    let network = Pretrained::load().unwrap().network();
    seed(3);
    drawn(&estimates(&Reference, &network, &schedule, &digits()).unwrap());
}

#[test]
fn section_4() {
    seed(4);
    let (schedule, kept) = (schedule(), Pretrained::load().unwrap());
    println!("{}", kept.table());
    let network = kept.network();
    let walk = ReverseDemo::new(&Reference, &schedule)
        .walk(&network, 16, 25)
        .unwrap();
    assert_eq!(walk.images.dims(), [16, 1, 28, 28]);
    assert_eq!(
        (walk.states[0].t, walk.states[walk.states.len() - 1].t),
        (1000, 0)
    );
    drawn(&walk.grid());
    drawn(&walk.emerging(3).unwrap());
    let comparison = compare(&network, &schedule, 8, 25).unwrap();
    println!("{}", comparison.table());
    drawn(&comparison.figure());
    let cost = measure_cost(&plan(Profile::Rehearsal), 4).unwrap();
    println!("{}\n{}", cost.table(), cost.at_scale());
    println!("{}\n{}", vae_and_diffusion(), takeaways());
}

/// The network that comes with the lab draws digits: far from what noise, blurs or spliced halves reach together.
#[test]
fn the_kept_network_draws_digits() {
    seed(5);
    let network = Pretrained::load().unwrap().network();
    let sampler = Sampler::ancestral(&schedule(), 50).unwrap();
    let images = sampler.draw(&network, 64, &device()).images;
    let quality = Quality::measure(&images).unwrap();
    println!("{}", quality.table());
    drawn(&quality.figure());
    let seen = quality.classes.iter().filter(|&&count| count > 0).count();
    assert!(
        quality.confident > 0.3 && seen >= 8 && quality.fid < 150.0,
        "{}",
        quality.table()
    );
}
