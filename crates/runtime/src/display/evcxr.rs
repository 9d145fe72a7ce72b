//! The stock evcxr kernel, which reads marked blocks from stdout.
//!
//! evcxr 0.22 keeps one content per MIME type and cell, so of several figures in a cell the last remains; put them into one
//! with `Figure::stack`. It sends no metadata, so an image's CSS size travels in an `<img>` of `text/html`.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Channel, Drawing, Part, Rich};

const END: &str = "EVCXR_END_CONTENT";

/// Results as blocks that evcxr's kernel collects from stdout.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evcxr;

impl Channel for Evcxr {
    fn show(&self, rich: &Rich) {
        print_whole(&blocks(rich));
    }

    fn line(&self, text: &str) {
        print_whole(&format!("{text}\n"));
    }

    fn drawing(&self) -> Drawing {
        Drawing::Lines
    }
}

/// One write under the lock, so that another thread's output cannot fall into a block.
fn print_whole(text: &str) {
    let mut out = std::io::stdout().lock();
    // A closed stdout means that the kernel is gone: nobody is left to tell.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn blocks(rich: &Rich) -> String {
    let mut text: String = rich
        .parts()
        .iter()
        .map(|part| block(part.mime, &body(part)))
        .collect();
    let html = rich.part("text/html").is_some();
    if let Some(image) = rich.part("image/png").filter(|_| !html) {
        text += &block("text/html", &sized_image(rich, image));
    }
    text
}

fn block(mime: &str, body: &str) -> String {
    let body = body.replace(END, "EVCXR END CONTENT");
    format!("EVCXR_BEGIN_CONTENT {mime}\n{body}\n{END}\n")
}

fn body(part: &Part) -> String {
    match part.mime {
        "image/png" => STANDARD.encode(&part.bytes),
        _ => String::from_utf8_lossy(&part.bytes).into_owned(),
    }
}

fn sized_image(rich: &Rich, image: &Part) -> String {
    let size = image.size.map_or(String::new(), |(width, height)| {
        format!(" width=\"{width}\" height=\"{height}\"")
    });
    let words = escaped(rich.plain());
    let data = STANDARD.encode(&image.bytes);
    format!(
        "<img{size} style=\"max-width: 100%; height: auto\" alt=\"{words}\" src=\"data:image/png;base64,{data}\">"
    )
}

/// `text` inside HTML or a double-quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads blocks as evcxr 0.22 does.
    fn read(text: &str) -> Vec<(String, String)> {
        let mut lines = text.lines();
        let mut parts = Vec::new();
        while let Some(line) = lines.next() {
            let mime = line
                .strip_prefix("EVCXR_BEGIN_CONTENT ")
                .expect("a block begins");
            let body: Vec<_> = lines.by_ref().take_while(|line| *line != END).collect();
            parts.push((mime.to_owned(), body.join("\n")));
        }
        parts
    }

    #[test]
    fn words_and_picture_arrive_as_they_were_sent() {
        let rich = Rich::text("Figure: \"a\"\n  1 < 2").with_image(
            "image/png",
            vec![0, 255, 7],
            (300, 200),
        );
        let parts = read(&blocks(&rich));
        assert_eq!(parts[0], ("text/plain".into(), rich.plain().to_owned()));
        assert_eq!(parts[1], ("image/png".into(), STANDARD.encode([0, 255, 7])));
        let (mime, html) = &parts[2];
        assert_eq!(mime, "text/html");
        assert!(
            html.contains("width=\"300\" height=\"200\"") && html.contains("1 &lt; 2"),
            "{html}"
        );
    }

    #[test]
    fn a_result_that_spells_the_end_mark_does_not_end_its_block() {
        let parts = read(&blocks(&Rich::text("before\nEVCXR_END_CONTENT\nafter")));
        assert_eq!(
            parts,
            [(
                "text/plain".into(),
                "before\nEVCXR END CONTENT\nafter".into()
            )]
        );
    }

    #[test]
    fn html_of_its_own_is_sent_once() {
        let parts = read(&blocks(&Rich::text("t").with_html("<b>t</b>")));
        assert_eq!(parts.len(), 2);
    }
}
