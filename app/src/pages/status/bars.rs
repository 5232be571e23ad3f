//! Ninety days of a service: bars to look at, a sentence for those who do not see them, a table of the days with trouble.

use fyr_domain::status::{Day, Impact};
use fyr_i18n::{date, duration, percent, t, text_of};
use fyr_services::{
    catalogue::Item,
    status::{HISTORY_DAYS, Overview},
};
use leptos::prelude::*;

use crate::{Cx, components::Words, use_cx};

/// Width of a day and of its bar, in the picture's own units.
const DAY: usize = 10;
const BAR: usize = 7;
const HEIGHT: usize = 40;

/// The worse, the higher.
const fn height(impact: Impact) -> usize {
    match impact {
        Impact::None => 16,
        Impact::Minor => 24,
        Impact::Major => 32,
        Impact::Critical => HEIGHT,
    }
}

fn length(cx: &Cx, day: &Day) -> String {
    duration(cx.lang, chrono::TimeDelta::minutes(day.minutes))
}

/// The picture, its summary, and the days in a table.
#[component]
pub fn Bars(
    /// With the outages.
    overview: Overview,
    /// The service.
    service: Item,
) -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let history = overview.history(service.id);
    let name = service.title.text(lang).to_owned();
    let uptime = percent(lang, history.uptime);
    let bad: Vec<Day> = history.days.iter().filter(|day| day.worst != Impact::None).copied().collect();
    let summary = if bad.is_empty() {
        t!(lang, "status-bars-fine", service = name)
    } else {
        t!(lang, "status-bars", service = name, count = bad.len(), uptime = uptime.as_str())
    };
    let bars: Vec<_> = history
        .days
        .iter()
        .enumerate()
        .map(|(at, day)| {
            let height = height(day.worst);
            let title = (day.worst != Impact::None).then(|| {
                let impact = text_of(lang, "status-impact-", day.worst.as_str());
                let words = t!(lang, "status-bar-day", day = date(lang, day.date), impact = impact, length = length(&cx, day));
                view! { <title>{words}</title> }
            });
            view! {
                <rect class=format!("day day-{}", day.worst) x=at * DAY y=HEIGHT - height width=BAR height=height>{title}</rect>
            }
        })
        .collect();
    let view_box =
        format!("0 0 {} {HEIGHT}", DAY * usize::try_from(HISTORY_DAYS).unwrap_or(90) - (DAY - BAR));
    view! {
        <svg class="bars" role="img" aria-label=summary viewBox=view_box preserveAspectRatio="none">{bars}</svg>
        <p class="bars-legend">
            <span>{t!(lang, "status-bars-from")}</span>
            <span class="uptime">{t!(lang, "status-uptime", uptime = uptime)}</span>
            <span>{t!(lang, "status-bars-today")}</span>
        </p>
        {(!bad.is_empty()).then(|| view! { <BadDays overview service days=bad/> })}
    }
}

#[component]
fn BadDays(overview: Overview, service: Item, days: Vec<Day>) -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let count = days.len();
    let rows: Vec<_> = days
        .into_iter()
        .rev()
        .map(|day| {
            let links: Vec<_> = overview
                .troubles(service.id, day.date)
                .map(|incident| {
                    let href = format!("/status/incidents/{}", incident.id);
                    view! { <li><a class="ds-link" href=href><Words text=incident.title.clone()/></a></li> }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{date(lang, day.date)}</th>
                    <td data-label=t!(lang, "status-column-impact")>{text_of(lang, "status-impact-", day.worst.as_str())}</td>
                    <td data-label=t!(lang, "status-column-length")>{length(&cx, &day)}</td>
                    <td><ul class="plain-list">{links}</ul></td>
                </tr>
            }
        })
        .collect();
    let name = service.title.text(lang).to_owned();
    view! {
        <details class="fold">
            <summary>
                {t!(lang, "status-days", count = count)}<span class="visually-hidden">": "{name.clone()}</span>
            </summary>
            <table class="ds-table table-cards" data-size="sm">
                <caption class="visually-hidden">{t!(lang, "status-days-caption", service = name)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "status-column-day")}</th>
                        <th scope="col">{t!(lang, "status-column-impact")}</th>
                        <th scope="col">{t!(lang, "status-column-length")}</th>
                        <th scope="col">{t!(lang, "status-column-what")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}
