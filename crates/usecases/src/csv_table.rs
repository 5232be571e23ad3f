//! CSV tables: writing and reading them as spreadsheet programs do, separated by commas or semicolons.
//!
//! A cell that a spreadsheet would evaluate as a formula is escaped with an apostrophe, which such programs show as text and
//! which is removed when a table is read.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use fyr_domain::{Lang, text::nfc};

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
        let delimiter = match lang {
            Lang::Sv | Lang::Nb => b';',
            Lang::En => b',',
        };
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
    /// The header lacks this column.
    MissingColumn(&'static str),
    /// The table has more rows than are accepted at once.
    TooManyRows,
    /// A quote is opened in this line, from 1, and not closed before a separator, a line end or the end of the file: the rows
    /// after it would be lost in one cell.
    UnclosedQuote {
        /// The line in which it is opened.
        line: usize,
    },
}

/// Finds the first quoted cell that does not end as RFC 4180 says. Spaces may follow the closing quote.
fn check_quotes(text: &str, delimiter: u8) -> Result<(), CsvError> {
    let delimiter = char::from(delimiter);
    let (mut line, mut at_start) = (1, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if at_start => {
                let unclosed = CsvError::UnclosedQuote { line };
                loop {
                    match chars.next() {
                        None => return Err(unclosed),
                        Some('"') if chars.peek() == Some(&'"') => _ = chars.next(),
                        Some('"') => break,
                        Some('\n') => line += 1,
                        Some(_) => {}
                    }
                }
                while chars.next_if(|c| *c == ' ').is_some() {}
                if chars.peek().is_some_and(|next| *next != delimiter && *next != '\n') {
                    return Err(unclosed);
                }
                at_start = false;
            }
            '\n' => (line, at_start) = (line + 1, true),
            _ => at_start = c == delimiter,
        }
    }
    Ok(())
}

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CsvRow {
    /// The line in the file at which the row starts, from 1.
    pub line: usize,
    /// The cells in the order of the requested columns; empty where the row is too short.
    pub cells: Vec<String>,
}

/// Reads the rows of a table that has at least these columns, in any order. The delimiter (semicolon, comma or tab) is
/// detected in the header; further columns and empty rows are ignored.
///
/// # Errors
/// [`CsvError`]; more than `max_rows` rows are [`CsvError::TooManyRows`].
pub(crate) fn read_rows(
    text: &str,
    columns: &[&'static str],
    max_rows: usize,
) -> Result<Vec<CsvRow>, CsvError> {
    // PostgreSQL rejects NUL in text
    let text = &nfc(text).replace('\0', "").replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(CsvError::Empty)?;
    let delimiter = [b';', b',', b'\t']
        .into_iter()
        .max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count())
        .unwrap_or(b';');
    check_quotes(text, delimiter)?;
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
    let (_, header) = records.next().ok_or(CsvError::Empty)?;
    let names: Vec<String> = header.iter().map(|name| unescape(name).to_lowercase()).collect();
    let positions: Vec<usize> = columns
        .iter()
        .map(|column| names.iter().position(|name| name == column).ok_or(CsvError::MissingColumn(column)))
        .collect::<Result<_, _>>()?;
    let rows: Vec<_> = records
        .take(max_rows + 1)
        .map(|(line, record)| {
            let cell = |position: &usize| unescape(record.get(*position).unwrap_or_default()).to_owned();
            CsvRow { line, cells: positions.iter().map(cell).collect() }
        })
        .collect();
    if rows.len() > max_rows { Err(CsvError::TooManyRows) } else { Ok(rows) }
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
        let cells = ["=1+1", "+46", "-1", "@x", "plain", "a;b", "a,\"b\"\nc", "é"];
        for lang in Lang::ALL {
            let mut table = CsvWriter::new(lang);
            table.write_row(&["a", "b", "c", "d", "e", "f", "g", "h"]);
            table.write_row(&cells);
            let file = String::from_utf8(table.finish()).expect("text");
            assert!(file.starts_with('\u{feff}'));
            for active in ["=1", "+46", "-1", "@x"] {
                assert!(file.contains(&format!("\"'{active}")), "{active}");
            }
            let rows = read_rows(&file, &["a", "b", "c", "d", "e", "f", "g", "h"], 10).expect("readable");
            assert_eq!(rows[0].cells, cells);
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_with_its_line() {
        for (line, text) in [
            (2, "a;b\n\"x;1\ny;2\nz;3\n"),
            (3, "a;b\nx;1\ny;\"2\nz;3\n"),
            (2, "a;b\n\"x;1\ny;\"2\nz;3\n"),
            (3, "a,b\n\"x\ny\",\"2\nz,3\n"),
            (1, "\"a;b\nx;1\n"),
            (4, "a\tb\r\rx\t1\r\"\"\"y\t2\r"),
            (2, "a;b\nx;\"1\"\"\ny;2"),
        ] {
            assert_eq!(read_rows(text, &["a", "b"], 10), Err(CsvError::UnclosedQuote { line }), "{text:?}");
        }
        for text in ["a;b\n\"x\ny\";\"1\" \n", "a;b\nx 5\" disk;1\n", "a;b\n\"\";\"\"\"\"\n", "a;b\n;\"1\""] {
            assert!(read_rows(text, &["a", "b"], 10).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn columns_are_found_with_any_delimiter() {
        for text in ["b;a\n2;1", "b,a\r\n2,1\r\n", "\u{feff}\n B ;A\n\n2;1;3\n", "b\ta\n2\t1"] {
            assert_eq!(read_rows(text, &["a", "b"], 10).expect("readable")[0].cells, ["1", "2"], "{text:?}");
        }
        assert_eq!(
            read_rows("a;b\n\n1;2\n3;4", &["a", "b"], 10).expect("readable")[1].line,
            4,
            "the line of the file"
        );
        assert_eq!(read_rows(" \n", &["a"], 10), Err(CsvError::Empty));
        assert_eq!(read_rows("a;b\n1;2", &["a", "c"], 10), Err(CsvError::MissingColumn("c")));
        assert_eq!(read_rows("a;b\n1;2\n3;4", &["a", "b"], 1), Err(CsvError::TooManyRows));
        assert_eq!(read_rows("a;b\n1", &["a", "b"], 1).expect("readable")[0].cells, ["1", ""]);
    }
}
