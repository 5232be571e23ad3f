//! Looking after people. Whoever does not look after anyone gets the page for what does not exist.

pub mod import;
pub mod invitations;
pub mod organisations;
pub mod people;
pub mod person;

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{Cx, FormState};
use fyr_domain::{
    Level, Role,
    fields::{FieldErrors, Problem},
};
use uuid::Uuid;

use crate::forms::Sent;

/// The pairs of an address's query.
pub fn pairs(cx: &Cx) -> Vec<(String, String)> {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A form as it was sent, with what is wrong.
pub fn again(sent: Sent, errors: FieldErrors, form_key: Uuid) -> FormState {
    FormState { errors, ..sent.into_state(form_key) }
}

/// An id that one of our pages offered.
pub fn id(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(text).map_err(|_| Problem::UnknownChoice)
}

/// Two ids that go together: `{one}/{other}`.
pub fn two_ids(text: &str) -> Result<(Uuid, Uuid), Problem> {
    let (one, other) = text.split_once('/').ok_or(Problem::UnknownChoice)?;
    Ok((id(one)?, id(other)?))
}

/// Where a role counts: `{organisation}` or `{organisation}/{team}`, or `portal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// `None`: the whole portal.
    pub organisation: Option<Uuid>,
    /// With whom.
    pub team: Option<Uuid>,
}

/// Reads a [`Spot`].
pub fn spot(text: &str) -> Result<Spot, Problem> {
    if text == "portal" {
        return Ok(Spot { organisation: None, team: None });
    }
    if text.contains('/') {
        let (organisation, team) = two_ids(text)?;
        return Ok(Spot { organisation: Some(organisation), team: Some(team) });
    }
    Ok(Spot { organisation: Some(id(text)?), team: None })
}

/// A role by its word.
pub fn role(text: &str) -> Result<Role, Problem> {
    text.parse().map_err(|_| Problem::UnknownChoice)
}

/// A level from 1 to 3; nothing is 1.
pub fn level(text: &str) -> Result<Level, Problem> {
    match text {
        "" | "1" => Ok(Level::clamped(1)),
        "2" => Ok(Level::clamped(2)),
        "3" => Ok(Level::clamped(3)),
        _ => Err(Problem::UnknownChoice),
    }
}

/// A file to keep: never shown in our name, never kept by anything on the way.
pub fn download(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers
        .insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_role_counts_is_read_as_pages_write_it() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(spot("portal"), Ok(Spot { organisation: None, team: None }));
        assert_eq!(spot(&one.to_string()), Ok(Spot { organisation: Some(one), team: None }));
        assert_eq!(spot(&format!("{one}/{other}")), Ok(Spot { organisation: Some(one), team: Some(other) }));
        for bad in ["", "portal/x", "x", "/", &format!("{one}/")] {
            assert_eq!(spot(bad), Err(Problem::UnknownChoice), "{bad:?}");
        }
        assert_eq!(level("4"), Err(Problem::UnknownChoice));
    }
}
