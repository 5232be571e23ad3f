//! Correcting a published text.

use axum::{extract::State, response::Response};
use fyr_app::{Notice, RequestContext, pages::desk::status_correction};
use fyr_usecases::status::{self, StatusSubject};

use super::{form_state, new_form, redirect_or_rerender};
use crate::{
    app::App,
    web::{Error, PathId, SubmittedForm, render_page},
};

/// `GET /desk/status/corrections/{id}`, with the id of an update, or that of an incident or a maintenance for its title.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    let form = new_form(&cx);
    render_page(cx, async move |cx| status_correction::show(&cx, id, form).await).await
}

/// `POST /desk/status/corrections/{id}`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let submission = submitted.submission_key(&app);
    let form = form_state(&app, submitted);
    let published = status::find_published_text(&cx.backend, &cx.actor, id).await?;
    let raw = status_correction::raw(&form, published.kind());
    let seen = status_correction::seen(&form);
    let result = status::correct_text(&cx.backend, &cx.actor, id, submission, seen, &raw).await;
    let result = result.map(|subject| match subject {
        StatusSubject::Incident(id) => Notice::IncidentCorrected { id },
        StatusSubject::Maintenance(id) => Notice::MaintenanceCorrected { id },
    });
    redirect_or_rerender(cx, result, form, async move |cx, form| status_correction::show(&cx, id, form).await)
        .await
}
