//! The synonyms and stop words that an operator adds to those that are built into the search.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Lang,
    fields::{FieldErrors, Problem},
};

/// The most groups of synonyms of a language.
pub const MAX_GROUPS: usize = 500;
/// The most words of a group of synonyms.
pub const MAX_GROUP_WORDS: usize = 20;
/// The most stop words of a language, and the most that count again.
pub const MAX_WORDS: usize = 200;
/// The most characters of a word.
pub const MAX_WORD_CHARS: usize = 40;

/// What is added to the search of each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SearchWords(pub BTreeMap<Lang, LangWords>);

/// What is added to the search of one language. Words are in any form and case; each is one word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LangWords {
    /// Stop words: words that queries ignore.
    pub ignored: Vec<String>,
    /// Stop words that are built in, but count.
    pub kept: Vec<String>,
    /// Synonyms: groups of words that mean the same. A word alone has none, also where some are built in.
    pub synonyms: Vec<Vec<String>>,
}

/// The names of the form fields of [`LangWords`].
pub struct LangWordsFields;

#[expect(missing_docs, reason = "each is the field of the same name")]
impl LangWordsFields {
    pub const SYNONYMS: &'static str = "synonyms";
    pub const IGNORED: &'static str = "ignored";
    pub const KEPT: &'static str = "kept";
}

impl SearchWords {
    /// What is added to a language.
    pub fn of(&self, lang: Lang) -> LangWords {
        self.0.get(&lang).cloned().unwrap_or_default()
    }

    /// Checks the sizes, that each entry is one word, and that no word is in two groups of synonyms.
    ///
    /// # Errors
    /// What is wrong, for the operator.
    pub fn validate(&self) -> Result<(), String> {
        for (lang, words) in &self.0 {
            words.validate().map_err(|problem| format!("{lang}: {problem}"))?;
        }
        Ok(())
    }
}

impl LangWords {
    fn validate(&self) -> Result<(), String> {
        if self.synonyms.len() > MAX_GROUPS || self.ignored.len() > MAX_WORDS || self.kept.len() > MAX_WORDS {
            return Err(format!("at most {MAX_GROUPS} groups of synonyms and {MAX_WORDS} words of a list"));
        }
        let mut seen = Vec::new();
        for group in &self.synonyms {
            if group.is_empty() || group.len() > MAX_GROUP_WORDS {
                return Err(format!("a group of synonyms has from 1 to {MAX_GROUP_WORDS} words"));
            }
            for word in group {
                if seen.contains(&word.to_lowercase()) {
                    return Err(format!("{word:?} is in more than one group of synonyms, or twice in one"));
                }
                seen.push(word.to_lowercase());
            }
        }
        let all = self.synonyms.iter().flatten().chain(&self.ignored).chain(&self.kept);
        match all.into_iter().find(|word| !is_word(word)) {
            Some(wrong) => Err(format!("{wrong:?} is not one word of at most {MAX_WORD_CHARS} characters")),
            None => Ok(()),
        }
    }

    /// Parses the fields of a form: a group of synonyms on each line; words separated by commas.
    ///
    /// # Errors
    /// The problems of its fields.
    pub fn parse(entered: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        use LangWordsFields as F;
        let mut errors = FieldErrors::default();
        let synonyms = errors.check(F::SYNONYMS, parse_groups(&entered(F::SYNONYMS)));
        let list = |name| {
            let raw: String = entered(name);
            parse_words(&raw.replace('\n', ",")).and_then(|words| at_most(words, MAX_WORDS))
        };
        let ignored = errors.check(F::IGNORED, list(F::IGNORED));
        let kept = errors.check(F::KEPT, list(F::KEPT));
        match (synonyms, ignored, kept) {
            (Some(synonyms), Some(ignored), Some(kept)) => Ok(Self { ignored, kept, synonyms }),
            _ => Err(errors),
        }
    }
}

fn is_word(text: &str) -> bool {
    let joins = |letter: char| matches!(letter, '-' | '\'' | '’' | '.' | '/');
    text.chars().count() <= MAX_WORD_CHARS
        && text.chars().any(char::is_alphanumeric)
        && text.chars().all(|letter| letter.is_alphanumeric() || joins(letter))
}

fn at_most<T>(list: Vec<T>, max: usize) -> Result<Vec<T>, Problem> {
    if list.len() > max { Err(Problem::TooManyWords { max }) } else { Ok(list) }
}

/// Words that are separated by commas, each once.
fn parse_words(raw: &str) -> Result<Vec<String>, Problem> {
    let mut words: Vec<String> = Vec::new();
    for word in raw.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        if !is_word(word) {
            return Err(Problem::NotOneWord {
                word: word.chars().take(MAX_WORD_CHARS).collect(),
                max: MAX_WORD_CHARS,
            });
        }
        if !words.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            words.push(word.to_owned());
        }
    }
    Ok(words)
}

fn parse_groups(raw: &str) -> Result<Vec<Vec<String>>, Problem> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for line in raw.lines() {
        let group = at_most(parse_words(line)?, MAX_GROUP_WORDS)?;
        let known =
            |word: &&String| groups.iter().flatten().any(|known| known.to_lowercase() == word.to_lowercase());
        if let Some(twice) = group.iter().find(known) {
            return Err(Problem::WordInTwoGroups { word: twice.clone() });
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    at_most(groups, MAX_GROUPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(synonyms: &str, ignored: &str) -> Result<LangWords, FieldErrors> {
        LangWords::parse(|name| match name {
            LangWordsFields::SYNONYMS => synonyms.to_owned(),
            LangWordsFields::IGNORED => ignored.to_owned(),
            _ => String::new(),
        })
    }

    #[test]
    fn a_line_is_a_group_and_commas_separate_words() {
        let words = parse("Bricka, passerkort , bricka\r\n\n jobb\n", "portalen,\nsidan").expect("valid");
        assert_eq!(words.synonyms, [vec!["Bricka", "passerkort"], vec!["jobb"]]);
        assert_eq!(words.ignored, ["portalen", "sidan"]);
        assert_eq!(parse("", ""), Ok(LangWords::default()));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let refused = |synonyms: &str, ignored: &str| parse(synonyms, ignored).expect_err("refused");
        let not_a_word = |word: &str| Problem::NotOneWord { word: word.to_owned(), max: 40 };
        assert_eq!(
            refused("logga in, inloggning", ""),
            FieldErrors::single("synonyms", not_a_word("logga in"))
        );
        assert_eq!(refused("", "!"), FieldErrors::single("ignored", not_a_word("!")));
        let twice = Problem::WordInTwoGroups { word: "B".to_owned() };
        assert_eq!(refused("a, b\nB, c", ""), FieldErrors::single("synonyms", twice));
        let many: Vec<_> = (0..=MAX_GROUP_WORDS).map(|n| n.to_string()).collect();
        let too_many = Problem::TooManyWords { max: MAX_GROUP_WORDS };
        assert_eq!(refused(&many.join(","), ""), FieldErrors::single("synonyms", too_many));
    }

    #[test]
    fn what_a_form_accepts_is_valid_in_a_file() {
        let words = parse("e-post, mejl\nI/O", "portalen").expect("valid");
        let setting = SearchWords(BTreeMap::from([(Lang::Sv, words)]));
        assert_eq!(setting.validate(), Ok(()));
        let with = |synonyms: &[&[&str]]| {
            let group = |group: &&[&str]| group.iter().map(|word| (*word).to_owned()).collect();
            let words = LangWords { synonyms: synonyms.iter().map(group).collect(), ..LangWords::default() };
            SearchWords(BTreeMap::from([(Lang::Nb, words)])).validate()
        };
        for wrong in [&[&["logg inn"][..]][..], &[&[]], &[&["a", "A"]], &[&["a"], &["a"]]] {
            assert!(with(wrong).is_err(), "{wrong:?}");
        }
    }
}
