//! The bars of histograms.

use super::super::axis::Axis;
use super::super::panel::{HistogramScale, Panel};
use super::super::series::Series;
use crate::stats::Bins;

/// The bars of one histogram; edges are in scale space.
pub(super) struct Heights {
    pub edges: Vec<f64>,
    pub heights: Vec<f64>,
}

/// The bars of `series` over the bins of its panel, for histograms.
pub(super) fn heights(panel: &Panel, series: &Series, x: Axis) -> Option<Heights> {
    let Series::Histogram { values, .. } = series else {
        return None;
    };
    let inside: Vec<f64> = values.iter().filter_map(|v| x.to_scale(*v)).collect();
    let bins = Bins::new(
        &inside,
        x.low,
        x.high,
        panel
            .bins
            .unwrap_or_else(|| bin_count(panel))
            .clamp(1, 2000),
    );
    let heights = match panel.histogram_scale {
        HistogramScale::Count => bins.counts.iter().map(|&c| c as f64).collect(),
        HistogramScale::Density => bins.density(),
    };
    Some(Heights {
        edges: bins.edges,
        heights,
    })
}

/// Rice's rule, 2·n^(1/3), over the largest histogram of the panel.
fn bin_count(panel: &Panel) -> usize {
    let sizes = panel.series.iter().map(|s| {
        if let Series::Histogram { values, .. } = s {
            values.len()
        } else {
            0
        }
    });
    let n = sizes.max().unwrap_or(0) as f64;
    ((2.0 * n.cbrt()).round() as usize).clamp(8, 60)
}
