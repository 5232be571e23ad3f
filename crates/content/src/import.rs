//! Reads articles from a folder of Markdown files of any origin.
//!
//! The translations of an article are recognised by their paths ([`SourceArticle::key`]), the markup of other publishing tools
//! is removed, and files that are not articles are listed with the reason. Nothing is stored here.

mod article;
mod clean;
mod code;
mod dedent;
mod front_matter;
mod includes;
mod links;
mod mdx;
mod path_info;
mod slugs;
mod text;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::NaiveDate;
use fyr_domain::Lang;

pub use links::ArticleLinks;
pub(crate) use text::shorten;

/// In characters. Longer summaries do not fit into a list of articles.
pub(crate) const MAX_SUMMARY_LENGTH: usize = 300;

/// The result of reading a folder, in the order of the paths.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The articles, one for each translation.
    pub articles: Vec<SourceArticle>,
    /// Markdown files that are not articles, and files that could not be read.
    pub skipped: Vec<SkippedFile>,
    /// Deviations in articles that were read all the same.
    pub warnings: Vec<ImportWarning>,
}

/// One translation of an article, as read from its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceArticle {
    /// The path without language parts and file extension, shared by the translations of an article.
    pub key: String,
    /// The suggested slug: ASCII, the same for all translations, unique among the articles.
    pub slug: String,
    /// The language of the translation.
    pub lang: Lang,
    /// The first part of the key; `other` for a key with a single part.
    pub category_key: String,
    /// The title: one line without markup.
    pub title: String,
    /// The summary: one line without markup, from the front matter or the start of the text.
    pub summary: String,
    /// The search keywords from the front matter.
    pub keywords: Vec<String>,
    /// The date of the last revision according to the front matter.
    pub updated: Option<NaiveDate>,
    /// The day from which it is shown according to the front matter.
    pub publish_on: Option<NaiveDate>,
    /// The body as Markdown, with `\n` line ends and without a heading that repeats the title.
    pub body: String,
    /// The path of the file relative to the folder, with `/`.
    pub path: String,
    /// The URL path on the site of origin, where the front matter gives one.
    pub permalink: Option<String>,
    /// Whether the front matter says that it is a machine translation.
    pub machine_translated: bool,
    /// What the article is, as the front matter says it.
    pub kind: Option<String>,
    /// How far a known error has come, as the front matter says it.
    pub error_state: Option<String>,
    /// Who may read it, as the front matter says it.
    pub audience: Option<String>,
    /// The slug of the organisation whose members alone read it, where the front matter names one.
    pub organisation: Option<String>,
}

/// A file that was not read as an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedFile {
    /// The path relative to the folder, with `/`.
    pub path: String,
    /// The reason.
    pub reason: SkipReason,
}

/// Why a file was not read as an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum SkipReason {
    /// The front matter has `published: false` or `draft: true`.
    #[error("not published")]
    NotPublished,
    /// The front matter says that it is published on a later day.
    #[error("not to be published before {0}")]
    NotYet(NaiveDate),
    /// The file is in an `includes` folder.
    #[error("included by other articles")]
    IncludedByOthers,
    /// Neither path nor front matter names a supported language.
    #[error("no language could be told")]
    NoLanguage,
    /// There is no title in the front matter and no heading in the text.
    #[error("no title and no heading")]
    NoTitle,
    /// There is no text, or none is left without the markup of other tools.
    #[error("no text")]
    Empty,
    /// The file is larger than one mebibyte.
    #[error("larger than 1 MiB")]
    TooLarge,
    /// Symbolic links are not followed, so that a folder cannot contain itself or lead out of itself.
    #[error("a symbolic link")]
    SymbolicLink,
    /// Another file, whose path is given, has the same key and language.
    #[error("the same article and language as {0}")]
    Duplicate(String),
    /// The file could not be read; holds the message of the operating system.
    #[error("could not be read: {0}")]
    Unreadable(String),
}

/// A deviation in an article that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportWarning {
    /// The path relative to the folder, with `/`.
    pub path: String,
    /// The deviation.
    pub problem: FormatProblem,
}

/// A deviation from the expected file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FormatProblem {
    /// The file is not valid UTF-8; the other bytes were decoded as Windows-1252.
    #[error("not valid UTF-8; read as Windows-1252")]
    Encoding,
    /// The front matter is not valid YAML and was parsed line by line.
    #[error("front matter is not valid YAML; read line by line")]
    FrontMatter,
}

/// Reads every article below a folder. Never fails as a whole: files that cannot be used are in [`Import::skipped`].
pub fn read_dir(dir: &Path) -> Import {
    let found = walk::find_files(dir);
    let mut import = Import { skipped: found.skipped, ..Import::default() };
    let folder_lang = dir.file_name().and_then(|name| path_info::language(&name.to_string_lossy()));
    let mut paths: BTreeMap<(String, Lang), String> = BTreeMap::new();
    for path in found.files {
        match article::read(dir, &path, folder_lang) {
            Ok(parsed) => {
                let first = paths
                    .entry((parsed.article.key.clone(), parsed.article.lang))
                    .or_insert_with(|| path.clone());
                if *first != path {
                    import.skipped.push(SkippedFile { reason: SkipReason::Duplicate(first.clone()), path });
                    continue;
                }
                import.warnings.extend(
                    parsed.problems.into_iter().map(|problem| ImportWarning { path: path.clone(), problem }),
                );
                import.articles.push(parsed.article);
            }
            Err(reason) => import.skipped.push(SkippedFile { path, reason }),
        }
    }
    import.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    slugs::assign(&mut import.articles);
    import
}

impl Import {
    /// Skips the articles that are not to be published before a later day than `today`.
    pub fn hold_back(&mut self, today: NaiveDate) {
        let (later, now): (Vec<_>, Vec<_>) = std::mem::take(&mut self.articles)
            .into_iter()
            .partition(|article| article.publish_on.is_some_and(|day| day > today));
        self.articles = now;
        self.skipped.extend(later.into_iter().filter_map(|article| {
            Some(SkippedFile { reason: SkipReason::NotYet(article.publish_on?), path: article.path })
        }));
        self.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// The keys of all articles with a file in the folder, including files that could not be used, but not those that are
    /// marked as not published.
    pub fn keys(&self) -> BTreeSet<String> {
        let unusable = self.skipped.iter().filter(|skipped| skipped.reason != SkipReason::NotPublished);
        let unusable = unusable.map(|skipped| path_info::parse(&skipped.path).key);
        self.articles.iter().map(|article| article.key.clone()).chain(unusable).collect()
    }

    /// The resolver for links between these articles.
    pub fn links(&self) -> ArticleLinks {
        ArticleLinks::new(&self.articles)
    }
}
