//! Small tables of results.

use std::fmt;

use crate::display::{self, Rich, escaped};

/// A table with one row of headers: words in `text/plain`, a real table in `text/html`. Numbers stand to the right.
///
/// ```
/// use noisebook_runtime::table::Table;
/// let table = Table::new(["schedule", "ᾱ_T"]).row(["linear", "0.00004"]).row(["cosine", "0"]);
/// assert!(table.to_string().starts_with("schedule      ᾱ_T\n"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    title: String,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table under `headers`.
    pub fn new<T: ToString>(headers: impl IntoIterator<Item = T>) -> Self {
        Self {
            headers: strings(headers),
            ..Self::default()
        }
    }

    /// A title above the table.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Adds a row; missing cells stay empty, surplus ones get a column without a header.
    pub fn row<T: ToString>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row to a table that is filled in a loop.
    pub fn push<T: ToString>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(strings(cells));
    }

    /// The table as HTML.
    pub fn html(&self) -> String {
        let columns = self.columns();
        let row = |tag: &str, cells: &[String]| {
            let cells = (0..columns)
                .map(|i| self.html_cell(tag, i, cells.get(i).map_or("", String::as_str)));
            format!("<tr>{}</tr>", cells.collect::<String>())
        };
        let caption = if self.title.is_empty() {
            String::new()
        } else {
            format!("<caption>{}</caption>", escaped(&self.title))
        };
        let body: String = self.rows.iter().map(|cells| row("td", cells)).collect();
        format!(
            "<table>{caption}<thead>{}</thead><tbody>{body}</tbody></table>",
            row("th", &self.headers)
        )
    }

    fn html_cell(&self, tag: &str, column: usize, text: &str) -> String {
        let side = if self.is_numeric(column) {
            "right"
        } else {
            "left"
        };
        format!(
            "<{tag} style=\"text-align: {side}\">{}</{tag}>",
            escaped(text)
        )
    }

    /// The bundle that a notebook receives: `text/plain` and `text/html`.
    pub fn rich(&self) -> Rich {
        Rich::text(self.to_string()).with_html(self.html())
    }

    /// Shows the table amid the running output, so that it never takes the place of a figure of the same cell.
    pub fn show(&self) {
        display::channel().line(self.to_string().trim_end());
    }

    /// Shows the table as the last expression of a notebook cell; called by the kernel.
    pub fn evcxr_display(&self) {
        display::show(&self.rich());
    }

    fn columns(&self) -> usize {
        self.rows
            .iter()
            .chain([&self.headers])
            .map(Vec::len)
            .max()
            .unwrap_or(0)
    }

    /// Whether all cells of the column that say anything begin with a number.
    fn is_numeric(&self, column: usize) -> bool {
        let mut cells = self
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.is_empty())
            .peekable();
        cells.peek().is_some() && cells.all(|cell| begins_with_number(cell))
    }

    fn text_row(&self, cells: &[String], widths: &[usize]) -> String {
        let cell = |(i, width): (usize, &usize)| {
            let text = cells.get(i).map_or("", String::as_str);
            let space = " ".repeat(width - letters(text));
            if self.is_numeric(i) {
                format!("{space}{text}")
            } else {
                format!("{text}{space}")
            }
        };
        widths
            .iter()
            .enumerate()
            .map(cell)
            .collect::<Vec<_>>()
            .join("  ")
            .trim_end()
            .to_owned()
    }
}

fn strings<T: ToString>(cells: impl IntoIterator<Item = T>) -> Vec<String> {
    cells.into_iter().map(|cell| cell.to_string()).collect()
}

/// `0.5`, `−3 %`, `12×`, `0.002 at t = 497`, but not `1a`, which is a name.
fn begins_with_number(cell: &str) -> bool {
    let unsigned = cell.trim_start_matches(['-', '−', '+', '<', '>', '≈', ' ']);
    let word = unsigned.split_whitespace().next().unwrap_or_default();
    let number = word.trim_end_matches(['×', '%', '°']).replace(',', "");
    number.parse::<f64>().is_ok() || matches!(word, "–" | "—")
}

/// Letters as a terminal counts them: combining marks take no place.
fn letters(text: &str) -> usize {
    text.chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .count()
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = || self.rows.iter().chain([&self.headers]);
        let width = |i: usize| {
            all()
                .filter_map(|row| row.get(i))
                .map(|cell| letters(cell))
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns()).map(width).collect();
        if !self.title.is_empty() {
            writeln!(f, "{}", self.title)?;
        }
        writeln!(f, "{}", self.text_row(&self.headers, &widths))?;
        let rule: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
        writeln!(f, "{}", rule.join("  "))?;
        self.rows
            .iter()
            .try_for_each(|row| writeln!(f, "{}", self.text_row(row, &widths)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right_and_words_to_the_left() {
        let table = Table::new(["name", "loss"])
            .row(["a", "0.5"])
            .row(["long name", "12.25"]);
        let expected = "name        loss\n─────────  ─────\na            0.5\nlong name  12.25\n";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn uneven_rows_are_filled_up() {
        let text = Table::new(["a"])
            .row(["1", "2"])
            .row::<&str>([])
            .to_string();
        assert_eq!(text, "a\n─  ─\n1  2\n\n");
    }

    #[test]
    fn names_that_begin_with_a_digit_are_words() {
        let table = Table::new(["exercise", "speed-up"])
            .row(["1a Sampling", "1,000×"])
            .row(["1b", "2.4e-7 %"]);
        assert!(!table.is_numeric(0) && table.is_numeric(1));
    }

    #[test]
    fn html_is_escaped() {
        let html = Table::new(["a"]).row(["<script>"]).html();
        assert!(
            html.contains("&lt;script&gt;") && !html.contains("<script>"),
            "{html}"
        );
    }

    #[test]
    fn a_combining_macron_takes_no_place() {
        assert_eq!(letters("ᾱ"), 1);
        assert_eq!(letters("α\u{304}"), 1);
    }
}
