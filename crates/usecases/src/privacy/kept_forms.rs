//! Forms that were not accepted or not sent, as browsers' sessions keep them, for redaction. A session belongs to the server: here
//! is known only that a kept form is an object with the member `values`, wherever it lies in the session's data.

use fyr_domain::redaction::{self, RedactionTarget};
use fyr_store::{Db, sessions, ticket_access};
use serde_json::Value;
use uuid::Uuid;

use crate::{Error, tickets::format_reference};

/// The member of a kept form that has its fields.
const VALUES: &str = "values";

/// Whose kept forms may hold what stands in a ticket.
#[derive(Clone, Copy, Debug)]
pub(super) struct FormOwners<'a> {
    /// The ticket, whose guests' forms are meant too, and forms on its pages.
    pub ticket: Uuid,
    /// Its reference as it is stored.
    pub reference: &'a str,
    /// The ids of its requester and its authors.
    pub people: &'a [Uuid],
}

/// Drops the kept forms of a ticket's people, and those on its pages, in which one of the targets stands: a form of which part is
/// missing would be sent as if its owner had meant it so.
pub(super) async fn drop_kept_forms(
    db: &mut Db,
    owners: FormOwners<'_>,
    targets: &[RedactionTarget],
) -> Result<(), Error> {
    if targets.is_empty() {
        return Ok(());
    }
    let guests = ticket_access::list_guests(db, owners.ticket).await?;
    let ids = owners.people.iter().chain(&guests).map(Uuid::to_string);
    let marks = ids.chain([format_reference(owners.reference)]);
    let contains_target = |text: &str| redaction::redact(text, targets).is_some();
    for mark in marks {
        for found in sessions::list_containing(db, &mark).await? {
            let Ok(mut data) = serde_json::from_str(&found.data) else { continue };
            if drop_forms(&mut data, &contains_target) {
                sessions::update_data(db, &found.id, &data.to_string()).await?;
            }
        }
    }
    Ok(())
}

/// Removes every kept form within a JSON value of which a text fulfils the condition; whether there was one.
fn drop_forms(value: &mut Value, condition: &impl Fn(&str) -> bool) -> bool {
    let is_dropped =
        |value: &Value| value.get(VALUES).is_some_and(Value::is_object) && has_text(value, condition);
    let mut changed = false;
    match value {
        Value::Array(items) => {
            let before = items.len();
            items.retain(|item| !is_dropped(item));
            changed = items.len() < before;
            for item in items {
                changed |= drop_forms(item, condition);
            }
        }
        Value::Object(members) => {
            let before = members.len();
            members.retain(|_, member| !is_dropped(member));
            changed = members.len() < before;
            for member in members.values_mut() {
                changed |= drop_forms(member, condition);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    changed
}

fn has_text(value: &Value, condition: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => condition(text),
        Value::Array(items) => items.iter().any(|item| has_text(item, condition)),
        Value::Object(members) => members.values().any(|member| has_text(member, condition)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_forms_with_the_text_are_dropped_wherever_they_lie() {
        let form = |text: &str| json!({ "page": "/tickets/new", "values": { "body": ["Hej", text] } });
        let mut data = json!({
            "device": "Ljungaberg, Linux",
            "typed": form("nichts"),
            "unsent": form("Jag bor i Ljungaberg"),
            "list": [form("Ljungaberg"), form("Lund")],
            "map": { "a": form("Ljungaberg"), "b": form("Lund") },
        });
        let condition = |text: &str| text.contains("Ljungaberg");
        assert!(drop_forms(&mut data, &condition));
        let expected = json!({
            "device": "Ljungaberg, Linux",
            "typed": form("nichts"),
            "list": [form("Lund")],
            "map": { "b": form("Lund") },
        });
        assert_eq!(data, expected);
        assert!(!drop_forms(&mut data, &condition), "nothing is left to drop");
    }
}
