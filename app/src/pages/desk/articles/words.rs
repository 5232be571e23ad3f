//! The synonyms and stop words that editors add to the search, one language at a time.

use fyr_domain::{
    Lang,
    search_words::{LangWords, LangWordsFields as F},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    search::{self, RephrasedSearch, built_in_ignored, built_in_synonyms},
    settings::desk::SEEN_FIELD,
};
use leptos::prelude::*;

use super::{ARTICLES_PATH, ancestors};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, TextArea},
};

/// The URL path of the words of a language.
pub fn words_path(lang: Lang) -> String {
    format!("{ARTICLES_PATH}/words/{lang}")
}

/// `/desk/articles/words/{lang}`.
pub async fn words(cx: &RequestContext, language: Lang, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let added = search::find_words(&cx.backend, &cx.actor, language).await?;
    let form = if form.values.is_empty() { opened_form(&added.words, added.version) } else { form };
    let tabs: Vec<_> = Lang::ALL
        .into_iter()
        .map(|other| {
            let current = (other == language).then_some("page");
            view! { <li><a href=words_path(other) lang=other.tag() aria-current=current>{other.endonym()}</a></li> }
        })
        .collect();
    let groups: Vec<_> =
        built_in_synonyms(language).iter().map(|group| view! { <li>{group.join(", ")}</li> }).collect();
    let rephrased_searches = search::list_rephrased(&cx.backend, &cx.actor, language).await?;
    let title = t!(lang, "search-words-title");
    let body = view! {
        <Breadcrumbs ancestors=ancestors(lang) current=title/>
        <div class="narrow stack" data-gap="l">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph lead">{t!(lang, "search-words-intro")}</p>
            <nav aria-label=title><ul class="tabs">{tabs}</ul></nav>
            <form method="post" action=words_path(language) class="stack" novalidate>
                <input type="hidden" name=SEEN_FIELD value=form.value(SEEN_FIELD)/>
                <TextArea form=form.clone() name=F::SYNONYMS label=t!(lang, "search-words-synonyms")
                    hint=t!(lang, "search-words-synonyms-hint") rows=8 optional=true/>
                <TextArea form=form.clone() name=F::IGNORED label=t!(lang, "search-words-ignored")
                    hint=t!(lang, "search-words-ignored-hint") rows=3 optional=true/>
                <TextArea form=form.clone() name=F::KEPT label=t!(lang, "search-words-kept")
                    hint=t!(lang, "search-words-kept-hint") rows=2 optional=true/>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "settings-save")}</button>
                </p>
            </form>
            {rephrased(cx, rephrased_searches)}
            <details class="fold">
                <summary>{t!(lang, "search-words-built-in")}</summary>
                <div class="stack" lang=language.tag()>
                    <ul class="ds-list">{groups}</ul>
                    <p class="ds-paragraph"><span lang=lang.tag()>{t!(lang, "search-words-ignored")}": "</span>{built_in_ignored(language).join(", ")}</p>
                </div>
            </details>
        </div>
    };
    Ok(Page::new(title, body))
}

/// What people searched in vain and then found by other words.
fn rephrased(cx: &RequestContext, searches: Vec<RephrasedSearch>) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = searches
        .into_iter()
        .map(|search| {
            let people = t!(lang, "searches-people", count = search.people);
            view! { <li>{search.first}" → "{search.second}" "<span class="meta">{people}</span></li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="rephrased">
                <h2 class="ds-heading" data-size="sm" id="rephrased">{t!(lang, "search-words-rephrased")}</h2>
                <p class="ds-paragraph">{t!(lang, "search-words-rephrased-hint")}</p>
                <ul class="ds-list">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn opened_form(words: &LangWords, version: i64) -> FormState {
    let lines: Vec<String> = words.synonyms.iter().map(|group| group.join(", ")).collect();
    FormState::default()
        .with(SEEN_FIELD, version.to_string())
        .with(F::SYNONYMS, lines.join("\n"))
        .with(F::IGNORED, words.ignored.join(", "))
        .with(F::KEPT, words.kept.join(", "))
}
