//! The time zone in which a reader sees times; kept in a cookie.

use axum::{extract::State, response::Response};
use chrono_tz::Tz;
use fyr_app::{
    Notice, RequestContext,
    pages::time_zone::{self as pages, TIME_ZONE_PATH, ZONE_FIELD},
};
use fyr_domain::fields::{FieldErrors, Problem};
use uuid::Uuid;

use crate::{
    app::App,
    web::{
        Access::Anyone, BodyKind, Error, Policy, Routes, SubmittedForm, cookies::Cookie, empty_form,
        form_with_errors, render_page, see_other_with,
    },
};

/// The routes of this file.
pub fn routes() -> Routes {
    const POST: Policy = Policy::write(Anyone, BodyKind::SmallForm).without_second_factor();
    Routes::new().get(TIME_ZONE_PATH, show, Policy::read(Anyone)).post(TIME_ZONE_PATH, post, POST)
}

/// `GET /time-zone`
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::show(&cx, empty_form()))).await
}

/// `POST /time-zone`: the portal's own zone removes the cookie.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let known = |zone: &Tz| *zone == cx.backend.settings.zone || pages::zones().any(|other| other == *zone);
    let Some(zone) = submitted.value(ZONE_FIELD).parse::<Tz>().ok().filter(known) else {
        let errors = FieldErrors::single(ZONE_FIELD, Problem::UnknownZone);
        let form = form_with_errors(submitted, Uuid::nil(), errors);
        return render_page(cx, async |cx| Ok(pages::show(&cx, form).status(422))).await;
    };
    let mut response = see_other_with(TIME_ZONE_PATH, Notice::TimeZoneSet);
    let is_portals = zone == cx.backend.settings.zone;
    let seconds = if is_portals { 0 } else { 31_536_000 };
    Cookie::Zone.set_for(response.headers_mut(), app.config.http.is_https(), zone.name(), seconds);
    Ok(response)
}
