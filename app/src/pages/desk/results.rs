//! How well support does: figures, with the aims, for those who answer for the service.

use fyr_domain::{
    Lang,
    results::{Aim, AssessedFigure, Measured, Results},
};
use fyr_i18n::{duration, hours, percent_in_tenths, t, text_for};
use fyr_usecases::{Error, classification, results};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, Tag, Tone},
    query::{list_title, with_query},
};

/// The URL path of the page.
pub const RESULTS_PATH: &str = "/desk/results";
/// The lengths of time that are offered, in days.
const PERIODS: [u16; 4] = [7, 30, 90, 365];
/// The one that is shown first.
const DEFAULT_PERIOD: u16 = 30;

/// `/desk/results?days=`.
pub async fn show(cx: &RequestContext, days: &str) -> Result<Page, Error> {
    let lang = cx.lang;
    let days = days.parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(DEFAULT_PERIOD);
    let report = results::report(&cx.backend, &cx.actor, days).await?;
    let classification = classification::get(&cx.backend).await?;
    let title = t!(lang, "results-title");
    let of_days = t!(lang, "results-days", days = days);
    let periods = PERIODS.map(|period| {
        let current = (period == days).then_some("page");
        let href = with_query(RESULTS_PATH, [("days", period.to_string().as_str())]);
        view! { <li><a href=href aria-current=current>{t!(lang, "results-days", days = period)}</a></li> }
    });
    let figures: Vec<_> = report.figures.iter().map(|figure| figure_card(lang, figure)).collect();
    let has_topics = !report.topics.is_empty();
    let topics: Vec<_> = report
        .topics
        .iter()
        .map(|(topic, results)| topic_row(lang, classification.topic_title(topic, lang), results))
        .collect();
    let since = cx.date(report.since);
    let heading = |key: &'static str| view! { <th scope="col">{key}</th> };
    let body = view! {
        <Breadcrumbs current=title/>
        <h1 class="ds-heading" data-size="lg">{title}</h1>
        <p class="ds-paragraph lead">{t!(lang, "results-intro")}</p>
        <nav aria-label=t!(lang, "results-period")><ul class="tabs">{periods.collect_view()}</ul></nav>
        <p class="ds-paragraph">{t!(lang, "results-filed", count = report.filed, since = since)}</p>
        <ul class="card-list result-cards">{figures}</ul>
        {has_topics.then(|| view! {
            <section class="stack" data-gap="s" aria-labelledby="topics-title">
                <h2 class="ds-heading" data-size="sm" id="topics-title">{t!(lang, "results-topics")}</h2>
                <table class="ds-table table-cards">
                    <thead><tr>
                        {heading(t!(lang, "results-topic"))}
                        {heading(t!(lang, "results-count"))}
                        {heading(t!(lang, "results-answered-in-time"))}
                        {heading(t!(lang, "results-first-response"))}
                        {heading(t!(lang, "results-csat"))}
                    </tr></thead>
                    <tbody>{topics}</tbody>
                </table>
                <p class="field-hint">{t!(lang, "results-method")}</p>
            </section>
        })}
        {cx.actor.can_run_portal().then(|| view! {
            <p class="ds-paragraph"><a class="ds-link" href="/desk/settings/aims">{t!(lang, "results-change-aims")}</a></p>
        })}
    };
    Ok(Page::new(list_title(cx, &of_days, title), body))
}

/// A figure in words.
fn value(lang: Lang, measured: Measured) -> String {
    let value = match measured {
        Measured::Share(share) => share.hundredths().map(|hundredths| percent_in_tenths(lang, hundredths)),
        Measured::Time(median) => median.time.map(|time| duration(lang, time)),
    };
    value.unwrap_or_else(|| t!(lang, "results-nothing").to_owned())
}

fn whole_percent(lang: Lang, percent: u8) -> String {
    percent_in_tenths(lang, u32::from(percent) * 100)
}

/// Of how many tickets.
fn basis(lang: Lang, measured: Measured) -> String {
    match measured {
        Measured::Share(share) => t!(lang, "results-part", part = share.part, whole = share.whole),
        Measured::Time(median) => t!(lang, "results-median", count = median.count),
    }
}

fn figure_card(lang: Lang, figure: &AssessedFigure) -> AnyView {
    let aim = figure.aim.map(|aim| match aim {
        Aim::AtLeast(aim) => t!(lang, "results-aim-at-least", percent = whole_percent(lang, aim)),
        Aim::AtMost(aim) => t!(lang, "results-aim-at-most", percent = whole_percent(lang, aim)),
        Aim::Within(time) => t!(lang, "results-aim-within", time = hours(lang, time)),
    });
    let met = figure.is_met().map(|is_met| {
        let (tone, text) = if is_met {
            (Tone::Success, t!(lang, "results-met"))
        } else {
            (Tone::Warning, t!(lang, "results-not-met"))
        };
        view! { " "<Tag tone text/> }
    });
    view! {
        <li class="ds-card stack" data-gap="xs">
            <h2 class="ds-heading" data-size="2xs">{text_for(lang, "results-", figure.figure.as_str())}</h2>
            <p class="figure-number">{value(lang, figure.measured)}</p>
            <p class="meta">{basis(lang, figure.measured)}</p>
            {aim.map(|aim| view! { <p class="ds-paragraph">{aim}{met}</p> })}
        </li>
    }
    .into_any()
}

fn topic_row(lang: Lang, topic: &str, results: &Results) -> AnyView {
    view! {
        <tr>
            <th scope="row">{topic.to_owned()}</th>
            <td data-label=t!(lang, "results-count")>{results.filed}</td>
            <td data-label=t!(lang, "results-answered-in-time")>{value(lang, Measured::Share(results.answered_in_time))}</td>
            <td data-label=t!(lang, "results-first-response")>{value(lang, Measured::Time(results.first_response))}</td>
            <td data-label=t!(lang, "results-csat")>{value(lang, Measured::Share(results.csat))}</td>
        </tr>
    }
    .into_any()
}
