//! Rendering the Markdown of an article that is written at the desk, and its links.

use std::cell::RefCell;

use fyr_content::{Rendered, Renderer};
use fyr_domain::{Actor, Lang, permission::Permission};
use fyr_store::{Db, article_desk};

use crate::{Error, require::require};

/// Pages of the portal that articles may link to.
const LINKABLE_PAGES: [&str; 7] =
    ["/sign-in", "/tickets", "/tickets/new", "/status", "/articles", "/search", "/account"];

/// What the paths of pictures in articles begin with.
const IMAGES: &str = "/articles/images/";

/// Whether a rendered text has a picture of which nothing says what it shows.
pub(super) fn has_image_without_text(html: &str) -> bool {
    html.split("<img ").skip(1).any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("alt=\"\"")))
}

/// Whether articles may link to this path, with or without a query, as to a page of the portal that is no article.
pub(crate) fn is_linkable(path: &str) -> bool {
    LINKABLE_PAGES.contains(&path.split(['?', '#']).next().unwrap_or_default())
}

/// A rendered text, and the articles of this portal that it links to.
pub(super) struct RenderedText {
    pub rendered: Rendered,
    /// The slugs of the articles.
    pub links: Vec<String>,
}

/// Renders a text as it is published.
pub(super) fn render(source: &str, title: &str, lang: Lang) -> RenderedText {
    let links = RefCell::new(Vec::new());
    let resolve = |href: &str| {
        if let Some(slug) = linked_article(href) {
            links.borrow_mut().push(slug.to_owned());
            return Some(href.to_owned());
        }
        let is_known =
            is_linkable(href) || ["/categories/", IMAGES].iter().any(|start| href.starts_with(start));
        is_known.then(|| href.to_owned())
    };
    let rendered = Renderer::new(&resolve).in_language(lang).under_title(title).render(source);
    RenderedText { rendered, links: links.into_inner() }
}

/// The slug in a path to an article.
pub(super) fn linked_article(href: &str) -> Option<&str> {
    let slug = href.strip_prefix("/articles/")?.split(['?', '#']).next()?;
    let valid = !slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    valid.then_some(slug)
}

/// The paths of articles among these slugs that are not there, or not published, each once.
pub(super) async fn find_broken_links(db: &mut Db, slugs: Vec<String>) -> Result<Vec<String>, Error> {
    let mut broken: Vec<String> = Vec::new();
    for slug in slugs {
        let path = format!("/articles/{slug}");
        if !broken.contains(&path) && !article_desk::is_published(db, &slug).await? {
            broken.push(path);
        }
    }
    Ok(broken)
}

/// Renders a text that is being written. Saves nothing.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for who does not write articles.
pub fn preview(actor: &Actor, lang: Lang, title: &str, source: &str) -> Result<String, Error> {
    require(actor, Permission::WriteArticles)?;
    Ok(render(source, title, lang).rendered.html)
}

/// A Markdown text in which the destinations of links are those to which an import has resolved them: relative paths lead somewhere
/// only from the file that they are written in.
pub(crate) fn relink(source: &str, resolved: &[(String, String)]) -> String {
    let mut text = source.to_owned();
    for (written, path) in resolved {
        if written == path {
            continue;
        }
        for (before, after) in [("](", ")"), ("](", " "), ("](<", ">"), ("]: ", "\n"), ("href=\"", "\"")] {
            text = text.replace(&format!("{before}{written}{after}"), &format!("{before}{path}{after}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_articles_and_pages_of_the_portal() {
        let text = "[a](/articles/byta-losenord#steg) [b](/tickets/new?topic=x) [c](/desk) [d](other.md) [e](https://a.example)";
        let RenderedText { rendered, links } = render(text, "", Lang::Sv);
        assert_eq!(links, ["byta-losenord"]);
        for kept in ["/articles/byta-losenord#steg", "/tickets/new?topic=x", "https://a.example"] {
            assert!(rendered.html.contains(&format!("href=\"{kept}\"")), "{kept}: {}", rendered.html);
        }
        assert!(!rendered.html.contains("/desk") && !rendered.html.contains("other.md"), "{}", rendered.html);
    }

    #[test]
    fn pictures_say_what_they_show() {
        let html = |source: &str| render(source, "", Lang::Sv).rendered.html;
        let with = html("![En knapp](/articles/images/019a0000-0000-7000-8000-000000000001)");
        assert!(with.contains("alt=\"En knapp\"") && !has_image_without_text(&with), "{with}");
        assert!(has_image_without_text(&html("Text ![](/articles/images/x) mer")));
        assert!(!has_image_without_text(&html("alt=\"\" <b>img</b>")));
    }

    #[test]
    fn destinations_of_an_import_are_written_into_its_text() {
        let resolved = [("../b.md".to_owned(), "/articles/b".to_owned())];
        let text = "[x](../b.md) and [y](../b.md \"t\") but `../b.md` and [z](../b.md/c)\n\n[r]: ../b.md\n";
        assert_eq!(
            relink(text, &resolved),
            "[x](/articles/b) and [y](/articles/b \"t\") but `../b.md` and [z](../b.md/c)\n\n[r]: /articles/b\n"
        );
    }
}
