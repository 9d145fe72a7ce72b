//! Methods and associated functions of the types that cells use most.

use std::collections::HashMap;
use std::sync::LazyLock;

static MEMBERS: LazyLock<HashMap<&str, Vec<&str>>> =
    LazyLock::new(|| read(include_str!("../../assets/members.txt")));

fn read(text: &str) -> HashMap<&str, Vec<&str>> {
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut members: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut current = "";
    for line in lines {
        match line.strip_prefix("  ") {
            Some(names) => members
                .entry(current)
                .or_default()
                .extend(names.split_whitespace()),
            None => current = line,
        }
    }
    members
}

/// Methods of a type as the compiler writes it; none for types that are not listed.
pub(crate) fn methods(ty: &str) -> &'static [&'static str] {
    get(&format!("{}.", family(ty)))
}

/// Associated functions of a type by its name.
pub(crate) fn associated(name: &str) -> &'static [&'static str] {
    get(&format!("{name}::"))
}

fn get(key: &str) -> &'static [&'static str] {
    MEMBERS.get(key).map_or(&[], Vec::as_slice)
}

/// `std::vec::Vec<f64>` → `Vec`.
pub(crate) fn short(ty: &str) -> &str {
    let ty = ty.trim_start_matches(['&', ' ']).trim_start_matches("mut ");
    let head = ty.split('<').next().unwrap_or(ty);
    head.rsplit("::").next().unwrap_or(head).trim()
}

fn family(ty: &str) -> &str {
    match short(ty) {
        "f32" | "f64" => "float",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128"
        | "usize" => "integer",
        "str" => "String",
        "BTreeMap" => "HashMap",
        "Range" | "RangeInclusive" => "iterator",
        name if name.starts_with('[') => "Vec",
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_found_by_the_compilers_words() {
        assert!(methods("burn::Tensor<2>").contains(&"matmul"));
        assert!(methods("std::vec::Vec<f64>").contains(&"push"));
        assert!(methods("f64").contains(&"sqrt") && methods("&str").contains(&"trim"));
        assert!(methods("[f64; 3]").contains(&"iter"));
        assert!(methods("Unheard").is_empty());
        assert!(associated("Tensor").contains(&"zeros"));
    }
}
