//! Rows of CSV (RFC 4180) that programs for tables open as text: a cell that would begin a formula does no harm.

use crate::Lang;

/// Said once at the beginning of a file, so that programs for tables read å, ä, ö, æ and ø right.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What programs for tables expect between cells: a semicolon where numbers have a decimal comma.
pub const fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Sv | Lang::Nb => ";",
        Lang::En => ",",
    }
}

/// One row, with its line end. Every cell is quoted.
pub fn row<I>(lang: Lang, cells: I) -> String
where
    I: IntoIterator,
    I::Item: AsRef<str>,
{
    let cells: Vec<String> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
    format!("{}\r\n", cells.join(separator(lang)))
}

/// A cell. What a program for tables would take for a formula (`=`, `+`, `-`, `@`, also after a tab or a line end, and their
/// wide forms) begins with an apostrophe instead.
pub fn cell(text: &str) -> String {
    let dangerous =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let guard = if first.is_some_and(dangerous) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u{a0}=1", "＝1"] {
            assert_eq!(cell(text), format!("\"'{text}\""), "{text:?}");
        }
        for text in ["", "a=b", "2026-11-21", "Åsa", "1-2"] {
            assert_eq!(cell(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn cells_hold_quotes_commas_and_lines() {
        let cells = ["a\"b", "c,d", "e\nf"];
        assert_eq!(row(Lang::En, cells), "\"a\"\"b\",\"c,d\",\"e\nf\"\r\n");
        assert_eq!(row(Lang::Sv, cells), "\"a\"\"b\";\"c,d\";\"e\nf\"\r\n");
    }
}
