//! Replies to requests about the session.

use std::collections::HashMap;

use engine::CellError;
use jupyter_protocol::{
    CompleteReply, ErrorOutput, ExecuteReply, ExecutionCount, ExpressionResult, InspectReply,
    IsCompleteReply, JupyterMessageContent, Media, MediaType, ReplyError, ReplyStatus,
    UnknownMessage,
};
use serde_json::json;

use crate::knowledge::{Completion, Description, State};

/// The cell reached its end.
pub(crate) fn done(number: usize, expressions: HashMap<String, ExpressionResult>) -> ExecuteReply {
    ExecuteReply {
        execution_count: ExecutionCount::new(number),
        user_expressions: Some(expressions),
        ..ExecuteReply::default()
    }
}

/// The cell did not.
pub(crate) fn failed(number: usize, error: &CellError) -> ExecuteReply {
    ExecuteReply {
        status: ReplyStatus::Error,
        execution_count: ExecutionCount::new(number),
        user_expressions: Some(HashMap::new()),
        error: Some(Box::new(ReplyError {
            ename: error.name.clone(),
            evalue: error.message.clone(),
            traceback: error.trace.clone(),
        })),
        ..ExecuteReply::default()
    }
}

/// The cell was not run, because one before it failed: it has no number, or JupyterLab would show it as run.
pub(crate) fn aborted() -> ExecuteReply {
    ExecuteReply {
        status: ReplyStatus::Aborted,
        execution_count: ExecutionCount::new(0),
        user_expressions: Some(HashMap::new()),
        ..ExecuteReply::default()
    }
}

/// What all clients see of an error.
pub(crate) fn shown(error: &CellError) -> ErrorOutput {
    ErrorOutput {
        ename: error.name.clone(),
        evalue: error.message.clone(),
        traceback: error.trace.clone(),
    }
}

/// The answer to `complete_request`. What each match is goes into the metadata, where Jupyter's own clients look for it.
pub(crate) fn completion(found: Completion) -> CompleteReply {
    let (start, end) = (found.start, found.end);
    let described = found.matches.iter().map(|one| {
        json!({ "start": start, "end": end, "text": one.text, "type": one.kind, "signature": one.signature })
    });
    let described = described.collect::<Vec<_>>();
    let metadata =
        serde_json::Map::from_iter([("_jupyter_types_experimental".to_owned(), json!(described))]);
    CompleteReply {
        matches: found.matches.into_iter().map(|one| one.text).collect(),
        cursor_start: start,
        cursor_end: end,
        metadata,
        ..CompleteReply::default()
    }
}

/// The answer to `inspect_request`, if something is known.
pub(crate) fn inspection(found: Option<Description>) -> InspectReply {
    let Some(found) = found else {
        return InspectReply::default();
    };
    InspectReply {
        found: true,
        data: Media::new(vec![
            MediaType::Plain(found.plain()),
            MediaType::Markdown(found.markdown()),
        ]),
        ..InspectReply::default()
    }
}

/// The answer to `is_complete_request`.
pub(crate) fn completeness(state: State) -> IsCompleteReply {
    match state {
        State::Complete => IsCompleteReply::complete(),
        State::Incomplete(indent) => IsCompleteReply::incomplete(indent),
        State::Invalid => IsCompleteReply::invalid(),
    }
}

/// The answer to a request that is not known here, or whose content cannot be read; `None` for what is no request.
pub(crate) fn refusal(msg_type: &str, problem: Option<&str>) -> Option<JupyterMessageContent> {
    let kind = msg_type.strip_suffix("_request")?;
    let evalue = match problem {
        Some(problem) => format!("the content of `{msg_type}` cannot be read: {problem}"),
        None => format!("this kernel does not answer `{msg_type}`"),
    };
    let content = json!({ "status": "error", "ename": "bad request", "evalue": evalue, "traceback": [evalue] });
    Some(
        UnknownMessage {
            msg_type: format!("{kind}_reply"),
            content,
        }
        .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_name_message_and_trace() {
        let error = CellError {
            name: "E0382".into(),
            message: "use of moved value".into(),
            trace: vec!["a".into()],
        };
        let reply = serde_json::to_value(failed(3, &error)).unwrap();
        let expected = json!({
            "status": "error", "execution_count": 3, "payload": [], "user_expressions": {},
            "ename": "E0382", "evalue": "use of moved value", "traceback": ["a"],
        });
        assert_eq!(reply, expected);
    }

    #[test]
    fn unknown_requests_are_answered_and_other_messages_are_not() {
        let reply = refusal("debug_request", None).unwrap();
        assert_eq!(reply.message_type(), "debug_reply");
        assert!(refusal("comm_msg", None).is_none());
    }
}
