//! Weights that come with the labs: small, complete, and made by the command that they name.

use std::path::Path;

use training::{AnyRecipe, Profile, Provenance, Weights};

/// No file may be larger.
const LARGEST: usize = 2 << 20;

/// `ddpm-quick` is the recipe `ddpm` with the profile `quick`.
fn recipe_of(name: &str) -> (&'static dyn AnyRecipe, Profile) {
    let (recipe, profile) = name.rsplit_once('-').expect("a recipe and a profile");
    let known = solutions::recipes()
        .into_iter()
        .find(|known| known.name() == recipe);
    let recipe = known.unwrap_or_else(|| panic!("`{name}`: no recipe `{recipe}`"));
    (recipe, profile.parse().expect("a profile"))
}

fn kept() -> impl Iterator<Item = (&'static str, Weights)> {
    labs::pretrained_names().map(|name| (name, labs::pretrained(name).expect("its file")))
}

#[test]
fn every_file_is_known_by_its_name_and_the_other_way_round() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../labs/weights");
    let files = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").file_name());
    let mut files: Vec<String> = files
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".safetensors")?.to_owned()))
        .collect();
    files.sort();
    let mut names: Vec<&str> = labs::pretrained_names().collect();
    names.sort_unstable();
    assert_eq!(files, names);
}

#[test]
fn each_is_small_and_fits_the_network_of_its_recipe() {
    for (name, weights) in kept() {
        assert!(
            weights.size() < LARGEST,
            "`{name}`: {} bytes",
            weights.size()
        );
        let (recipe, profile) = recipe_of(name);
        recipe
            .fits(&weights, profile)
            .unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn each_says_how_it_was_made_and_how_good_it_is() {
    for (name, weights) in kept() {
        let (recipe, profile) = recipe_of(name);
        let Provenance {
            command,
            seed,
            steps,
            loss,
            notes,
            ..
        } = weights.provenance();
        let begin = format!(
            "cargo noisebook train {} --profile {profile} --seed {seed}",
            recipe.name()
        );
        assert!(command.starts_with(&begin), "`{name}`: {command}");
        assert!(
            *steps > 0 && loss.is_finite() && *loss > 0.0,
            "`{name}`: {steps} {loss}"
        );
        for measure in [
            "quality_samples",
            "quality_confident",
            "quality_fid",
            "quality_fid_floor",
        ] {
            assert!(
                notes.iter().any(|(key, _)| key == measure),
                "`{name}`: no `{measure}`"
            );
        }
    }
}

#[test]
fn a_name_that_is_not_there_is_an_error_that_says_which_are() {
    let error = labs::pretrained("nothing-quick")
        .expect_err("no such weights")
        .to_string();
    assert!(error.contains("no such weights"), "{error}");
}
