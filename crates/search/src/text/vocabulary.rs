//! The synonyms and stop words that a search uses: those that are built in, and those that an operator adds or takes back.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock},
};

use fyr_domain::{Lang, search_words::LangWords};

use super::{QueryWords, stem, stop::built_in_stop_words, synonyms::built_in_groups, words};

/// The synonyms and stop words of every language.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary([LangVocabulary; Lang::ALL.len()]);

#[derive(Debug, PartialEq, Eq)]
struct LangVocabulary {
    /// Each stem with the other stems of its group.
    synonyms: HashMap<String, Vec<String>>,
    /// Folded words that queries ignore.
    stop_words: HashSet<String>,
}

static BUILT_IN: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(Vocabulary::new(|_| LangWords::default())));

impl Vocabulary {
    /// What is built in, and nothing else.
    pub fn built_in() -> Arc<Self> {
        BUILT_IN.clone()
    }

    /// What is built in, changed by the words of each language. A word of an added group leaves the group that is built in.
    pub fn new(words_of: impl Fn(Lang) -> LangWords) -> Self {
        Self(Lang::ALL.map(|lang| LangVocabulary::new(lang, &words_of(lang))))
    }

    /// All synonyms of a language: each stem with the other stems of its group.
    pub(crate) fn synonym_groups(&self, lang: Lang) -> &HashMap<String, Vec<String>> {
        &self.0[lang as usize].synonyms
    }

    /// The stems of the synonyms of a stem.
    pub(crate) fn synonyms(&self, stem: &str, lang: Lang) -> &[String] {
        self.synonym_groups(lang).get(stem).map_or(&[], Vec::as_slice)
    }

    /// Whether queries ignore a folded word.
    pub(crate) fn is_stop_word(&self, word: &str, lang: Lang) -> bool {
        self.0[lang as usize].stop_words.contains(word)
    }
}

impl LangVocabulary {
    fn new(lang: Lang, added: &LangWords) -> Self {
        let stems = |group: Vec<String>| {
            let stems =
                group.iter().flat_map(|entry| words(entry)).map(|word| stem(&word, lang).into_owned());
            let mut stems: Vec<String> = stems.collect();
            stems.sort();
            stems.dedup();
            stems
        };
        let own: Vec<Vec<String>> = added.synonyms.iter().cloned().map(stems).collect();
        let taken: HashSet<&String> = own.iter().flatten().collect();
        let built_in = built_in_groups(lang).iter().map(|group| {
            let group = stems(group.iter().map(|word| (*word).to_owned()).collect());
            group.into_iter().filter(|stem| !taken.contains(stem)).collect::<Vec<_>>()
        });
        let mut synonyms: HashMap<String, Vec<String>> = HashMap::new();
        for group in built_in.chain(own.iter().cloned()) {
            for stem in &group {
                let others = group.iter().filter(|other| *other != stem).cloned();
                synonyms.entry(stem.clone()).or_default().extend(others);
            }
        }
        synonyms.retain(|_, others| !others.is_empty());
        let folded = |list: &[String]| list.iter().flat_map(|entry| words(entry)).collect::<HashSet<_>>();
        let mut stop_words: HashSet<String> =
            built_in_stop_words(lang).iter().map(|word| (*word).to_owned()).collect();
        stop_words.extend(folded(&added.ignored));
        let kept = folded(&added.kept);
        stop_words.retain(|word| !kept.contains(word));
        Self { synonyms, stop_words }
    }
}

/// The words of a query in their base form, sorted, each as the first of its synonyms: the same for queries that ask the same.
pub fn word_key(text: &str, lang: Lang, vocabulary: &Vocabulary) -> String {
    let parsed = QueryWords::parse(text, lang, false, vocabulary);
    let base_form = |word: &String| {
        let stemmed = stem(word, lang).into_owned();
        let first = vocabulary.synonyms(&stemmed, lang).iter().min().cloned();
        first.map_or_else(|| stemmed.clone(), |first| first.min(stemmed.clone()))
    };
    let mut words: Vec<String> = parsed.words.iter().map(base_form).collect();
    words.sort();
    words.dedup();
    words.join(" ")
}

/// The synonyms that are built in for a language, in groups, for people to read.
pub fn built_in_synonyms(lang: Lang) -> &'static [&'static [&'static str]] {
    built_in_groups(lang)
}

/// The stop words that are built in for a language, for people to read.
pub fn built_in_ignored(lang: Lang) -> &'static [&'static str] {
    built_in_stop_words(lang)
}

#[cfg(test)]
mod tests {
    use fyr_domain::Lang::{Nb, Sv};

    use super::*;

    fn swedish(synonyms: &[&[&str]], ignored: &[&str], kept: &[&str]) -> Vocabulary {
        let owned = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let words = LangWords {
            synonyms: synonyms.iter().map(|group| owned(group)).collect(),
            ignored: owned(ignored),
            kept: owned(kept),
        };
        Vocabulary::new(|lang| if lang == Sv { words.clone() } else { LangWords::default() })
    }

    #[test]
    fn inflected_forms_have_the_synonyms_of_their_stem() {
        let built_in = Vocabulary::built_in();
        assert!(built_in.synonyms(&stem("lösenordet", Sv), Sv).contains(&"kodord".to_owned()));
        assert!(built_in.synonyms("xyzzy", Nb).is_empty());
    }

    #[test]
    fn an_added_group_counts_beside_those_that_are_built_in() {
        let own = swedish(&[&["Passerkort", "bricka"]], &[], &[]);
        assert_eq!(own.synonyms(&stem("passerkortet", Sv), Sv), [stem("bricka", Sv).into_owned()]);
        assert!(own.synonyms(&stem("lösenord", Sv), Sv).contains(&"kodord".to_owned()));
        assert!(own.synonyms(&stem("passerkort", Nb), Nb).is_empty(), "of its language only");
    }

    #[test]
    fn a_word_of_an_added_group_leaves_the_built_in_one() {
        let own = swedish(&[&["kurs", "program"], &["jobb"]], &[], &[]);
        assert_eq!(own.synonyms(&stem("kurs", Sv), Sv), [stem("program", Sv).into_owned()]);
        assert!(own.synonyms(&stem("utbildning", Sv), Sv).is_empty(), "nothing is left of its group");
        assert!(own.synonyms(&stem("arbete", Sv), Sv).is_empty(), "a word alone is no synonym any more");
    }

    #[test]
    fn queries_that_ask_the_same_have_one_key() {
        let key = |text| word_key(text, Sv, &Vocabulary::built_in());
        assert_eq!(key("Hur byter jag lösenordet?"), key("byta lösenord"));
        assert_eq!(key("kodord byta"), key("byta lösenord"));
        assert_ne!(key("byta telefon"), key("byta lösenord"));
        assert_eq!(key("!"), "");
    }

    #[test]
    fn stop_words_are_added_and_taken_back() {
        let own = swedish(&[], &["Portalen"], &["inte"]);
        assert!(
            own.is_stop_word("portalen", Sv) && !own.is_stop_word("inte", Sv) && own.is_stop_word("jag", Sv)
        );
        assert!(!own.is_stop_word("portalen", Nb) && Vocabulary::built_in().is_stop_word("inte", Sv));
    }
}
