//! A document as Meilisearch holds it: texts to show, and beside them their words to search in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Document,
    text::{stem, words},
};

/// The attributes that are searched, most important first.
pub(super) const SEARCHED: [&str; 5] =
    ["title_words", "keywords_words", "summary_words", "body_words", "forms"];
/// The attributes that searches give back.
pub(super) const SHOWN: [&str; 5] = ["id", "article_id", "title", "summary", "body"];
pub(super) const CATEGORY: &str = "category";
pub(super) const POPULARITY: &str = "popularity";
/// How much of a body is kept to show: about as far as a snippet is looked for.
const SHOWN_CHARS: usize = 12_000;

/// What is sent.
#[derive(Serialize)]
pub(super) struct Record {
    id: Uuid,
    article_id: Uuid,
    category: String,
    popularity: u32,
    title: String,
    summary: String,
    body: String,
    title_words: String,
    keywords_words: String,
    summary_words: String,
    body_words: String,
    /// Words as written, each once: for beginnings and typos.
    forms: String,
}

/// What comes back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) article_id: Uuid,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) body: String,
}

impl Record {
    pub(super) fn of(doc: &Document) -> Self {
        let mut forms = BTreeSet::new();
        let mut analysed = |text: &str| {
            let mut out = String::with_capacity(text.len());
            for word in words(text) {
                let stemmed = encoded(&stem(&word, doc.lang));
                let form = encoded(&word);
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&stemmed);
                if form != stemmed {
                    forms.insert(form);
                }
            }
            out
        };
        Self {
            id: doc.id,
            article_id: doc.article_id,
            category: doc.category.clone(),
            popularity: doc.popularity,
            title: doc.title.clone(),
            summary: doc.summary.clone(),
            body: doc.body.chars().take(SHOWN_CHARS).collect(),
            title_words: analysed(&doc.title),
            keywords_words: analysed(&doc.keywords.join(" ")),
            summary_words: analysed(&doc.summary),
            body_words: analysed(&doc.body),
            forms: forms.into_iter().collect::<Vec<_>>().join(" "),
        }
    }
}

/// A folded word in letters that Meilisearch leaves alone. It takes the accents off å, ä and ö and turns æ into ae; these
/// stand-ins have nothing to take off, are single letters (so that typos count alike), and are in none of our languages.
pub(super) fn encoded(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'å' => 'þ',
            'ä' => 'ð',
            'ö' => 'ħ',
            'æ' => 'đ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use fyr_domain::Lang;

    use super::*;

    #[test]
    fn a_record_has_stems_to_search_and_forms_to_complete() {
        let record = Record::of(&Document {
            id: Uuid::nil(),
            article_id: Uuid::nil(),
            lang: Lang::Sv,
            category: "konto".to_owned(),
            title: "Byta lösenord".to_owned(),
            summary: "Så byter du lösenordet".to_owned(),
            keywords: vec!["e-post".to_owned()],
            body: "Öppna".to_owned(),
            popularity: 1,
        });
        assert_eq!(record.title_words, "byt lħsenord");
        assert_eq!(record.summary_words, "sþ byt du lħsenord");
        assert_eq!(record.keywords_words, "epost");
        assert!(record.forms.split(' ').any(|form| form == "lħsenordet"));
        assert_eq!(record.body, "Öppna");
    }
}
