//! Capitals and small letters in searches, the same on both engines.
//!
//! `LOWER` knows only A to Z on `SQLite`, and on `PostgreSQL` whatever the locale of the cluster says. So it is held to
//! A to Z on both, and the capitals of the Nordic and Sami languages, and a few more met in names here, are folded one
//! by one. Letters of other alphabets are found as they were written. The search engine folds them all; this is for the
//! queue of tickets, and for when the engine is away.

/// SQL for a column with its capitals as small letters: what `LIKE` is held against, with a pattern made by [`fold`].
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

/// What `folded!` folds beyond A to Z.
const LETTERS: [(char, char); 14] = [
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

/// Text as `folded!` has it. NUL is left out: no text in the database holds one, and `PostgreSQL` takes none.
pub(crate) fn fold(text: &str) -> String {
    let small = |c: char| {
        let pair = LETTERS.iter().find(|(capital, _)| *capital == c);
        pair.map_or_else(|| c.to_ascii_lowercase(), |(_, small)| *small)
    };
    text.chars().filter(|c| *c != '\0').map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sql_and_the_pattern_fold_the_same_letters() {
        let sql = folded!("x");
        assert_eq!(sql.matches("REPLACE(").count(), LETTERS.len());
        for (capital, small) in LETTERS {
            assert!(sql.contains(&format!("'{capital}', '{small}')")), "{capital}");
            assert_eq!(capital.to_lowercase().to_string(), small.to_string());
        }
    }
}
