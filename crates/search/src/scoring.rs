//! How good a match is: the formula that both engines use for the parts that they find in their own ways. See
//! `docs/adr/0054-search-scores-are-blended.md`.

/// How often an occurrence in title, keywords and summary counts, in addition to the one in all text, which has these too.
pub(crate) const FIELD_WEIGHTS: [f32; 4] = [3.0, 2.0, 0.5, 1.0];
/// A passage begins every so many words, and is twice as long: each word but the first ones is in two.
pub(crate) const PASSAGE_STEP: u32 = 25;
/// From so many words on a query is a question, whose answer may lack any of them.
pub(crate) const QUESTION_WORDS: usize = 3;
/// Factor for further alternatives of a word in a document that already has a better one.
pub(crate) const FURTHER_ALTERNATIVE: f32 = 0.2;
/// Weight of the title, by its share that the query has.
const TITLE: f32 = 2.0;
/// Weight of n-grams in the whole text, and in the best passage.
const GRAMS: f32 = 0.15;
const GRAMS_IN_PASSAGE: f32 = 0.3;
/// From how many occurrences on further ones count little, in the whole text and in a passage.
const SATURATION: f32 = 1.5;
const SATURATION_IN_PASSAGE: f32 = 0.6;
/// How much longer texts lose, from 0 to 1.
const LENGTH_NORMALISATION: f32 = 0.75;

/// What a document has of a query. Each part is a sum over words, or over n-grams, in which each counts by its idf.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    /// Words in the whole text.
    pub(crate) words: f32,
    /// Words in the best passage.
    pub(crate) words_in_passage: f32,
    /// N-grams in the whole text.
    pub(crate) grams: f32,
    /// N-grams in the best passage.
    pub(crate) grams_in_passage: f32,
    /// Words in the title.
    pub(crate) title: f32,
    /// The share of the title that the query has, from 0 to 1.
    pub(crate) title_share: f32,
}

impl Parts {
    /// All parts, weighted: comparable between the documents of one query only.
    pub(crate) fn score(&self) -> f32 {
        self.words
            + self.words_in_passage
            + GRAMS * self.grams
            + GRAMS_IN_PASSAGE * self.grams_in_passage
            + TITLE * self.title * self.title_share * self.title_share
    }
}

/// What scores less than this share of the best hit is not a hit: a text has one of many words of a question by chance.
pub(crate) const fn min_share_of_best(words: usize) -> f32 {
    if words < QUESTION_WORDS { 0.3 } else { 0.4 }
}

/// What so many occurrences in a whole text count, normalised by its length: from 0 to 2.5, the first ones most.
pub(crate) fn in_text(occurrences: f32) -> f32 {
    saturated(occurrences, SATURATION)
}

/// What so many occurrences in a passage count: from 0 to 1.6.
pub(crate) fn in_passage(occurrences: f32) -> f32 {
    saturated(occurrences, SATURATION_IN_PASSAGE)
}

fn saturated(occurrences: f32, saturation: f32) -> f32 {
    (saturation + 1.0) * occurrences / (saturation + occurrences)
}

/// What occurrences are divided by in a text of this length.
#[expect(clippy::cast_precision_loss, reason = "counts of words, for a curve")]
pub(crate) fn length_factor(length: u32, average: f32) -> f32 {
    1.0 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * length as f32 / average
}

/// The inverse document frequency (idf) of a term that `found` of all documents have: how much it tells them apart, from 0.7 up.
#[expect(clippy::cast_precision_loss, reason = "a count of documents, for a logarithm")]
pub(crate) fn inverse_document_frequency(documents: f32, found: usize) -> f32 {
    (1.0 + documents / (found as f32 + 0.5)).ln()
}
