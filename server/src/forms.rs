//! Reading what a form sent, whatever it sent: text fields bounded and readable, files written away as they come.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use fyr_app::{FormState, pages::errors::Trouble};
use fyr_services::{ReceiveError, Received};
use uuid::Uuid;

use crate::{
    app::App,
    request::{Asked, BodyLimit, trouble},
};

/// All text fields of a form together at most, in bytes.
pub const MAX_TEXT: usize = 1024 * 1024;
/// What more than that is answered with.
const TOO_MUCH_TEXT: Trouble = Trouble::TooLarge { max_mb: 1 };
/// Fields and files of one form at most.
const MAX_PARTS: usize = 200;

/// A form as it was sent.
#[derive(Debug, Default)]
pub struct Sent {
    /// Text fields; several of one name in order.
    pub values: HashMap<String, Vec<String>>,
    /// Files: the person's name for each, and whether it arrived.
    pub files: Vec<(String, Result<Received, ReceiveError>)>,
}

impl Sent {
    /// The first value of a field; empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|all| all.first()).map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// The form's own key; a fresh one where it is missing or unreadable, so that nothing typed is lost.
    pub fn form_key(&self, app: &App) -> Uuid {
        Uuid::parse_str(self.value("form_key")).unwrap_or_else(|_| app.services.clock.id())
    }

    /// The form, to be shown again.
    pub fn into_state(self, form_key: Uuid) -> FormState {
        FormState { values: self.values, form_key, ..FormState::default() }
    }

    fn push(&mut self, name: &str, value: &[u8]) {
        self.values.entry(name.to_owned()).or_default().push(String::from_utf8_lossy(value).into_owned());
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let cx = request.extensions().get::<Asked>().cloned().map(|asked| asked.0);
        match (read(request, app).await, cx) {
            (Ok(sent), _) => Ok(sent),
            (Err(what), Some(cx)) => Err(trouble(cx, what).await),
            (Err(_), None) => Err(StatusCode::BAD_REQUEST.into_response()),
        }
    }
}

/// What is wrong with a request that could not be read to its end.
fn refusal(status: StatusCode, app: &App) -> Trouble {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Trouble::TooLarge { max_mb: BodyLimit::new(&app.config).megabytes() }
    } else {
        Trouble::BadRequest
    }
}

async fn read(request: Request, app: &App) -> Result<Sent, Trouble> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let multipart = Multipart::from_request(request, app).await.map_err(|_| Trouble::BadRequest)?;
        return read_multipart(multipart, app).await;
    }
    if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Trouble::BadRequest);
    }
    let bytes =
        Bytes::from_request(request, app).await.map_err(|rejection| refusal(rejection.status(), app))?;
    if bytes.len() > MAX_TEXT {
        return Err(TOO_MUCH_TEXT);
    }
    let mut sent = Sent::default();
    for (name, value) in url::form_urlencoded::parse(&bytes).take(MAX_PARTS) {
        sent.push(&name, value.as_bytes());
    }
    Ok(sent)
}

async fn read_multipart(mut multipart: Multipart, app: &App) -> Result<Sent, Trouble> {
    let mut sent = Sent::default();
    let mut text_left = MAX_TEXT;
    let mut files_left = app.services.settings.max_files;
    for _ in 0..MAX_PARTS {
        let Some(field) = multipart.next_field().await.map_err(|error| refusal(error.status(), app))? else {
            return Ok(sent);
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // an input without a chosen file is sent as a file without a name
            Some(file_name) if file_name.is_empty() => {}
            Some(file_name) => {
                let own = app.services.settings.max_file;
                let mut received =
                    app.services.files.receive(app.services.clock.id(), own.min(files_left), field).await;
                match &received {
                    Ok(received) => files_left = files_left.saturating_sub(received.size),
                    Err(ReceiveError::TooLarge) if files_left < own => {
                        received = Err(ReceiveError::AllTooLarge);
                    }
                    Err(_) => {}
                }
                sent.files.push((base_name(&file_name), received));
            }
            None => {
                let value = read_text(field, &mut text_left, app).await?;
                sent.push(&name, &value);
            }
        }
    }
    Err(Trouble::BadRequest)
}

async fn read_text(mut field: Field<'_>, left: &mut usize, app: &App) -> Result<Vec<u8>, Trouble> {
    let mut value = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| refusal(error.status(), app))?;
        *left = left.checked_sub(chunk.len()).ok_or(TOO_MUCH_TEXT)?;
        value.extend(&chunk);
    }
    Ok(value)
}

/// The last part of a path that a browser may have sent, cleaned: at most 150 characters, no control characters.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(150).collect();
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
