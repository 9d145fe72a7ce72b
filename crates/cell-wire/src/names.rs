//! Names as a reader knows them.

/// Takes the names of item crates (`c12::`, `c12r0::`) out of a text.
///
/// ```
/// assert_eq!(cell_wire::without_crates("`c12::Net` is no `c3r1::Vec<c1::P>`"), "`Net` is no `Vec<P>`");
/// ```
pub fn without_crates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("::") {
        let (head, tail) = rest.split_at(at + 2);
        let start = head[..at]
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |byte| {
                byte + head[byte..].chars().next().map_or(1, char::len_utf8)
            });
        out.push_str(if is_crate(&head[start..at]) {
            &head[..start]
        } else {
            head
        });
        rest = tail;
    }
    out + rest
}

fn is_crate(word: &str) -> bool {
    let Some(numbers) = word.strip_prefix('c') else {
        return false;
    };
    let (cell, rebuilt) = numbers.split_once('r').unwrap_or((numbers, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(cell) && digits(rebuilt)
}
