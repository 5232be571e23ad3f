//! The scores of the documents of one segment, filled word by word from the postings.

use std::io;

use fyr_domain::Lang;
use tantivy::{DocSet, TERMINATED, postings::Postings};

use super::{
    expand::Alternative,
    schema::{TEXT_FIELD, TITLE_FIELD},
    snapshot::{IndexSegment, Lengths, RankedReader},
};
use crate::scoring::{
    FIELD_WEIGHTS, FURTHER_ALTERNATIVE, PASSAGE_STEP, Parts, in_passage, in_text, length_factor,
};

/// A document without any word matches if its n-grams have this share of the idf of all n-grams.
const MIN_SHARE_OF_GRAMS: f32 = 0.35;

/// The scores of one segment while the words of a query are added.
pub(super) struct SegmentScores<'a> {
    segment: &'a IndexSegment,
    lang: Lang,
    lengths: Lengths,
    /// The documents that have any word or n-gram, in the order in which they were found.
    found_any: Vec<u32>,
    /// Per document: what it has of the query.
    matching: Vec<Matching>,
    /// The sum of the idf of all n-grams.
    all_grams: f32,
    /// Per document: the scores of words and of n-grams in the whole text.
    words: Vec<f32>,
    grams: Vec<f32>,
    /// Per document: how many words are in the title, and the sum of their idf.
    title_words: Vec<f32>,
    title: Vec<f32>,
    /// Per passage: the scores of words and of n-grams.
    words_in_passage: Vec<f32>,
    grams_in_passage: Vec<f32>,
    /// What the word that is being matched has found, per document and per passage.
    found: Sparse<Found>,
    found_in_passage: Sparse<f32>,
}

/// What a document has of the query.
#[derive(Clone, Copy, Default)]
struct Matching {
    is_found: bool,
    has_word: bool,
    /// The sum of the idf of the n-grams that it has.
    grams: f32,
}

/// What one word found in a document.
#[derive(Clone, Copy, Default, PartialEq)]
struct Found {
    /// The weight of the best alternative.
    weight: f32,
    /// The number of occurrences, by field and normalised by length.
    occurrences: f32,
    in_title: bool,
}

impl Matching {
    /// Adds the document of this row to those that have anything.
    fn note(&mut self, row: usize, found_any: &mut Vec<u32>) {
        if !self.is_found {
            self.is_found = true;
            found_any.extend(u32::try_from(row));
        }
    }
}

impl<'a> SegmentScores<'a> {
    /// The scores before any word is added. `lengths` are those of the whole index.
    pub(super) fn new(segment: &'a IndexSegment, lang: Lang, lengths: Lengths) -> Self {
        let (documents, passages) = (segment.reader.max_doc() as usize, segment.passage_count());
        Self {
            segment,
            lang,
            lengths,
            found_any: Vec::new(),
            matching: vec![Matching::default(); documents],
            all_grams: 0.0,
            words: vec![0.0; documents],
            grams: vec![0.0; documents],
            title_words: vec![0.0; documents],
            title: vec![0.0; documents],
            words_in_passage: vec![0.0; passages],
            grams_in_passage: vec![0.0; passages],
            found: Sparse::new(documents),
            found_in_passage: Sparse::new(passages),
        }
    }

    /// Matches the alternatives of one word, the best first; returns in how many documents they are.
    pub(super) fn match_word(&mut self, alternatives: &[Alternative]) -> io::Result<usize> {
        for Alternative { stem, weight } in alternatives {
            let fields = self.segment.lang(self.lang).ranked.iter().zip(self.lengths.ranked);
            for (field, ((reader, average), field_weight)) in fields.zip(FIELD_WEIGHTS).enumerate() {
                self.for_each_document(reader, stem, |scores, doc, occurrences, positions| {
                    let norm = length_factor(reader.length(doc), average);
                    let occurrences = field_weight * occurrences / norm;
                    let found = scores.found.at(doc);
                    let share = if found.weight == 0.0 { 1.0 } else { weight / found.weight };
                    found.weight = found.weight.max(*weight);
                    found.occurrences +=
                        occurrences * if share < 1.0 { share * FURTHER_ALTERNATIVE } else { 1.0 };
                    found.in_title |= field == TITLE_FIELD;
                    if field == TEXT_FIELD {
                        scores.find_in_passages(doc, positions, *weight);
                    }
                })?;
            }
        }
        Ok(self.found.touched.len())
    }

    /// Adds the scores of the word that was matched last, with its idf in the whole index.
    pub(super) fn add_word(&mut self, idf: f32) {
        let Self { found, found_in_passage, words, words_in_passage, .. } = self;
        let (matching, found_any) = (&mut self.matching, &mut self.found_any);
        let (title, title_words) = (&mut self.title, &mut self.title_words);
        found.drain(|row, found| {
            words[row] += idf * found.weight * in_text(found.occurrences);
            if found.in_title {
                title_words[row] += 1.0;
                title[row] += idf * found.weight;
            }
            matching[row].has_word = true;
            matching[row].note(row, found_any);
        });
        found_in_passage.drain(|at, found| words_in_passage[at] += idf * in_passage(found));
    }

    /// Matches an n-gram; returns in how many documents it is.
    pub(super) fn match_gram(&mut self, gram: &str) -> io::Result<usize> {
        let reader = &self.segment.lang(self.lang).grams;
        let average = self.lengths.grams;
        self.for_each_document(reader, gram, |scores, doc, occurrences, positions| {
            scores.found.at(doc).occurrences = occurrences / length_factor(reader.length(doc), average);
            scores.find_in_passages(doc, positions, 1.0);
        })?;
        Ok(self.found.touched.len())
    }

    /// Adds the scores of the n-gram that was matched last, with its idf in the whole index.
    pub(super) fn add_gram(&mut self, idf: f32) {
        let Self { found, found_in_passage, grams, grams_in_passage, matching, found_any, .. } = self;
        self.all_grams += idf;
        found.drain(|row, found| {
            grams[row] += idf * in_text(found.occurrences);
            matching[row].grams += idf;
            matching[row].note(row, found_any);
        });
        found_in_passage.drain(|at, found| grams_in_passage[at] += idf * in_passage(found));
    }

    /// Calls `add` for each document with a term: with the number of its occurrences, and where they are.
    fn for_each_document(
        &mut self,
        reader: &RankedReader,
        term: &str,
        mut add: impl FnMut(&mut Self, u32, f32, &[u32]),
    ) -> io::Result<()> {
        let Some(mut postings) = reader.postings(term)? else { return Ok(()) };
        let alive = self.segment.reader.alive_bitset();
        let mut positions = Vec::new();
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                postings.positions(&mut positions);
                #[expect(clippy::cast_precision_loss, reason = "occurrences, for a curve")]
                let occurrences = postings.term_freq() as f32;
                add(self, doc, occurrences, &positions);
            }
            doc = postings.advance();
        }
        Ok(())
    }

    fn find_in_passages(&mut self, doc: u32, positions: &[u32], weight: f32) {
        let passages = self.segment.passages(doc);
        for position in positions {
            let first = passages.start + (position / PASSAGE_STEP) as usize;
            // passages overlap: each is two steps long
            for at in [first, first + 1].into_iter().filter(|at| passages.contains(at)) {
                *self.found_in_passage.at_index(at) += weight;
            }
        }
    }

    /// The documents with any word of the query, or with enough of its n-grams.
    pub(super) fn matching(&self) -> impl Iterator<Item = u32> + use<'_> {
        let is_match = |doc: &u32| {
            let matching = self.matching[*doc as usize];
            matching.has_word || matching.grams >= self.all_grams * MIN_SHARE_OF_GRAMS
        };
        self.found_any.iter().copied().filter(is_match)
    }

    /// The score of a document: see [`Parts::score`].
    pub(super) fn score(&self, doc: u32) -> f32 {
        let row = doc as usize;
        let passages = self.segment.passages(doc);
        let best = |scores: &[f32]| scores[passages.clone()].iter().copied().fold(0.0, f32::max);
        let parts = Parts {
            words: self.words[row],
            words_in_passage: best(&self.words_in_passage),
            grams: self.grams[row],
            grams_in_passage: best(&self.grams_in_passage),
            title: self.title[row],
            title_share: (self.title_words[row] / self.segment.title_words[row]).min(1.0),
        };
        parts.score()
    }
}

/// Numbered cells of which few are filled, to be emptied again without looking at all.
struct Sparse<T> {
    cells: Vec<T>,
    touched: Vec<usize>,
}

impl<T: Copy + Default + PartialEq> Sparse<T> {
    fn new(cells: usize) -> Self {
        Self { cells: vec![T::default(); cells], touched: Vec::new() }
    }

    fn at(&mut self, number: u32) -> &mut T {
        self.at_index(number as usize)
    }

    /// A cell, which the caller fills.
    fn at_index(&mut self, index: usize) -> &mut T {
        let cell = &mut self.cells[index];
        if *cell == T::default() {
            self.touched.push(index);
        }
        cell
    }

    /// Empties all cells.
    fn drain(&mut self, mut each: impl FnMut(usize, T)) {
        for index in self.touched.drain(..) {
            each(index, std::mem::take(&mut self.cells[index]));
        }
    }
}
