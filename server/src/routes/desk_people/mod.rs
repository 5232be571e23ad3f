//! Administration of people, organisations and invitations; 404 for everyone who administers nobody. This module has the parsers
//! of form fields that their handlers share.

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
use fyr_app::{FormState, RequestContext};
use fyr_domain::{
    Level, Role,
    fields::{FieldErrors, Problem},
};
use uuid::Uuid;

use crate::web::forms::SubmittedForm;

/// The decoded parameters of the request's query, in order.
pub fn query_pairs(cx: &RequestContext) -> Vec<(String, String)> {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The state of a submitted form with its errors.
pub fn form_with_errors(submitted: SubmittedForm, errors: FieldErrors, form_key: Uuid) -> FormState {
    FormState { errors, ..submitted.into_state(form_key) }
}

/// Parses an id; anything else is no choice that a page of ours offers.
pub fn parse_id(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(text).map_err(|_| Problem::UnknownChoice)
}

/// The id of something within an organisation, such as a team or one of its counsellors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopedId {
    /// The id of the organisation.
    pub organisation: Uuid,
    /// The id of the team or person.
    pub id: Uuid,
}

/// Parses a [`ScopedId`] from `{organisation}/{id}`.
pub fn parse_scoped_id(text: &str) -> Result<ScopedId, Problem> {
    let (organisation, id) = text.split_once('/').ok_or(Problem::UnknownChoice)?;
    Ok(ScopedId { organisation: parse_id(organisation)?, id: parse_id(id)? })
}

/// Where a role applies: in the whole portal, in an organisation, or in one of its teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleTarget {
    /// The id of the organisation; `None` for the whole portal.
    pub organisation: Option<Uuid>,
    /// The id of the team; `None` for the whole organisation.
    pub team: Option<Uuid>,
}

/// Parses a [`RoleTarget`] from `portal`, `{organisation}` or `{organisation}/{team}`.
pub fn parse_role_target(text: &str) -> Result<RoleTarget, Problem> {
    if text == "portal" {
        return Ok(RoleTarget { organisation: None, team: None });
    }
    if text.contains('/') {
        let team = parse_scoped_id(text)?;
        return Ok(RoleTarget { organisation: Some(team.organisation), team: Some(team.id) });
    }
    Ok(RoleTarget { organisation: Some(parse_id(text)?), team: None })
}

/// Parses a role from its name in forms, such as `counsellor`.
pub fn parse_role(text: &str) -> Result<Role, Problem> {
    text.parse().map_err(|_| Problem::UnknownChoice)
}

/// Parses a level from 1 to 3; 1 where the field is empty.
pub fn parse_level(text: &str) -> Result<Level, Problem> {
    match text {
        "" | "1" => Ok(Level::clamped(1)),
        "2" => Ok(Level::clamped(2)),
        "3" => Ok(Level::clamped(3)),
        _ => Err(Problem::UnknownChoice),
    }
}

/// A file as a download: never displayed on our origin, never cached.
pub fn download_response(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
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
    fn role_targets_are_parsed_as_pages_write_them() {
        let (organisation, team) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(parse_role_target("portal"), Ok(RoleTarget { organisation: None, team: None }));
        assert_eq!(
            parse_role_target(&organisation.to_string()),
            Ok(RoleTarget { organisation: Some(organisation), team: None })
        );
        assert_eq!(
            parse_role_target(&format!("{organisation}/{team}")),
            Ok(RoleTarget { organisation: Some(organisation), team: Some(team) })
        );
        for malformed in ["", "portal/x", "x", "/", &format!("{organisation}/")] {
            assert_eq!(parse_role_target(malformed), Err(Problem::UnknownChoice), "{malformed:?}");
        }
        assert_eq!(parse_level("4"), Err(Problem::UnknownChoice));
    }
}
