//! Case-insensitive search in SQL with the same result on both engines.
//!
//! `LOWER` folds only A to Z on `SQLite`, and whatever the cluster's locale says on `PostgreSQL`. Therefore it is
//! restricted to A to Z by the collation "C", and the capital letters of the Nordic and Sami languages, and a few more that
//! occur in local names, are folded by `REPLACE`. Other alphabets are matched case-sensitively. Used by the ticket queue,
//! lists of people and the article search without a search engine; the search engine itself folds all letters.

use fyr_domain::text::{nfkc, plain_char};

/// SQL expression for a column in lower case, to be compared by `LIKE` with a pattern made by [`fold`].
macro_rules! folded {
    ($column:literal) => {
        concat!(
            "REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(",
            $column,
            " COLLATE \"C\"), 'Å', 'å'), 'Ä', 'ä'), 'Ö', 'ö'), 'Æ', 'æ'), 'Ø', 'ø'), 'É', 'é'), 'Ü', 'ü'),
             'Á', 'á'), 'Č', 'č'), 'Đ', 'đ'), 'Ŋ', 'ŋ'), 'Š', 'š'), 'Ŧ', 'ŧ'), 'Ž', 'ž')"
        )
    };
}
pub(crate) use folded;

/// The pairs that `folded!` replaces in addition to A to Z.
const CASE_PAIRS: [(char, char); 14] = [
    ('Å', 'å'),
    ('Ä', 'ä'),
    ('Ö', 'ö'),
    ('Æ', 'æ'),
    ('Ø', 'ø'),
    ('É', 'é'),
    ('Ü', 'ü'),
    ('Á', 'á'),
    ('Č', 'č'),
    ('Đ', 'đ'),
    ('Ŋ', 'ŋ'),
    ('Š', 'š'),
    ('Ŧ', 'ŧ'),
    ('Ž', 'ž'),
];

/// Folds a text in the same way as `folded!`. Drops NUL: no stored text contains it, and `PostgreSQL` rejects it in
/// parameters.
pub(crate) fn fold(text: &str) -> String {
    let lower = |c: char| {
        let pair = CASE_PAIRS.iter().find(|(upper, _)| *upper == c);
        pair.map_or_else(|| c.to_ascii_lowercase(), |(_, lower)| *lower)
    };
    text.chars().filter(|c| *c != '\0').map(lower).collect()
}

/// A text to search for with Latin ligatures and full-width letters, as they come from PDF files and East Asian keyboards, as plain
/// letters, and all spaces as one kind. Other compatibility forms, such as `m²`, are searched as they are written.
pub(crate) fn plain_letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' => plain.push_str(&nfkc(c.encode_utf8(&mut [0; 4]))),
            '\u{ff01}'..='\u{ff5e}' | '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => {
                plain.push(plain_char(c));
            }
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_and_full_width_letters_are_searched_as_plain_ones() {
        assert_eq!(
            plain_letters("ﬁler ﬂytta ＢａｎｋＩＤ a\u{a0}b m² ½ å–ö"),
            "filer flytta BankID a b m² ½ å–ö"
        );
    }

    #[test]
    fn the_sql_and_the_pattern_fold_the_same_letters() {
        let sql = folded!("x");
        assert_eq!(sql.matches("REPLACE(").count(), CASE_PAIRS.len());
        for (upper, lower) in CASE_PAIRS {
            assert!(sql.contains(&format!("'{upper}', '{lower}')")), "{upper}");
            assert_eq!(upper.to_lowercase().to_string(), lower.to_string());
        }
    }
}
