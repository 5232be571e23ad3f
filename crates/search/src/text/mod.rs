//! What a word is, in Swedish, Norwegian and English. Both engines index and query with the words from here, so that they
//! agree; nothing in here knows an engine.

mod distance;
mod fold;
mod scan;
mod stem;
mod stop;
mod synonyms;

pub(crate) use distance::{distance, distance_to_prefix, typos_allowed};
pub(crate) use scan::Scanner;
pub(crate) use stem::stem;
pub(crate) use synonyms::{groups, synonyms};

use fyr_domain::Lang;

use crate::model::MAX_QUERY_CHARS;

/// The most words of a query that are looked at.
const MAX_QUERY_WORDS: usize = 12;

/// A query, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Folded, not stemmed, each once, without words that say nothing unless there are no others.
    pub(crate) words: Vec<String>,
    /// Whether the last word may be the beginning of one.
    pub(crate) last_is_prefix: bool,
}

impl Words {
    /// Takes the text of a query apart. `prefix` tells whether the person is still typing.
    pub(crate) fn of_query(text: &str, lang: Lang, prefix: bool) -> Self {
        let cut = text.char_indices().nth(MAX_QUERY_CHARS).map_or(text, |(end, _)| &text[..end]);
        let all = words(cut);
        // A space after the last word says that it is complete.
        let typing = prefix && !cut.ends_with(char::is_whitespace);
        let last = all.last().cloned();
        let telling: Vec<String> =
            all.iter().filter(|word| !stop::says_nothing(word, lang)).cloned().collect();
        let mut words = if telling.is_empty() { all } else { telling };
        let mut seen = std::collections::HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        words.truncate(MAX_QUERY_WORDS);
        let last_is_prefix = typing && last.is_some() && words.last() == last.as_ref();
        Self { words, last_is_prefix }
    }
}

/// All words of a text, folded, in order.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut scanner = Scanner::new(text);
    let mut words = Vec::new();
    while scanner.next().is_some() {
        words.push(scanner.word().to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Vec<String> {
        Words::of_query(text, Lang::Sv, false).words
    }

    #[test]
    fn operators_and_control_characters_are_only_gaps() {
        assert_eq!(
            query("AND (\"lösen\u{0}ord\" title:* -kurs ~2 \\"),
            ["and", "lösen", "ord", "title", "kurs", "2"]
        );
        assert_eq!(query(" \t\u{7}\"()*:"), Vec::<String>::new());
    }

    #[test]
    fn words_that_say_nothing_go_unless_there_are_no_others() {
        assert_eq!(query("Hur byter jag mitt lösenord?"), ["byter", "lösenord"]);
        assert_eq!(query("hur jag"), ["hur", "jag"]);
    }

    #[test]
    fn a_query_is_cut_and_words_count_once() {
        assert_eq!(query("kurs KURS kurs"), ["kurs"]);
        assert_eq!(query(&"å ".repeat(2_000)), ["å"]);
        assert!(query(&"å".repeat(2_000)).is_empty(), "nobody means a word of 1,000 letters");
    }

    #[test]
    fn the_last_word_is_a_prefix_until_a_space_follows() {
        assert!(Words::of_query("byta lös", Lang::Sv, true).last_is_prefix);
        assert!(!Words::of_query("byta lös ", Lang::Sv, true).last_is_prefix);
        assert!(!Words::of_query("byta lös", Lang::Sv, false).last_is_prefix);
        assert!(
            !Words::of_query("byta mitt", Lang::Sv, true).last_is_prefix,
            "the word being typed was left out"
        );
    }
}
