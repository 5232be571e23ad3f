//! All settings as one TOML file.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{Notice, RequestContext, pages::desk::settings::file as pages};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error as UseCaseError,
    settings::{
        self, FilePreview, SETTINGS_FILE_FIELD,
        desk::{self, NOTE_FIELD},
    },
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, UnreadForm, empty_form, form_with_errors, policy::MAX_TEXT,
    render_page, render_with_errors, see_other_with,
};

/// `GET /desk/settings/file`
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::show(&cx, empty_form()).await).await
}

/// `GET /desk/settings/settings.toml`: all settings.
pub async fn export(cx: RequestContext) -> Result<Response, Error> {
    let text = settings::export(&cx.backend, &cx.actor).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/toml; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"settings.toml\"")),
    ];
    Ok((headers, text).into_response())
}

/// `POST /desk/settings/file`: says what the file in `file` would change; with `step` = `save` changes what is in `text`.
pub async fn post(cx: RequestContext, unread: UnreadForm) -> Result<Response, Error> {
    // permission first: nobody else's file is read
    desk::history(&cx.backend, &cx.actor, "").await?;
    let mut submitted = unread.read(&cx).await?;
    match preview_or_import(&cx, &mut submitted).await.or_field_errors()? {
        Ok(None) => Ok(see_other_with("/desk/settings", Notice::SettingSaved)),
        Ok(Some((text, preview))) => {
            render_page(cx, async |cx| Ok(pages::preview(&cx, &text, &empty_form(), preview))).await
        }
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| pages::show(&cx, form).await).await
        }
    }
}

/// Imports what was looked at; `None` then. Otherwise the text with what it would change.
async fn preview_or_import(
    cx: &RequestContext,
    submitted: &mut SubmittedForm,
) -> Result<Option<(String, FilePreview)>, UseCaseError> {
    let text = file_text(cx, submitted).await?;
    if submitted.value("step") == "save" {
        settings::import(&cx.backend, &cx.actor, &text, submitted.value(NOTE_FIELD)).await?;
        return Ok(None);
    }
    let preview = settings::preview_import(&cx.backend, &cx.actor, &text).await?;
    Ok(Some((text, preview)))
}

/// The text of the uploaded file, which is not kept, or of one that was looked at.
async fn file_text(cx: &RequestContext, submitted: &mut SubmittedForm) -> Result<String, UseCaseError> {
    let refused = |problem| UseCaseError::from(FieldErrors::single(SETTINGS_FILE_FIELD, problem));
    let Some(upload) = std::mem::take(&mut submitted.files).into_iter().next() else {
        return Ok(submitted.value(pages::TEXT_FIELD).to_owned());
    };
    // the page that looks at it has to send it again in a text field
    let limit = MAX_TEXT / 2;
    let too_large = |name| refused(Problem::FileTooLarge { name, max_mb: 1 });
    let Ok(file) = upload.result else { return Err(too_large(upload.name)) };
    if usize::try_from(file.size).map_or(true, |size| size > limit) {
        return Err(too_large(upload.name));
    }
    let bytes = cx.backend.files.read_at(file.id, 0, file.size).await;
    let bytes = bytes.map_err(|error| UseCaseError::Internal(Box::new(error)))?;
    String::from_utf8(bytes)
        .map_err(|_| refused(Problem::InvalidSettingsFile { problem: "not a text in UTF-8".to_owned() }))
}
