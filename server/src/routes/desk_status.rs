//! Posting incidents and maintenance on the status page. Each form posts to its own page.

use axum::{extract::State, response::Response};
use fyr_app::{
    FormState, Page, RequestContext,
    pages::desk::{status as list, status_incident, status_maintenance},
};
use fyr_usecases::{Error, status};

use crate::web::path_id::PathId;
use crate::{
    app::App,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
};

const LIST_PATH: &str = "/desk/status";

/// `GET /desk/status`.
pub async fn show(cx: RequestContext) -> Response {
    render_page(cx, list::show).await
}

/// `GET /desk/status/incidents/new`.
pub async fn new_incident(cx: RequestContext) -> Response {
    let form = status_incident::empty(cx.backend.clock.id());
    render_page(cx, async |cx| status_incident::new(&cx, form).await).await
}

/// `POST /desk/status/incidents/new`.
pub async fn post_incident(State(app): State<App>, cx: RequestContext, submitted: SubmittedForm) -> Response {
    let form = form_state(&app, submitted);
    let raw = status_incident::raw(&form);
    let result = status::post_incident(&cx.backend, &cx.actor, form.form_key, &raw).await.map(|_| ());
    redirect_or_rerender(cx, result, form, async |cx, form| status_incident::new(&cx, form).await).await
}

/// `GET /desk/status/incidents/{id}`.
pub async fn incident(cx: RequestContext, PathId(id): PathId) -> Response {
    let form = empty_form(&cx);
    render_page(cx, async move |cx| status_incident::show(&cx, id, form).await).await
}

/// `POST /desk/status/incidents/{id}`.
pub async fn post_update(
    State(app): State<App>,
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Response {
    let form = form_state(&app, submitted);
    let raw = status_incident::raw_update(&form);
    let result = status::update_incident(&cx.backend, &cx.actor, id, form.form_key, &raw).await;
    redirect_or_rerender(cx, result, form, async move |cx, form| status_incident::show(&cx, id, form).await)
        .await
}

/// `GET /desk/status/maintenances/new`.
pub async fn new_maintenance(cx: RequestContext) -> Response {
    let form = empty_form(&cx);
    render_page(cx, async |cx| status_maintenance::new(&cx, form).await).await
}

/// `POST /desk/status/maintenances/new`.
pub async fn post_maintenance(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Response {
    let form = form_state(&app, submitted);
    let raw = status_maintenance::raw(&form);
    let result = status::post_maintenance(&cx.backend, &cx.actor, form.form_key, &raw).await.map(|_| ());
    redirect_or_rerender(cx, result, form, async |cx, form| status_maintenance::new(&cx, form).await).await
}

/// `GET /desk/status/maintenances/{id}`.
pub async fn maintenance(cx: RequestContext, PathId(id): PathId) -> Response {
    let form = empty_form(&cx);
    render_page(cx, async move |cx| status_maintenance::show(&cx, id, form).await).await
}

/// `POST /desk/status/maintenances/{id}` with `action=note|finish|cancel`.
pub async fn post_maintenance_update(
    State(app): State<App>,
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Response {
    let form = form_state(&app, submitted);
    let raw = status_incident::raw_update(&form);
    let result = status::update_maintenance(&cx.backend, &cx.actor, id, form.form_key, &raw).await;
    redirect_or_rerender(cx, result, form, async move |cx, form| {
        status_maintenance::show(&cx, id, form).await
    })
    .await
}

fn empty_form(cx: &RequestContext) -> FormState {
    FormState::new(cx.backend.clock.id())
}

fn form_state(app: &App, submitted: SubmittedForm) -> FormState {
    let form_key = submitted.form_key(app);
    submitted.into_state(form_key)
}

/// Redirects to the list, or renders the form again with its errors.
async fn redirect_or_rerender<F, Fut>(
    cx: RequestContext,
    result: Result<(), Error>,
    form: FormState,
    render_form: F,
) -> Response
where
    F: FnOnce(RequestContext, FormState) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    match result {
        Ok(()) => see_other(LIST_PATH),
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..form };
            render_page(cx, async |cx| Ok(render_form(cx, form).await?.status(422))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}
