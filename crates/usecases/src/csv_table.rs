//! CSV tables as spreadsheet programs write them, separated by commas or semicolons. How they are read is in [`read`].
//!
//! A cell that a spreadsheet would evaluate as a formula is escaped with an apostrophe, which such programs show as text and
//! which is removed when a table is read.

mod read;

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use fyr_domain::{Lang, fields::Problem};
use fyr_i18n::decimal_sign;
pub(crate) use read::{Column, CsvRow, read_rows, word_key};

/// Goes once at the start of a file, so that spreadsheet programs decode it as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a table row by row, as UTF-8 with a byte order mark. Every cell is quoted, and rows end with CRLF (RFC 4180).
#[derive(Debug)]
pub struct CsvWriter(Writer<Vec<u8>>);

impl CsvWriter {
    /// An empty table. The delimiter depends on the language: where numbers have a decimal comma, spreadsheets expect
    /// semicolons.
    pub fn new(lang: Lang) -> Self {
        Self::with_buffer(lang, BYTE_ORDER_MARK.as_bytes().to_vec())
    }

    /// A further part of a table that is sent in parts, without the byte order mark.
    pub fn continued(lang: Lang) -> Self {
        Self::with_buffer(lang, Vec::new())
    }

    fn with_buffer(lang: Lang, buffer: Vec<u8>) -> Self {
        let delimiter = if decimal_sign(lang) == "," { b';' } else { b',' };
        let mut builder = WriterBuilder::new();
        builder.delimiter(delimiter).quote_style(QuoteStyle::Always).terminator(Terminator::CRLF);
        Self(builder.flexible(true).from_writer(buffer))
    }

    /// Appends a row.
    pub fn write_row(&mut self, cells: &[&str]) {
        for cell in cells {
            // writing to memory cannot fail
            let _ = self.0.write_field(escape(cell).as_bytes());
        }
        let _ = self.0.write_record(None::<&[u8]>);
    }

    /// The contents of the file.
    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Whether a spreadsheet program would evaluate a text as a formula: it starts with `=`, `+`, `-`, `@`, a tab, a line end or a
/// full-width form of these.
fn is_formula(text: &str) -> bool {
    let starts_formula =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).starts_with(starts_formula)
}

/// The text with an apostrophe in front where it would be a formula.
fn escape(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Removes the apostrophe that escapes a formula, and surrounding space.
fn unescape(raw: &str) -> &str {
    let raw = raw.trim_matches(' ');
    raw.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(raw).trim()
}

/// Why a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CsvError {
    /// The file has no text.
    Empty,
    /// No row has the names of all columns that are needed; this one is missing.
    MissingColumn(&'static str),
    /// The table has more rows than are accepted at once.
    TooManyRows,
    /// A quote is opened in this line, from 1, and not closed in it: the rows after it would be lost in one cell.
    UnclosedQuote {
        /// The line in which it is opened.
        line: usize,
    },
}

impl From<CsvError> for Problem {
    fn from(error: CsvError) -> Self {
        match error {
            CsvError::Empty => Self::TableEmpty,
            CsvError::MissingColumn(column) => Self::MissingColumn { column: column.to_owned() },
            CsvError::TooManyRows => Self::TooManyRows,
            CsvError::UnclosedQuote { line } => Self::UnclosedQuote { line: line as u64 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(lang: Lang, cells: &[&str]) -> String {
        let mut table = CsvWriter::continued(lang);
        table.write_row(cells);
        String::from_utf8(table.finish()).expect("text")
    }

    #[test]
    fn formulas_are_escaped_as_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u{a0}=1", "＝1"] {
            assert_eq!(row(Lang::En, &[text]), format!("\"'{text}\"\r\n"), "{text:?}");
        }
        for text in ["", "a=b", "2026-11-21", "Åsa", "1-2"] {
            assert_eq!(row(Lang::En, &[text]), format!("\"{text}\"\r\n"));
        }
    }

    #[test]
    fn cells_hold_quotes_commas_and_lines() {
        let cells = ["a\"b", "c,d", "e\nf"];
        assert_eq!(row(Lang::En, &cells), "\"a\"\"b\",\"c,d\",\"e\nf\"\r\n");
        assert_eq!(row(Lang::Sv, &cells), "\"a\"\"b\";\"c,d\";\"e\nf\"\r\n");
    }

    #[test]
    fn no_cell_is_evaluated_and_every_cell_is_read_back() {
        let cells = ["=1+1", "+46", "-1", "@x", "plain", "a;b", "a,\"b\" c", "é"];
        for lang in Lang::ALL {
            let mut table = CsvWriter::new(lang);
            table.write_row(&["a", "b", "c", "d", "e", "f", "g", "h"]);
            table.write_row(&cells);
            let file = String::from_utf8(table.finish()).expect("text");
            assert!(file.starts_with('\u{feff}'));
            for active in ["=1", "+46", "-1", "@x"] {
                assert!(file.contains(&format!("\"'{active}")), "{active}");
            }
            let columns = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|name| Column::required(name, &[]));
            let rows = read_rows(&file, &columns, 10).expect("readable");
            assert_eq!(rows[0].cells, cells);
        }
    }
}
