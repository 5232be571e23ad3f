//! The extractor for submitted forms, URL-encoded or multipart: text fields limited in size and decoded, files streamed to
//! disk as they arrive.

use std::{collections::HashMap, future::Future};

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use futures::StreamExt;
use fyr_app::{FormState, Page, RequestContext, pages::errors::ErrorPage};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{Error as UseCaseError, ReceiveError, tickets::Upload};
use uuid::Uuid;

use super::{
    Error,
    body::too_large,
    lost_input::RequestTrace,
    policy::{BodyKind, Policy},
    render_page,
};
use crate::app::App;

/// The most fields and files of one form.
const MAX_PARTS: usize = 200;

/// A form as the browser submitted it.
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

    /// The state with which a page renders the form again.
    pub fn into_state(self, form_key: Uuid) -> FormState {
        FormState { values: self.fields, form_key, ..FormState::default() }
    }

    fn push(&mut self, name: &str, value: &[u8]) {
        self.fields.entry(name.to_owned()).or_default().push(String::from_utf8_lossy(value).into_owned());
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
    let mut response = render_page(cx, async |cx| Ok(show(cx, form).await?.status(status))).await?;
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

impl FromRequest<App> for SubmittedForm {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let action = request.uri().path_and_query().map_or("/", |uri| uri.as_str()).to_owned();
        let extensions = request.extensions();
        let (trace, policy) =
            (extensions.get::<RequestTrace>().cloned(), extensions.get::<Policy>().copied());
        let submitted = read(request, app).await?;
        if let (Some(trace), Some(policy)) = (trace, policy) {
            trace.set_fields(&policy, &action, &submitted.fields);
        }
        Ok(submitted)
    }
}

/// What a form's route takes of it.
struct FormReader<'a> {
    app: &'a App,
    body: BodyKind,
    text_remaining: usize,
}

impl FormReader<'_> {
    /// The error page for a request whose body could not be read to its end.
    fn read_error(&self, status: StatusCode) -> ErrorPage {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            too_large(self.body, &self.app.config)
        } else {
            ErrorPage::BadRequest
        }
    }

    /// Counts bytes of text.
    fn take_text(&mut self, bytes: usize) -> Result<(), ErrorPage> {
        let too_much = ErrorPage::TooLarge { max_bytes: self.body.max_text() as u64 };
        self.text_remaining = self.text_remaining.checked_sub(bytes).ok_or(too_much)?;
        Ok(())
    }
}

async fn read(request: Request, app: &App) -> Result<SubmittedForm, ErrorPage> {
    // a route without a policy does not exist; nothing would be read for it
    let body = request.extensions().get::<Policy>().map_or(BodyKind::None, |policy| policy.body);
    let mut reader = FormReader { app, body, text_remaining: body.max_text() };
    let media_type =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.starts_with("multipart/form-data") {
        let multipart = Multipart::from_request(request, app).await.map_err(|_| ErrorPage::BadRequest)?;
        return read_multipart(multipart, reader).await;
    }
    if !media_type.is_empty() && !media_type.starts_with("application/x-www-form-urlencoded") {
        return Err(ErrorPage::BadRequest);
    }
    let bytes =
        Bytes::from_request(request, app).await.map_err(|rejection| reader.read_error(rejection.status()))?;
    reader.take_text(bytes.len())?;
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
        let Some(field) = multipart.next_field().await.map_err(|error| reader.read_error(error.status()))?
        else {
            return Ok(submitted);
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // a file input without a chosen file is submitted as a file without a name
            Some(file_name) if file_name.is_empty() => {}
            Some(_) if reader.body != BodyKind::Files => {
                tracing::debug!("a file for a route that takes none");
                return Err(ErrorPage::BadRequest);
            }
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
                submitted.files.push(Upload { name: base_name(&file_name), result });
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

/// The last component of the path a browser may have submitted: at most 150 characters, no control characters, `file` where
/// nothing is left.
fn base_name(name: &str) -> String {
    let component = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = component.chars().filter(|c| !c.is_control()).take(150).collect();
    if clean.trim().is_empty() { "file".to_owned() } else { clean.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_only_a_name() {
        assert_eq!(base_name("../../etc/passwd"), "passwd");
        assert_eq!(base_name("C:\\Users\\x\\bild \u{7}å.png"), "bild å.png");
        assert_eq!(base_name("/"), "file");
    }
}
