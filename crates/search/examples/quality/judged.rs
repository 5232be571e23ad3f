//! The judged sets: queries with the articles that answer them. Some were written by people who read the articles (`quality/*.tsv`);
//! the others follow from the articles: their titles and headings, whole, misspelled and half typed.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs, io,
    path::Path,
};

use fyr_content::{import::SourceArticle, markdown::Rendered};
use fyr_domain::{Lang, articles::Audience};
use fyr_search::Document;
use uuid::Uuid;

/// The most queries of each kind that follow from the articles of a language.
const MAX_DERIVED: usize = 150;

/// A query with the documents that answer it.
pub struct Judged {
    /// What kind of query it is: `question`, `words`, `compound`, `misspelled`, `half-typed`, `title`, `heading`.
    pub kind: String,
    pub lang: Lang,
    pub text: String,
    /// The documents that answer it, the best first.
    pub answers: Vec<Uuid>,
    /// Whether it may be looked at while the engine is tuned; the others only measure.
    pub for_tuning: bool,
}

/// An article as it is indexed.
pub struct Indexed {
    pub id: Uuid,
    pub article: SourceArticle,
    pub rendered: Rendered,
}

/// An article as a document of an engine.
pub fn document(indexed: &Indexed) -> Document {
    let Indexed { id, article, rendered } = indexed;
    Document {
        id: *id,
        article_id: *id,
        lang: article.lang,
        category: article.category_key.clone(),
        audience: Audience::EVERYONE,
        title: article.title.clone(),
        summary: article.summary.clone(),
        keywords: article.keywords.clone(),
        body: rendered.plain.clone(),
        popularity: 0,
    }
}

/// Half of all queries, by their text: the same ones in every run.
fn is_for_tuning(text: &str) -> bool {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) % 2 == 0
}

fn judged(kind: &str, lang: Lang, text: &str, answers: Vec<Uuid>) -> Judged {
    Judged { kind: kind.to_owned(), lang, text: text.to_owned(), answers, for_tuning: is_for_tuning(text) }
}

/// Reads the judgements `<language>.tsv` of a folder: kind, query and paths, separated by tabs.
///
/// # Errors
/// A line that cannot be read, or that names no article that was indexed.
pub fn read(dir: &Path, indexed: &[Indexed]) -> io::Result<Vec<Judged>> {
    let by_path: HashMap<&str, Uuid> =
        indexed.iter().map(|indexed| (indexed.article.path.as_str(), indexed.id)).collect();
    let mut found = Vec::new();
    for lang in Lang::ALL {
        let path = dir.join(format!("{lang}.tsv"));
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let wrong = |what: &str| io::Error::other(format!("{}:{number}: {what}", path.display()));
            let mut columns = line.split('\t');
            let (Some(kind), Some(query), Some(paths), None) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            else {
                return Err(wrong("not three columns"));
            };
            let answers: Vec<Uuid> = paths.split(' ').filter_map(|path| by_path.get(path).copied()).collect();
            if answers.is_empty() {
                return Err(wrong("none of the articles is there"));
            }
            found.push(judged(kind, lang, query, answers));
        }
    }
    Ok(found)
}

/// The queries that follow from the articles: titles and headings that one article has, and titles with a mistake or cut short.
pub fn derive(indexed: &[Indexed]) -> Vec<Judged> {
    let mut found = Vec::new();
    for lang in Lang::ALL {
        let of_lang: Vec<&Indexed> = indexed.iter().filter(|indexed| indexed.article.lang == lang).collect();
        let titles = unique(of_lang.iter().map(|indexed| (indexed.article.title.as_str(), indexed.id)));
        let headings = unique(of_lang.iter().flat_map(|indexed| {
            indexed.rendered.toc.iter().map(|heading| (heading.text.as_str(), indexed.id))
        }));
        let taken: HashSet<String> = titles.keys().map(|title| title.to_lowercase()).collect();
        let headings = headings.into_iter().filter(|(text, _)| {
            text.split_whitespace().count() >= 2 && !taken.contains(&text.to_lowercase())
        });
        found.extend(sample(headings).map(|(text, id)| judged("heading", lang, text, vec![id])));
        for (title, id) in sample(titles.into_iter()) {
            found.push(judged("title", lang, title, vec![id]));
            if let Some(misspelled) = misspell(title) {
                found.push(judged("misspelled", lang, &misspelled, vec![id]));
            }
            if let Some(half) = half_typed(title) {
                found.push(judged("half-typed", lang, &half, vec![id]));
            }
        }
    }
    found
}

/// The texts that one document alone has.
fn unique<'a>(texts: impl Iterator<Item = (&'a str, Uuid)>) -> BTreeMap<&'a str, Uuid> {
    let mut ids: BTreeMap<&str, Option<Uuid>> = BTreeMap::new();
    for (text, id) in texts {
        ids.entry(text).and_modify(|other| *other = other.filter(|other| *other == id)).or_insert(Some(id));
    }
    ids.into_iter().filter_map(|(text, id)| Some((text, id?))).collect()
}

/// At most [`MAX_DERIVED`], spread evenly.
fn sample<T>(all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let all: Vec<T> = all.collect();
    let step = all.len().div_ceil(MAX_DERIVED).max(1);
    all.into_iter().step_by(step)
}

/// The text with two letters swapped in the middle of its longest word.
fn misspell(text: &str) -> Option<String> {
    let word = text.split_whitespace().max_by_key(|word| word.chars().count())?;
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 6 || !letters.iter().all(|letter| letter.is_alphabetic()) {
        return None;
    }
    let middle = letters.len() / 2;
    letters.swap(middle - 1, middle);
    let swapped: String = letters.into_iter().collect();
    (swapped != word).then(|| text.replacen(word, &swapped, 1))
}

/// The text without the end of its last word.
fn half_typed(text: &str) -> Option<String> {
    let (_, last) = text.rsplit_once(' ')?;
    let letters = last.chars().count();
    (letters >= 6).then(|| text.chars().take(text.chars().count() - letters / 3).collect())
}
