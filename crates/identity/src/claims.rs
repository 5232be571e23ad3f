//! What a provider tells about a person, and where in it things stand.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::config::Claims;

/// Longest text taken from a claim, in characters.
const MAX_TEXT: usize = 200;
/// Most groups taken.
const MAX_GROUPS: usize = 1_000;

/// A person as a provider vouches for them, after every check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouched {
    /// Who says so. Issuer and subject together are the identity, and nothing else is.
    pub issuer: String,
    /// Whom they say it of.
    pub subject: String,
    /// The provider's own session, where it names one.
    pub sid: Option<String>,
    /// Their name, where told.
    pub name: Option<String>,
    /// Their address in lower case, where told.
    pub email: Option<String>,
    /// Whether the provider says that the address is theirs.
    pub email_verified: bool,
    /// The slug of their organisation, where told.
    pub organisation: Option<String>,
    /// Their groups.
    pub groups: Vec<String>,
    /// The token itself, for signing out at the provider.
    pub id_token: String,
}

/// A claim by its name, or by a path of names with dots between.
pub(crate) fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if name.is_empty() {
        return None;
    }
    claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        find(claims.get(first)?.as_object()?, rest)
    })
}

/// A claim as one line of text.
pub(crate) fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = find(claims, name)?.as_str()?;
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    (!clean.is_empty() && clean.chars().count() <= MAX_TEXT).then(|| clean.to_owned())
}

/// A claim as a list of texts.
pub(crate) fn list(claims: &Map<String, Value>, name: &str) -> Vec<String> {
    match find(claims, name) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => {
            many.iter().take(MAX_GROUPS).filter_map(|one| one.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether `email_verified` says so; some providers write it as text.
pub(crate) fn email_verified(claims: &Map<String, Value>) -> bool {
    match claims.get("email_verified") {
        Some(Value::Bool(verified)) => *verified,
        Some(Value::String(verified)) => verified == "true",
        _ => false,
    }
}

/// Whether anything that is looked for is not there, so that it is worth asking for more.
pub(crate) fn lacks(claims: &Map<String, Value>, names: &Claims, wants_groups: bool) -> bool {
    let groups = if wants_groups { names.groups.as_str() } else { "" };
    [names.name.as_str(), &names.email, &names.organisation, groups]
        .into_iter()
        .any(|name| !name.is_empty() && find(claims, name).is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims() -> Map<String, Value> {
        let value = json!({
            "name": "  Åsa\r\nBerg ", "realm_access": { "roles": ["a", 7, "b"] }, "one": "desk",
            "https://x.example/org": "malmo", "long": "x".repeat(201), "empty": " ", "email_verified": "true",
        });
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn claims_are_found_by_name_and_by_path() {
        let claims = claims();
        assert_eq!(text(&claims, "name").as_deref(), Some("ÅsaBerg"), "no line ends in a name");
        assert_eq!(list(&claims, "realm_access.roles"), ["a", "b"]);
        assert_eq!(list(&claims, "one"), ["desk"]);
        assert_eq!(
            text(&claims, "https://x.example/org").as_deref(),
            Some("malmo"),
            "a name with dots of its own"
        );
        for name in ["", "long", "empty", "nothing", "name.x", "realm_access"] {
            assert_eq!(text(&claims, name), None, "{name}");
        }
    }

    #[test]
    fn only_true_is_verified() {
        assert!(email_verified(&claims()));
        for value in [json!(false), json!("false"), json!(1), json!(null), json!("yes")] {
            let claims = json!({ "email_verified": value }).as_object().cloned().expect("an object");
            assert!(!email_verified(&claims), "{value}");
        }
    }

    #[test]
    fn more_is_asked_for_only_where_something_is_missing() {
        let names = Claims::default();
        let full =
            json!({ "name": "A", "email": "a@b.se", "groups": [] }).as_object().cloned().expect("an object");
        assert!(!lacks(&full, &names, true));
        let without = json!({ "name": "A", "email": "a@b.se" }).as_object().cloned().expect("an object");
        assert!(lacks(&without, &names, true));
        assert!(!lacks(&without, &names, false));
    }
}
