//! Incidents: posting one, and updating it.

use axum::{extract::State, response::Response};
use fyr_app::{Notice, RequestContext, pages::desk::status_incident};
use fyr_usecases::status;

use super::{form_state, new_form, redirect_or_rerender};
use crate::{
    app::App,
    web::{Error, PathId, SubmittedForm, render_page},
};

/// `GET /desk/status/incidents/new`.
pub async fn new(cx: RequestContext) -> Result<Response, Error> {
    let form = status_incident::empty(cx.backend.clock.id());
    render_page(cx, async |cx| status_incident::new(&cx, form).await).await
}

/// `POST /desk/status/incidents/new`.
pub async fn post_new(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let submission = submitted.submission_key(&app);
    let form = form_state(&app, submitted);
    let raw = status_incident::raw(&form);
    let result = status::post_incident(&cx.backend, &cx.actor, submission, &raw)
        .await
        .map(|id| Notice::IncidentPosted { id });
    redirect_or_rerender(cx, result, form, async |cx, form| status_incident::new(&cx, form).await).await
}

/// `GET /desk/status/incidents/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    let form = new_form(&cx);
    render_page(cx, async move |cx| status_incident::show(&cx, id, form).await).await
}

/// `POST /desk/status/incidents/{id}`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let submission = submitted.submission_key(&app);
    let form = form_state(&app, submitted);
    let raw = status_incident::raw_update(&form);
    let result = status::update_incident(&cx.backend, &cx.actor, id, submission, &raw)
        .await
        .map(|()| Notice::IncidentUpdated { id });
    redirect_or_rerender(cx, result, form, async move |cx, form| status_incident::show(&cx, id, form).await)
        .await
}
