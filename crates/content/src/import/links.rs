//! Resolves links between the articles of one import to the URLs of the articles.

use std::collections::BTreeMap;

use super::{SourceArticle, includes::join, path_info};
use crate::{markdown::percent_decode, slug::slugify};

/// Resolves links between the articles of an import.
#[derive(Clone, Debug, Default)]
pub struct ArticleLinks {
    /// Slugs by lower-case key: file systems and authors differ in case.
    slugs: BTreeMap<String, String>,
    /// Slugs by category and URL path on the site of origin.
    permalinks: BTreeMap<(String, String), String>,
}

impl ArticleLinks {
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

    /// The resolver for the links of one article, for [`Renderer::new`](crate::Renderer::new).
    pub fn for_article<'a>(&'a self, article: &'a SourceArticle) -> impl Fn(&str) -> Option<String> + 'a {
        move |href| self.resolve(article, href)
    }

    /// The URL path (`/articles/{slug}` with the fragment) to which a relative link in `from` leads. `None` where it leads to none
    /// of the articles.
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
            Some(path) => self.find_absolute(from, path),
            None if address.is_empty() => None,
            None => self.find_relative(from, address),
        }
    }

    /// Resolves `other.md` relative to the folder of the file, or `../other/` relative to the page, for sites with a folder per
    /// page.
    fn find_relative(&self, from: &SourceArticle, address: &str) -> Option<&String> {
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let page = from.path.rsplit_once('.').map_or(from.path.as_str(), |(page, _)| page);
        [folder, page].into_iter().find_map(|base| self.find_by_path(&join(base, address)?))
    }

    /// Resolves a path from the root of the site of origin. Which folder is that root is not known, so each folder above the
    /// article is tried.
    fn find_absolute(&self, from: &SourceArticle, path: &str) -> Option<&String> {
        let address = path.trim_matches('/').to_lowercase();
        let permalink = self.permalinks.get(&(from.category_key.clone(), address));
        let folders = from.key.match_indices('/').map(|(at, _)| &from.key[..at]).chain([""]);
        permalink.or_else(|| folders.into_iter().find_map(|folder| self.find_by_path(&join(folder, path)?)))
    }

    fn find_by_path(&self, path: &str) -> Option<&String> {
        let key = path_info::parse(path).key.to_lowercase();
        self.slugs.get(&key).or_else(|| {
            ["index", "_index", "readme"].iter().find_map(|name| self.slugs.get(&format!("{key}/{name}")))
        })
    }
}
