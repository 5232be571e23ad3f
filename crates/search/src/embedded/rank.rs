//! Which documents match, and in what order. One pass over the postings gives hits, total, facets and the fallback from all
//! words to any word, which tantivy's own queries would take several searches for.
//!
//! A word's place counts first (title 10, keywords 5, summary 2.5, body 1, each by how short the text is and, in the body,
//! how often it comes), times how well the matched stem stands for the word, times how rare the word is. All words in the
//! title is worth a quarter more. Popularity adds at most an eighth.

use std::{cmp::Reverse, io};

use fyr_domain::Lang;
use tantivy::{DocAddress, DocSet, TERMINATED, postings::Postings};

use super::{
    expand::Alternative,
    schema::RANKED,
    snapshot::{Segment, Snapshot},
};

/// Weights of title, keywords, summary and body.
const WEIGHT: [f32; RANKED] = [10.0, 5.0, 2.5, 1.0];
/// Usual lengths of them, in words.
const USUAL: [f32; RANKED] = [6.0, 8.0, 20.0, 300.0];
/// How much a document gains from a worse alternative of a word it has a better one of.
const SECOND_BEST: f32 = 0.2;

/// A page of matches, with what is known of them all.
#[derive(Default)]
pub(super) struct Ranked {
    /// Best first.
    pub(super) page: Vec<DocAddress>,
    /// Matches within the category.
    pub(super) total: u64,
    /// Matches per category, in the order of [`Snapshot::categories`].
    pub(super) categories: Vec<u64>,
}

/// What to rank.
pub(super) struct Request<'a> {
    pub(super) lang: Lang,
    pub(super) words: &'a [Vec<Alternative>],
    pub(super) category: Wanted,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// Which categories hits may be of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Every,
    /// The one at this place in [`Snapshot::categories`].
    One(u32),
    /// One that has no documents.
    None,
}

/// Ranks the documents of a snapshot.
pub(super) fn rank(snapshot: &Snapshot, request: &Request<'_>) -> io::Result<Ranked> {
    let mut tables = Vec::with_capacity(snapshot.segments.len());
    for segment in &snapshot.segments {
        tables.push(Table::fill(segment, request)?);
    }
    let most = tables.iter().filter_map(|table| table.matched.iter().max()).max().copied().unwrap_or(0);
    let mut ranked = Ranked { categories: vec![0; snapshot.categories.len()], ..Ranked::default() };
    if most == 0 {
        return Ok(ranked);
    }
    let words = request.words.len();
    let needed = if usize::from(most) == words { most } else { 1 };
    let rarity = rarity(&tables, words, snapshot.searcher.num_docs());
    let mut candidates = Vec::new();
    for (number, (table, segment)) in (0_u32..).zip(tables.iter().zip(&snapshot.segments)) {
        for &doc in table.touched.iter().filter(|doc| table.matched[**doc as usize] >= needed) {
            let category = segment.category[doc as usize];
            if let Some(count) = ranked.categories.get_mut(category as usize) {
                *count += 1;
            }
            if matches!(request.category, Wanted::Every) || request.category == Wanted::One(category) {
                let score = table.score(doc, &rarity) * segment.boost[doc as usize];
                candidates.push((score, Reverse(DocAddress::new(number, doc))));
            }
        }
    }
    ranked.total = candidates.len() as u64;
    ranked.page = page(candidates, request);
    Ok(ranked)
}

fn page(mut candidates: Vec<(f32, Reverse<DocAddress>)>, request: &Request<'_>) -> Vec<DocAddress> {
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

/// How much each word tells: one that is in few documents tells more.
#[expect(clippy::cast_precision_loss, reason = "counts of documents, for a logarithm")]
fn rarity(tables: &[Table], words: usize, documents: u64) -> Vec<f32> {
    (0..words)
        .map(|word| {
            let with_word = tables.iter().map(|table| u64::from(table.documents[word])).sum::<u64>();
            (1.0 + documents as f32 / (with_word as f32 + 0.5)).ln()
        })
        .collect()
}

/// The scores of one segment: a row per document, a column per word.
struct Table {
    words: usize,
    scores: Vec<f32>,
    /// Which alternative gave the score, from 1.
    owners: Vec<u8>,
    /// How many words a document has.
    matched: Vec<u8>,
    /// How many of them in the title.
    titles: Vec<u8>,
    /// The documents that have any.
    touched: Vec<u32>,
    /// How many documents have each word.
    documents: Vec<u32>,
}

impl Table {
    fn fill(segment: &Segment, request: &Request<'_>) -> io::Result<Self> {
        let words = request.words.len();
        let rows = segment.reader.max_doc() as usize;
        let mut table = Self {
            words,
            scores: vec![0.0; rows * words],
            owners: vec![0; rows * words],
            matched: vec![0; rows],
            titles: vec![0; rows],
            touched: Vec::new(),
            documents: vec![0; words],
        };
        for (word, alternatives) in request.words.iter().enumerate() {
            for (owner, alternative) in (1..).zip(alternatives) {
                table.add(segment, request.lang, word, (owner, alternative))?;
            }
        }
        Ok(table)
    }

    fn add(
        &mut self,
        segment: &Segment,
        lang: Lang,
        word: usize,
        (owner, alternative): (u8, &Alternative),
    ) -> io::Result<()> {
        let alive = segment.reader.alive_bitset();
        for (place, field) in segment.lang(lang).ranked.iter().enumerate() {
            let Some(mut postings) = field.postings(&alternative.stem)? else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let gain = alternative.weight
                        * WEIGHT[place]
                        * saturated(postings.term_freq(), field.length(doc), place);
                    self.gain(doc, word, owner, gain);
                    if place == 0 && self.owners[doc as usize * self.words + word] == owner {
                        self.titles[doc as usize] += 1;
                    }
                }
                doc = postings.advance();
            }
        }
        Ok(())
    }

    fn gain(&mut self, doc: u32, word: usize, owner: u8, gain: f32) {
        let row = doc as usize;
        let cell = row * self.words + word;
        if self.owners[cell] == 0 {
            if self.matched[row] == 0 {
                self.touched.push(doc);
            }
            self.owners[cell] = owner;
            self.matched[row] += 1;
            self.documents[word] += 1;
        }
        self.scores[cell] += if self.owners[cell] == owner { gain } else { gain * SECOND_BEST };
    }

    #[expect(clippy::cast_precision_loss, reason = "a dozen words at most")]
    fn score(&self, doc: u32, rarity: &[f32]) -> f32 {
        let row = doc as usize;
        let scores = &self.scores[row * self.words..(row + 1) * self.words];
        let sum: f32 = scores.iter().zip(rarity).map(|(score, rarity)| score * rarity).sum();
        let whole_title = if usize::from(self.titles[row]) == self.words { 1.25 } else { 1.0 };
        let share = f32::from(self.matched[row]) / self.words as f32;
        sum * whole_title * share * share
    }
}

/// BM25's curve: more often is better, less and less; in a short text a word says more than in a long one.
#[expect(clippy::cast_precision_loss, reason = "counts of words, for a curve")]
fn saturated(times: u32, length: u32, place: usize) -> f32 {
    let times = times.max(1) as f32;
    let length = 0.6 + 0.4 * length as f32 / USUAL[place];
    2.2 * times / (times + 1.2 * length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_their_order_at_usual_lengths() {
        let title_of_twelve_words = WEIGHT[0] * saturated(1, 12, 0);
        let keywords_of_three = WEIGHT[1] * saturated(1, 3, 1);
        let keywords_of_twenty = WEIGHT[1] * saturated(1, 20, 1);
        let summary_of_eight = WEIGHT[2] * saturated(1, 8, 2);
        let summary_of_forty = WEIGHT[2] * saturated(1, 40, 2);
        let body_with_many = WEIGHT[3] * saturated(8, 300, 3);
        assert!(title_of_twelve_words > keywords_of_three);
        assert!(keywords_of_twenty > summary_of_eight);
        assert!(summary_of_forty > body_with_many);
    }
}
