//! The compiler's words without ours.

/// Takes the engine's own names out of a message, and from names that everybody knows their paths.
pub fn tidy(message: &str) -> String {
    const SHORT: [(&str, &str); 9] = [
        (
            "in a closure that returns `std::result::Result<(), __flow::Thrown>`",
            "in a cell",
        ),
        ("in a closure that returns `Result`", "in a cell"),
        ("__flow::Thrown", "an error of the cell"),
        ("std::string::String", "String"),
        ("std::vec::Vec", "Vec"),
        ("std::option::Option", "Option"),
        ("std::result::Result", "Result"),
        ("std::boxed::Box", "Box"),
        ("noisebook::burn::", "burn::"),
    ];
    let message = cell_wire::without_crates(message);
    SHORT.iter().fold(message, |message, (long, short)| {
        message.replace(long, short)
    })
}
