//! The time zone in which a reader sees times.

use chrono_tz::{TZ_VARIANTS, Tz};
use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, SelectField},
};

/// The URL path of the page.
pub const TIME_ZONE_PATH: &str = "/time-zone";
/// The field with the name of the zone.
pub const ZONE_FIELD: &str = "zone";

/// The zones that can be chosen: those of places.
pub fn zones() -> impl Iterator<Item = Tz> {
    const REGIONS: [&str; 9] =
        ["Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
    let is_place =
        |zone: &Tz| zone.name().split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region));
    TZ_VARIANTS.into_iter().filter(is_place)
}

/// `/time-zone`
pub fn show(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let portal = cx.backend.settings.zone;
    let form = if form.values.is_empty() { form.with(ZONE_FIELD, cx.zone.name()) } else { form };
    let of_portal = (portal.name().to_owned(), t!(lang, "zone-of-portal", zone = portal.name()));
    let others = zones().filter(|zone| *zone != portal);
    let others = others.map(|zone| (zone.name().to_owned(), zone.name().replace('_', " ")));
    let choices = std::iter::once(of_portal).chain(others).collect();
    let title = t!(lang, "zone-title");
    let body = view! {
        <Breadcrumbs current=title/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph lead">{t!(lang, "zone-intro")}</p>
            <form method="post" action=TIME_ZONE_PATH class="stack" novalidate>
                <SelectField form=form.clone() name=ZONE_FIELD label=t!(lang, "zone-field") choices/>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "settings-save")}</button>
                </p>
            </form>
        </div>
    };
    Page::new(title, body).refused(&form, "")
}
