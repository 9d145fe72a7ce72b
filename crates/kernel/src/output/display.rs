//! Rich results as messages.

use std::collections::BTreeMap;

use cell_wire::Event;
use jupyter_protocol::{
    ClearOutput, DisplayData, ExecuteResult, ExecutionCount, JupyterMessageContent, Media,
    MediaType, Transient, UpdateDisplayData,
};
use serde_json::{Map, Value};

/// The message for an event of a cell; `None` for events that show nothing.
pub(crate) fn content(event: Event, number: usize) -> Option<JupyterMessageContent> {
    let (data, metadata, id, update, result) = match event {
        Event::Display {
            data,
            metadata,
            id,
            update,
            result,
        } => (data, metadata, id, update, result),
        Event::Clear { wait } => return Some(ClearOutput { wait }.into()),
        _ => return None,
    };
    let data = media(data);
    let metadata = match metadata {
        Value::Object(metadata) => metadata,
        _ => Map::new(),
    };
    let transient = Transient { display_id: id };
    Some(match (update, result) {
        (true, _) => UpdateDisplayData {
            data,
            metadata,
            transient,
        }
        .into(),
        (false, true) => {
            let execution_count = ExecutionCount::new(number);
            ExecuteResult {
                execution_count,
                data,
                metadata,
                transient: Some(transient),
            }
            .into()
        }
        (false, false) => DisplayData {
            data,
            metadata,
            transient: Some(transient),
        }
        .into(),
    })
}

/// Bodies by their MIME types.
pub(crate) fn media(data: BTreeMap<String, String>) -> Media {
    let bodies = data.into_iter().map(|(mime, body)| body_of(mime, body));
    Media::new(bodies.collect())
}

/// JSON travels as JSON, all else as text.
fn body_of(mime: String, body: String) -> MediaType {
    let json = mime == "application/json" || mime.ends_with("+json");
    let value = if json {
        serde_json::from_str(&body).ok()
    } else {
        None
    };
    MediaType::Other((mime, value.unwrap_or(Value::String(body))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(id: Option<&str>, update: bool, result: bool) -> (String, Value) {
        let bodies = [
            ("text/plain", "a figure"),
            ("image/png", "iVBOR"),
            ("application/json", "{\"a\": 1}"),
        ];
        let data: BTreeMap<_, _> = bodies
            .map(|(mime, body)| (mime.to_owned(), body.to_owned()))
            .into();
        let metadata = json!({ "image/png": { "width": 450 } });
        let event = Event::Display {
            data,
            metadata,
            id: id.map(ToOwned::to_owned),
            update,
            result,
        };
        let content = content(event, 7).unwrap();
        (
            content.message_type().to_owned(),
            serde_json::to_value(content).unwrap(),
        )
    }

    #[test]
    fn figures_are_display_data() {
        let (kind, content) = shown(None, false, false);
        assert_eq!(kind, "display_data");
        assert_eq!(
            content["data"],
            json!({ "text/plain": "a figure", "image/png": "iVBOR", "application/json": { "a": 1 } })
        );
        assert_eq!(
            (
                &content["metadata"]["image/png"]["width"],
                &content["transient"]
            ),
            (&json!(450), &json!({}))
        );
    }

    #[test]
    fn named_figures_can_be_updated() {
        let (kind, content) = shown(Some("bar"), true, false);
        assert_eq!(
            (kind.as_str(), &content["transient"]),
            ("update_display_data", &json!({ "display_id": "bar" }))
        );
    }

    #[test]
    fn results_carry_their_number() {
        let (kind, content) = shown(None, false, true);
        assert_eq!(
            (kind.as_str(), &content["execution_count"]),
            ("execute_result", &json!(7))
        );
    }
}
