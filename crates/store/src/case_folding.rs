//! Case-insensitive search in SQL with the same result on both engines.
//!
//! `LOWER` folds only A to Z on `SQLite`, and whatever the cluster's locale says on `PostgreSQL`. Therefore it is
//! restricted to A to Z by the collation "C", and the capital letters of the Nordic and Sami languages, and a few more that
//! occur in local names, are folded by `REPLACE`. Other alphabets are matched case-sensitively. Used by the ticket queue,
//! lists of people and the article search without a search engine; the search engine itself folds all letters.

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

#[cfg(test)]
mod tests {
    use super::*;

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
