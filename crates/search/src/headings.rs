//! Which heading of a document a query is about.

use std::collections::HashSet;

use fyr_domain::Lang;

use crate::text::{QueryWords, Vocabulary, stem, words};

/// The place of the heading that has most of a query that the title lacks; `None` where the title says as much as any heading. The last word
/// of the query may be incomplete.
pub fn best_heading(query: &str, lang: Lang, title: &str, headings: &[&str]) -> Option<usize> {
    let query = QueryWords::parse(query, lang, true, &Vocabulary::built_in());
    let in_title = matches(&query, lang, title);
    let mut best: Option<(usize, usize, usize)> = None;
    for (place, heading) in headings.iter().enumerate() {
        let found = matches(&query, lang, heading);
        let (new, all) = (found.difference(&in_title).count(), found.len());
        if new > 0 && best.is_none_or(|(most_new, most, _)| (new, all) > (most_new, most)) {
            best = Some((new, all, place));
        }
    }
    best.map(|(.., place)| place)
}

/// Whether any of these texts has a word of the query, in any form. Stop words, and words of fewer than four letters, say nothing.
pub fn mentions(query: &str, lang: Lang, texts: &[&str]) -> bool {
    let mut query = QueryWords::parse(query, lang, false, &Vocabulary::built_in());
    query.words.retain(|word| word.chars().count() >= 4);
    texts.iter().any(|text| !matches(&query, lang, text).is_empty())
}

/// The numbers of the query's words that a text has, in any form.
fn matches(query: &QueryWords, lang: Lang, text: &str) -> HashSet<usize> {
    let found = words(text);
    let stems: HashSet<_> = found.iter().map(|word| stem(word, lang)).collect();
    let last = query.words.len().saturating_sub(1);
    let is_there = |(place, word): (usize, &String)| {
        let begins = query.last_is_prefix
            && place == last
            && found.iter().any(|other| other.starts_with(word.as_str()));
        (begins || stems.contains(&stem(word, lang))).then_some(place)
    };
    query.words.iter().enumerate().filter_map(is_there).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_mentioned_by_its_words_in_any_form() {
        let mentions = |query| mentions(query, Lang::Sv, &["Inloggningen med BankID är långsam", ""]);
        assert!(mentions("det går inte med bankid") && mentions("inloggning"));
        for query in ["jag kan inte", "med", "hund", ""] {
            assert!(!mentions(query), "{query}");
        }
    }

    #[test]
    fn a_heading_is_found_that_says_more_than_the_title() {
        let headings = ["Innan du börjar", "Lösenord på telefonen", "Kontakt"];
        let best = |query: &str| best_heading(query, Lang::Sv, "Byta lösenord", &headings);
        assert_eq!(best("byta lösenord telefon"), Some(1));
        assert_eq!(best("lösenord tele"), Some(1), "the last word may be half typed");
        assert_eq!(best("kontakten"), Some(2), "in any form");
        for query in ["lösenord", "byta lösenord", "hund", ""] {
            assert_eq!(best(query), None, "{query}");
        }
    }
}
