//! Requests as they come: signatures checked, what a client left out filled in.

use std::time::Duration;

use jupyter_protocol::{Header, JupyterMessage, JupyterMessageContent, UnknownMessage};
use jupyter_zmq_client::{Connection, RawMessage, RuntimeError};
use serde_json::{Map, Value, json};
use zeromq::SocketRecv;

/// After an error of a client's connection: not a busy loop.
const PAUSE: Duration = Duration::from_millis(20);

/// A message of a client.
pub(crate) struct Request {
    pub(crate) message: JupyterMessage,
    /// Why its content could not be read.
    pub(crate) problem: Option<String>,
}

/// The next message that is signed with this session's key. Others are dropped, as the protocol says.
pub(crate) async fn receive<S: SocketRecv>(connection: &mut Connection<S>) -> Request {
    loop {
        let Ok(parts) = connection.socket.recv().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let request =
            RawMessage::from_multipart(parts, &connection.mac).map_err(|error| words(&error));
        match request.and_then(|raw| parse(raw).map_err(|error| error.to_string())) {
            Ok(request) => return request,
            Err(error) => eprintln!("noisebook-kernel: dropped a message: {error}"),
        }
    }
}

fn words(error: &RuntimeError) -> String {
    match error {
        RuntimeError::VerifyError(_) => "its signature is not of this session's key".to_owned(),
        other => other.to_string(),
    }
}

fn parse(raw: RawMessage) -> serde_json::Result<Request> {
    let header: Header = serde_json::from_slice(&raw.jparts[0])?;
    let content = with_defaults(&header.msg_type, serde_json::from_slice(&raw.jparts[3])?);
    let (content, problem) =
        match JupyterMessageContent::from_type_and_content(&header.msg_type, content) {
            Ok(content) => (content, None),
            Err(error) => {
                let unknown = UnknownMessage {
                    msg_type: header.msg_type.clone(),
                    content: json!({}),
                };
                (unknown.into(), Some(error.to_string()))
            }
        };
    let message = JupyterMessage {
        zmq_identities: raw.zmq_identities,
        header,
        parent_header: serde_json::from_slice(&raw.jparts[1]).ok(),
        metadata: serde_json::from_slice(&raw.jparts[2])?,
        content,
        buffers: raw.jparts[4..].to_vec(),
        channel: None,
    };
    Ok(Request { message, problem })
}

/// Clients may leave out what has a default; the message types require it all.
fn with_defaults(msg_type: &str, content: Value) -> Value {
    let Value::Object(mut content) = content else {
        return content;
    };
    content.retain(|_, value| !value.is_null());
    for (key, value) in defaults(msg_type, &content) {
        content.entry(key).or_insert(value);
    }
    Value::Object(content)
}

fn defaults(msg_type: &str, content: &Map<String, Value>) -> Map<String, Value> {
    let code = content
        .get("code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let defaults = match msg_type {
        "execute_request" => {
            json!({ "code": "", "silent": false, "store_history": true, "user_expressions": {} })
        }
        "complete_request" => json!({ "code": "", "cursor_pos": code.chars().count() }),
        "inspect_request" => {
            json!({ "code": "", "cursor_pos": code.chars().count(), "detail_level": 0 })
        }
        "input_reply" => json!({ "value": "" }),
        "is_complete_request" => json!({ "code": "" }),
        "history_request" => json!({
            "hist_access_type": "tail", "output": false, "raw": true, "session": 0, "start": 0, "stop": i32::MAX,
            "n": i32::MAX, "pattern": "*", "unique": false,
        }),
        "shutdown_request" => json!({ "restart": false }),
        "comm_open" | "comm_close" | "comm_msg" => {
            json!({ "comm_id": "", "target_name": "", "data": {} })
        }
        _ => json!({}),
    };
    match defaults {
        Value::Object(defaults) => defaults,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use jupyter_protocol::HistoryRequest;

    use super::*;

    fn raw(msg_type: &str, content: &Value) -> RawMessage {
        let header = json!({ "msg_id": "1", "username": "u", "session": "s", "msg_type": msg_type, "version": "5.4" });
        let parts = [header, json!({}), json!({}), content.clone()];
        let jparts = parts
            .iter()
            .map(|part| serde_json::to_vec(part).unwrap().into())
            .collect();
        RawMessage {
            zmq_identities: vec![],
            jparts,
        }
    }

    #[test]
    fn what_is_left_out_is_filled_in() {
        let request = parse(raw(
            "execute_request",
            &json!({ "code": "1", "silent": null }),
        ))
        .unwrap();
        let JupyterMessageContent::ExecuteRequest(request) = request.message.content else {
            panic!("no request")
        };
        assert!(!request.silent && request.store_history && request.stop_on_error);
        let request = parse(raw(
            "history_request",
            &json!({ "hist_access_type": "range" }),
        ))
        .unwrap();
        let JupyterMessageContent::HistoryRequest(HistoryRequest::Range { stop, .. }) =
            request.message.content
        else {
            panic!("no range")
        };
        assert_eq!(stop, i32::MAX);
    }

    #[test]
    fn the_cursor_is_at_the_end_unless_it_is_said() {
        let request = parse(raw("complete_request", &json!({ "code": "äö" }))).unwrap();
        let JupyterMessageContent::CompleteRequest(request) = request.message.content else {
            panic!("no request")
        };
        assert_eq!(request.cursor_pos, 2);
    }

    #[test]
    fn a_content_of_another_shape_is_a_problem_not_the_end() {
        let request = parse(raw("execute_request", &json!({ "code": 7 }))).unwrap();
        assert!(request.problem.is_some());
        assert_eq!(request.message.header.msg_type, "execute_request");
    }
}
