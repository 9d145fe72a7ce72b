//! Numbers, lists and texts of the standard library.

use std::collections::HashMap;

use cell::Store;

use burn::tensor::{Bool, Device, Int, Tensor, TensorData};

/// Variables of common types, from cell to cell.
macro_rules! stored {
    ($($t:ty),*) => {
        /// Takes each out and puts it back.
        pub fn stored(store: &mut Store) {
            $({
                let value: $t = store.take("value");
                let _ = cell::ty(&value);
                store.put("value", value);
            })*
        }
    };
}

stored!(
    f32, f64, i32, i64, u32, u64, usize, bool, String, Vec<f32>, Vec<f64>, Vec<i32>, Vec<usize>, Vec<String>, Device,
    TensorData, Tensor<1, Int>, Tensor<2, Int>, Tensor<1, Bool>, Tensor<2, Bool>, &'static str
);

/// Lists of numbers of one type.
macro_rules! lists {
    ($name:ident, $t:ty) => {
        /// Making, changing and showing them.
        pub fn $name(mut list: Vec<$t>, more: &[$t]) -> String {
            list.push(more[0]);
            list.extend_from_slice(more);
            list.extend(more.iter().copied());
            list.resize(8, more[0]);
            list.truncate(7);
            list.reverse();
            let copy = list.clone();
            let doubled: Vec<$t> = list.iter().map(|x| x + x).collect();
            let sum: $t = list.iter().sum();
            let total: $t = list.iter().copied().sum();
            let popped = list.pop();
            let (first, last, part) = (list.first(), list.last(), &list[1..]);
            let rows = vec![list.clone(); 2];
            let (pair, same) = ((sum, total), copy == list);
            cell::show_debug(&doubled);
            format!(
                "{list:?} {copy:?} {first:?} {last:?} {part:?} {rows:?} {pair:?} {same} {popped:?}"
            )
        }
    };
}

lists!(singles, f32);
lists!(doubles, f64);
lists!(integers, i32);
lists!(longs, i64);
lists!(sizes, usize);

/// Texts and tables of them.
pub fn texts(mut lines: Vec<String>, words: Vec<&str>) -> String {
    lines.push(words.join(" "));
    lines.extend(words.iter().map(|word| word.to_string()));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in &lines {
        *counts.entry(line.clone()).or_insert(0) += 1;
    }
    lines.sort();
    format!(
        "{lines:?} {words:?} {counts:?} {:?} {}",
        counts.get("a"),
        lines.concat()
    )
}
