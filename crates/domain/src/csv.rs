//! Writing CSV (RFC 4180) for spreadsheet programs, with protection against formula injection.

use crate::Lang;

/// Goes once at the start of a file, so that spreadsheet programs decode it as UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The separator that spreadsheet programs expect: a semicolon in languages with a decimal comma, else a comma.
pub const fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Sv | Lang::Nb => ";",
        Lang::En => ",",
    }
}

/// One row with its line end (CRLF). Every cell is quoted.
pub fn row<I>(lang: Lang, cells: I) -> String
where
    I: IntoIterator,
    I::Item: AsRef<str>,
{
    let cells: Vec<String> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
    format!("{}\r\n", cells.join(separator(lang)))
}

/// A quoted cell. Text that a spreadsheet program would evaluate as a formula (it starts with `=`, `+`, `-`, `@`, a tab, a
/// line end or a full-width form of these) gets an apostrophe in front.
pub fn cell(text: &str) -> String {
    let starts_formula =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let guard = if first.is_some_and(starts_formula) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_escaped_as_text() {
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
