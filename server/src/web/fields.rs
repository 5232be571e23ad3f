//! Parsers of form fields that several pages have: ids, roles and where they apply, levels, terms of a relation.

use chrono::{DateTime, Utc};
use fyr_app::RequestContext;
use fyr_domain::{
    Level, Role,
    fields::{FieldErrors, Problem},
    permission::Scope,
    text::{EmailAddress, Purpose},
    typed_date::parse_date,
    zone::start_of_day,
};
use fyr_usecases::relations::RelationTerms;
use uuid::Uuid;

use super::SubmittedForm;

/// Parses an id; anything else is no choice that a page of ours offers, and nothing is "Choose …".
pub fn parse_id(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(required(text)?).map_err(|_| Problem::UnknownChoice)
}

fn required(text: &str) -> Result<&str, Problem> {
    if text.is_empty() { Err(Problem::Required) } else { Ok(text) }
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
    let (organisation, id) = required(text)?.split_once('/').ok_or(Problem::UnknownChoice)?;
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
    required(text)?.parse().map_err(|_| Problem::UnknownChoice)
}

/// Parses the email address of somebody else.
pub fn parse_persons_address(text: &str) -> Result<EmailAddress, Problem> {
    EmailAddress::parse(text).map_err(|problem| match problem {
        Problem::Required => Problem::AddressOfPersonRequired,
        other => other,
    })
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

/// Parses purpose, scope, beginning and end of a relation; `None`, with the reasons in `errors`, where a field is invalid.
pub fn parse_terms(
    cx: &RequestContext,
    submitted: &SubmittedForm,
    errors: &mut FieldErrors,
) -> Option<RelationTerms> {
    let purpose = errors.check("purpose", Purpose::parse_optional(submitted.value("purpose")));
    let scope = submitted.value("scope").parse::<Scope>().map_err(|_| Problem::UnknownChoice);
    let scope = errors.check("scope", scope);
    let since = errors.check("since", parse_beginning(cx, submitted.value("since")));
    let from = since.flatten().unwrap_or(cx.now).max(cx.now);
    let until = errors.check("until", cx.backend.end_of_day(submitted.value("until"), from));
    let (Some(purpose), Some(scope), Some(since), Some(until)) = (purpose, scope, since, until) else {
        return None;
    };
    Some(RelationTerms { purpose, scope, since, until })
}

/// Parses a date as the start of that day in the portal's time zone; `None` where the field is empty.
fn parse_beginning(cx: &RequestContext, raw: &str) -> Result<Option<DateTime<Utc>>, Problem> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let day = parse_date(raw).ok_or(Problem::InvalidTime)?;
    Ok(Some(start_of_day(day, cx.backend.settings.zone)))
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
        for malformed in ["portal/x", "x", "x/y", &format!("{organisation}/x")] {
            assert_eq!(parse_role_target(malformed), Err(Problem::UnknownChoice), "{malformed:?}");
        }
        assert_eq!(parse_level("4"), Err(Problem::UnknownChoice));
    }

    #[test]
    fn nothing_chosen_is_not_an_unknown_choice() {
        assert_eq!(parse_id(""), Err(Problem::Required));
        assert_eq!(parse_scoped_id(""), Err(Problem::Required));
        assert_eq!(parse_role_target(""), Err(Problem::Required));
        assert_eq!(parse_role(""), Err(Problem::Required));
    }
}
