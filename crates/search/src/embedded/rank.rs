//! Matching and ranking. One pass over the postings gives hits, total, facets and the fallback from all words to any word,
//! which would take several searches with tantivy's own queries.
//!
//! The score of a word is its field's weight (title 10, keywords 5, summary 2.5, body 1, each normalised by the length of the
//! text and, in the body, by the number of occurrences), times the weight of the matched alternative, times the word's
//! inverse document frequency. A title with all words scores a quarter more. Popularity adds at most an eighth.

use std::{cmp::Reverse, io};

use fyr_domain::Lang;
use tantivy::{DocAddress, DocSet, TERMINATED, postings::Postings};

use super::{
    expand::Alternative,
    schema::RANKED_FIELDS,
    snapshot::{IndexSegment, Snapshot},
};

/// Weights of title, keywords, summary and body.
const FIELD_WEIGHTS: [f32; RANKED_FIELDS] = [10.0, 5.0, 2.5, 1.0];
/// Typical lengths of title, keywords, summary and body, in words.
const TYPICAL_LENGTHS: [f32; RANKED_FIELDS] = [6.0, 8.0, 20.0, 300.0];
/// Factor for further alternatives of a word in a document that already has a better one.
const FURTHER_ALTERNATIVE: f32 = 0.2;

/// A page of matches, with the totals.
#[derive(Default)]
pub(super) struct Ranked {
    /// The matches of the page, best first.
    pub(super) page: Vec<DocAddress>,
    /// The number of matches within the category.
    pub(super) total: u64,
    /// The number of matches per category, in the order of [`Snapshot::categories`].
    pub(super) categories: Vec<u64>,
}

/// A query to rank.
pub(super) struct RankRequest<'a> {
    pub(super) lang: Lang,
    pub(super) words: &'a [Vec<Alternative>],
    pub(super) category: CategoryFilter,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// Restricts hits to a category.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CategoryFilter {
    Any,
    /// The index of a category in [`Snapshot::categories`].
    Ordinal(u32),
    /// A category without documents.
    Unknown,
}

/// Ranks the documents of a snapshot.
pub(super) fn rank(snapshot: &Snapshot, request: &RankRequest<'_>) -> io::Result<Ranked> {
    let mut tables: Vec<ScoreTable> = Vec::with_capacity(snapshot.segments.len());
    for segment in &snapshot.segments {
        tables.push(ScoreTable::fill(segment, request)?);
    }
    let max_matched =
        tables.iter().filter_map(|table| table.matched.iter().max()).max().copied().unwrap_or(0);
    let mut ranked = Ranked { categories: vec![0; snapshot.categories.len()], ..Ranked::default() };
    if max_matched == 0 {
        return Ok(ranked);
    }
    let words = request.words.len();
    let min_matched = if usize::from(max_matched) == words { max_matched } else { 1 };
    let weights = inverse_document_frequencies(&tables, words, snapshot.searcher.num_docs());
    let mut candidates = Vec::new();
    for (number, (table, segment)) in (0_u32..).zip(tables.iter().zip(&snapshot.segments)) {
        for &doc in table.matching.iter().filter(|doc| table.matched[**doc as usize] >= min_matched) {
            let category = segment.category[doc as usize];
            if let Some(count) = ranked.categories.get_mut(category as usize) {
                *count += 1;
            }
            if request.category == CategoryFilter::Any
                || request.category == CategoryFilter::Ordinal(category)
            {
                let score = table.score(doc, &weights) * segment.boost[doc as usize];
                candidates.push((score, Reverse(DocAddress::new(number, doc))));
            }
        }
    }
    ranked.total = candidates.len() as u64;
    ranked.page = page(candidates, request);
    Ok(ranked)
}

fn page(mut candidates: Vec<(f32, Reverse<DocAddress>)>, request: &RankRequest<'_>) -> Vec<DocAddress> {
    let best_first = |a: &(f32, Reverse<DocAddress>), b: &(f32, Reverse<DocAddress>)| {
        b.0.total_cmp(&a.0).then(b.1.cmp(&a.1))
    };
    let end = request.offset + request.limit;
    if candidates.len() > end {
        candidates.select_nth_unstable_by(end, best_first);
        candidates.truncate(end);
    }
    candidates.sort_unstable_by(best_first);
    candidates.into_iter().skip(request.offset).map(|(_, Reverse(address))| address).collect()
}

/// The inverse document frequency of each query word.
#[expect(clippy::cast_precision_loss, reason = "counts of documents, for a logarithm")]
fn inverse_document_frequencies(tables: &[ScoreTable], words: usize, documents: u64) -> Vec<f32> {
    (0..words)
        .map(|word| {
            let with_word = tables.iter().map(|table| u64::from(table.documents[word])).sum::<u64>();
            (1.0 + documents as f32 / (with_word as f32 + 0.5)).ln()
        })
        .collect()
}

/// The scores of one segment: a row per document, a column per word.
struct ScoreTable {
    words: usize,
    scores: Vec<f32>,
    /// The number of the alternative that matched first, from 1; 0 for none.
    alternatives: Vec<u8>,
    /// The number of query words in each document.
    matched: Vec<u8>,
    /// The number of query words in each document's title.
    matched_in_title: Vec<u8>,
    /// The documents with any query word.
    matching: Vec<u32>,
    /// The number of documents with each query word.
    documents: Vec<u32>,
}

/// One alternative of one query word, to be added to the table.
struct Column<'a> {
    /// The number of the query word, from 0.
    word: usize,
    /// The number of the alternative, from 1.
    number: u8,
    alternative: &'a Alternative,
}

impl ScoreTable {
    fn fill(segment: &IndexSegment, request: &RankRequest<'_>) -> io::Result<Self> {
        let words = request.words.len();
        let rows = segment.reader.max_doc() as usize;
        let mut table = Self {
            words,
            scores: vec![0.0; rows * words],
            alternatives: vec![0; rows * words],
            matched: vec![0; rows],
            matched_in_title: vec![0; rows],
            matching: Vec::new(),
            documents: vec![0; words],
        };
        for (word, alternatives) in request.words.iter().enumerate() {
            for (number, alternative) in (1..).zip(alternatives) {
                let column = Column { word, number, alternative };
                table.add(segment, request.lang, column)?;
            }
        }
        Ok(table)
    }

    fn add(
        &mut self,
        segment: &IndexSegment,
        lang: Lang,
        Column { word, number, alternative }: Column<'_>,
    ) -> io::Result<()> {
        let alive = segment.reader.alive_bitset();
        for (field_number, field) in segment.lang(lang).ranked.iter().enumerate() {
            let Some(mut postings) = field.postings(&alternative.stem)? else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let score = alternative.weight
                        * FIELD_WEIGHTS[field_number]
                        * term_frequency_score(postings.term_freq(), field.length(doc), field_number);
                    self.add_score(doc, word, number, score);
                    if field_number == 0 && self.alternatives[doc as usize * self.words + word] == number {
                        self.matched_in_title[doc as usize] += 1;
                    }
                }
                doc = postings.advance();
            }
        }
        Ok(())
    }

    fn add_score(&mut self, doc: u32, word: usize, alternative: u8, score: f32) {
        let row = doc as usize;
        let cell = row * self.words + word;
        if self.alternatives[cell] == 0 {
            if self.matched[row] == 0 {
                self.matching.push(doc);
            }
            self.alternatives[cell] = alternative;
            self.matched[row] += 1;
            self.documents[word] += 1;
        }
        let is_first = self.alternatives[cell] == alternative;
        self.scores[cell] += if is_first { score } else { score * FURTHER_ALTERNATIVE };
    }

    #[expect(clippy::cast_precision_loss, reason = "a dozen words at most")]
    fn score(&self, doc: u32, weights: &[f32]) -> f32 {
        let row = doc as usize;
        let scores = &self.scores[row * self.words..(row + 1) * self.words];
        let sum: f32 = scores.iter().zip(weights).map(|(score, weight)| score * weight).sum();
        let whole_title = if usize::from(self.matched_in_title[row]) == self.words { 1.25 } else { 1.0 };
        let share = f32::from(self.matched[row]) / self.words as f32;
        sum * whole_title * share * share
    }
}

/// The term frequency part of BM25: saturates with the number of occurrences and is normalised by the text's length.
#[expect(clippy::cast_precision_loss, reason = "counts of words, for a curve")]
fn term_frequency_score(occurrences: u32, length: u32, field_number: usize) -> f32 {
    let occurrences = occurrences.max(1) as f32;
    let length = 0.6 + 0.4 * length as f32 / TYPICAL_LENGTHS[field_number];
    2.2 * occurrences / (occurrences + 1.2 * length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_order_at_typical_lengths() {
        let title_of_twelve_words = FIELD_WEIGHTS[0] * term_frequency_score(1, 12, 0);
        let keywords_of_three = FIELD_WEIGHTS[1] * term_frequency_score(1, 3, 1);
        let keywords_of_twenty = FIELD_WEIGHTS[1] * term_frequency_score(1, 20, 1);
        let summary_of_eight = FIELD_WEIGHTS[2] * term_frequency_score(1, 8, 2);
        let summary_of_forty = FIELD_WEIGHTS[2] * term_frequency_score(1, 40, 2);
        let body_with_many = FIELD_WEIGHTS[3] * term_frequency_score(8, 300, 3);
        assert!(title_of_twelve_words > keywords_of_three);
        assert!(keywords_of_twenty > summary_of_eight);
        assert!(summary_of_forty > body_with_many);
    }
}
