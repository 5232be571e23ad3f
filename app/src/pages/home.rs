//! The start page: search first, then what goes on, what many ask, and how to get help.

use fyr_i18n::t;
use fyr_services::{Error, catalogue, catalogue::Catalogue, status};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{ArticleCard, CurrentStatus, OpeningHours, SearchForm},
};

/// `/`.
pub async fn show(cx: Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    let catalogue = catalogue::get(&cx.services).await?;
    let overview = status::overview(&cx.services).await.ok();
    let popular: Vec<_> =
        catalogue.popular(lang).iter().cloned().map(|article| view! { <ArticleCard article/> }).collect();
    let categories = categories(&cx, &catalogue);
    let body = view! {
        <div class="hero">
            <h1 class="ds-heading" data-size="xl">{t!(lang, "home-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "home-lead")}</p>
            <SearchForm/>
        </div>
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
            <ul class="grid ways-to-help">{ways(&cx)}</ul>
        </section>
    };
    Ok(Page::new(t!(lang, "home-title"), body))
}

/// The categories that have articles the reader can read, in their own language or another.
fn categories(cx: &Cx, catalogue: &Catalogue) -> Vec<AnyView> {
    let lang = cx.lang;
    let shown = catalogue.categories.iter().filter_map(|category| {
        let count = catalogue.count(&category.slug, catalogue.shelf_lang(&category.slug, lang));
        (count > 0).then(|| {
            view! {
                <li class="ds-card link-card">
                    <h3 class="ds-heading" data-size="2xs">
                        <a href=format!("/categories/{}", category.slug)>{category.title.text(lang).to_owned()}</a>
                    </h3>
                    {described(category.description.text(lang))}
                    <p class="ds-paragraph meta">{t!(lang, "home-category-count", count = count)}</p>
                </li>
            }
            .into_any()
        })
    });
    shown.collect()
}

fn described(text: &str) -> Option<impl IntoView + use<>> {
    (!text.is_empty()).then(|| view! { <p class="ds-paragraph">{text.to_owned()}</p> })
}

/// How to reach a person, and how to see what became of it.
fn ways(cx: &Cx) -> Vec<AnyView> {
    let lang = cx.lang;
    let card = |href: String, title: &'static str, text: AnyView| {
        view! {
            <li class="ds-card link-card">
                <h3 class="ds-heading" data-size="2xs"><a href=href>{title}</a></h3>
                {text}
            </li>
        }
        .into_any()
    };
    let plain = |text: &'static str| view! { <p class="ds-paragraph">{text}</p> }.into_any();
    let write = view! { <p class="ds-paragraph">{t!(lang, "home-write-text")}</p><OpeningHours/> }.into_any();
    let mut ways = vec![card("/tickets/new".into(), t!(lang, "home-write"), write)];
    if let Some(phone) = &cx.services.settings.phone {
        let number: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let shown = view! { <p class="ds-paragraph phone">{phone.clone()}</p> }.into_any();
        ways.push(card(format!("tel:{number}"), t!(lang, "home-call"), shown));
    }
    ways.push(if cx.actor.user.is_some() {
        card("/tickets".into(), t!(lang, "home-tickets"), plain(t!(lang, "home-tickets-text")))
    } else {
        card("/tickets/link".into(), t!(lang, "home-link"), plain(t!(lang, "home-link-text")))
    });
    ways.push(card("/status".into(), t!(lang, "home-status"), plain(t!(lang, "home-status-text"))));
    ways
}
