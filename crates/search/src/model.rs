//! Input and output of a search engine: documents, queries, hits. Plain data; highlights are segments, never HTML.

use std::sync::Arc;

use fyr_domain::{
    Lang,
    articles::{Audience, Readable},
};
use uuid::Uuid;

use crate::text::Vocabulary;

/// Longest query text, in characters; longer text is truncated, not rejected.
pub(crate) const MAX_QUERY_CHARS: usize = 1_000;
/// Largest page size.
const MAX_PER_PAGE: u32 = 100;
/// Largest number of hits that paging can reach.
pub(crate) const MAX_PAGED_HITS: usize = 10_000;

/// One translation of an article, as it is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The translation's id, unique in the index.
    pub id: Uuid,
    /// The article's id, shared by its translations.
    pub article_id: Uuid,
    /// The language; only searches in that language find the document.
    pub lang: Lang,
    /// The slug of the article's category.
    pub category: String,
    /// Who may read the article.
    pub audience: Audience,
    /// The title; has the highest weight.
    pub title: String,
    /// One or two sentences; weighted below keywords and above the body.
    pub summary: String,
    /// Additional search terms that the text may not contain; weighted below the title.
    pub keywords: Vec<String>,
    /// The text without markup; has the lowest weight.
    pub body: String,
    /// How popular the article is, from 0. The scale is free: popularity decides only between nearly equal scores.
    pub popularity: u32,
}

/// A search query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The text as typed, truncated after 1,000 characters; punctuation, quotes and operators count as spaces.
    pub text: String,
    /// Only documents in this language.
    pub lang: Lang,
    /// Only documents that the reader may read.
    pub readable: Readable,
    /// Only documents in the category with this slug.
    pub category: Option<String>,
    /// The page number, from 1.
    pub page: u32,
    /// Hits per page, 1 to 100. Paging ends at the 10,000th hit.
    pub per_page: u32,
    /// Whether the last word may be incomplete, because the person is still typing.
    pub prefix: bool,
    /// The synonyms and stop words.
    pub vocabulary: Arc<Vocabulary>,
    /// The id of an article that is left out, such as the one whose text is the query.
    pub exclude: Option<Uuid>,
}

impl Query {
    /// A query for the first ten hits, of complete words, in all categories, among what everyone may read.
    pub fn new(text: impl Into<String>, lang: Lang) -> Self {
        Self {
            text: text.into(),
            lang,
            readable: Readable::by_everyone(),
            category: None,
            page: 1,
            per_page: 10,
            prefix: false,
            vocabulary: Vocabulary::built_in(),
            exclude: None,
        }
    }

    /// The number of hits before the page.
    pub(crate) fn offset(&self) -> usize {
        (self.page.max(1) as usize - 1).saturating_mul(self.limit()).min(MAX_PAGED_HITS)
    }

    /// The largest number of hits on the page.
    pub(crate) fn limit(&self) -> usize {
        self.per_page.clamp(1, MAX_PER_PAGE) as usize
    }
}

/// A piece of a text that either matches the query or does not. Joined in order, the segments are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Plain text, to be escaped like any other.
    pub text: String,
    /// Whether the query matches: literally, by stem, by synonym or within the allowed typos.
    pub marked: bool,
}

/// A document that matches a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentHit {
    /// The translation's id.
    pub id: Uuid,
    /// The article's id.
    pub article_id: Uuid,
    /// The document's language, the same as the query's.
    pub lang: Lang,
    /// The whole title, with matches marked.
    pub title: Vec<Segment>,
    /// About 200 characters around the best match, with `…` where text was omitted.
    pub snippet: Vec<Segment>,
    /// How many of the query's words the title and the snippet contain.
    pub match_quality: MatchQuality,
}

/// How many words of the query are in the parts that people see. Each word counts once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchQuality {
    /// The number of words in the query.
    pub query_words: u32,
    /// How many of them are in the title.
    pub in_title: u32,
    /// How many of them are in the title or the snippet.
    pub in_excerpt: u32,
}

impl MatchQuality {
    /// Whether the hit is good enough as an unsolicited suggestion: at least one word is in the title, and at least half of
    /// the words are in title and snippet.
    pub const fn is_relevant(self) -> bool {
        self.in_title > 0 && self.in_excerpt * 2 >= self.query_words
    }
}

/// A page of hits, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The hits of the page; empty beyond the last page.
    pub hits: Vec<DocumentHit>,
    /// The number of hits on all pages, within the query's category. What the reader may not read is in no number.
    pub total: u64,
    /// Slugs of categories with their number of hits, largest first, independent of the query's category.
    pub categories: Vec<(String, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_relevant_with_a_word_in_the_title_and_half_of_the_words_in_the_excerpt() {
        let relevant = |query_words, in_title, in_excerpt| {
            MatchQuality { query_words, in_title, in_excerpt }.is_relevant()
        };
        assert!(relevant(1, 1, 1) && relevant(4, 1, 2) && relevant(5, 2, 3));
        assert!(!relevant(1, 0, 1), "in the body only");
        assert!(!relevant(4, 0, 4), "no word in the title");
        assert!(!relevant(3, 1, 1) && !relevant(5, 1, 2), "one word among many");
    }
}
