//! The shelves that imported articles stand on: as `categories.toml` says, else named after their folder.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use fyr_content::{SourceArticle, slug::slugify};
use fyr_domain::{Lang, Localised};
use fyr_i18n::t;
use fyr_store::{Db, Tx, catalogue, catalogue::Entry};
use serde::Deserialize;
use uuid::Uuid;

use super::{Counts, read_toml};
use crate::{Error, Services};

/// Where shelves without a place of their own stand: after all others, by slug.
const LAST: i64 = 1_000;
/// The shelf of articles that lie in no folder.
const OTHER: &str = "other";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    category: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    slug: String,
    order: i64,
    title: Localised,
    #[serde(default)]
    description: Localised,
}

/// The file that names the categories, in the folder of the articles or the one above.
fn file_for(dir: &Path) -> Option<PathBuf> {
    [Some(dir), dir.parent()]
        .into_iter()
        .flatten()
        .map(|dir| dir.join("categories.toml"))
        .find(|path| path.is_file())
}

/// The slug of the category that a category key names.
pub(super) fn slug_of(key: &str) -> String {
    Some(slugify(key)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| OTHER.to_owned())
}

/// Puts every category that the folder or its articles name; gives their ids by slug.
pub(super) async fn put(
    ctx: &Services,
    tx: &mut Tx,
    dir: &Path,
    articles: &[SourceArticle],
) -> Result<(HashMap<String, Uuid>, Counts), Error> {
    let named: Vec<Category> =
        file_for(dir).map(|path| read_toml::<File>(&path)).transpose()?.map_or(vec![], |file| file.category);
    let known: HashMap<String, Entry> =
        catalogue::categories(tx).await?.into_iter().map(|entry| (entry.slug.clone(), entry)).collect();
    let mut ids: HashMap<String, Uuid> = known.iter().map(|(slug, entry)| (slug.clone(), entry.id)).collect();
    let mut counts = Counts::default();
    for category in named {
        let entry = Entry {
            id: ctx.clock.id(),
            slug: slug_of(&category.slug),
            position: category.order,
            titles: category.title.into(),
            descriptions: category.description.into(),
        };
        put_one(tx, entry, &known, &mut ids, &mut counts).await?;
    }
    let used: BTreeSet<&str> = articles.iter().map(|article| article.category_key.as_str()).collect();
    for key in used {
        let slug = slug_of(key);
        if !ids.contains_key(&slug) {
            let (id, titles) = (ctx.clock.id(), humanised(key).into());
            let entry = Entry { id, slug, position: LAST, titles, descriptions: Localised::default().into() };
            put_one(tx, entry, &known, &mut ids, &mut counts).await?;
        }
    }
    Ok((ids, counts))
}

async fn put_one(
    db: &mut Db,
    entry: Entry,
    known: &HashMap<String, Entry>,
    ids: &mut HashMap<String, Uuid>,
    counts: &mut Counts,
) -> Result<(), Error> {
    match known.get(&entry.slug) {
        Some(old) if same(old, &entry) => {
            counts.unchanged += 1;
            return Ok(());
        }
        Some(_) => counts.changed += 1,
        None => counts.new += 1,
    }
    let id = catalogue::put_category(db, &entry).await?;
    ids.insert(entry.slug, id);
    Ok(())
}

/// Whether two entries say the same, whatever their ids.
pub(super) fn same(a: &Entry, b: &Entry) -> bool {
    a.position == b.position && a.titles.0 == b.titles.0 && a.descriptions.0 == b.descriptions.0
}

/// `nav-content` as people read it: "Nav content".
fn humanised(key: &str) -> Localised {
    if key == OTHER {
        return Lang::ALL.into_iter().map(|lang| (lang, t!(lang, "category-other").to_owned())).collect();
    }
    let words = key.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let title: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    Localised::only(Lang::default(), &title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_names_its_shelf() {
        assert_eq!(humanised("nav-content").text(Lang::En), "Nav content");
        assert_eq!(humanised("åtkomst_och-roller").text(Lang::Sv), "Åtkomst och roller");
        assert_eq!(humanised("other").text(Lang::Nb), "Annet");
        assert_eq!((slug_of("Åtkomst & roller"), slug_of("日本")), ("atkomst-roller".into(), "other".into()));
    }
}
