//! What the kernel says about itself.

use jupyter_protocol::{CodeMirrorMode, HelpLink, KernelInfoReply, LanguageInfo, ReplyStatus};

use crate::publish::PROTOCOL;

/// The answer to `kernel_info_request`.
pub(crate) fn kernel_info() -> KernelInfoReply {
    KernelInfoReply {
        status: ReplyStatus::Ok,
        protocol_version: PROTOCOL.to_owned(),
        implementation: "noisebook".to_owned(),
        implementation_version: env!("CARGO_PKG_VERSION").to_owned(),
        language_info: language(),
        banner: banner(),
        help_links: [
            ("The Rust book", "https://doc.rust-lang.org/book/"),
            ("Rust's standard library", "https://doc.rust-lang.org/std/"),
            ("The burn book", "https://burn.dev/books/burn/"),
        ]
        .map(|(text, url)| HelpLink {
            text: text.to_owned(),
            url: url.to_owned(),
        })
        .into(),
        debugger: false,
        error: None,
    }
}

fn language() -> LanguageInfo {
    LanguageInfo {
        name: "rust".to_owned(),
        version: env!("CARGO_PKG_RUST_VERSION").to_owned(),
        mimetype: Some("text/x-rustsrc".to_owned()),
        file_extension: Some(".rs".to_owned()),
        pygments_lexer: Some("rust".to_owned()),
        codemirror_mode: Some(CodeMirrorMode::Simple("rust".to_owned())),
        nbconvert_exporter: Some("script".to_owned()),
    }
}

fn banner() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "Noisebook {version}: Rust cells with burn.\n\
         Variables, functions and types stay from cell to cell; the last expression of a cell is shown."
    )
}
