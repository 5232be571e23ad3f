//! What a business decides: opening hours and promises.

use axum::response::Response;
use fyr_app::{
    FormState, Notice, RequestContext,
    pages::desk::settings::{self as pages, SettingForm},
};
use fyr_domain::{calendar::BusinessCalendar, fields::FieldErrors, sla::ServiceLevel};
use fyr_usecases::settings::{self, Setting, desk};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, form_with_errors, render_form, render_page,
    render_with_errors, see_other_with,
};

/// `GET /desk/settings`
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::list(&cx).await).await
}

/// `GET /desk/settings/promises`
pub async fn show_promises(cx: RequestContext) -> Result<Response, Error> {
    show::<ServiceLevel>(cx).await
}

/// `POST /desk/settings/promises` with `step` = `save`, or `restore` with `version`; anything else says what saving would do.
pub async fn post_promises(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |_, _, value| ServiceLevel::from_fields(value)).await
}

/// `GET /desk/settings/hours`
pub async fn show_hours(cx: RequestContext) -> Result<Response, Error> {
    show::<BusinessCalendar>(cx).await
}

/// `POST /desk/settings/hours`, as [`post_promises`].
pub async fn post_hours(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    post(cx, submitted, |cx, current, value| BusinessCalendar::from_fields(value, cx.lang, current)).await
}

async fn show<S: SettingForm>(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::edit::<S>(&cx, empty_form(), None).await).await
}

async fn post<S: SettingForm>(
    cx: RequestContext,
    submitted: SubmittedForm,
    parse: impl FnOnce(&RequestContext, &S, &dyn Fn(&str) -> String) -> Result<S, FieldErrors>,
) -> Result<Response, Error> {
    // permission first: nobody else learns anything about the form
    desk::history(&cx.backend, &cx.actor, <S as Setting>::NAME).await?;
    if submitted.value("step") == "restore" {
        let version = submitted.value("version").parse().unwrap_or_default();
        if let Some(value) = desk::earlier::<S>(&cx.backend, &cx.actor, version).await? {
            desk::change(&cx.backend, &cx.actor, &value, "").await?;
        }
        return Ok(see_other_with(S::PATH, Notice::SettingSaved));
    }
    let current = settings::current::<S>(&cx.backend).await;
    let value = match parse(&cx, &current, &|field| submitted.value(field).to_owned()) {
        Ok(value) => value,
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            return render_with_errors(cx, form, async |cx, form| pages::edit::<S>(&cx, form, None).await)
                .await;
        }
    };
    if submitted.value("step") != "save" {
        let preview = desk::preview(&cx.backend, &cx.actor, &value).await?;
        let form: FormState = submitted.into_state(Uuid::nil());
        return render_form(cx, form, async |cx, form| pages::edit::<S>(&cx, form, Some(preview)).await)
            .await;
    }
    match desk::change(&cx.backend, &cx.actor, &value, submitted.value("note")).await.or_field_errors()? {
        Ok(_) => Ok(see_other_with(S::PATH, Notice::SettingSaved)),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| pages::edit::<S>(&cx, form, None).await).await
        }
    }
}
