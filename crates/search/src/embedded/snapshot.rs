//! One commit of the index, prepared for searching: what ranking needs of each segment is loaded once per commit instead of
//! once per search.

use std::{collections::HashMap, io, ops::Range, sync::Arc};

use fyr_domain::Lang;
use tantivy::{
    InvertedIndexReader, Searcher, SegmentReader, fieldnorm::FieldNormReader, postings::SegmentPostings,
    schema::IndexRecordOption,
};

use super::schema::{
    AUDIENCE, CATEGORY, Fields, LangFields, POPULARITY, POSITIONS, RANKED_FIELDS, TEXT_FIELD, TITLE_WORDS,
};
use crate::scoring::PASSAGE_STEP;

/// The index as of one commit.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) segments: Vec<IndexSegment>,
    /// The slugs of all categories; segments refer to them by index.
    pub(super) categories: Vec<String>,
    /// All audiences as they are written; segments refer to them by index.
    pub(super) audiences: Vec<String>,
    /// How long the texts of each language are.
    lengths: Vec<Lengths>,
}

/// How many documents a language has, and how long their fields are on average.
#[derive(Clone, Copy, Default)]
pub(super) struct Lengths {
    pub(super) documents: f32,
    /// In words, at least 1.
    pub(super) ranked: [f32; RANKED_FIELDS],
    /// In n-grams, at least 1.
    pub(super) grams: f32,
}

/// One segment of the index.
pub(super) struct IndexSegment {
    pub(super) reader: SegmentReader,
    langs: Vec<LangReader>,
    /// For each document, the index of its category in [`Snapshot::categories`].
    pub(super) category: Vec<u32>,
    /// For each document, the index of its audience in [`Snapshot::audiences`].
    pub(super) audience: Vec<u32>,
    /// For each document, the factor for its popularity.
    pub(super) boost: Vec<f32>,
    /// For each document, the number of words of its title without stop words, at least 1.
    pub(super) title_words: Vec<f32>,
    /// Where the passages of each document begin among those of all; one more at the end.
    passages: Vec<u32>,
}

/// The dictionaries and postings of one language.
pub(super) struct LangReader {
    pub(super) ranked: Vec<RankedReader>,
    pub(super) grams: RankedReader,
    pub(super) words: Arc<InvertedIndexReader>,
    pub(super) reversed_stems: Arc<InvertedIndexReader>,
}

/// The postings of one ranked field and the lengths of its texts.
pub(super) struct RankedReader {
    index: Arc<InvertedIndexReader>,
    lengths: Option<FieldNormReader>,
}

impl Snapshot {
    /// Opens the commit that a searcher sees.
    pub(super) fn open(searcher: Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let (mut categories, mut audiences) = (Ordinals::default(), Ordinals::default());
        let segments: Vec<IndexSegment> = searcher
            .segment_readers()
            .iter()
            .map(|reader| IndexSegment::open(reader, fields, &mut categories, &mut audiences))
            .collect::<tantivy::Result<_>>()?;
        let lengths = Lang::ALL.into_iter().map(|lang| Lengths::of(&segments, lang)).collect();
        Ok(Self {
            searcher,
            segments,
            categories: categories.into_names(),
            audiences: audiences.into_names(),
            lengths,
        })
    }

    /// How long the texts of a language are.
    pub(super) fn lengths(&self, lang: Lang) -> Lengths {
        self.lengths[lang as usize]
    }
}

impl Lengths {
    /// Those of a language, from the approximate lengths that the index keeps.
    #[expect(clippy::cast_precision_loss, reason = "an average")]
    fn of(segments: &[IndexSegment], lang: Lang) -> Self {
        let sum_of = |field: fn(&LangReader) -> &RankedReader| -> (u64, u64) {
            let lengths = segments.iter().flat_map(|segment| {
                let field = field(segment.lang(lang));
                (0..segment.reader.max_doc()).map(|doc| u64::from(field.length(doc)))
            });
            lengths
                .filter(|length| *length > 0)
                .fold((0, 0), |(sum, count), length| (sum + length, count + 1))
        };
        let average = |(sum, count): (u64, u64)| sum.max(1) as f32 / count.max(1) as f32;
        let text = sum_of(|lang| &lang.ranked[TEXT_FIELD]);
        Self {
            documents: text.1 as f32,
            ranked: [
                average(sum_of(|lang| &lang.ranked[0])),
                average(sum_of(|lang| &lang.ranked[1])),
                average(sum_of(|lang| &lang.ranked[2])),
                average(text),
            ],
            grams: average(sum_of(|lang| &lang.grams)),
        }
    }
}

impl IndexSegment {
    fn open(
        reader: &SegmentReader,
        fields: &Fields,
        categories: &mut Ordinals,
        audiences: &mut Ordinals,
    ) -> tantivy::Result<Self> {
        let langs = Lang::ALL
            .into_iter()
            .map(|lang| LangReader::open(reader, fields.for_lang(lang)))
            .collect::<tantivy::Result<_>>()?;
        Ok(Self {
            langs,
            category: ordinals(reader, CATEGORY, categories)?,
            audience: ordinals(reader, AUDIENCE, audiences)?,
            boost: boosts(reader)?,
            title_words: title_words(reader)?,
            passages: passages(reader)?,
            reader: reader.clone(),
        })
    }

    /// The passages of a document among those of all documents.
    pub(super) fn passages(&self, doc: u32) -> Range<usize> {
        let row = doc as usize;
        self.passages[row] as usize..self.passages[row + 1] as usize
    }

    /// The number of passages of all documents.
    pub(super) fn passage_count(&self) -> usize {
        self.passages.last().map_or(0, |end| *end as usize)
    }

    /// The fields of a language.
    pub(super) fn lang(&self, lang: Lang) -> &LangReader {
        &self.langs[lang as usize]
    }
}

/// The values of a column by their index.
#[derive(Default)]
struct Ordinals(HashMap<String, u32>);

impl Ordinals {
    /// The index of a value, which is added where it is new.
    fn of(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(name).or_insert(next)
    }

    fn into_names(self) -> Vec<String> {
        let mut names = vec![String::new(); self.0.len()];
        for (name, ordinal) in self.0 {
            names[ordinal as usize] = name;
        }
        names
    }
}

/// The value that each document has in a column, as its index in `known`; new values are added there.
fn ordinals(reader: &SegmentReader, column: &str, known: &mut Ordinals) -> tantivy::Result<Vec<u32>> {
    let column = reader.fast_fields().str(column)?;
    let mut by_term = Vec::new();
    let mut by_document = Vec::with_capacity(reader.max_doc() as usize);
    if let Some(column) = &column {
        for ord in 0..column.num_terms() as u64 {
            let mut name = String::new();
            column.ord_to_str(ord, &mut name)?;
            by_term.push(known.of(name));
        }
    }
    for doc in 0..reader.max_doc() {
        let ord = column.as_ref().and_then(|column| column.term_ords(doc).next());
        let ordinal = ord.and_then(|ord| by_term.get(usize::try_from(ord).ok()?)).copied();
        by_document.push(ordinal.unwrap_or(u32::MAX));
    }
    Ok(by_document)
}

/// The number of words of each title without stop words, at least 1.
fn title_words(reader: &SegmentReader) -> tantivy::Result<Vec<f32>> {
    let column = reader.fast_fields().u64(TITLE_WORDS)?;
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    let words = |doc| column.first(doc).unwrap_or(1).max(1) as f32;
    Ok((0..reader.max_doc()).map(words).collect())
}

/// Where the passages of each document begin: a passage begins every [`PASSAGE_STEP`] words.
fn passages(reader: &SegmentReader) -> tantivy::Result<Vec<u32>> {
    let column = reader.fast_fields().u64(POSITIONS)?;
    let mut begins = vec![0];
    let mut end = 0_u32;
    for doc in 0..reader.max_doc() {
        let positions = u32::try_from(column.first(doc).unwrap_or_default()).unwrap_or(u32::MAX);
        end = end.saturating_add(positions / PASSAGE_STEP + 2);
        begins.push(end);
    }
    Ok(begins)
}

/// The popularity factor of each document, from 1 to 1.02: decides only between nearly equal scores.
fn boosts(reader: &SegmentReader) -> tantivy::Result<Vec<f32>> {
    let column = reader.fast_fields().u64(POPULARITY)?;
    let boost = |doc| {
        let popularity = column.first(doc).and_then(|value| u32::try_from(value).ok()).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a popularity off by millionths orders nothing")]
        let doublings = (popularity as f32 + 1.0).log2();
        1.0 + (0.002 * doublings).min(0.02)
    };
    Ok((0..reader.max_doc()).map(boost).collect())
}

impl LangReader {
    fn open(reader: &SegmentReader, fields: &LangFields) -> tantivy::Result<Self> {
        let open = |field| -> tantivy::Result<RankedReader> {
            let lengths = reader.fieldnorms_readers().get_field(field)?;
            Ok(RankedReader { index: reader.inverted_index(field)?, lengths })
        };
        Ok(Self {
            ranked: fields.ranked.into_iter().map(open).collect::<tantivy::Result<_>>()?,
            grams: open(fields.grams)?,
            words: reader.inverted_index(fields.words)?,
            reversed_stems: reader.inverted_index(fields.reversed_stems)?,
        })
    }
}

impl RankedReader {
    /// The postings of a stem in this field; `None` where no document has it.
    pub(super) fn postings(&self, stem: &str) -> io::Result<Option<SegmentPostings>> {
        let Some(term) = self.index.terms().get(stem.as_bytes())? else {
            return Ok(None);
        };
        self.index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqsAndPositions).map(Some)
    }

    /// The approximate number of words of this field in a document.
    pub(super) fn length(&self, doc: u32) -> u32 {
        self.lengths.as_ref().map_or(1, |lengths| lengths.fieldnorm(doc))
    }
}
