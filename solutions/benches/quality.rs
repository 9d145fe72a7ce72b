//! How good the digits of the networks are that come with the labs, and how fast they are drawn, on the build that notebooks run:
//!
//! `cargo bench --profile dev -p solutions --bench quality`
//!
//! An argument names the networks to measure, as `ddpm-quick`; without one, all are.

use std::time::Instant;

use noisebook_runtime::Table;
use noisebook_runtime::bench::human_seconds;
use training::{AnyRecipe, Profile, Quality, TrainingError};

/// Noise from which digits are drawn; the spread over it says how much one measure is worth.
const SEEDS: [u64; 3] = [1, 2, 3];

fn main() {
    // Cargo adds `--bench`.
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let mut table = Table::new([
        "weights",
        "noise",
        "drawn in",
        "above 0.9",
        "mean",
        "digits",
        "entropy",
        "digit-FID",
        "floor",
    ]);
    for name in labs::pretrained_names()
        .filter(|name| asked.is_empty() || asked.iter().any(|word| word == name))
    {
        match measured(name) {
            Ok(rows) => rows.into_iter().for_each(|row| table.push(row)),
            Err(error) => eprintln!("{name}: {error}"),
        }
    }
    println!("{table}");
    println!(
        "real digits: 0.99 above 0.9, ten digits, entropy 2.29; digit-FID of as many real training digits: the floor"
    );
}

fn measured(name: &str) -> Result<Vec<[String; 9]>, TrainingError> {
    let Some((recipe, profile)) = recipe_of(name) else {
        eprintln!("{name}: no recipe of that name");
        return Ok(Vec::new());
    };
    let weights = labs::pretrained(name)?;
    let mut rows = Vec::new();
    for seed in SEEDS {
        let begun = Instant::now();
        let Some(images) = recipe.draw(&weights, profile, seed)? else {
            break;
        };
        let seconds = begun.elapsed().as_secs_f64();
        rows.push(row(name, seed, seconds, &Quality::measure(&images)?));
    }
    Ok(rows)
}

/// `ddpm-quick` is the recipe `ddpm` with the profile `quick`.
fn recipe_of(name: &str) -> Option<(&'static dyn AnyRecipe, Profile)> {
    let (recipe, profile) = name.rsplit_once('-')?;
    let mut recipes = solutions::recipes().into_iter();
    Some((
        recipes.find(|known| known.name() == recipe)?,
        profile.parse().ok()?,
    ))
}

fn row(name: &str, seed: u64, seconds: f64, quality: &Quality) -> [String; 9] {
    let sure = quality
        .confident_classes
        .iter()
        .filter(|count| **count > 0)
        .count();
    [
        name.to_owned(),
        seed.to_string(),
        format!("{} ({} digits)", human_seconds(seconds), quality.samples),
        format!("{:.3}", quality.confident),
        format!("{:.3}", quality.confidence),
        format!("{sure}"),
        format!("{:.2}", quality.entropy),
        format!("{:.1}", quality.fid),
        format!("{:.1}", quality.floor),
    ]
}
