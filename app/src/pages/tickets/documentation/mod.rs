//! The documentation of a ticket on one page, which prints well, and as a PDF: what was asked, done and promised, and how it was kept.

mod content;
#[cfg(feature = "pdf")]
mod pdf;

use fyr_i18n::t;
use fyr_usecases::Error;
use leptos::prelude::*;

use self::content::{Content, DocumentedEntry};
#[cfg(feature = "pdf")]
pub use self::pdf::pdf;
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, lang_attribute},
};

/// `/tickets/{reference}/documentation`.
pub async fn show(cx: &RequestContext, reference: &str) -> Result<Page, Error> {
    let lang = cx.lang;
    let Content { reference, title, subject, written_in, facts, solution, targets, entries, made } =
        Content::load(cx, reference).await?;
    let path = format!("/tickets/{reference}");
    let written_in = lang_attribute(lang, written_in);
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect();
    let solution = solution.map(|text| {
        view! {
            <section class="stack" data-gap="s">
                <h2 class="ds-heading" data-size="sm">{t!(lang, "documentation-solution")}</h2>
                <p class="ds-paragraph entry-text" lang=written_in>{text}</p>
            </section>
        }
    });
    let has_targets = !targets.is_empty();
    let targets: Vec<_> = targets
        .into_iter()
        .map(|(name, outcome)| view! { <li><strong>{name}</strong>": "{outcome}</li> })
        .collect();
    let entries: Vec<_> = entries.into_iter().map(|entry| entry_item(entry, written_in)).collect();
    let pdf = cfg!(feature = "pdf").then(|| {
        view! {
            <a class="ds-link" href=format!("{path}/documentation.pdf") download>{t!(lang, "documentation-pdf")}</a>
        }
    });
    let body = view! {
        <Breadcrumbs ancestors=vec![(path.clone(), reference)] current=t!(lang, "documentation-name")/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph lead" lang=written_in>{subject}</p>
            <dl class="facts">{facts}</dl>
            {solution}
            {has_targets.then(|| view! {
                <section class="stack" data-gap="s">
                    <h2 class="ds-heading" data-size="sm">{t!(lang, "documentation-targets")}</h2>
                    <ul class="ds-list">{targets}</ul>
                </section>
            })}
            <section class="stack" data-gap="s">
                <h2 class="ds-heading" data-size="sm">{t!(lang, "documentation-events")}</h2>
                <ol class="plain-list stack" data-gap="s">{entries}</ol>
            </section>
            <p class="meta">{made}</p>
            <p class="actions">
                {pdf}
                <a class="ds-link" href=format!("{path}/documentation.json") download>{t!(lang, "documentation-json")}</a>
                <a class="ds-link" href=path>{t!(lang, "deadlines-back")}</a>
            </p>
        </div>
    };
    Ok(Page::new(title, body))
}

fn entry_item(entry: DocumentedEntry, written_in: Option<&'static str>) -> AnyView {
    let DocumentedEntry { at, author, text, files } = entry;
    let written_in = author.as_ref().and(written_in);
    let author = author.map(|(name, side)| view! { " · "<strong>{name}</strong>" ("{side}")" });
    let files = files.map(|files| view! { <p class="meta">{files}</p> });
    view! {
        <li>
            <p class="meta">{at}{author}</p>
            <p class="ds-paragraph entry-text" lang=written_in>{text}</p>
            {files}
        </li>
    }
    .into_any()
}
