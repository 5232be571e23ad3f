//! Importing the categories of articles: from `categories.toml`, or else named after the folders.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use fyr_content::{SourceArticle, slug::slugify};
use fyr_domain::{Lang, Localised};
use fyr_i18n::t;
use fyr_store::{Db, TitledItem, categories};
use serde::Deserialize;
use uuid::Uuid;

use super::{ImportCounts, read_toml};
use crate::{Backend, Error, Transaction};

/// The position of categories that `categories.toml` does not name: after all others.
const LAST: i64 = 1_000;
/// The slug of the category of articles outside of any folder.
const OTHER: &str = "other";

#[derive(Deserialize)]
struct CategoriesFile {
    #[serde(default)]
    category: Vec<CategoryEntry>,
}

#[derive(Deserialize)]
struct CategoryEntry {
    slug: String,
    order: i64,
    title: Localised,
    #[serde(default)]
    description: Localised,
}

/// Finds `categories.toml` in the folder of the articles or the one above.
fn find_categories_file(dir: &Path) -> Option<PathBuf> {
    [Some(dir), dir.parent()]
        .into_iter()
        .flatten()
        .map(|dir| dir.join("categories.toml"))
        .find(|path| path.is_file())
}

/// The slug of the category with this key, which is a folder name.
pub(super) fn category_slug(key: &str) -> String {
    Some(slugify(key)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| OTHER.to_owned())
}

/// Upserts the categories that `categories.toml` or the articles name; returns the ids of all categories by slug.
pub(super) async fn import_all(
    backend: &Backend,
    tx: &mut Transaction,
    dir: &Path,
    articles: &[SourceArticle],
) -> Result<(HashMap<String, Uuid>, ImportCounts), Error> {
    let named: Vec<CategoryEntry> = find_categories_file(dir)
        .map(|path| read_toml::<CategoriesFile>(&path))
        .transpose()?
        .map_or(vec![], |file| file.category);
    let known: HashMap<String, TitledItem> =
        categories::list(tx).await?.into_iter().map(|entry| (entry.slug.clone(), entry)).collect();
    let mut ids: HashMap<String, Uuid> = known.iter().map(|(slug, entry)| (slug.clone(), entry.id)).collect();
    let mut counts = ImportCounts::default();
    for category in named {
        let entry = TitledItem {
            id: backend.clock.id(),
            slug: category_slug(&category.slug),
            position: category.order,
            titles: category.title.into(),
            descriptions: category.description.into(),
        };
        upsert_category(tx, entry, &known, &mut ids, &mut counts).await?;
    }
    let used: BTreeSet<&str> = articles.iter().map(|article| article.category_key.as_str()).collect();
    for key in used {
        let slug = category_slug(key);
        if !ids.contains_key(&slug) {
            let (id, titles) = (backend.clock.id(), title_from_key(key).into());
            let entry =
                TitledItem { id, slug, position: LAST, titles, descriptions: Localised::default().into() };
            upsert_category(tx, entry, &known, &mut ids, &mut counts).await?;
        }
    }
    Ok((ids, counts))
}

async fn upsert_category(
    db: &mut Db,
    entry: TitledItem,
    known: &HashMap<String, TitledItem>,
    ids: &mut HashMap<String, Uuid>,
    counts: &mut ImportCounts,
) -> Result<(), Error> {
    match known.get(&entry.slug) {
        Some(existing) if same_content(existing, &entry) => {
            counts.unchanged += 1;
            return Ok(());
        }
        Some(_) => counts.changed += 1,
        None => counts.new += 1,
    }
    let id = categories::upsert(db, &entry).await?;
    ids.insert(entry.slug, id);
    Ok(())
}

/// Whether two entries have the same content, regardless of their ids.
pub(super) fn same_content(a: &TitledItem, b: &TitledItem) -> bool {
    a.position == b.position && a.titles.0 == b.titles.0 && a.descriptions.0 == b.descriptions.0
}

/// A title made from a category key: "Nav content" for `nav-content`.
fn title_from_key(key: &str) -> Localised {
    if key == OTHER {
        return Lang::ALL.into_iter().map(|lang| (lang, t!(lang, "category-other").to_owned())).collect();
    }
    let words = key.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let title: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    Localised::single(Lang::default(), &title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_named_after_its_folder() {
        assert_eq!(title_from_key("nav-content").text(Lang::En), "Nav content");
        assert_eq!(title_from_key("åtkomst_och-roller").text(Lang::Sv), "Åtkomst och roller");
        assert_eq!(title_from_key("other").text(Lang::Nb), "Annet");
        assert_eq!(
            (category_slug("Åtkomst & roller"), category_slug("日本")),
            ("atkomst-roller".into(), "other".into())
        );
    }
}
