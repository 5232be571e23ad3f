//! One state of the index, opened for searching: what ranking needs of every segment is looked up once per commit, not once
//! per search.

use std::{collections::HashMap, io, sync::Arc};

use fyr_domain::Lang;
use tantivy::{
    InvertedIndexReader, Searcher, SegmentReader, fieldnorm::FieldNormReader, postings::SegmentPostings,
    schema::IndexRecordOption,
};

use super::schema::{CATEGORY, Fields, LangFields, POPULARITY, RANKED};

/// The index as of one commit.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) segments: Vec<Segment>,
    /// Names of all categories; segments hold their places in here.
    pub(super) categories: Vec<String>,
}

/// One segment of it.
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    langs: Vec<LangReader>,
    /// For each document, the place of its category.
    pub(super) category: Vec<u32>,
    /// For each document, what its score is multiplied with for its popularity.
    pub(super) boost: Vec<f32>,
}

/// The dictionaries and postings of one language.
pub(super) struct LangReader {
    pub(super) ranked: Vec<RankedReader>,
    pub(super) words: Arc<InvertedIndexReader>,
    pub(super) tails: Arc<InvertedIndexReader>,
}

/// The postings of one ranked field and the lengths of its texts.
pub(super) struct RankedReader {
    index: Arc<InvertedIndexReader>,
    lengths: Option<FieldNormReader>,
}

impl Snapshot {
    /// Opens what a searcher sees.
    pub(super) fn open(searcher: Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut names = HashMap::new();
        let segments = searcher
            .segment_readers()
            .iter()
            .map(|reader| Segment::open(reader, fields, &mut names))
            .collect::<tantivy::Result<_>>()?;
        let mut categories = vec![String::new(); names.len()];
        for (name, place) in names {
            categories[place as usize] = name;
        }
        Ok(Self { searcher, segments, categories })
    }
}

impl Segment {
    fn open(
        reader: &SegmentReader,
        fields: &Fields,
        names: &mut HashMap<String, u32>,
    ) -> tantivy::Result<Self> {
        let langs = Lang::ALL
            .into_iter()
            .map(|lang| LangReader::open(reader, fields.of(lang)))
            .collect::<tantivy::Result<_>>()?;
        Ok(Self {
            langs,
            category: categories(reader, names)?,
            boost: boosts(reader)?,
            reader: reader.clone(),
        })
    }

    /// The fields of a language.
    pub(super) fn lang(&self, lang: Lang) -> &LangReader {
        &self.langs[lang as usize]
    }
}

fn categories(reader: &SegmentReader, names: &mut HashMap<String, u32>) -> tantivy::Result<Vec<u32>> {
    let column = reader.fast_fields().str(CATEGORY)?;
    let mut places = Vec::new();
    let mut of_docs = Vec::with_capacity(reader.max_doc() as usize);
    if let Some(column) = &column {
        for ord in 0..column.num_terms() as u64 {
            let mut name = String::new();
            column.ord_to_str(ord, &mut name)?;
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            places.push(*names.entry(name).or_insert(next));
        }
    }
    for doc in 0..reader.max_doc() {
        let ord = column.as_ref().and_then(|column| column.term_ords(doc).next());
        let place = ord.and_then(|ord| places.get(usize::try_from(ord).ok()?)).copied();
        of_docs.push(place.unwrap_or(u32::MAX));
    }
    Ok(of_docs)
}

/// 1 for what nobody reads, at most 1.12: enough to decide between near-ties, too little for anything else.
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
        let mut ranked = Vec::with_capacity(RANKED);
        for field in fields.ranked {
            let lengths = reader.fieldnorms_readers().get_field(field)?;
            ranked.push(RankedReader { index: reader.inverted_index(field)?, lengths });
        }
        Ok(Self {
            ranked,
            words: reader.inverted_index(fields.words)?,
            tails: reader.inverted_index(fields.tails)?,
        })
    }
}

impl RankedReader {
    /// The documents with a stem in this field.
    pub(super) fn postings(&self, stem: &str) -> io::Result<Option<SegmentPostings>> {
        let Some(term) = self.index.terms().get(stem.as_bytes())? else {
            return Ok(None);
        };
        self.index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqs).map(Some)
    }

    /// How many words the field has in a document, about.
    pub(super) fn length(&self, doc: u32) -> u32 {
        self.lengths.as_ref().map_or(1, |lengths| lengths.fieldnorm(doc))
    }
}
