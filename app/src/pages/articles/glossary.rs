//! The glossary: articles that explain a word, in the order of the alphabet.

use fyr_domain::articles::ArticleKind;
use fyr_i18n::t;
use fyr_usecases::{Error, articles};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, lang_attribute},
};

/// The URL path of the glossary.
pub const GLOSSARY_PATH: &str = "/glossary";

/// `/glossary`.
pub async fn glossary(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let terms = articles::list_by_kind(&cx.backend, &cx.actor, ArticleKind::Term, lang).await?;
    let is_empty = terms.is_empty();
    let items: Vec<_> = terms
        .into_iter()
        .map(|term| {
            let written_in = lang_attribute(lang, term.lang.0);
            view! {
                <div itemprop="hasDefinedTerm" itemscope="" itemtype="https://schema.org/DefinedTerm" lang=written_in>
                    <dt><a class="ds-link" itemprop="name" href=format!("/articles/{}", term.slug)>{term.title}</a></dt>
                    <dd itemprop="description">{term.summary}</dd>
                </div>
            }
        })
        .collect();
    let ancestors = vec![("/articles".to_owned(), t!(lang, "articles-title").to_owned())];
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "glossary-title")/>
        <div class="narrow stack" data-gap="l">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "glossary-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "glossary-lead")}</p>
            {is_empty.then(|| view! { <p class="empty">{t!(lang, "glossary-empty")}</p> })}
            {(!is_empty).then(|| view! { <dl class="facts" itemscope="" itemtype="https://schema.org/DefinedTermSet">{items}</dl> })}
        </div>
    };
    Ok(Page::new(t!(lang, "glossary-title"), body))
}
