//! Reading articles from a folder of Markdown, wherever it came from.
//!
//! Files of one article in several languages are recognised by their place in the folder ([`SourceArticle::key`]),
//! the leftovers of other publishing tools are cleaned away, and whatever is not an article is listed with the reason.
//! What happens to the articles afterwards is the caller's business.

mod article;
mod clean;
mod code;
mod dedent;
mod front_matter;
mod includes;
mod links;
mod mdx;
mod place;
mod slugs;
mod text;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::NaiveDate;
use fyr_domain::Lang;

pub use links::Links;

/// Everything that was found in a folder. The order is that of the paths.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The articles, each in one language.
    pub articles: Vec<SourceArticle>,
    /// Markdown files that are not articles, and what could not be read.
    pub skipped: Vec<Skipped>,
    /// Articles that came in, but not quite as they should.
    pub warnings: Vec<Warning>,
}

/// One article in one language, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceArticle {
    /// The path without its language parts and its ending. The translations of an article share it.
    pub key: String,
    /// A suggestion for the address: ASCII, the same for all translations, different from every other article's.
    pub slug: String,
    /// The language it is written in.
    pub lang: Lang,
    /// The first part of the key; `other` where the key has only one.
    pub category_key: String,
    /// One line, without markup.
    pub title: String,
    /// One line, without markup: what the author wrote, else the start of the text.
    pub summary: String,
    /// What people may also search for, as the author gave it.
    pub keywords: Vec<String>,
    /// When the text was last said to be right.
    pub updated: Option<NaiveDate>,
    /// Markdown, with `\n` line ends and without a heading that repeats the title.
    pub body: String,
    /// Where it came from, relative to the folder, with `/`.
    pub path: String,
    /// The address it had on the site it came from, if it says so.
    pub permalink: Option<String>,
    /// The file says that a machine translated it.
    pub machine_translated: bool,
}

/// A file that did not become an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// Why a file did not become an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// `published: false` or `draft: true`.
    #[error("not published")]
    NotPublished,
    /// It is in an `includes` folder.
    #[error("included by other articles")]
    IncludedByOthers,
    /// Neither its path nor its front matter names a language of the portal.
    #[error("no language could be told")]
    NoLanguage,
    /// No title in the front matter and no heading in the text.
    #[error("no title and no heading")]
    NoTitle,
    /// Nothing to read, or nothing is left without the markup of another tool.
    #[error("no text")]
    Empty,
    /// Larger than one mebibyte.
    #[error("larger than 1 MiB")]
    TooLarge,
    /// Links are not followed, so a folder cannot contain itself or point out of itself.
    #[error("a symbolic link")]
    SymbolicLink,
    /// Another file is the same article in the same language.
    #[error("the same article and language as {0}")]
    Duplicate(String),
    /// The operating system refused.
    #[error("could not be read: {0}")]
    Unreadable(String),
}

/// Something a person may want to look at. The article is in the import all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// What was odd.
    pub problem: Problem,
}

/// What was odd about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Problem {
    /// The bytes that are not UTF-8 were read as Windows-1252.
    #[error("not valid UTF-8; read as Windows-1252")]
    Encoding,
    /// The front matter is not YAML and was read line by line.
    #[error("front matter is not valid YAML; read line by line")]
    FrontMatter,
}

/// Reads every article below a folder. Never fails as a whole: what cannot be used is in [`Import::skipped`].
pub fn read_dir(dir: &Path) -> Import {
    let found = walk::files(dir);
    let mut import = Import { skipped: found.skipped, ..Import::default() };
    let folder_lang = dir.file_name().and_then(|name| place::language(&name.to_string_lossy()));
    let mut taken: BTreeMap<(String, Lang), String> = BTreeMap::new();
    for path in found.files {
        match article::read(dir, &path, folder_lang) {
            Ok(read) => {
                let same = taken
                    .entry((read.article.key.clone(), read.article.lang))
                    .or_insert_with(|| path.clone());
                if *same != path {
                    import.skipped.push(Skipped { reason: Reason::Duplicate(same.clone()), path });
                    continue;
                }
                import
                    .warnings
                    .extend(read.problems.into_iter().map(|problem| Warning { path: path.clone(), problem }));
                import.articles.push(read.article);
            }
            Err(reason) => import.skipped.push(Skipped { path, reason }),
        }
    }
    import.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    slugs::assign(&mut import.articles);
    import
}

impl Import {
    /// The keys of all articles that have a file in the folder: also where the file could not be used, but not where it
    /// says that it is not published.
    pub fn keys(&self) -> BTreeSet<String> {
        let faulty = self.skipped.iter().filter(|skipped| skipped.reason != Reason::NotPublished);
        let faulty = faulty.map(|skipped| place::of(&skipped.path).key);
        self.articles.iter().map(|article| article.key.clone()).chain(faulty).collect()
    }

    /// Where links between these articles lead.
    pub fn links(&self) -> Links {
        Links::new(&self.articles)
    }
}
