//! Tables in files: comma- or semicolon-separated, as spreadsheet programs read and write them.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it, which such programs show as text and
//! reading here takes off again.

use fyr_domain::{
    Lang,
    csv::{BYTE_ORDER_MARK, cell},
};

/// A table being written.
#[derive(Debug)]
pub(crate) struct Sheet {
    text: String,
    between: &'static str,
}

impl Sheet {
    /// Empty. Where numbers have a decimal comma, spreadsheets expect semicolons between cells.
    pub fn new(lang: Lang) -> Self {
        let between = match lang {
            Lang::Sv | Lang::Nb => ";",
            Lang::En => ",",
        };
        Self { text: BYTE_ORDER_MARK.to_owned(), between }
    }

    /// Adds a line.
    pub fn line(&mut self, cells: &[&str]) {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        self.text.push_str(&cells.join(self.between));
        self.text.push_str("\r\n");
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

/// A cell as it was before it was made harmless.
fn plain(raw: &str) -> &str {
    let raw = raw.trim_matches(' ');
    let guarded = |text: &&str| cell(text).len() > text.len() + text.matches('"').count() + 2;
    raw.strip_prefix('\'').filter(guarded).unwrap_or(raw).trim()
}

/// Why a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// A column is missing.
    NoColumn(&'static str),
    /// More lines than can be taken at once.
    TooLong,
}

/// The lines of a table with these columns, each with its number in the file, in the order of `columns`. What is between the
/// cells is seen from the first line; further columns are not looked at.
///
/// # Errors
/// [`Unreadable`].
pub(crate) fn read(
    text: &str,
    columns: &[&'static str],
    most: usize,
) -> Result<Vec<(usize, Vec<String>)>, Unreadable> {
    // no text in the database holds a NUL
    let text = &text.replace('\0', "").replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(Unreadable::Empty)?;
    let delimiter = [b';', b',', b'\t']
        .into_iter()
        .max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count())
        .unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(|record| {
        let record = record.ok()?;
        let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        record.iter().any(|cell| !cell.trim().is_empty()).then_some((line, record))
    });
    let (_, head) = records.next().ok_or(Unreadable::Empty)?;
    let names: Vec<String> = head.iter().map(|name| plain(name).to_lowercase()).collect();
    let places: Vec<usize> = columns
        .iter()
        .map(|column| names.iter().position(|name| name == column).ok_or(Unreadable::NoColumn(column)))
        .collect::<Result<_, _>>()?;
    let lines: Vec<_> = records
        .take(most + 1)
        .map(|(line, record)| {
            let cell = |place: &usize| plain(record.get(*place).unwrap_or_default()).to_owned();
            (line, places.iter().map(cell).collect())
        })
        .collect();
    if lines.len() > most { Err(Unreadable::TooLong) } else { Ok(lines) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_calculated_and_every_cell_is_read_back() {
        let cells = ["=1+1", "+46", "-1", "@x", "plain", "a;b", "a,\"b\"\nc", "é"];
        for lang in Lang::ALL {
            let mut sheet = Sheet::new(lang);
            sheet.line(&["a", "b", "c", "d", "e", "f", "g", "h"]);
            sheet.line(&cells);
            let file = String::from_utf8(sheet.finish()).expect("text");
            assert!(file.starts_with('\u{feff}'));
            for active in ["=1", "+46", "-1", "@x"] {
                assert!(file.contains(&format!("\"'{active}")), "{active}");
            }
            let read = read(&file, &["a", "b", "c", "d", "e", "f", "g", "h"], 10).expect("readable");
            assert_eq!(read[0].1, cells);
        }
    }

    #[test]
    fn columns_are_found_whatever_is_between_them() {
        for text in ["b;a\n2;1", "b,a\r\n2,1\r\n", "\u{feff}\n B ;A\n\n2;1;3\n", "b\ta\n2\t1"] {
            assert_eq!(read(text, &["a", "b"], 10).expect("readable")[0].1, ["1", "2"], "{text:?}");
        }
        assert_eq!(
            read("a;b\n\n1;2\n3;4", &["a", "b"], 10).expect("readable")[1].0,
            4,
            "the line of the file"
        );
        assert_eq!(read(" \n", &["a"], 10), Err(Unreadable::Empty));
        assert_eq!(read("a;b\n1;2", &["a", "c"], 10), Err(Unreadable::NoColumn("c")));
        assert_eq!(read("a;b\n1;2\n3;4", &["a", "b"], 1), Err(Unreadable::TooLong));
        assert_eq!(read("a;b\n1", &["a", "b"], 1).expect("readable")[0].1, ["1", ""]);
    }
}
