//! Typo tolerance: the edit distance between two words (optimal string alignment). An edit is an inserted, deleted or
//! replaced letter, or two adjacent letters swapped.

/// How many typos a query word may have: none below 5 letters or with digits, 1 from 5, 2 from 9.
pub(crate) fn typos_allowed(word: &str) -> u8 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// The edit distance between two words; `None` above `max`.
pub(crate) fn distance(word: &str, other: &str, max: u8) -> Option<u8> {
    if word.chars().count().abs_diff(other.chars().count()) > usize::from(max) {
        return None;
    }
    let row = last_row(word, other);
    within(row.last().copied(), max)
}

/// The edit distance between a word and the nearest beginning of another; `None` above `max`.
pub(crate) fn distance_to_prefix(prefix: &str, other: &str, max: u8) -> Option<u8> {
    let row = last_row(prefix, other);
    within(row.iter().min().copied(), max)
}

fn within(edits: Option<u8>, max: u8) -> Option<u8> {
    edits.filter(|edits| *edits <= max)
}

/// The last row of the optimal string alignment matrix: edits from all of `word` to every beginning of `other`.
fn last_row(word: &str, other: &str) -> Vec<u8> {
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<u8> = Vec::new();
    let mut above: Vec<u8> = (0..=other.len()).map(saturating).collect();
    let mut previous = None;
    for (i, letter) in word.chars().enumerate() {
        let mut row = Vec::with_capacity(other.len() + 1);
        row.push(saturating(i + 1));
        for (j, &candidate) in other.iter().enumerate() {
            let mut best = above[j].saturating_add(u8::from(letter != candidate));
            best = best.min(above[j + 1].saturating_add(1)).min(row[j].saturating_add(1));
            if j > 0 && i > 0 && previous == Some(candidate) && other[j - 1] == letter {
                best = best.min(before[j - 1].saturating_add(1));
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
        previous = Some(letter);
    }
    above
}

fn saturating(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertions_deletions_replacements_and_swaps_count_as_one_edit() {
        assert_eq!(distance("lösenrod", "lösenord", 2), Some(1));
        assert_eq!(distance("pasword", "password", 2), Some(1));
        assert_eq!(distance("kurs", "kurs", 0), Some(0));
        assert_eq!(distance("rappårt", "rapport", 1), Some(1));
        assert_eq!(distance("kurs", "krusning", 2), None);
        assert_eq!(distance("ab", "cd", 1), None);
    }

    #[test]
    fn a_prefix_may_end_anywhere() {
        assert_eq!(distance_to_prefix("lösnor", "lösenordet", 1), Some(1));
        assert_eq!(distance_to_prefix("lös", "lösenordet", 0), Some(0));
        assert_eq!(distance_to_prefix("kurs", "lösenordet", 2), None);
    }

    #[test]
    fn short_words_and_numbers_allow_no_typos() {
        assert_eq!(["träd", "kurse", "aktivitet", "office365"].map(typos_allowed), [0, 1, 2, 0]);
    }
}
