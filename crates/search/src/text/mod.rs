//! Tokenisation and stemming for our languages. Both engines index and query with the words from here, so
//! that they agree; nothing here knows an engine.

mod distance;
mod fold;
mod gram;
mod keyboard;
mod scan;
mod stem;
mod stop;
mod synonyms;
mod vocabulary;

pub(crate) use distance::{distance, distance_to_prefix, typos_allowed};
pub(crate) use gram::grams;
pub(crate) use keyboard::{meant_by, written_for};
pub(crate) use scan::WordScanner;
pub(crate) use stem::stem;
pub use vocabulary::{Vocabulary, built_in_ignored, built_in_synonyms, word_key};

use fyr_domain::Lang;

use crate::model::MAX_QUERY_CHARS;

/// Largest number of query words; further ones are ignored. Whoever asks a question may tell a story first.
const MAX_QUERY_WORDS: usize = 24;

/// The words of a query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct QueryWords {
    /// Folded, not stemmed, without duplicates, and without stop words unless there are no others.
    pub(crate) words: Vec<String>,
    /// Whether the last word may be incomplete.
    pub(crate) last_is_prefix: bool,
}

impl QueryWords {
    /// Parses the text of a query. `prefix` tells whether the person is still typing.
    pub(crate) fn parse(text: &str, lang: Lang, prefix: bool, vocabulary: &Vocabulary) -> Self {
        let truncated = text.char_indices().nth(MAX_QUERY_CHARS).map_or(text, |(end, _)| &text[..end]);
        let all = words(truncated);
        // A space after the last word means that it is complete.
        let typing = prefix && !truncated.ends_with(char::is_whitespace);
        let last = all.last().cloned();
        let significant: Vec<String> =
            all.iter().filter(|word| !vocabulary.is_stop_word(word, lang)).cloned().collect();
        let mut words = if significant.is_empty() { all } else { significant };
        let mut seen = std::collections::HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        words.truncate(MAX_QUERY_WORDS);
        let last_is_prefix = typing && last.is_some() && words.last() == last.as_ref();
        Self { words, last_is_prefix }
    }

    /// Those of a text that is indexed, or that no operator's words are for.
    pub(crate) fn of_text(text: &str, lang: Lang) -> Self {
        Self::parse(text, lang, false, &Vocabulary::built_in())
    }

    /// The character n-grams of all words, each once.
    pub(crate) fn grams(&self) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let all = self.words.iter().flat_map(|word| grams(word));
        all.filter(|gram| seen.insert(gram.clone())).collect()
    }
}

/// All words of a text, case- and accent-folded, in order.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut scanner = WordScanner::new(text);
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
        QueryWords::of_text(text, Lang::Sv).words
    }

    #[test]
    fn operators_and_control_characters_separate_words() {
        assert_eq!(
            query("AND (\"lösen\u{0}ord\" title:* -kurs ~2 \\"),
            ["and", "lösen", "ord", "title", "kurs", "2"]
        );
        assert_eq!(query(" \t\u{7}\"()*:"), Vec::<String>::new());
    }

    #[test]
    fn stop_words_are_removed_unless_there_are_no_others() {
        assert_eq!(query("Hur byter jag mitt lösenord?"), ["byter", "lösenord"]);
        assert_eq!(query("hur jag"), ["hur", "jag"]);
    }

    #[test]
    fn a_query_is_truncated_and_words_count_once() {
        assert_eq!(query("kurs KURS kurs"), ["kurs"]);
        assert_eq!(query(&"å ".repeat(2_000)), ["å"]);
        assert!(query(&"å".repeat(2_000)).is_empty(), "a word of 1,000 letters is ignored");
    }

    #[test]
    fn the_last_word_is_a_prefix_until_a_space_follows() {
        let parse = |text, lang, prefix| QueryWords::parse(text, lang, prefix, &Vocabulary::built_in());
        assert!(parse("byta lös", Lang::Sv, true).last_is_prefix);
        assert!(!parse("byta lös ", Lang::Sv, true).last_is_prefix);
        assert!(!parse("byta lös", Lang::Sv, false).last_is_prefix);
        assert!(!parse("byta mitt", Lang::Sv, true).last_is_prefix, "the incomplete word is a stop word");
    }
}
