//! Planned maintenance: posting it, and updating it.

use axum::{extract::State, response::Response};
use fyr_app::{
    Notice, RequestContext,
    pages::desk::{status_incident, status_maintenance},
};
use fyr_usecases::status;

use super::{form_state, new_form, redirect_or_rerender};
use crate::{
    app::App,
    web::{Error, PathId, SubmittedForm, render_page},
};

/// `GET /desk/status/maintenances/new`.
pub async fn new(cx: RequestContext) -> Result<Response, Error> {
    let form = new_form(&cx);
    render_page(cx, async |cx| status_maintenance::new(&cx, form).await).await
}

/// `POST /desk/status/maintenances/new`.
pub async fn post_new(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let submission = submitted.submission_key(&app);
    let form = form_state(&app, submitted);
    let raw = status_maintenance::raw(&form);
    let result = status::post_maintenance(&cx.backend, &cx.actor, submission, &raw)
        .await
        .map(|id| Notice::MaintenancePosted { id });
    redirect_or_rerender(cx, result, form, async |cx, form| status_maintenance::new(&cx, form).await).await
}

/// `GET /desk/status/maintenances/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    let form = new_form(&cx);
    render_page(cx, async move |cx| status_maintenance::show(&cx, id, form).await).await
}

/// `POST /desk/status/maintenances/{id}` with `action=note|finish|cancel`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let submission = submitted.submission_key(&app);
    let form = form_state(&app, submitted);
    let raw = status_incident::raw_update(&form);
    let result = status::update_maintenance(&cx.backend, &cx.actor, id, submission, &raw)
        .await
        .map(|()| Notice::MaintenanceUpdated { id });
    redirect_or_rerender(cx, result, form, async move |cx, form| {
        status_maintenance::show(&cx, id, form).await
    })
    .await
}
