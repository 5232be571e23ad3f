//! Assigns a unique slug to each article, from its key alone, so that the same folder always results in the same slugs.

use std::collections::{BTreeMap, BTreeSet};

use super::SourceArticle;
use crate::slug::slugify;

pub(super) fn assign(articles: &mut [SourceArticle]) {
    let keys: BTreeSet<&str> = articles.iter().map(|article| article.key.as_str()).collect();
    let slugs: BTreeMap<String, String> =
        choose_slugs(&keys).into_iter().map(|(key, slug)| (key.to_owned(), slug)).collect();
    for article in articles {
        if let Some(slug) = slugs.get(&article.key) {
            article.slug.clone_from(slug);
        }
    }
}

/// The shortest unique slug of each key: the file name, with as many folders in front as needed.
fn choose_slugs<'a>(keys: &BTreeSet<&'a str>) -> BTreeMap<&'a str, String> {
    let mut chosen = BTreeMap::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut remaining: Vec<&str> = keys.iter().copied().collect();
    let deepest = keys.iter().map(|key| key.split('/').count()).max().unwrap_or(0);
    for parts in 1..=deepest {
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for key in remaining {
            groups.entry(slug(key, parts)).or_default().push(key);
        }
        remaining = Vec::new();
        for (slug, group) in groups {
            match group.as_slice() {
                [key] if !slug.is_empty() && used.insert(slug.clone()) => {
                    chosen.insert(*key, slug);
                }
                _ => remaining.extend(group),
            }
        }
    }
    for key in remaining {
        let base = Some(slug(key, usize::MAX))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "article".to_owned());
        let mut slug = base.clone();
        let mut number = 2;
        while !used.insert(slug.clone()) {
            slug = format!("{base}-{number}");
            number += 1;
        }
        chosen.insert(key, slug);
    }
    chosen
}

/// The slug of the last `count` parts of a key. A file name such as `index` is left out, since it stands for its folder.
fn slug(key: &str, count: usize) -> String {
    let mut parts: Vec<&str> = key.split('/').collect();
    if parts.len() > 1 && parts.last().is_some_and(|name| is_index(name)) {
        parts.pop();
    }
    let from = parts.len().saturating_sub(count);
    slugify(&parts[from..].join("-"))
}

/// Whether a file name stands for its folder.
pub(super) fn is_index(name: &str) -> bool {
    ["index", "_index", "readme"].into_iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_and_conflicts_include_the_folder() {
        let keys = BTreeSet::from(["a/start", "b/start", "b/Byt lösenord", "b/_index", "c/日本", "日本"]);
        let slugs = choose_slugs(&keys);
        assert_eq!(slugs["a/start"], "a-start");
        assert_eq!(slugs["b/start"], "b-start");
        assert_eq!(slugs["b/Byt lösenord"], "byt-losenord");
        assert_eq!(slugs["b/_index"], "b");
        assert_eq!(slugs["c/日本"], "c");
        assert_eq!(slugs["日本"], "article");
    }

    #[test]
    fn keys_that_differ_only_in_punctuation_have_different_slugs() {
        let keys = BTreeSet::from(["a/x y", "a/x-y"]);
        assert_eq!(choose_slugs(&keys).into_values().collect::<Vec<_>>(), ["a-x-y", "a-x-y-2"]);
    }
}
