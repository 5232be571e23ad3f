//! Reading tables as programs and people write them: with any usual separator, names of columns in any of our languages, perhaps
//! a title above them, and a first line `sep=;` as Excel writes it.

use fyr_domain::text::{is_default_ignorable, nfc, plain_char};

use super::{CsvError, unescape};

/// In how many of the first rows the names of the columns are looked for: titles may stand above them.
const HEADER_ROWS: usize = 10;
/// The separators of tables, in the order in which they are preferred.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// A column of a table that is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// The name that our own files have.
    name: &'static str,
    /// Other names, as [`word_key`] makes them.
    aliases: &'static [&'static str],
    /// A table without it is refused.
    is_required: bool,
}

impl Column {
    /// A column that every table must have.
    pub(crate) const fn required(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases, is_required: true }
    }

    /// A column whose cells are empty where a table lacks it.
    pub(crate) const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases, is_required: false }
    }

    /// The name that our own files have.
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    fn position(&self, header: &[String]) -> Option<usize> {
        header.iter().position(|key| key == self.name || self.aliases.contains(&key.as_str()))
    }
}

/// A word that people choose from a list, in the form in which such words are compared: lower-case letters and digits alone, so
/// that `E-post` is `epost`, whatever invisible characters or wide forms a program has put in.
pub(crate) fn word_key(raw: &str) -> String {
    let plain = raw.chars().map(plain_char).filter(|c| !is_default_ignorable(*c) && c.is_alphanumeric());
    nfc(&plain.collect::<String>().to_lowercase())
}

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CsvRow {
    /// The line in the file at which the row starts, from 1.
    pub line: usize,
    /// The cells in the order of the requested columns; empty where the row is too short.
    pub cells: Vec<String>,
}

/// Reads the rows of a table that has at least the required columns, in any order. Further columns, empty rows and rows above the
/// names of the columns are ignored.
///
/// # Errors
/// [`CsvError`]; more than `max_rows` rows are [`CsvError::TooManyRows`].
pub(crate) fn read_rows(text: &str, columns: &[Column], max_rows: usize) -> Result<Vec<CsvRow>, CsvError> {
    // PostgreSQL rejects NUL in text
    let text = nfc(text).replace('\0', "").replace("\r\n", "\n").replace('\r', "\n");
    let (text, written) = take_separator_line(text.trim_start_matches('\u{feff}'));
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(CsvError::Empty)?;
    let delimiter = written.unwrap_or_else(|| find_delimiter(&text, first, columns));
    check_quotes(&text, delimiter)?;
    let mut records = records(&text, delimiter);
    let mut above: Vec<Vec<String>> = Vec::new();
    let positions: Vec<Option<usize>> = loop {
        let header = records.next().filter(|_| above.len() < HEADER_ROWS);
        let Some(header) = header.map(|(_, record)| header_keys(&record)) else {
            return Err(missing_column(&above, columns));
        };
        let positions: Vec<_> = columns.iter().map(|column| column.position(&header)).collect();
        if columns.iter().zip(&positions).all(|(column, position)| position.is_some() || !column.is_required)
        {
            break positions;
        }
        above.push(header);
    };
    let mut rows = Vec::new();
    for (line, record) in records.take(max_rows + 1) {
        check_line_ends(line, &record, &positions, delimiter)?;
        let cell = |position: &Option<usize>| {
            position.and_then(|at| record.get(at)).map(unescape).unwrap_or_default().to_owned()
        };
        rows.push(CsvRow { line, cells: positions.iter().map(cell).collect() });
    }
    if rows.len() > max_rows { Err(CsvError::TooManyRows) } else { Ok(rows) }
}

/// Which column the table lacks, in the row that looks most like names of columns.
fn missing_column(rows: &[Vec<String>], columns: &[Column]) -> CsvError {
    let known = |row: &&Vec<String>| columns.iter().filter(|column| column.position(row).is_some()).count();
    let header = rows.iter().rev().max_by_key(known).map(Vec::as_slice).unwrap_or_default();
    let mut missing = columns.iter().filter(|column| column.is_required && column.position(header).is_none());
    missing.next().map_or(CsvError::Empty, |column| CsvError::MissingColumn(column.name))
}

/// Rows that are not empty, with their lines.
fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (usize, csv::StringRecord)> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.into_records().filter_map(|record| {
        let record = record.ok()?;
        let line = record.position().map_or(0, |at| {
            // the place is before the empty lines that were skipped
            let start = usize::try_from(at.byte()).unwrap_or(0);
            let skipped = text.bytes().skip(start).take_while(|byte| *byte == b'\n').count();
            usize::try_from(at.line()).unwrap_or(0) + skipped
        });
        record.iter().any(|cell| !cell.trim().is_empty()).then_some((line, record))
    })
}

fn header_keys(record: &csv::StringRecord) -> Vec<String> {
    record.iter().map(word_key).collect()
}

/// The table with a blank line in place of a first line such as `sep=;`, which tells the separator to Excel, and that separator.
fn take_separator_line(text: &str) -> (String, Option<u8>) {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or_default();
    let sign = line.trim_matches(['"', ' ']);
    let sign = sign.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|word| &sign[word.len()..]);
    // a program that filled all columns has repeated it
    let mut bytes = sign.unwrap_or_default().bytes();
    match bytes.next() {
        Some(mark @ (b'\t' | b' '..=b'~'))
            if !mark.is_ascii_alphanumeric() && bytes.all(|byte| byte == mark) =>
        {
            (format!("{}{}", &text[..start], &text[start + line.len()..]), Some(mark))
        }
        _ => (text.to_owned(), None),
    }
}

/// The separator with which most names of columns are found; where none has any, the one that stands most often in the first line.
fn find_delimiter(text: &str, first: &str, columns: &[Column]) -> u8 {
    let known = |delimiter: u8| {
        let headers = records(text, delimiter).take(HEADER_ROWS).map(|(_, record)| header_keys(&record));
        let count =
            |header: Vec<String>| columns.iter().filter(|column| column.position(&header).is_some()).count();
        headers.map(count).max().unwrap_or(0)
    };
    let in_first = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    // of equal ones the last counts
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| (known(*delimiter), in_first(*delimiter)))
        .unwrap_or(b';')
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

/// Refuses a cell that a quote of a later row has closed: what we read are names and words in one line, and a cell that we do not
/// read has no row of the table in it.
fn check_line_ends(
    line: usize,
    record: &csv::StringRecord,
    positions: &[Option<usize>],
    delimiter: u8,
) -> Result<(), CsvError> {
    let delimiter = char::from(delimiter);
    let mut line = line;
    for (at, cell) in record.iter().enumerate() {
        let is_read = positions.contains(&Some(at));
        let mut further = cell.trim().lines().skip(1).peekable();
        if further.peek().is_some()
            && (is_read || further.any(|line| line.contains(delimiter) && line.contains('@')))
        {
            return Err(CsvError::UnclosedQuote { line });
        }
        line += cell.matches('\n').count();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Column = Column::required("a", &[]);
    const B: Column = Column::required("b", &["bertil"]);
    const C: Column = Column::required("c", &[]);
    const AB: [Column; 2] = [A, B];

    #[test]
    fn tables_are_read_as_programs_write_them() {
        for text in [
            "sep=;\r\na;b\r\n1;2",
            "\"sep=;\"\na;b\n1;2",
            "\u{feff}sep=,\na,b\n1,2",
            "sep=;;\na;b\n1;2",
            "SEP=\t\na\tb\n1\t2",
            "sep=^\na^b\n1^2",
            "a|b\n1|2",
            "a,b,\"c;d;e;f\"\n1,2,x",
            "People 2026;;\n\na;b;c\n1;2;3",
            "People, teams, roles\na;b\n1;2",
            "A;Bertil\n1;2",
            "\u{200b}a;b\u{a0}\n1;2",
            "ａ;ｂ\n1;2",
            "a;-B-\n1;2",
        ] {
            let rows = read_rows(text, &AB, 10);
            assert_eq!(rows.as_deref().map(|rows| rows[0].cells.join(" ")), Ok("1 2".to_owned()), "{text:?}");
        }
        assert_eq!(read_rows("sep=;\na;b\n\n1;2", &AB, 1).expect("readable")[0].line, 4, "of the file");
        assert_eq!(read_rows("sep=;\n", &AB, 1), Err(CsvError::Empty));
        let optional = [A, Column::optional("b", &[])];
        assert_eq!(read_rows("a\n1", &optional, 1).expect("readable")[0].cells, ["1", ""]);
        assert_eq!(read_rows("title\nb;x\n1;2", &AB, 10), Err(CsvError::MissingColumn("a")));
    }

    #[test]
    fn a_quote_that_a_later_row_closes_is_named_with_its_line() {
        for (line, text) in [
            (2, "a;b;c\n1;\"x;\n2;y\";3\n"),
            (3, "a;b;c\n1;1;1\n\"x;\n2\";y;3\n"),
            (2, "a;b\n1;\"x\n2;y\"\n3;z"),
            (2, "a;b\n\"x\ny\";1\n"),
            (2, "a;b;note\n1;2;\"x\n3@x.se;4;y\"\n"),
        ] {
            assert_eq!(read_rows(text, &AB, 10), Err(CsvError::UnclosedQuote { line }), "{text:?}");
        }
        for text in ["a;b;note\n1;2;\"x\ny; z\"\n", "a;b\n\"1\n\";2\n"] {
            assert_eq!(read_rows(text, &AB, 10).expect("readable")[0].cells, ["1", "2"], "{text:?}");
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
            assert_eq!(read_rows(text, &AB, 10), Err(CsvError::UnclosedQuote { line }), "{text:?}");
        }
        for text in ["a;b\n\"x y\";\"1\" \n", "a;b\nx 5\" disk;1\n", "a;b\n\"\";\"\"\"\"\n", "a;b\n;\"1\""] {
            assert!(read_rows(text, &AB, 10).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn columns_are_found_with_any_delimiter() {
        for text in ["b;a\n2;1", "b,a\r\n2,1\r\n", "\u{feff}\n B ;A\n\n2;1;3\n", "b\ta\n2\t1"] {
            assert_eq!(read_rows(text, &AB, 10).expect("readable")[0].cells, ["1", "2"], "{text:?}");
        }
        assert_eq!(
            read_rows("a;b\n\n1;2\n3;4", &AB, 10).expect("readable")[1].line,
            4,
            "the line of the file"
        );
        assert_eq!(read_rows(" \n", &[A], 10), Err(CsvError::Empty));
        assert_eq!(read_rows("a;b\n1;2", &[A, C], 10), Err(CsvError::MissingColumn("c")));
        assert_eq!(read_rows("a;b\n1;2\n3;4", &AB, 1), Err(CsvError::TooManyRows));
        assert_eq!(read_rows("a;b\n1", &AB, 1).expect("readable")[0].cells, ["1", ""]);
    }
}
