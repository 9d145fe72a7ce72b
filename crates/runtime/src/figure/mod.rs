//! Figures described as data and drawn by one layer.
//!
//! A [`Figure`] holds [`Panel`]s (axes with series), [`ImageGrid`]s and [`Diagram`]s (boxes and arrows) in a grid. Nothing here knows a pixel; the module
//! `draw` turns the description into PNG or SVG, and [`Figure::text`] into words for terminals and screen readers.
//!
//! ```
//! use noisebook_runtime::figure::{Figure, Panel};
//! let figure = Figure::new("Two schedules").panel(
//!     Panel::new("Signal left").x_label("t").line("linear", 1..=3, [0.9, 0.5, 0.1]),
//! );
//! assert!(figure.text().contains("\"linear\": 3 points"));
//! ```

mod axis;
mod diagram;
mod draw;
mod images;
mod number;
mod overlay;
mod panel;
mod points;
mod qq;
mod series;
mod text;
mod ticks;
mod values;

pub use axis::Scale;
pub use diagram::{Block, Diagram, Tone};
pub use images::{Image, ImageGrid, ImageRow, Images};
pub use panel::{HistogramScale, Panel};
pub use points::{Points, Rows};
pub use series::{Series, Stroke};
pub use values::Values;

use crate::display::{self, Rich};

/// Why a figure could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("figure `{title}`: {reason}\nhint: its text form, `figure.text()`, is still there")]
pub struct FigureError {
    /// Title of the figure.
    pub title: String,
    /// What failed.
    pub reason: String,
}

/// What fills one place of a figure's grid.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Axes with series.
    Panel(Panel),
    /// Rows of images.
    Images(ImageGrid),
    /// Boxes and arrows.
    Diagram(Diagram),
}

impl From<Panel> for Content {
    fn from(panel: Panel) -> Self {
        Self::Panel(panel)
    }
}

impl From<ImageGrid> for Content {
    fn from(grid: ImageGrid) -> Self {
        Self::Images(grid)
    }
}

impl From<Diagram> for Content {
    fn from(diagram: Diagram) -> Self {
        Self::Diagram(diagram)
    }
}

/// Panels, image grids and diagrams under one title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    title: String,
    contents: Vec<Content>,
    columns: Option<usize>,
    width: Option<u32>,
    panel_height: Option<u32>,
}

impl Figure {
    /// An empty figure under `title`, which may be empty.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a [`Panel`], an [`ImageGrid`] or a [`Diagram`]; places fill row by row.
    pub fn panel(mut self, content: impl Into<Content>) -> Self {
        self.contents.push(content.into());
        self
    }

    /// One figure with the panels of all `figures`, as several figures in one cell of a notebook.
    pub fn stack(title: impl Into<String>, figures: impl IntoIterator<Item = Self>) -> Self {
        let contents = figures
            .into_iter()
            .flat_map(|figure| figure.contents)
            .collect();
        Self {
            title: title.into(),
            contents,
            columns: Some(1),
            ..Self::default()
        }
    }

    /// The number of panels side by side; without it, chosen from the number of panels.
    pub fn columns(mut self, columns: usize) -> Self {
        self.columns = Some(columns.max(1));
        self
    }

    /// The width in CSS pixels, from 200 to 2000; without it, at most 900.
    pub fn width(mut self, width: u32) -> Self {
        self.width = Some(width.clamp(200, 2000));
        self
    }

    /// The height of each row of panels in CSS pixels, from 120 to 2000.
    pub fn panel_height(mut self, height: u32) -> Self {
        self.panel_height = Some(height.clamp(120, 2000));
        self
    }

    /// The figure's title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The figure in words: title, panels, and for each series its name, number of values and range.
    pub fn text(&self) -> String {
        text::of_figure(self)
    }

    /// Width and height in CSS pixels.
    pub fn size(&self) -> (u32, u32) {
        draw::size(self)
    }

    /// The figure as PNG at twice the CSS size, on white.
    ///
    /// # Errors
    /// [`FigureError`] where the drawing layer fails, or an arrow of a diagram leads to no block.
    pub fn png(&self) -> Result<Vec<u8>, FigureError> {
        draw::png(self).map_err(|reason| self.error(reason))
    }

    /// The figure as SVG of the CSS size, on white.
    ///
    /// # Errors
    /// [`FigureError`] where the drawing layer fails, or an arrow of a diagram leads to no block.
    pub fn svg(&self) -> Result<String, FigureError> {
        draw::svg(self).map_err(|reason| self.error(reason))
    }

    /// The bundle that a notebook receives: `text/plain` and `image/png` with its CSS size.
    ///
    /// # Errors
    /// [`FigureError`] where the drawing layer fails, or an arrow of a diagram leads to no block.
    pub fn rich(&self) -> Result<Rich, FigureError> {
        Ok(Rich::text(self.text()).with_image("image/png", self.png()?, self.size()))
    }

    /// Shows the figure where this session shows results: in the notebook, or as text in a terminal.
    pub fn show(&self) {
        match self.rich() {
            Ok(rich) => display::show(&rich),
            Err(error) => display::show(&Rich::text(format!("{error}\n{}", self.text()))),
        }
    }

    /// Shows the figure as the last expression of a notebook cell; called by the kernel.
    pub fn evcxr_display(&self) {
        self.show();
    }

    fn error(&self, reason: String) -> FigureError {
        FigureError {
            title: self.title.clone(),
            reason,
        }
    }
}
