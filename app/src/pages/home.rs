//! The start page: search, current status, popular articles, categories, and how to contact support.

use fyr_domain::{
    articles::Readable,
    channels::{CHANNEL_FIELDS, ChannelKind, Channels},
    plans::Plans,
};
use fyr_i18n::{duration, t};
use fyr_usecases::{
    Error, classification,
    classification::Classification,
    settings::{self, Phone, SettingValues},
    status,
    tickets::{self, WaitingForRequester},
};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{
        ArticleCard, CurrentStatus, OpeningHours, PlannedClosures, SearchForm, hours_today, mailto,
    },
};

/// `/`.
pub async fn show(cx: RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let overview = status::overview(&cx.backend).await.ok();
    let popular: Vec<_> = classification
        .popular_articles(lang, &Readable::by(&cx.actor))
        .into_iter()
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
    let readable = Readable::by(&cx.actor);
    let shown = classification.categories.iter().filter_map(|category| {
        let shown_in = classification.category_lang(&category.slug, lang, &readable);
        let count = classification.article_count(&category.slug, shown_in, &readable);
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
    let sla = current.sla();
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
    options
        .extend(channel_cards(cx, &current).into_iter().map(|(href, title, text)| card(href, title, text)));
    options.push(if cx.actor.user.is_some() {
        card("/tickets".into(), t!(lang, "home-tickets"), paragraph(t!(lang, "home-tickets-text")))
    } else {
        card("/tickets/link".into(), t!(lang, "home-link"), paragraph(t!(lang, "home-link-text")))
    });
    options.push(card("/status".into(), t!(lang, "home-status"), paragraph(t!(lang, "home-status-text"))));
    options
}

/// The channels that are open to the reader: address, title, and what there is to know of each.
fn channel_cards(cx: &RequestContext, current: &SettingValues) -> Vec<(String, &'static str, AnyView)> {
    let lang = cx.lang;
    let (channels, phone, plans) =
        (current.get::<Channels>(), current.get::<Phone>(), current.get::<Plans>());
    let sla = current.sla();
    let organisation = cx.actor.organisation();
    let known = CHANNEL_FIELDS.into_iter().filter(|fields| plans.opens(fields.kind, organisation));
    let cards = known.filter_map(|fields| {
        let channel = channels.get(fields.kind)?;
        let address = match fields.kind {
            ChannelKind::Phone if channel.address.is_empty() => phone.shown()?,
            _ => channel.address.as_str(),
        };
        if address.is_empty() {
            return None;
        }
        let (href, title) = match fields.kind {
            ChannelKind::Email => (mailto(address), t!(lang, "home-email")),
            ChannelKind::Chat => (address.to_owned(), t!(lang, "home-chat")),
            ChannelKind::Phone | ChannelKind::Form => {
                let number: String = address.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                (format!("tel:{number}"), t!(lang, "home-call"))
            }
        };
        let shown = (fields.kind != ChannelKind::Chat).then(|| address.to_owned());
        let hours = hours_today(cx, &channel.calendar(&sla.current().calendar, cx.zone));
        let hours = hours.filter(|_| channel.week.is_some() || channel.within.is_some());
        let within = channel.within.map(|within| t!(lang, "channel-within", within = duration(lang, within)));
        let anywhere =
            (channel.reader_zone && hours.is_some()).then(|| t!(lang, "channel-reader-zone").to_owned());
        let sentences: Vec<_> = hours.into_iter().chain(anywhere).chain(within).collect();
        let text = view! {
            {shown.map(|shown| view! { <p class="ds-paragraph phone">{shown}</p> })}
            {(!sentences.is_empty()).then(|| view! { <p class="ds-paragraph">{sentences.join(" ")}</p> })}
        };
        Some((href, title, text.into_any()))
    });
    cards.collect()
}
