//! Cards of articles, and the `lang` attribute of texts in other languages.

use fyr_domain::Lang;
use fyr_usecases::store::articles::ArticleSummary;
use leptos::prelude::*;

use crate::use_request_context;

/// The `lang` attribute of a text; `None` if the text is in the page's language.
pub fn lang_attribute(page: Lang, text: Lang) -> Option<&'static str> {
    (page != text).then(|| text.tag())
}

/// A list item with an article's title, as a link, and its summary.
#[component]
pub fn ArticleCard(
    /// The article.
    article: ArticleSummary,
) -> impl IntoView {
    let written_in = lang_attribute(use_request_context().lang, article.lang.0);
    view! {
        <li class="ds-card link-card" lang=written_in>
            <p class="link-card-title"><a href=format!("/articles/{}", article.slug)>{article.title}</a></p>
            <p class="ds-paragraph meta">{article.summary}</p>
        </li>
    }
}
