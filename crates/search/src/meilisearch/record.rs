//! A document as stored in Meilisearch: the texts to display, and their processed words to search in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Document,
    text::{stem, words, written_for},
};

/// The searchable attributes, most important first.
pub(super) const SEARCHABLE: [&str; 6] =
    ["title_words", "keywords_words", "summary_words", "body_words", "forms", "keyboard"];
/// The attributes that searches return.
pub(super) const DISPLAYED: [&str; 5] = ["id", "article_id", "title", "summary", "body"];
pub(super) const CATEGORY: &str = "category";
pub(super) const AUDIENCE: &str = "audience";
pub(super) const POPULARITY: &str = "popularity";
/// How much of a body is stored, in characters: about as far as the highlighter searches for a snippet.
const STORED_BODY_CHARS: usize = 12_000;

/// A document to index.
#[derive(Serialize)]
pub(super) struct Record {
    id: Uuid,
    article_id: Uuid,
    category: String,
    audience: String,
    popularity: u32,
    title: String,
    summary: String,
    body: String,
    title_words: String,
    keywords_words: String,
    summary_words: String,
    body_words: String,
    /// Unstemmed words without duplicates, for prefixes and typos.
    forms: String,
    /// Stems and words as people without our letters write them.
    keyboard: String,
}

/// A document in a search response.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct StoredDocument {
    pub(super) id: Uuid,
    pub(super) article_id: Uuid,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) body: String,
}

impl Record {
    /// Converts a document, and stems its texts.
    pub(super) fn from_document(doc: &Document) -> Self {
        let (mut forms, mut keyboard) = (BTreeSet::new(), BTreeSet::new());
        let mut analyse = |text: &str| {
            let mut out = String::with_capacity(text.len());
            for word in words(text) {
                let stemmed = stem(&word, doc.lang);
                for written in written_for(&stemmed, doc.lang).into_iter().chain(written_for(&word, doc.lang))
                {
                    // what is typed is stemmed, too
                    keyboard.insert(encode(&stem(&written, doc.lang)));
                    keyboard.insert(encode(&written));
                }
                let stemmed = encode(&stemmed);
                let form = encode(&word);
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
            audience: doc.audience.to_string(),
            popularity: doc.popularity,
            title: doc.title.clone(),
            summary: doc.summary.clone(),
            body: doc.body.chars().take(STORED_BODY_CHARS).collect(),
            title_words: analyse(&doc.title),
            keywords_words: analyse(&doc.keywords.join(" ")),
            summary_words: analyse(&doc.summary),
            body_words: analyse(&doc.body),
            forms: forms.into_iter().collect::<Vec<_>>().join(" "),
            keyboard: keyboard.into_iter().collect::<Vec<_>>().join(" "),
        }
    }
}

/// Encodes a folded word in letters that Meilisearch does not normalise. It would remove the accents of å, ä and ö and turn æ
/// into ae; the replacements have no accents, are single letters (so that typos count the same), and are in none of the
/// supported languages.
pub(super) fn encode(word: &str) -> String {
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
    use fyr_domain::{Lang, articles::Audience};

    use super::*;

    #[test]
    fn a_record_has_stems_for_search_and_forms_for_completion() {
        let record = Record::from_document(&Document {
            id: Uuid::nil(),
            article_id: Uuid::nil(),
            lang: Lang::Sv,
            category: "konto".to_owned(),
            audience: Audience::EVERYONE,
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
        for typed in ["losenord", "loesenord", "oppna", "oeppna"] {
            let stemmed = stem(typed, Lang::Sv);
            assert!(record.keyboard.split(' ').any(|word| word == stemmed), "{typed}: {}", record.keyboard);
        }
    }
}
