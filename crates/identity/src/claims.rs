//! The verified identity that a login yields, and reading single claims from a provider's JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::config::ClaimNames;

/// Longest accepted text claim, in characters; longer ones are ignored.
const MAX_TEXT: usize = 200;
/// Most groups read from the groups claim; the rest is ignored.
const MAX_GROUPS: usize = 1_000;

/// A person as the provider identifies them, after signature, issuer, audience, nonce and time were verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedIdentity {
    /// The provider's issuer identifier. Issuer and subject together are the identity; no other claim is.
    pub issuer: String,
    /// The `sub` claim: the person's identifier at this issuer, 1 to 255 bytes.
    pub subject: String,
    /// The `sid` claim: the provider's own session, where it names one.
    pub sid: Option<String>,
    /// The display name, where the provider sends one.
    pub name: Option<String>,
    /// The e-mail address in lower case, where the provider sends one.
    pub email: Option<String>,
    /// Whether the provider has verified the address, or the operator trusts it to (`trust_email`).
    pub email_verified: bool,
    /// The slug of their organisation, where the provider sends one.
    pub organisation: Option<String>,
    /// The groups claim, at most 1,000 entries.
    pub groups: Vec<String>,
    /// The encoded ID token, sent as `id_token_hint` when signing out at the provider.
    pub id_token: String,
}

/// Finds a claim by its name, or by a path of names separated by dots.
pub(crate) fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if name.is_empty() {
        return None;
    }
    claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        find(claims.get(first)?.as_object()?, rest)
    })
}

/// Reads a claim as one trimmed line of text without control characters; `None` where it is empty or too long.
pub(crate) fn text_claim(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = find(claims, name)?.as_str()?;
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    (!clean.is_empty() && clean.chars().count() <= MAX_TEXT).then(|| clean.to_owned())
}

/// Reads a claim as a list of texts; a single text is a list of one.
pub(crate) fn list_claim(claims: &Map<String, Value>, name: &str) -> Vec<String> {
    match find(claims, name) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => {
            items.iter().take(MAX_GROUPS).filter_map(|item| item.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the `email_verified` claim is true; some providers send it as the text `"true"`.
pub(crate) fn email_verified(claims: &Map<String, Value>) -> bool {
    match claims.get("email_verified") {
        Some(Value::Bool(verified)) => *verified,
        Some(Value::String(verified)) => verified == "true",
        _ => false,
    }
}

/// Whether a configured claim is missing, so that the userinfo endpoint has to be asked.
pub(crate) fn has_missing(claims: &Map<String, Value>, names: &ClaimNames, needs_groups: bool) -> bool {
    let groups = if needs_groups { names.groups.as_str() } else { "" };
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
        assert_eq!(text_claim(&claims, "name").as_deref(), Some("ÅsaBerg"), "line breaks are removed");
        assert_eq!(list_claim(&claims, "realm_access.roles"), ["a", "b"]);
        assert_eq!(list_claim(&claims, "one"), ["desk"]);
        assert_eq!(
            text_claim(&claims, "https://x.example/org").as_deref(),
            Some("malmo"),
            "the name itself contains dots"
        );
        for name in ["", "long", "empty", "nothing", "name.x", "realm_access"] {
            assert_eq!(text_claim(&claims, name), None, "{name}");
        }
    }

    #[test]
    fn an_address_is_verified_only_where_the_claim_is_true() {
        assert!(email_verified(&claims()));
        for value in [json!(false), json!("false"), json!(1), json!(null), json!("yes")] {
            let claims = json!({ "email_verified": value }).as_object().cloned().expect("an object");
            assert!(!email_verified(&claims), "{value}");
        }
    }

    #[test]
    fn only_claims_that_are_configured_count_as_missing() {
        let names = ClaimNames::default();
        let full =
            json!({ "name": "A", "email": "a@b.se", "groups": [] }).as_object().cloned().expect("an object");
        assert!(!has_missing(&full, &names, true));
        let without = json!({ "name": "A", "email": "a@b.se" }).as_object().cloned().expect("an object");
        assert!(has_missing(&without, &names, true));
        assert!(!has_missing(&without, &names, false));
    }
}
