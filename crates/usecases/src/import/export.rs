//! Writing all published articles as a folder of Markdown files that an import reads again. Not in there: drafts, versions, ratings, and the
//! pictures that were added at the desk, whose addresses the texts keep.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use fyr_domain::Localised;
use fyr_store::{
    Db,
    article_lists::{self, ExportedTranslation},
    categories, organisations,
};
use serde::Serialize;
use uuid::Uuid;

use super::invalid_file;
use crate::{Backend, Error};

/// How many translations are read at once.
const BATCH: i64 = 200;

#[derive(Serialize)]
struct CategoriesFile {
    category: Vec<CategoryEntry>,
}

#[derive(Serialize)]
struct CategoryEntry {
    slug: String,
    order: i64,
    title: Localised,
    description: Localised,
}

/// Writes all published articles in all their languages into a new or empty folder; returns the number of files with articles.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::Internal`] where the folder is not empty or cannot be written to.
pub async fn export_articles(backend: &Backend, dir: &Path) -> Result<usize, Error> {
    std::fs::create_dir_all(dir).map_err(|error| invalid_file(dir, &error))?;
    let mut entries = std::fs::read_dir(dir).map_err(|error| invalid_file(dir, &error))?;
    if entries.next().is_some() {
        return Err(invalid_file(dir, &"not empty: name a new folder"));
    }
    let mut db = backend.store.read().await?;
    write_categories(&mut db, dir).await?;
    let (mut count, mut after) = (0, Uuid::nil());
    loop {
        let page = article_lists::list_for_export(&mut db, after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for text in &page {
            let organisation = match text.audience.organisation() {
                Some(id) => organisations::find_by_id(&mut db, id).await?.map(|known| known.slug),
                None => None,
            };
            let path = dir.join(text.lang.0.tag()).join(&text.category).join(format!("{}.md", text.slug));
            write(&path, &file(text, organisation.as_deref()))?;
            count += 1;
        }
    }
}

async fn write_categories(db: &mut Db, dir: &Path) -> Result<(), Error> {
    let category = categories::list(db).await?.into_iter().map(|known| CategoryEntry {
        slug: known.slug,
        order: known.position,
        title: known.titles.0,
        description: known.descriptions.0,
    });
    let file = CategoriesFile { category: category.collect() };
    let text = toml::to_string_pretty(&file).map_err(|error| Error::Internal(Box::new(error)))?;
    write(&dir.join("categories.toml"), &text)
}

fn write(path: &PathBuf, text: &str) -> Result<(), Error> {
    let written =
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| invalid_file(path, &error))
}

/// A file with front matter. Its values are JSON, which is YAML, so that no text is taken for something else.
fn file(text: &ExportedTranslation, organisation: Option<&str>) -> String {
    let json = |value: &str| serde_json::Value::from(value).to_string();
    let mut out = "---\n".to_owned();
    let mut line = |key: &str, value: String| {
        // writing to a string cannot fail
        let _ = writeln!(out, "{key}: {value}");
    };
    line("title", json(&text.title));
    line("description", json(&text.summary));
    line("keywords", serde_json::Value::from(text.keywords.0.clone()).to_string());
    line("updated", text.updated_at.date_naive().to_string());
    line("kind", json(text.kind.as_str()));
    if let Some(state) = &text.error_state {
        line("error_state", json(state));
    }
    line("audience", json(text.audience.level().as_str()));
    if let Some(organisation) = organisation {
        line("organisation", json(organisation));
    }
    if text.machine_translated {
        line("machine_translated", "true".to_owned());
    }
    out + "---\n\n" + text.source.trim_end() + "\n"
}
