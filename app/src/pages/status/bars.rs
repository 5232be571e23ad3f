//! The uptime of a component over 90 days: a bar chart with a text alternative, and a table of the days with incidents.

use fyr_domain::status::{Impact, UptimeDay};
use fyr_i18n::{date, duration, percent, t, text_for};
use fyr_usecases::{
    classification::ClassificationItem,
    status::{HISTORY_DAYS, StatusOverview},
};
use leptos::prelude::*;

use crate::{RequestContext, components::LocalisedText, use_request_context};

/// The width of a day, in units of the SVG.
const DAY_WIDTH: usize = 10;
/// The width of the bar of a day.
const BAR_WIDTH: usize = 7;
/// The height of the chart and of the highest bar.
const HEIGHT: usize = 40;

/// The height of the bar of a day, by the worst impact.
const fn bar_height(impact: Impact) -> usize {
    match impact {
        Impact::None => 16,
        Impact::Minor => 24,
        Impact::Major => 32,
        Impact::Critical => HEIGHT,
    }
}

fn downtime(cx: &RequestContext, day: &UptimeDay) -> String {
    duration(cx.lang, chrono::TimeDelta::minutes(day.minutes))
}

/// The chart with its legend, and the table of days with incidents.
#[component]
pub fn UptimeBars(
    /// The status overview with all incidents.
    overview: StatusOverview,
    /// The component to show.
    component: ClassificationItem,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let history = overview.uptime_history(component.id);
    let name = component.title.text(lang).to_owned();
    let uptime = percent(lang, history.uptime);
    let incident_days: Vec<UptimeDay> =
        history.days.iter().filter(|day| day.worst != Impact::None).copied().collect();
    let summary = if incident_days.is_empty() {
        t!(lang, "status-bars-fine", service = name)
    } else {
        t!(lang, "status-bars", service = name, count = incident_days.len(), uptime = uptime.as_str())
    };
    let bars: Vec<_> = history
        .days
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let height = bar_height(day.worst);
            let title = (day.worst != Impact::None).then(|| {
                let impact = text_for(lang, "status-impact-", day.worst.as_str());
                let text = t!(lang, "status-bar-day", day = date(lang, day.date), impact = impact, length = downtime(&cx, day));
                view! { <title>{text}</title> }
            });
            view! {
                <rect class=format!("day day-{}", day.worst) x=index * DAY_WIDTH y=HEIGHT - height width=BAR_WIDTH height=height>{title}</rect>
            }
        })
        .collect();
    let view_box = format!(
        "0 0 {} {HEIGHT}",
        DAY_WIDTH * usize::try_from(HISTORY_DAYS).unwrap_or(90) - (DAY_WIDTH - BAR_WIDTH)
    );
    view! {
        <svg class="bars" role="img" aria-label=summary viewBox=view_box preserveAspectRatio="none">{bars}</svg>
        <p class="bars-legend">
            <span>{t!(lang, "status-bars-from")}</span>
            <span class="uptime">{t!(lang, "status-uptime", uptime = uptime)}</span>
            <span>{t!(lang, "status-bars-today")}</span>
        </p>
        {(!incident_days.is_empty()).then(|| view! { <IncidentDays overview component days=incident_days/> })}
    }
}

#[component]
fn IncidentDays(
    overview: StatusOverview,
    component: ClassificationItem,
    days: Vec<UptimeDay>,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let count = days.len();
    let rows: Vec<_> = days
        .into_iter()
        .rev()
        .map(|day| {
            let links: Vec<_> = overview
                .incidents_on(component.id, day.date)
                .map(|incident| {
                    let href = format!("/status/incidents/{}", incident.id);
                    view! { <li><a class="ds-link" href=href><LocalisedText text=incident.title.clone()/></a></li> }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{date(lang, day.date)}</th>
                    <td data-label=t!(lang, "status-column-impact")>{text_for(lang, "status-impact-", day.worst.as_str())}</td>
                    <td data-label=t!(lang, "status-column-length")>{downtime(&cx, &day)}</td>
                    <td><ul class="plain-list">{links}</ul></td>
                </tr>
            }
        })
        .collect();
    let name = component.title.text(lang).to_owned();
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
