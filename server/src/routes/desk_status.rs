//! Posting outages and maintenance. Each form posts to its own page.

use axum::{extract::State, response::Response};
use fyr_app::{
    Cx, FormState, Page,
    pages::desk::{status as list, status_incident, status_maintenance},
};
use fyr_services::{Error, status};

use super::id::Id;
use crate::{
    app::App,
    forms::Sent,
    request::{Asked, failed, page, see_other},
};

const DESK: &str = "/desk/status";

/// `GET /desk/status`.
pub async fn show(Asked(cx): Asked) -> Response {
    page(cx, list::show).await
}

/// `GET /desk/status/incidents/new`.
pub async fn new_incident(Asked(cx): Asked) -> Response {
    let form = status_incident::empty(cx.services.clock.id());
    page(cx, async |cx| status_incident::new(&cx, form).await).await
}

/// `POST /desk/status/incidents/new`.
pub async fn post_incident(State(app): State<App>, Asked(cx): Asked, sent: Sent) -> Response {
    let form = state(&app, sent);
    let raw = status_incident::raw(&form);
    let done = status::post_incident(&cx.services, &cx.actor, form.form_key, &raw).await.map(|_| ());
    answer(cx, done, form, async |cx, form| status_incident::new(&cx, form).await).await
}

/// `GET /desk/status/incidents/{id}`.
pub async fn incident(Asked(cx): Asked, Id(id): Id) -> Response {
    let form = fresh(&cx);
    page(cx, async move |cx| status_incident::show(&cx, id, form).await).await
}

/// `POST /desk/status/incidents/{id}`.
pub async fn post_update(State(app): State<App>, Asked(cx): Asked, Id(id): Id, sent: Sent) -> Response {
    let form = state(&app, sent);
    let raw = status_incident::raw_update(&form);
    let done = status::update_incident(&cx.services, &cx.actor, id, form.form_key, &raw).await;
    answer(cx, done, form, async move |cx, form| status_incident::show(&cx, id, form).await).await
}

/// `GET /desk/status/maintenances/new`.
pub async fn new_maintenance(Asked(cx): Asked) -> Response {
    let form = fresh(&cx);
    page(cx, async |cx| status_maintenance::new(&cx, form).await).await
}

/// `POST /desk/status/maintenances/new`.
pub async fn post_maintenance(State(app): State<App>, Asked(cx): Asked, sent: Sent) -> Response {
    let form = state(&app, sent);
    let raw = status_maintenance::raw(&form);
    let done = status::post_maintenance(&cx.services, &cx.actor, form.form_key, &raw).await.map(|_| ());
    answer(cx, done, form, async |cx, form| status_maintenance::new(&cx, form).await).await
}

/// `GET /desk/status/maintenances/{id}`.
pub async fn maintenance(Asked(cx): Asked, Id(id): Id) -> Response {
    let form = fresh(&cx);
    page(cx, async move |cx| status_maintenance::show(&cx, id, form).await).await
}

/// `POST /desk/status/maintenances/{id}` with `action=note|finish|cancel`.
pub async fn post_maintenance_update(
    State(app): State<App>,
    Asked(cx): Asked,
    Id(id): Id,
    sent: Sent,
) -> Response {
    let form = state(&app, sent);
    let raw = status_incident::raw_update(&form);
    let done = status::update_maintenance(&cx.services, &cx.actor, id, form.form_key, &raw).await;
    answer(cx, done, form, async move |cx, form| status_maintenance::show(&cx, id, form).await).await
}

fn fresh(cx: &Cx) -> FormState {
    FormState::new(cx.services.clock.id())
}

fn state(app: &App, sent: Sent) -> FormState {
    let form_key = sent.form_key(app);
    sent.into_state(form_key)
}

/// On to the desk, or the form again with what is wrong.
async fn answer<F, Fut>(cx: Cx, done: Result<(), Error>, form: FormState, again: F) -> Response
where
    F: FnOnce(Cx, FormState) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    match done {
        Ok(()) => see_other(DESK),
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..form };
            page(cx, async |cx| Ok(again(cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}
