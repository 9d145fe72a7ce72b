//! Rich results go to the engine over the private pipe.

use std::collections::BTreeMap;

use base64::Engine;
use noisebook_runtime::display::{Channel, Drawing, Part, Rich};

use crate::child::send;
use cell_wire::Event;

/// The pipe to the engine, as figures and tables see it.
pub(crate) struct ToEngine;

impl Channel for ToEngine {
    fn show(&self, rich: &Rich) {
        send(&Event::Display {
            data: bodies(rich),
            metadata: rich.metadata(),
            id: None,
            update: false,
            result: false,
        });
    }

    fn line(&self, text: &str) {
        println!("{text}");
    }

    fn drawing(&self) -> Drawing {
        Drawing::InPlace
    }

    fn replace(&self, id: &str, first: bool, rich: &Rich) {
        let id = Some(id.to_owned());
        send(&Event::Display {
            data: bodies(rich),
            metadata: rich.metadata(),
            id,
            update: !first,
            result: false,
        });
    }
}

/// Shows the text of the cell's last expression.
pub(crate) fn show_result(text: &str) {
    let data = BTreeMap::from([("text/plain".to_owned(), text.to_owned())]);
    send(&Event::Display {
        data,
        metadata: serde_json::json!({}),
        id: None,
        update: false,
        result: true,
    });
}

fn bodies(rich: &Rich) -> BTreeMap<String, String> {
    let body = |part: &Part| match part.mime {
        "image/png" => base64::engine::general_purpose::STANDARD.encode(&part.bytes),
        _ => String::from_utf8_lossy(&part.bytes).into_owned(),
    };
    rich.parts()
        .iter()
        .map(|part| (part.mime.to_owned(), body(part)))
        .collect()
}
