//! What a notebook sees while training goes on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use noisebook_runtime::display::{self, Channel, Drawing, Rich, Terminal};
use noisebook_runtime::{Figure, Panel};
use training::LiveFigure;

use crate::support::{digits, loss, plan, trainer};
use crate::turn;

/// What was shown: the name of the place, whether it is new, and the words.
type Shown = Arc<Mutex<Vec<(String, bool, String)>>>;

/// A page whose results can be replaced, as a notebook's.
struct Page(Shown);

impl Channel for Page {
    fn show(&self, rich: &Rich) {
        self.replace("shown", true, rich);
    }

    fn line(&self, text: &str) {
        self.replace("line", true, &Rich::text(text));
    }

    fn drawing(&self) -> Drawing {
        Drawing::InPlace
    }

    fn replace(&self, id: &str, first: bool, rich: &Rich) {
        let mut shown = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        shown.push((id.to_owned(), first, rich.plain().to_owned()));
    }
}

/// All that `body` shows on a page.
fn shown_by(body: impl FnOnce()) -> Vec<(String, bool, String)> {
    let shown = Shown::default();
    display::set_channel(Page(shown.clone()));
    body();
    display::set_channel(Terminal::from_environment());
    let shown = shown
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    shown.clone()
}

#[test]
fn a_live_figure_keeps_its_place() {
    let _turn = turn();
    let figure =
        |title: &str| Figure::new(title).panel(Panel::new("").line("loss", [1.0, 2.0], [0.5, 0.2]));
    let shown = shown_by(|| {
        let mut live = LiveFigure::new(Duration::ZERO);
        live.update(|| figure("one"));
        live.update(|| figure("two"));
        live.finish(&figure("three"));
    });
    let new: Vec<bool> = shown.iter().map(|(_, new, _)| *new).collect();
    assert_eq!(new, [true, false, false]);
    assert!(shown.iter().all(|(id, ..)| *id == shown[0].0) && shown[2].2.contains("three"));
}

#[test]
fn training_says_how_long_it_takes_then_shows_progress_the_curve_and_how_it_went() {
    let _turn = turn();
    let shown = shown_by(|| {
        trainer(&[2, 1], 1)
            .fit(&digits(), loss(&plan(&[2, 1])))
            .expect("training");
    });
    let words: Vec<&str> = shown.iter().map(|(.., words)| words.as_str()).collect();
    let (first, last) = (words[0], words[words.len() - 1]);
    assert!(
        first.starts_with("Phase 1 of 2: 8 steps of 16 digits to the end of epoch 2, about "),
        "{first}"
    );
    assert!(first.contains("What you will see: 64 digits"), "{first}");
    assert!(
        last.starts_with("8 steps in ") && last.contains("images/s"),
        "{last}"
    );
    assert!(
        words
            .iter()
            .any(|words| words.starts_with("Training 100 % (8/8)")),
        "{words:?}"
    );
    assert!(
        words
            .iter()
            .any(|words| words.contains("Training: step 8 of 12")),
        "{words:?}"
    );
}
