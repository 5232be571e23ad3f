//! Downloading the files of a ticket.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::RequestContext;
use fyr_usecases::{Error as UseCaseError, tickets};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use crate::web::Error;

/// `GET /tickets/{reference}/attachments/{id}`: always as a download, never displayed on our origin.
pub async fn download(
    cx: RequestContext,
    Path((reference, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id = Uuid::parse_str(&id).map_err(|_| UseCaseError::NotFound)?;
    let file = tickets::find_attachment(&cx.backend, &cx.actor, &reference, id).await?;
    let opened = cx.backend.files.open(file.id).await;
    let bytes = opened.map_err(|error| UseCaseError::Internal(Box::new(error)))?;
    let encoded: String =
        percent_encoding::utf8_percent_encode(&file.name, percent_encoding::NON_ALPHANUMERIC).to_string();
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    let mut response = Body::from_stream(ReaderStream::new(bytes)).into_response();
    let headers = response.headers_mut();
    let header_value = |value: &str| {
        HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    headers.insert(header::CONTENT_TYPE, header_value(&file.media_type));
    headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    Ok(response)
}
