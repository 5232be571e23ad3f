//! Ranking. Every document with any word of the query, or with another form of it, gets a score; none is left out for the words
//! that it lacks. The score is a sum, each part with the inverse document frequencies of what it matches:
//!
//! - the whole text: BM25 over stems, where words of the title count several times,
//! - its best passage of 50 words, likewise: an answer stands in one place,
//! - character n-grams, in the whole text and in the best passage: for compounds and forms that stems do not bring together,
//! - the title, by its share that the query has.
//!
//! The weights come from judged queries (`quality/`, `cargo xtask search-quality`); small changes of them change little.

use std::{cmp::Reverse, io};

use fyr_domain::Lang;
use tantivy::DocAddress;

use super::{expand::Alternative, scores::SegmentScores, snapshot::Snapshot};
use crate::scoring::{inverse_document_frequency, min_share_of_best};

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
    /// The character n-grams of all words.
    pub(super) grams: &'a [String],
    pub(super) category: CategoryFilter,
    /// For each of [`Snapshot::audiences`], whether the reader belongs to it.
    pub(super) readable: &'a [bool],
    /// The documents that are no hits.
    pub(super) exclude: &'a [DocAddress],
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

/// A document with its score and the index of its category.
struct Scored {
    score: f32,
    address: Reverse<DocAddress>,
    category: u32,
}

/// Ranks the documents of a snapshot.
pub(super) fn rank(snapshot: &Snapshot, request: &RankRequest<'_>) -> io::Result<Ranked> {
    let scored = score_all(snapshot, request)?;
    let best = scored.iter().map(|scored| scored.score).fold(0.0, f32::max);
    let mut ranked = Ranked { categories: vec![0; snapshot.categories.len()], ..Ranked::default() };
    let mut candidates = Vec::new();
    let least = best * min_share_of_best(request.words.len());
    for scored in scored.into_iter().filter(|scored| scored.score >= least) {
        if let Some(count) = ranked.categories.get_mut(scored.category as usize) {
            *count += 1;
        }
        if request.category == CategoryFilter::Any
            || request.category == CategoryFilter::Ordinal(scored.category)
        {
            candidates.push(scored);
        }
    }
    ranked.total = candidates.len() as u64;
    ranked.page = page(candidates, request);
    Ok(ranked)
}

fn score_all(snapshot: &Snapshot, request: &RankRequest<'_>) -> io::Result<Vec<Scored>> {
    let lengths = snapshot.lengths(request.lang);
    let mut segments: Vec<SegmentScores<'_>> =
        snapshot.segments.iter().map(|segment| SegmentScores::new(segment, request.lang, lengths)).collect();
    for alternatives in request.words {
        let found =
            segments.iter_mut().map(|segment| segment.match_word(alternatives)).sum::<io::Result<_>>()?;
        let idf = inverse_document_frequency(lengths.documents, found);
        for segment in &mut segments {
            segment.add_word(idf);
        }
    }
    for gram in request.grams {
        let found = segments.iter_mut().map(|segment| segment.match_gram(gram)).sum::<io::Result<_>>()?;
        let idf = inverse_document_frequency(lengths.documents, found);
        for segment in &mut segments {
            segment.add_gram(idf);
        }
    }
    let mut scored = Vec::new();
    for ((number, scores), segment) in (0_u32..).zip(&segments).zip(&snapshot.segments) {
        let is_readable = |doc: &u32| {
            let audience = segment.audience[*doc as usize];
            request.readable.get(audience as usize).copied().unwrap_or_default()
        };
        let matching = scores
            .matching()
            .filter(|doc| !request.exclude.contains(&DocAddress::new(number, *doc)))
            .filter(is_readable);
        scored.extend(matching.map(|doc| Scored {
            score: scores.score(doc) * segment.boost[doc as usize],
            address: Reverse(DocAddress::new(number, doc)),
            category: segment.category[doc as usize],
        }));
    }
    Ok(scored)
}

fn page(mut candidates: Vec<Scored>, request: &RankRequest<'_>) -> Vec<DocAddress> {
    let best_first =
        |a: &Scored, b: &Scored| b.score.total_cmp(&a.score).then_with(|| b.address.cmp(&a.address));
    let end = request.offset + request.limit;
    if candidates.len() > end {
        candidates.select_nth_unstable_by(end, best_first);
        candidates.truncate(end);
    }
    candidates.sort_unstable_by(best_first);
    candidates.into_iter().skip(request.offset).map(|scored| scored.address.0).collect()
}
