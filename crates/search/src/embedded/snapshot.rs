//! One commit of the index, prepared for searching: what ranking needs of each segment is loaded once per commit instead of
//! once per search.

use std::{collections::HashMap, io, sync::Arc};

use fyr_domain::Lang;
use tantivy::{
    InvertedIndexReader, Searcher, SegmentReader, fieldnorm::FieldNormReader, postings::SegmentPostings,
    schema::IndexRecordOption,
};

use super::schema::{CATEGORY, Fields, LangFields, POPULARITY, RANKED_FIELDS};

/// The index as of one commit.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) segments: Vec<IndexSegment>,
    /// The slugs of all categories; segments refer to them by index.
    pub(super) categories: Vec<String>,
}

/// One segment of the index.
pub(super) struct IndexSegment {
    pub(super) reader: SegmentReader,
    langs: Vec<LangReader>,
    /// For each document, the index of its category in [`Snapshot::categories`].
    pub(super) category: Vec<u32>,
    /// For each document, the factor for its popularity.
    pub(super) boost: Vec<f32>,
}

/// The dictionaries and postings of one language.
pub(super) struct LangReader {
    pub(super) ranked: Vec<RankedReader>,
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
        let mut ordinals = HashMap::new();
        let segments = searcher
            .segment_readers()
            .iter()
            .map(|reader| IndexSegment::open(reader, fields, &mut ordinals))
            .collect::<tantivy::Result<_>>()?;
        let mut categories = vec![String::new(); ordinals.len()];
        for (name, ordinal) in ordinals {
            categories[ordinal as usize] = name;
        }
        Ok(Self { searcher, segments, categories })
    }
}

impl IndexSegment {
    fn open(
        reader: &SegmentReader,
        fields: &Fields,
        ordinals: &mut HashMap<String, u32>,
    ) -> tantivy::Result<Self> {
        let langs = Lang::ALL
            .into_iter()
            .map(|lang| LangReader::open(reader, fields.for_lang(lang)))
            .collect::<tantivy::Result<_>>()?;
        Ok(Self {
            langs,
            category: category_ordinals(reader, ordinals)?,
            boost: boosts(reader)?,
            reader: reader.clone(),
        })
    }

    /// The fields of a language.
    pub(super) fn lang(&self, lang: Lang) -> &LangReader {
        &self.langs[lang as usize]
    }
}

/// The category of each document, as its index in `ordinals`; new categories are added there.
fn category_ordinals(
    reader: &SegmentReader,
    ordinals: &mut HashMap<String, u32>,
) -> tantivy::Result<Vec<u32>> {
    let column = reader.fast_fields().str(CATEGORY)?;
    let mut by_term = Vec::new();
    let mut by_document = Vec::with_capacity(reader.max_doc() as usize);
    if let Some(column) = &column {
        for ord in 0..column.num_terms() as u64 {
            let mut name = String::new();
            column.ord_to_str(ord, &mut name)?;
            let next = u32::try_from(ordinals.len()).unwrap_or(u32::MAX);
            by_term.push(*ordinals.entry(name).or_insert(next));
        }
    }
    for doc in 0..reader.max_doc() {
        let ord = column.as_ref().and_then(|column| column.term_ords(doc).next());
        let ordinal = ord.and_then(|ord| by_term.get(usize::try_from(ord).ok()?)).copied();
        by_document.push(ordinal.unwrap_or(u32::MAX));
    }
    Ok(by_document)
}

/// The popularity factor of each document, from 1 to 1.12: decides only between nearly equal scores.
fn boosts(reader: &SegmentReader) -> tantivy::Result<Vec<f32>> {
    let column = reader.fast_fields().u64(POPULARITY)?;
    let boost = |doc| {
        let popularity = column.first(doc).and_then(|value| u32::try_from(value).ok()).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a popularity off by millionths orders nothing")]
        let doublings = (popularity as f32 + 1.0).log2();
        1.0 + (0.01 * doublings).min(0.12)
    };
    Ok((0..reader.max_doc()).map(boost).collect())
}

impl LangReader {
    fn open(reader: &SegmentReader, fields: &LangFields) -> tantivy::Result<Self> {
        let mut ranked = Vec::with_capacity(RANKED_FIELDS);
        for field in fields.ranked {
            let lengths = reader.fieldnorms_readers().get_field(field)?;
            ranked.push(RankedReader { index: reader.inverted_index(field)?, lengths });
        }
        Ok(Self {
            ranked,
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
        self.index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqs).map(Some)
    }

    /// The approximate number of words of this field in a document.
    pub(super) fn length(&self, doc: u32) -> u32 {
        self.lengths.as_ref().map_or(1, |lengths| lengths.fieldnorm(doc))
    }
}
