//! Renders Markdown to safe HTML with a table of contents and plain text.
//!
//! Three steps, in this order: Markdown to HTML (comrak), sanitising with an allow-list (ammonia), and post-processing of
//! headings, links, images and tables. The last step adds only markup of its own.

mod headings;
mod html;
mod images;
mod links;
mod plain;
mod postprocess;
mod sanitize;
mod tables;
mod texts;
mod tokens;

use fyr_domain::Lang;

pub(crate) use links::percent_decode;

use crate::import::{MAX_SUMMARY_LENGTH, shorten};

/// A rendered article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe HTML. Headings start at `h2`, and no level is skipped.
    pub html: String,
    /// The table of contents: the headings in order.
    pub toc: Vec<Heading>,
    /// The plain text, one block per line; for search.
    pub plain: String,
    /// The plain text of the first paragraph; for lists of articles. Empty where there is no text.
    pub first_paragraph: String,
}

impl Rendered {
    /// The beginning of the text, for lists of articles that have no summary of their own: at most 300 characters.
    pub fn summary(&self) -> String {
        shorten(&self.first_paragraph, MAX_SUMMARY_LENGTH)
    }
}

/// A heading inside an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level in the HTML, 2 to 6.
    pub level: u8,
    /// The id, unique in the article, in ASCII.
    pub id: String,
    /// The plain text, not escaped.
    pub text: String,
}

/// Renders with the defaults of [`Renderer`]: without a title, in the default language.
pub fn render(source: &str, links: &dyn Fn(&str) -> Option<String>) -> Rendered {
    Renderer::new(links).render(source)
}

/// The options for rendering an article.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    links: &'a dyn Fn(&str) -> Option<String>,
    lang: Lang,
    title: Option<&'a str>,
}

impl<'a> Renderer<'a> {
    /// `links` resolves a relative URL of a link or an image to a path on this site or an `https` URL; where it returns
    /// `None`, the link is removed and its text stays.
    pub fn new(links: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { links, lang: Lang::default(), title: None }
    }

    /// Sets the language of the texts that rendering adds, such as "Obs!" above a note.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// Sets the title that the page shows itself: a leading level-one heading with the same text is removed.
    #[must_use]
    pub fn under_title(mut self, title: &'a str) -> Self {
        self.title = Some(title);
        self
    }

    /// Renders an article from Markdown.
    pub fn render(&self, source: &str) -> Rendered {
        let texts = texts::RenderTexts::for_lang(self.lang);
        let html = sanitize::sanitize(&html::from_markdown(source, texts));
        postprocess::postprocess(&html, self.links, self.title, texts)
    }
}
