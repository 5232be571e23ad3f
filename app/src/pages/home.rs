//! The start page: search, current status, popular articles, categories, and how to contact support.

use fyr_i18n::t;
use fyr_usecases::{
    Error, classification,
    classification::Classification,
    settings::{self, Phone},
    status,
    tickets::{self, WaitingForRequester},
};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{ArticleCard, CurrentStatus, OpeningHours, PlannedClosures, SearchForm},
};

/// `/`.
pub async fn show(cx: RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let overview = status::overview(&cx.backend).await.ok();
    let popular: Vec<_> = classification
        .popular_articles(lang)
        .iter()
        .cloned()
        .map(|article| view! { <ArticleCard article/> })
        .collect();
    let categories = categories(&cx, &classification);
    let contact_options = contact_options(&cx).await;
    let waiting = waiting_for_reply(&cx).await?;
    let body = view! {
        <div class="hero">
            <h1 class="ds-heading" data-size="xl">{t!(lang, "home-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "home-lead")}</p>
            <SearchForm/>
        </div>
        {waiting}
        <CurrentStatus overview/>
        {(!popular.is_empty()).then(|| view! {
            <section aria-labelledby="popular">
                <h2 class="ds-heading" data-size="md" id="popular">{t!(lang, "home-popular")}</h2>
                <ul class="grid popular-articles">{popular}</ul>
            </section>
        })}
        {(!categories.is_empty()).then(|| view! {
            <section aria-labelledby="categories">
                <h2 class="ds-heading" data-size="md" id="categories">{t!(lang, "home-categories")}</h2>
                <ul class="grid categories">{categories}</ul>
            </section>
        })}
        <section aria-labelledby="help">
            <h2 class="ds-heading" data-size="md" id="help">{t!(lang, "home-help")}</h2>
            <ul class="grid ways-to-help">{contact_options}</ul>
        </section>
    };
    Ok(Page::new(t!(lang, "home-title"), body))
}

/// What waits for the person: tickets with something new, and those that wait for their answer, with the way to them.
async fn waiting_for_reply(cx: &RequestContext) -> Result<Option<impl IntoView + use<>>, Error> {
    if cx.actor.user.is_none() {
        return Ok(None);
    }
    let WaitingForRequester { waiting, unread } = tickets::count_waiting(&cx.backend, &cx.actor).await?;
    let line = |count: i64, href: &'static str, text: String| {
        (count > 0).then(|| view! { <p><a class="ds-link" href=href>{text}</a></p> })
    };
    Ok((waiting + unread > 0).then(|| {
        view! {
            <div class="ds-alert" data-color="info">
                {line(unread, "/tickets", t!(cx.lang, "home-unread", count = unread))}
                {line(waiting, "/tickets?show=waiting", t!(cx.lang, "home-waiting", count = waiting))}
            </div>
        }
    }))
}

/// Cards of the categories that have articles, in the reader's language or a fallback.
fn categories(cx: &RequestContext, classification: &Classification) -> Vec<AnyView> {
    let lang = cx.lang;
    let shown = classification.categories.iter().filter_map(|category| {
        let count = classification.article_count(&category.slug, classification.category_lang(&category.slug, lang));
        (count > 0).then(|| {
            view! {
                <li class="ds-card link-card">
                    <h3 class="ds-heading" data-size="2xs">
                        <a href=format!("/categories/{}", category.slug)>{category.title.text(lang).to_owned()}</a>
                    </h3>
                    {description(category.description.text(lang))}
                    <p class="ds-paragraph meta">{t!(lang, "home-category-count", count = count)}</p>
                </li>
            }
            .into_any()
        })
    });
    shown.collect()
}

fn description(text: &str) -> Option<impl IntoView + use<>> {
    (!text.is_empty()).then(|| view! { <p class="ds-paragraph">{text.to_owned()}</p> })
}

/// Cards: write to support, call, own tickets, status.
async fn contact_options(cx: &RequestContext) -> Vec<AnyView> {
    let lang = cx.lang;
    let current = settings::load(&cx.backend).await;
    let (sla, phone) = (current.sla(), current.get::<Phone>());
    let card = |href: String, title: &'static str, text: AnyView| {
        view! {
            <li class="ds-card link-card">
                <h3 class="ds-heading" data-size="2xs"><a href=href>{title}</a></h3>
                {text}
            </li>
        }
        .into_any()
    };
    let paragraph = |text: &'static str| view! { <p class="ds-paragraph">{text}</p> }.into_any();
    let write =
        view! { <p class="ds-paragraph">{t!(lang, "home-write-text")}</p><OpeningHours sla=sla.clone()/><PlannedClosures sla/> }.into_any();
    let mut options = vec![card("/tickets/new".into(), t!(lang, "home-write"), write)];
    if let Some(phone) = phone.shown() {
        let number: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let shown = view! { <p class="ds-paragraph phone">{phone.to_owned()}</p> }.into_any();
        options.push(card(format!("tel:{number}"), t!(lang, "home-call"), shown));
    }
    options.push(if cx.actor.user.is_some() {
        card("/tickets".into(), t!(lang, "home-tickets"), paragraph(t!(lang, "home-tickets-text")))
    } else {
        card("/tickets/link".into(), t!(lang, "home-link"), paragraph(t!(lang, "home-link-text")))
    });
    options.push(card("/status".into(), t!(lang, "home-status"), paragraph(t!(lang, "home-status-text"))));
    options
}
