//! From Markdown to HTML that is safe to put on a page, with its table of contents and its plain text.
//!
//! Three steps, in this order: Markdown to HTML (comrak), an allow-list for what may stay (ammonia), and then our own
//! finishing: headings, links, images and tables. The last step only adds what it writes itself.

mod finish;
mod headings;
mod html;
mod images;
mod links;
mod plain;
mod sanitize;
mod tables;
mod tokens;
mod words;

use fyr_domain::Lang;

pub(crate) use links::percent_decode;

/// An article as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe HTML. No `h1`; headings start at `h2` and no level is skipped.
    pub html: String,
    /// The headings, in order.
    pub toc: Vec<Heading>,
    /// The text without markup, one block per line; for search.
    pub plain: String,
    /// The text of the first paragraph; for lists of articles. Empty where there is no text.
    pub first_paragraph: String,
}

/// A heading inside an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6, as in the HTML.
    pub level: u8,
    /// Unique in the article; plain ASCII.
    pub id: String,
    /// The text, not escaped.
    pub text: String,
}

/// Renders with the defaults of [`Renderer`]: no title to drop, words in the default language.
pub fn render(source: &str, links: &dyn Fn(&str) -> Option<String>) -> Rendered {
    Renderer::new(links).render(source)
}

/// How to render an article.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    links: &'a dyn Fn(&str) -> Option<String>,
    lang: Lang,
    title: Option<&'a str>,
}

impl<'a> Renderer<'a> {
    /// `links` says where a relative address leads, as a path on this site or an `https` address;
    /// `None` leaves the words and drops the link. It is asked about links and about images.
    pub fn new(links: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { links, lang: Lang::default(), title: None }
    }

    /// The language of the few words that rendering adds, such as "Obs!" over a note.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The page shows this title itself: a level-one heading that opens the text and says the same is dropped.
    #[must_use]
    pub fn under_title(mut self, title: &'a str) -> Self {
        self.title = Some(title);
        self
    }

    /// Renders one article.
    pub fn render(&self, source: &str) -> Rendered {
        let words = words::Words::of(self.lang);
        let html = sanitize::clean(&html::from_markdown(source, words));
        finish::finish(&html, self.links, self.title, words)
    }
}
