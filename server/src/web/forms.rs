//! The extractors for submitted forms, URL-encoded or multipart: text fields limited in size and decoded, files streamed to
//! disk as they arrive. [`SubmittedForm`] takes no files; a handler that takes some has an [`UnreadForm`], decides who may send
//! them, and then reads it.

use std::{collections::HashMap, convert::Infallible, future::Future};

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use futures::StreamExt;
use fyr_app::{
    ACCOUNT_FIELD, FORM_NAME_FIELD, FORM_PAGE_FIELD, FormState, Page, RequestContext,
    pages::errors::ErrorPage,
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    file_name,
    text::nfc,
};
use fyr_usecases::{Error as UseCaseError, QuotaKind, ReceiveError, submission_key, tickets::Upload};
use uuid::Uuid;

use super::{
    Error,
    body::too_large,
    lost_input::RequestTrace,
    opened_by::require_same_opener,
    part_stream::Meter,
    policy::{BodyKind, MAX_TEXT, Opener, Policy},
    render_page,
};
use crate::app::App;

/// The most fields and files of one form.
const MAX_PARTS: usize = 200;

/// Fields with passwords. They are prepared where they are hashed, because earlier releases hashed them as they were typed.
const AS_TYPED: [&str; 2] = ["password", "current"];
/// Fields that are neither kept nor shown again: passwords, codes, keys of mailed links.
pub const SECRET_FIELDS: [&str; 4] = ["password", "current", "code", "token"];

/// A form as the browser submitted it, its text in Normalization Form C.
#[derive(Debug, Default)]
pub struct SubmittedForm {
    /// Text fields by name; several values of one name in order.
    pub fields: HashMap<String, Vec<String>>,
    /// The uploads: the base name the browser sent for each, and the stored file or why it was refused.
    pub files: Vec<Upload>,
}

impl SubmittedForm {
    /// The first value of a field; empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every value of a field, in order.
    pub fn values(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// The form's `form_key`; a new one where it is missing or malformed, so that nothing typed is lost.
    pub fn form_key(&self, app: &App) -> Uuid {
        Uuid::parse_str(self.value("form_key")).unwrap_or_else(|_| app.backend.clock.id())
    }

    /// The key of what was sent: the same for the same fields under the same `form_key`, so that a form that is sent twice counts
    /// once; another one for other fields, as two tabs may send that share a key.
    pub fn submission_key(&self, app: &App) -> Uuid {
        const NOT_CONTENT: [&str; 6] =
            ["form_key", "confirm", "opened_by", ACCOUNT_FIELD, FORM_NAME_FIELD, FORM_PAGE_FIELD];
        let mut fields: Vec<_> =
            self.fields.iter().filter(|(name, _)| !NOT_CONTENT.contains(&name.as_str())).collect();
        fields.sort();
        submission_key(
            self.form_key(app),
            fields.into_iter().flat_map(|(name, values)| [name].into_iter().chain(values)),
        )
    }

    /// The state with which a page renders the form again.
    pub fn into_state(self, form_key: Uuid) -> FormState {
        FormState { values: self.fields, form_key, ..FormState::default() }
    }

    fn push(&mut self, name: &str, value: &[u8]) {
        let typed = String::from_utf8_lossy(value);
        let value = if AS_TYPED.contains(&name) { typed.into_owned() } else { nfc(&typed) };
        self.fields.entry(name.to_owned()).or_default().push(value);
    }
}

/// The state of a form that has not been submitted and creates nothing (its key is nil).
pub fn empty_form() -> FormState {
    FormState::new(Uuid::nil())
}

/// The state of a submitted form with its errors; `form_key` is nil for forms that create nothing.
pub fn form_with_errors(submitted: SubmittedForm, form_key: Uuid, errors: FieldErrors) -> FormState {
    FormState { errors, ..submitted.into_state(form_key) }
}

/// Renders a page with its form, which is empty, or restored with what is to be said about it.
///
/// # Errors
/// The error of `show`.
pub async fn render_form<F, Fut>(cx: RequestContext, form: FormState, show: F) -> Result<Response, Error>
where
    F: FnOnce(RequestContext, FormState) -> Fut,
    Fut: Future<Output = Result<Page, UseCaseError>>,
{
    let summarised = FormState { errors: form.errors.clone(), ..FormState::default() };
    render_page(cx, async |cx| Ok(show(cx, form).await?.refused(&summarised, ""))).await
}

/// Renders a page again with the errors of its form: 422, or 429 with `Retry-After` where an error is a rate limit.
///
/// # Errors
/// The error of `show`.
pub async fn render_with_errors<F, Fut>(
    cx: RequestContext,
    form: FormState,
    show: F,
) -> Result<Response, Error>
where
    F: FnOnce(RequestContext, FormState) -> Fut,
    Fut: Future<Output = Result<Page, UseCaseError>>,
{
    let wait = form.errors.0.iter().find_map(|(_, problem)| match problem {
        Problem::RateLimited { seconds } => Some(*seconds),
        _ => None,
    });
    let status = if wait.is_some() { 429 } else { 422 };
    let mut response =
        render_form(cx, form, async |cx, form| Ok(show(cx, form).await?.status(status))).await?;
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

impl FromRequest<App> for SubmittedForm {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let cx = request.extensions().get::<RequestContext>().cloned();
        receive(request, app, cx, None).await
    }
}

/// Reads a form, hands its text to the layers around the handler, and asks for whom it was opened.
async fn receive(
    request: Request,
    app: &App,
    cx: Option<RequestContext>,
    sender: Option<&RequestContext>,
) -> Result<SubmittedForm, Error> {
    let action = request.uri().path_and_query().map_or("/", |uri| uri.as_str()).to_owned();
    let extensions = request.extensions();
    let trace = extensions.get::<RequestTrace>().cloned();
    let opener = extensions.get::<Policy>().map(|policy| policy.opener);
    let submitted = read(request, app, sender).await?;
    if let Some(trace) = trace {
        trace.set_form(action, &submitted.fields);
    }
    match (cx, opener) {
        (Some(cx), Some(Opener::Same)) => require_same_opener(&cx, submitted).await,
        _ => Ok(submitted),
    }
}

/// A form of which nothing was read: its handler decides first whether the sender may send it.
#[derive(Debug)]
pub struct UnreadForm {
    request: Request,
    app: App,
}

impl FromRequest<App> for UnreadForm {
    type Rejection = Infallible;

    async fn from_request(request: Request, app: &App) -> Result<Self, Infallible> {
        Ok(Self { request, app: app.clone() })
    }
}

impl UnreadForm {
    /// The answer to someone who may not send the form, as if there were nothing to send it to. A form without files that was opened
    /// for somebody else is shown to them ([`Error::OpenedBySomeoneElse`]): whoever was signed in before has typed it here.
    pub async fn not_found(self, cx: &RequestContext) -> Error {
        let length = self.request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        // browsers always say how long it is
        let is_small =
            length.and_then(|length| length.parse().ok()).is_some_and(|bytes: usize| bytes <= MAX_TEXT);
        if is_small
            && let Err(error @ Error::OpenedBySomeoneElse(_)) =
                receive(self.request, &self.app, Some(cx.clone()), None).await
        {
            return error;
        }
        UseCaseError::NotFound.into()
    }

    /// Reads the form, with the files that the route's policy lets it have. What the sender may leave in a day limits them.
    ///
    /// # Errors
    /// Where the form is malformed, or larger than its route or its sender's quota allows;
    /// [`Error::OpenedBySomeoneElse`] where it was opened for somebody else.
    pub async fn read(self, cx: &RequestContext) -> Result<SubmittedForm, Error> {
        receive(self.request, &self.app, Some(cx.clone()), Some(cx)).await
    }
}

/// What a form's route takes of it.
struct FormReader<'a> {
    app: &'a App,
    body: BodyKind,
    takes_files: bool,
    text_remaining: usize,
    meter: Meter,
}

impl FormReader<'_> {
    /// The error page for a request whose body could not be read to its end.
    fn read_error(&self, status: StatusCode) -> ErrorPage {
        if let Some(page) = self.meter.refused() {
            page
        } else if status == StatusCode::PAYLOAD_TOO_LARGE {
            too_large(self.body, &self.app.config)
        } else {
            ErrorPage::BadRequest
        }
    }

    /// Counts bytes of text.
    fn take_text(&mut self, bytes: usize) -> Result<(), ErrorPage> {
        let too_much = ErrorPage::TooLarge { max_bytes: self.body.max_text() as u64, takes_files: false };
        self.text_remaining = self.text_remaining.checked_sub(bytes).ok_or(too_much)?;
        Ok(())
    }
}

/// Reads a form; with files only where `sender` is given.
async fn read(
    request: Request,
    app: &App,
    sender: Option<&RequestContext>,
) -> Result<SubmittedForm, ErrorPage> {
    // a route without a policy does not exist; nothing would be read for it
    let body = request.extensions().get::<Policy>().map_or(BodyKind::None, |policy| policy.body);
    let sender = sender.filter(|_| body == BodyKind::Files);
    let meter = Meter::default();
    let mut reader = FormReader {
        app,
        body,
        takes_files: sender.is_some(),
        text_remaining: body.max_text(),
        meter: meter.clone(),
    };
    let media_type =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.starts_with("multipart/form-data") {
        let sender = sender.map(|cx| (cx.clone(), cx.owner_key()));
        let charge = move |bytes: usize| match &sender {
            None => Ok(()),
            Some((cx, owner)) => cx
                .backend
                .charge_quota(QuotaKind::UploadedBytes, &cx.actor, owner, bytes as u64)
                .map_err(|full| ErrorPage::TooManyRequests { seconds: full.seconds }),
        };
        let request = request.map(|body| Body::from_stream(meter.pieces(body, charge)));
        let multipart = Multipart::from_request(request, app).await.map_err(|_| ErrorPage::BadRequest)?;
        return read_multipart(multipart, reader).await;
    }
    if !media_type.is_empty() && !media_type.starts_with("application/x-www-form-urlencoded") {
        return Err(ErrorPage::BadRequest);
    }
    let (mut bytes, mut data) = (Vec::new(), request.into_body().into_data_stream());
    while let Some(chunk) = data.next().await {
        let chunk = chunk.map_err(|_| ErrorPage::BadRequest)?;
        reader.take_text(chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    let mut submitted = SubmittedForm::default();
    for (name, value) in url::form_urlencoded::parse(&bytes).take(MAX_PARTS) {
        submitted.push(&name, value.as_bytes());
    }
    Ok(submitted)
}

async fn read_multipart(
    mut multipart: Multipart,
    mut reader: FormReader<'_>,
) -> Result<SubmittedForm, ErrorPage> {
    let app = reader.app;
    let mut submitted = SubmittedForm::default();
    let mut file_bytes_remaining = app.backend.settings.max_total_bytes;
    for _ in 0..MAX_PARTS {
        reader.meter.begin_head();
        let Some(field) = multipart.next_field().await.map_err(|error| reader.read_error(error.status()))?
        else {
            return Ok(submitted);
        };
        reader.meter.begin_content();
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // a file input without a chosen file is submitted as a file without a name
            Some(file_name) if file_name.is_empty() => {}
            Some(_) if !reader.takes_files => {
                tracing::debug!("a file for a route that takes none");
                return Err(ErrorPage::BadRequest);
            }
            // nothing can come of it: the text is what is shown again
            Some(_) if app.backend.settings.read_only => {}
            Some(file_name) => {
                let max_file_bytes = app.backend.settings.max_file_bytes;
                let mut result = app
                    .backend
                    .files
                    .receive(app.backend.clock.id(), max_file_bytes.min(file_bytes_remaining), field)
                    .await;
                match &result {
                    Ok(received) => file_bytes_remaining = file_bytes_remaining.saturating_sub(received.size),
                    Err(ReceiveError::TooLarge) if file_bytes_remaining < max_file_bytes => {
                        result = Err(ReceiveError::TotalTooLarge);
                    }
                    Err(_) => {}
                }
                if let Some(page) = reader.meter.refused() {
                    return Err(page);
                }
                submitted.files.push(Upload { name: file_name::clean(&nfc(&file_name)), result });
            }
            None => {
                let value = read_text(field, &mut reader).await?;
                submitted.push(&name, &value);
            }
        }
    }
    Err(ErrorPage::BadRequest)
}

async fn read_text(mut field: Field<'_>, reader: &mut FormReader<'_>) -> Result<Vec<u8>, ErrorPage> {
    let mut value = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| reader.read_error(error.status()))?;
        reader.take_text(chunk.len())?;
        value.extend(&chunk);
    }
    Ok(value)
}
