//! Boxes and arrows: what a diagram holds.

use super::text::named;

/// The colour of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Most blocks.
    #[default]
    Blue,
    /// What stands out.
    Orange,
    /// What is given or right.
    Green,
    /// A third kind.
    Purple,
    /// Background.
    Gray,
}

/// One box of a [`Diagram`]: a title, and below it formulas and notes.
///
/// In formulas `_t` and `_{t-1}` lower a letter or a group, `^2` and `^{-1}` raise one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
    pub(super) tone: Tone,
}

/// A line below a block's title.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    Formula(String),
    Note(String),
}

impl Block {
    /// A box under `title`, by which arrows find it.
    pub fn new(title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            key: title.clone(),
            title,
            ..Self::default()
        }
    }

    /// A place of a row that stays empty.
    pub fn gap() -> Self {
        Self::default()
    }

    /// The name by which arrows find the box, where titles are long or not unique.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Adds a formula.
    pub fn formula(mut self, formula: impl Into<String>) -> Self {
        self.lines.push(Line::Formula(formula.into()));
        self
    }

    /// Adds words in small letters.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.lines.push(Line::Note(note.into()));
        self
    }

    /// Colours the box.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    pub(super) fn is_gap(&self) -> bool {
        self.key.is_empty() && self.title.is_empty() && self.lines.is_empty()
    }
}

impl From<&str> for Block {
    fn from(title: &str) -> Self {
        Self::new(title)
    }
}

/// An arrow between two blocks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arrow {
    pub from: String,
    pub to: String,
    pub label: String,
    pub dashed: bool,
}

/// Blocks inside one frame.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub title: String,
    pub keys: Vec<String>,
}

/// Boxes in rows with arrows between them, laid out from this description alone.
///
/// ```
/// use noisebook_runtime::figure::{Block, Diagram, Figure};
/// let diagram = Diagram::new("One training step")
///     .row([Block::new("image").formula("x_0"), Block::new("noise").formula("ε ~ N(0, I)")])
///     .row([Block::new("jump").formula("x_t = √ᾱ_t x_0 + √(1 - ᾱ_t) ε")])
///     .arrow("image", "jump", "")
///     .arrow("noise", "jump", "");
/// Figure::new("").panel(diagram).show();
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    pub(super) title: String,
    pub(super) rows: Vec<Vec<Block>>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) groups: Vec<Group>,
}

impl Diagram {
    /// An empty diagram under `title`, which may be empty.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a row of boxes below the others, centred. Rows of equally many places stand in columns; see [`Block::gap`].
    pub fn row<B: Into<Block>>(mut self, blocks: impl IntoIterator<Item = B>) -> Self {
        self.rows.push(blocks.into_iter().map(Into::into).collect());
        self
    }

    /// Adds an arrow with a label, which may be empty.
    pub fn arrow(self, from: &str, to: &str, label: impl Into<String>) -> Self {
        self.connect(from, to, label.into(), false)
    }

    /// Adds a dashed arrow, for what flows back or happens now and then.
    pub fn dashed_arrow(self, from: &str, to: &str, label: impl Into<String>) -> Self {
        self.connect(from, to, label.into(), true)
    }

    fn connect(mut self, from: &str, to: &str, label: String, dashed: bool) -> Self {
        self.arrows.push(Arrow {
            from: from.into(),
            to: to.into(),
            label,
            dashed,
        });
        self
    }

    /// Frames some blocks under a common title.
    pub fn group<K: Into<String>>(
        mut self,
        title: impl Into<String>,
        keys: impl IntoIterator<Item = K>,
    ) -> Self {
        self.groups.push(Group {
            title: title.into(),
            keys: keys.into_iter().map(Into::into).collect(),
        });
        self
    }

    /// All boxes, without the gaps.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.rows.iter().flatten().filter(|block| !block.is_gap())
    }

    /// Where the block stands: row, and place in the row.
    pub(super) fn find(&self, key: &str) -> Option<(usize, usize)> {
        let place = |row: &Vec<Block>| row.iter().position(|b| !b.is_gap() && b.key == key);
        let mut rows = self.rows.iter().enumerate();
        rows.find_map(|(index, row)| Some((index, place(row)?)))
    }

    /// What is wrong with the names of the diagram.
    pub(super) fn fault(&self) -> Option<String> {
        let keys: Vec<&str> = self.blocks().map(|block| block.key.as_str()).collect();
        let twice = (1..keys.len()).find(|&i| keys[..i].contains(&keys[i]));
        if let Some(i) = twice {
            return Some(format!(
                "two blocks are called `{0}`; name one with `.key(…)`",
                keys[i]
            ));
        }
        let ends = self.arrows.iter().flat_map(|a| [&a.from, &a.to]);
        let mut named = ends.chain(self.groups.iter().flat_map(|g| &g.keys));
        let unknown = named.find(|key| !keys.contains(&key.as_str()))?;
        let known = keys.join("`, `");
        Some(format!(
            "no block is called `{unknown}`; there are `{known}`"
        ))
    }

    /// The diagram in words.
    pub(super) fn lines(&self, place: &str, lines: &mut Vec<String>) {
        lines.push(format!("  {place}{} (diagram)", named(&self.title)));
        if self.blocks().next().is_none() {
            lines.push("    no blocks".into());
        }
        for block in self.blocks() {
            let below = block.lines.iter().map(|line| match line {
                Line::Formula(text) | Line::Note(text) => text.as_str(),
            });
            let words: Vec<&str> = below.collect();
            let colon = if words.is_empty() { "" } else { ": " };
            lines.push(format!("    [{}]{colon}{}", block.title, words.join("; ")));
        }
        for arrow in &self.arrows {
            let colon = if arrow.label.is_empty() { "" } else { ": " };
            let label = arrow.label.replace('\n', " ");
            lines.push(format!("    {} → {}{colon}{label}", arrow.from, arrow.to));
        }
        for group in &self.groups {
            let members = group.keys.join(", ");
            lines.push(format!("    group \"{}\": {members}", group.title));
        }
    }
}
