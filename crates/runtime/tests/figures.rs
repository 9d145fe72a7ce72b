//! Every kind of figure draws, whatever its numbers are.

use noisebook_runtime::figure::{Block, Diagram, Figure, Image, ImageGrid, Panel, Series, Tone};

/// A PNG of twice the CSS size and an SVG of the CSS size.
fn assert_draws(name: &str, figure: &Figure) {
    let png = figure.png().unwrap_or_else(|e| panic!("{name}: {e}"));
    let reader = png::Decoder::new(std::io::Cursor::new(png))
        .read_info()
        .unwrap();
    let (width, height) = figure.size();
    let info = reader.info();
    assert_eq!((info.width, info.height), (2 * width, 2 * height), "{name}");
    let svg = figure.svg().unwrap_or_else(|e| panic!("{name}: {e}"));
    let size = format!("<svg width=\"{width}\" height=\"{height}\"");
    assert!(
        svg.starts_with(&size) && svg.trim_end().ends_with("</svg>"),
        "{name}"
    );
    assert!(figure.text().starts_with("Figure: "), "{name}");
}

fn pairs(xs: &[f64], ys: &[f64]) -> Vec<(f64, f64)> {
    xs.iter().copied().zip(ys.iter().copied()).collect()
}

/// One panel per kind of series, over the same points.
fn kinds(xs: &[f64], ys: &[f64]) -> Vec<(&'static str, Panel)> {
    let points = || xs.iter().copied().zip(ys.iter().copied()).collect();
    vec![
        ("line", Panel::new("p").line("s", xs, ys)),
        ("dashed line", Panel::new("p").dashed_line("s", xs, ys)),
        ("marked line", Panel::new("p").marked_line("s", xs, ys)),
        ("scatter", Panel::new("p").scatter("s", xs, ys)),
        ("area", Panel::new("p").area("s", xs, ys)),
        ("error bars", Panel::new("p").error_bars("s", xs, ys, ys)),
        ("histogram", Panel::new("p").histogram("s", ys)),
        (
            "density",
            Panel::new("p").density_scale().histogram("s", ys),
        ),
        (
            "bars",
            Panel::new("p").bars("s", xs.iter().map(f64::to_string), ys),
        ),
        (
            "q-q",
            Panel::new("p").normal_qq("s", ys).diagonal("d", -3.0, 3.0),
        ),
        (
            "reference",
            Panel::new("p").vertical_line("v", xs.first().copied().unwrap_or(f64::NAN)),
        ),
        (
            "normal",
            Panel::new("p").normal_curve("n", 0.0, ys.first().copied().unwrap_or(0.0)),
        ),
        ("band", Panel::new("p").band("s", xs, ys, xs)),
        (
            "points",
            Panel::new("p").points("s", pairs(xs, ys)).alpha(0.5),
        ),
        (
            "arrows",
            Panel::new("p")
                .arrows("s", pairs(xs, ys), pairs(ys, xs))
                .quiet(),
        ),
        (
            "heat map",
            Panel::new("p").heat_map("s", (0.5, 2.0), (1.0, 3.0), vec![ys.to_vec(), xs.to_vec()]),
        ),
        (
            "note",
            Panel::new("p")
                .line("l", xs, ys)
                .note("here", xs.first().copied().unwrap_or(1.0), 2.0),
        ),
        (
            "equal aspect",
            Panel::new("p").equal_aspect().series(Series::Scatter {
                name: "s".into(),
                points: points(),
            }),
        ),
    ]
}

#[test]
fn every_kind_draws_every_kind_of_number() {
    let cases: [(&str, &[f64], &[f64]); 7] = [
        ("ordinary", &[1.0, 2.0, 3.0, 4.0], &[0.5, 2.0, 1.0, 3.0]),
        ("empty", &[], &[]),
        ("one point", &[1.0], &[2.0]),
        ("zero range", &[1.0, 1.0, 1.0], &[2.0, 2.0, 2.0]),
        ("nothing finite", &[f64::NAN, 1.0], &[1.0, f64::INFINITY]),
        (
            "some not finite",
            &[1.0, 2.0, 3.0, 4.0],
            &[f64::NAN, 1.0, f64::NEG_INFINITY, -4.0],
        ),
        (
            "extreme",
            &[f64::MIN, 0.0, f64::MAX],
            &[1e-300, 1e299, -1e299],
        ),
    ];
    for (case, xs, ys) in cases {
        for (kind, panel) in kinds(xs, ys) {
            for (scale, panel) in [("linear", panel.clone()), ("log", panel.log_x().log_y())] {
                let figure = Figure::new(case).width(300).panel_height(150).panel(panel);
                assert_draws(&format!("{case}, {kind}, {scale}"), &figure);
            }
        }
    }
}

#[test]
fn ranges_given_by_hand_are_kept_or_ignored_but_never_fatal() {
    for (low, high) in [
        (0.0, 1.0),
        (1.0, 0.0),
        (1.0, 1.0),
        (f64::NAN, 1.0),
        (0.4, 0.4001),
    ] {
        for panel in [Panel::new("p"), Panel::new("p").log_x().log_y()] {
            let panel = panel
                .line("l", 0..4, [0.0, 1.0, 2.0, 3.0])
                .histogram("h", [0.1, 0.2]);
            let figure = Figure::new("f")
                .width(300)
                .panel(panel.x_range(low, high).y_range(low, high));
            assert_draws(&format!("{low}..{high}"), &figure);
        }
    }
}

#[test]
fn images_draw_whatever_their_shape() {
    let image = |width, height, pixels| Image {
        width,
        height,
        pixels,
    };
    let grids = [
        ("empty", ImageGrid::new("g")),
        ("an empty row", ImageGrid::new("g").row("r", Vec::new())),
        (
            "no pixels",
            ImageGrid::new("g").row("r", image(0, 0, vec![])),
        ),
        (
            "too few pixels",
            ImageGrid::new("g").row("r", image(28, 28, vec![0.0; 3])),
        ),
        (
            "NaN",
            ImageGrid::new("g").row("r", image(2, 1, vec![f32::NAN, f32::INFINITY])),
        ),
        (
            "no range",
            ImageGrid::new("g")
                .range(1.0, 1.0)
                .row("r", image(1, 1, vec![1.0])),
        ),
        (
            "many",
            ImageGrid::batch("g", vec![image(1, 2, vec![0.0, 1.0]); 100], 50),
        ),
        ("titles alone", ImageGrid::new("g").columns(["a", "b"])),
    ];
    for (name, grid) in grids {
        assert_draws(name, &Figure::new("f").panel(grid));
    }
}

#[test]
fn a_figure_without_anything_still_draws() {
    assert_draws("bare", &Figure::new(""));
    assert_draws("titled", &Figure::new("A title"));
    assert_draws("untitled panel", &Figure::new("").panel(Panel::new("")));
}

fn steps() -> Diagram {
    Diagram::new("Steps")
        .row([
            Block::new("a").formula("x_{t-1}").tone(Tone::Green),
            Block::gap(),
            Block::new("b").note("a note"),
            Block::new("c"),
        ])
        .row(["d"])
        .row([Block::new("a long title").key("e")])
}

#[test]
fn diagrams_draw_whichever_way_their_arrows_run() {
    let ends = ["a", "b", "c", "d", "e"];
    for from in ends {
        for to in ends {
            let one = steps()
                .arrow(from, to, "label")
                .dashed_arrow(to, from, "two\nlines");
            let figure = Figure::new("").panel(one.group("g", [from, to]));
            assert_draws(&format!("{from} to {to}"), &figure);
        }
    }
    assert_draws("no blocks", &Figure::new("").panel(Diagram::new("d")));
    assert_draws(
        "an empty row",
        &Figure::new("").panel(Diagram::new("d").row([Block::gap()])),
    );
}

#[test]
fn a_narrow_diagram_still_draws() {
    let wide = Diagram::new("d").row((0..12).map(|i| Block::new(format!("block number {i}"))));
    assert_draws("narrow", &Figure::new("").width(200).panel(wide));
}

#[test]
fn an_arrow_to_nowhere_names_the_blocks() {
    let figure = Figure::new("f").panel(steps().arrow("a", "x", ""));
    let error = figure.png().unwrap_err().to_string();
    assert!(
        error.starts_with("figure `f`: no block is called `x`; there are `a`, `b`, `c`, `d`, `e`"),
        "{error}"
    );
    let twice = Figure::new("f").panel(steps().row(["a"]));
    assert!(
        twice
            .svg()
            .unwrap_err()
            .to_string()
            .contains("two blocks are called `a`")
    );
}

#[test]
fn a_diagram_reads_as_words() {
    let text = Figure::new("f")
        .panel(steps().arrow("a", "e", "by Bayes"))
        .text();
    let expected = "Figure: f\n  Steps (diagram)\n    [a]: x_{t-1}\n    [b]: a note\n    [c]\n    [d]\n    [a long title]\n    a → e: by Bayes";
    assert_eq!(text, expected);
}

#[test]
fn what_lies_on_the_plane_reads_as_words() {
    let panel = Panel::new("p")
        .heat_map(
            "density",
            (0.0, 1.0),
            (0.0, 1.0),
            [[0.0, 0.5], [1.0, f64::NAN]],
        )
        .arrows("noise", [(0.0, 0.0)], [(1.0, 2.0)])
        .band("mean", 0..2, [0.0, 0.0], [1.0, 3.0])
        .note("here", 0.5, 0.5);
    let text = Figure::new("f").panel(panel).text();
    for words in [
        "heat map \"density\": 2 × 2 values, from 0 to 1 (1 of 4 left out: NaN or infinite)",
        "arrows \"noise\": 1 arrow, x 0 to 1, y 0 to 2",
        "band \"mean\": 2 points, x 0 to 1, y 0 to 3",
        "note \"here\" at (0.5, 0.5)",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
}

#[test]
fn stacked_figures_keep_all_their_panels() {
    let one = || Figure::new("one").panel(Panel::new("p").line("l", 0..2, 0..2));
    let figure = Figure::stack("both", [one(), one()]);
    assert_eq!(figure.text().matches("Panel ").count(), 2);
    assert_draws("stack", &figure);
}

#[test]
fn the_bundle_has_words_and_a_picture_with_its_css_size() {
    let figure = Figure::new("f")
        .width(400)
        .panel(Panel::new("p").line("l", 0..2, 0..2));
    let rich = figure.rich().unwrap();
    assert_eq!(rich.plain(), figure.text());
    let png = rich.part("image/png").unwrap();
    assert_eq!(png.size, Some(figure.size()));
    assert!(png.bytes.starts_with(b"\x89PNG"));
}

#[test]
fn text_in_an_svg_is_escaped() {
    let svg = Figure::new("a < b & \"c\"")
        .panel(Panel::new("p"))
        .svg()
        .unwrap();
    assert!(
        svg.contains("a &lt; b &amp;") && !svg.contains("a < b"),
        "{svg}"
    );
}
