//! Links between the articles of one import: from what an author wrote to the address an article has here.

use std::collections::BTreeMap;

use super::{SourceArticle, includes::join, place};
use crate::{markdown::percent_decode, slug::slugify};

/// Finds the address of an article from the links that point to it.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Slugs by key, in lower case: file systems and authors do not agree on case.
    slugs: BTreeMap<String, String>,
    /// Slugs by category and the address on the site of origin.
    permalinks: BTreeMap<(String, String), String>,
}

impl Links {
    pub(super) fn new(articles: &[SourceArticle]) -> Self {
        let mut links = Self::default();
        for article in articles {
            links.slugs.insert(article.key.to_lowercase(), article.slug.clone());
            if let Some(address) = &article.permalink {
                let address = address.trim_matches('/').to_lowercase();
                links.permalinks.insert((article.category_key.clone(), address), article.slug.clone());
            }
        }
        links
    }

    /// The look-up for the links in one article, as [`Renderer::new`](crate::Renderer::new) takes it.
    pub fn of<'a>(&'a self, article: &'a SourceArticle) -> impl Fn(&str) -> Option<String> + 'a {
        move |href| self.resolve(article, href)
    }

    /// `/articles/{slug}` of the article that a relative link in `from` means, with its fragment.
    /// `None` when it is not among the articles that were read.
    pub fn resolve(&self, from: &SourceArticle, href: &str) -> Option<String> {
        let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
        let address = address.split('?').next().unwrap_or_default();
        let slug = self.find(from, &percent_decode(address))?;
        let fragment = slugify(&percent_decode(fragment));
        Some(if fragment.is_empty() {
            format!("/articles/{slug}")
        } else {
            format!("/articles/{slug}#{fragment}")
        })
    }

    fn find(&self, from: &SourceArticle, address: &str) -> Option<&String> {
        match address.strip_prefix('/') {
            Some(path) => self.on_site(from, path),
            None if address.is_empty() => None,
            None => self.beside(from, address),
        }
    }

    /// `other.md` beside the file; or `../other/` as sites with a folder per page count it.
    fn beside(&self, from: &SourceArticle, address: &str) -> Option<&String> {
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let page = from.path.rsplit_once('.').map_or(from.path.as_str(), |(page, _)| page);
        [folder, page].into_iter().find_map(|base| self.by_path(&join(base, address)?))
    }

    /// An address from the root of the site of origin. Where that root is among the folders is not known,
    /// so each folder above the article is tried.
    fn on_site(&self, from: &SourceArticle, path: &str) -> Option<&String> {
        let address = path.trim_matches('/').to_lowercase();
        let permalink = self.permalinks.get(&(from.category_key.clone(), address));
        let folders = from.key.match_indices('/').map(|(at, _)| &from.key[..at]).chain([""]);
        permalink.or_else(|| folders.into_iter().find_map(|folder| self.by_path(&join(folder, path)?)))
    }

    fn by_path(&self, path: &str) -> Option<&String> {
        let key = place::of(path).key.to_lowercase();
        self.slugs.get(&key).or_else(|| {
            ["index", "_index", "readme"].iter().find_map(|name| self.slugs.get(&format!("{key}/{name}")))
        })
    }
}
