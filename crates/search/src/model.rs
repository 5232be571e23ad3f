//! What goes into an index and what comes out of it. Plain data; highlights are segments, never HTML.

use fyr_domain::Lang;
use uuid::Uuid;

/// The longest query that is looked at, in characters. What is beyond is cut, not refused.
pub(crate) const MAX_QUERY_CHARS: usize = 1_000;
/// The most hits on a page.
const MAX_PER_PAGE: u32 = 100;
/// The last hit that paging reaches.
pub(crate) const MAX_REACH: usize = 10_000;

/// One translation of one article, as it is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The translation's id: a document with the same id replaces this one.
    pub id: Uuid,
    /// The article it is a translation of.
    pub article_id: Uuid,
    /// Its language: only searches in that language find it.
    pub lang: Lang,
    /// The slug of its category.
    pub category: String,
    /// Weighs most.
    pub title: String,
    /// One or two sentences; weighs less than keywords and more than the body.
    pub summary: String,
    /// Words that people use for it and that the text may not contain.
    pub keywords: Vec<String>,
    /// Plain text, without markup.
    pub body: String,
    /// How much it is read and liked, from 0; on any scale, since only near-ties are decided by it.
    pub popularity: u32,
}

/// What a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As typed. Cut after 1,000 characters; punctuation, quotes and operators are nothing but spaces.
    pub text: String,
    /// Only documents in this language.
    pub lang: Lang,
    /// Only documents in the category with this slug.
    pub category: Option<String>,
    /// From 1.
    pub page: u32,
    /// 1 to 100. Paging ends at the 10,000th hit.
    pub per_page: u32,
    /// The person is still typing: the last word may be the beginning of one.
    pub prefix: bool,
}

impl Query {
    /// How many hits come before the page.
    pub(crate) fn offset(&self) -> usize {
        (self.page.max(1) as usize - 1).saturating_mul(self.limit()).min(MAX_REACH)
    }

    /// How many hits the page has at most.
    pub(crate) fn limit(&self) -> usize {
        self.per_page.clamp(1, MAX_PER_PAGE) as usize
    }
}

/// A piece of text, matched by the query or not. Joined in order, the segments are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Plain text, to be escaped like any other.
    pub text: String,
    /// Matched by the query: literally, by its stem, by a synonym or despite a typo.
    pub marked: bool,
}

/// One document that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The translation.
    pub id: Uuid,
    /// Its article.
    pub article_id: Uuid,
    /// Its language, which is the query's.
    pub lang: Lang,
    /// The whole title.
    pub title: Vec<Segment>,
    /// About 200 characters around the best place, with `…` where text was left out.
    pub snippet: Vec<Segment>,
    /// How well it fits.
    pub fit: Fit,
}

/// How many of the words that were asked for stand where people see them. A word matches once, however often it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Words of the query.
    pub asked: u32,
    /// Of these, in the title.
    pub in_title: u32,
    /// Of these, in the title or the snippet.
    pub shown: u32,
}

impl Fit {
    /// Whether a person who asked for nothing may be shown it: the title is about what was typed, and title and snippet
    /// have half of the words. A document that merely has one of many words somewhere is no help.
    pub const fn is_near(self) -> bool {
        self.in_title > 0 && self.shown * 2 >= self.asked
    }
}

/// A page of hits, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The page; empty beyond the last.
    pub hits: Vec<Hit>,
    /// Hits on all pages together, within the category asked for.
    pub total: u64,
    /// Categories with their number of hits for the text, most first, whatever category was asked for.
    pub categories: Vec<(String, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_title_with_half_of_the_words_around_it_is_near() {
        let near = |asked, in_title, shown| Fit { asked, in_title, shown }.is_near();
        assert!(near(1, 1, 1) && near(4, 1, 2) && near(5, 2, 3));
        assert!(!near(1, 0, 1), "in the text alone");
        assert!(!near(4, 0, 4), "nothing of it in the title");
        assert!(!near(3, 1, 1) && !near(5, 1, 2), "one word among many");
    }
}
