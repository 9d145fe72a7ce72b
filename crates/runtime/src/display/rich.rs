//! One result in several forms.

use serde_json::{Map, Value, json};

/// One form of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What the bytes are: `text/plain`, `text/html`, `image/png`, `image/svg+xml`.
    pub mime: &'static str,
    /// The content: UTF-8 for text and SVG, raw bytes for PNG.
    pub bytes: Vec<u8>,
    /// Width and height in CSS pixels, for images.
    pub size: Option<(u32, u32)>,
}

/// One result in several forms; the reader's program takes the richest it can show. `text/plain` is always there.
#[derive(Clone, Debug, PartialEq)]
pub struct Rich {
    parts: Vec<Part>,
}

impl Rich {
    /// A result in words alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            parts: vec![Part {
                mime: "text/plain",
                bytes: text.into().into_bytes(),
                size: None,
            }],
        }
    }

    /// Adds the same result as HTML.
    pub fn with_html(mut self, html: impl Into<String>) -> Self {
        self.parts.push(Part {
            mime: "text/html",
            bytes: html.into().into_bytes(),
            size: None,
        });
        self
    }

    /// Adds the same result as an image of `size` CSS pixels.
    pub fn with_image(mut self, mime: &'static str, bytes: Vec<u8>, size: (u32, u32)) -> Self {
        self.parts.push(Part {
            mime,
            bytes,
            size: Some(size),
        });
        self
    }

    /// All forms, `text/plain` first.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The form with this MIME type.
    pub fn part(&self, mime: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.mime == mime)
    }

    /// The result in words.
    pub fn plain(&self) -> &str {
        std::str::from_utf8(&self.parts[0].bytes).unwrap_or_default()
    }

    /// Metadata as in a Jupyter message: for each image, its MIME type with `width` and `height`.
    pub fn metadata(&self) -> Value {
        let sizes = self.parts.iter().filter_map(|part| {
            let (width, height) = part.size?;
            Some((
                part.mime.to_owned(),
                json!({ "width": width, "height": height }),
            ))
        });
        Value::Object(sizes.collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_first_and_images_carry_their_size() {
        let rich = Rich::text("a figure").with_image("image/png", vec![1, 2], (450, 300));
        assert_eq!(rich.plain(), "a figure");
        assert_eq!(rich.part("image/png").unwrap().bytes, [1, 2]);
        assert_eq!(
            rich.metadata(),
            json!({ "image/png": { "width": 450, "height": 300 } })
        );
    }
}
