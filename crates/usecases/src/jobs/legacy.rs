//! Rows that an earlier release wrote to the table `outbox`, before there were typed jobs. The worker moves them into the table
//! `jobs` while it polls, with the same id, so that an email keeps its Message-ID. Kept for one release: the next one drops
//! this file and the table.

use fyr_store::outbox::{self, Destination, OutboxJob};
use serde_json::Value;

use super::Queue;
use crate::{Backend, Error};

/// The stored names of emails: what the outbox had in `mail` and, for emails of an area of its own, in its second tag; and the
/// name of the job today.
pub(super) const EMAILS: [(&str, &str, &str); 28] = [
    ("filed", "", "email.ticket_filed"),
    ("reply", "", "email.ticket_reply"),
    ("change", "", "email.ticket_status_changed"),
    ("links", "", "email.ticket_links"),
    ("account", "register", "email.register"),
    ("account", "known_address", "email.already_registered"),
    ("account", "forgotten", "email.password_reset"),
    ("account", "sign_in_link", "email.sign_in_link"),
    ("account", "invited", "email.account_invited"),
    ("account", "confirm_address", "email.confirm_email"),
    ("account", "old_address", "email.email_change_old"),
    ("account", "new_address", "email.email_change_new"),
    ("account", "address_changed", "email.email_changed"),
    ("account", "password_changed", "email.password_changed"),
    ("account", "second_factor_added", "email.second_factor_added"),
    ("account", "second_factor_removed", "email.second_factor_removed"),
    ("account", "recovery_code_used", "email.recovery_code_used"),
    ("account", "new_device", "email.new_device"),
    ("identity", "newcomer", "email.sign_up_code"),
    ("identity", "connected", "email.identity_connected"),
    ("identity", "disconnected", "email.identity_disconnected"),
    ("invitation", "", "email.invitation"),
    ("relation", "", "email.relation_changed"),
    ("hand_over", "", "email.participants_handed_over"),
    ("privacy", "asked", "email.deletion_requested"),
    ("privacy", "inactive", "email.inactivity_notice"),
    ("privacy", "withdrawn", "email.deletion_withdrawn"),
    ("privacy", "removed", "email.account_deleted"),
];

/// Moves the rows that no process of an earlier release is running.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn move_from_outbox(backend: &Backend) -> Result<(), Error> {
    let now = backend.clock.now();
    if !outbox::is_any_left(&mut backend.store.read().await?, now).await? {
        return Ok(());
    }
    let mut tx = backend.store.begin().await?;
    for job in outbox::take(&mut tx, now).await? {
        let (name, queue, payload) = convert(&job);
        let to = Destination { name: &name, queue: queue.as_str(), payload: &payload };
        outbox::insert(&mut tx, &job, to).await?;
    }
    Ok(tx.commit().await?)
}

/// What the job is today: its name, its queue and its arguments.
fn convert(job: &OutboxJob) -> (String, Queue, Value) {
    let mut payload = job.payload.0.clone();
    if job.kind == "index" {
        return ("search.index_article".to_owned(), Queue::Index, payload);
    }
    let mut take = |tag: &str| match payload.as_object_mut().and_then(|fields| fields.remove(tag)) {
        Some(Value::String(text)) => text,
        Some(_) | None => String::new(),
    };
    let mail = take("mail");
    let tag = ["letter", "notice"].map(&mut take).concat();
    let known = EMAILS.iter().find(|(kind, second, _)| *kind == mail && *second == tag);
    // an unknown one stays visible as a job that cannot be run
    let name = known.map_or_else(|| format!("outbox.{mail}"), |(_, _, name)| (*name).to_owned());
    (name, Queue::Mail, payload)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use fyr_store::outbox::OutboxJob;
    use serde_json::json;
    use uuid::Uuid;

    use super::{EMAILS, convert};
    use crate::jobs::{Queue, registry};

    fn row(kind: &str, payload: serde_json::Value) -> OutboxJob {
        OutboxJob {
            id: Uuid::nil(),
            kind: kind.to_owned(),
            payload: payload.into(),
            created_at: DateTime::UNIX_EPOCH,
            due_at: DateTime::UNIX_EPOCH,
            attempts: 0,
            parked_at: None,
            last_error: None,
        }
    }

    #[test]
    fn every_name_is_that_of_a_job() {
        for (_, _, name) in EMAILS {
            assert!(registry::job_types().find(name).is_some_and(|known| known.describe.is_some()), "{name}");
        }
        assert!(registry::job_types().find("search.index_article").is_some());
    }

    #[test]
    fn tags_become_the_name_and_the_rest_the_arguments() {
        let convert = |kind: &str, payload| convert(&row(kind, payload));
        let user = Uuid::nil().to_string();
        let filed = convert("mail", json!({ "mail": "filed", "ticket": user }));
        assert_eq!(filed, ("email.ticket_filed".to_owned(), Queue::Mail, json!({ "ticket": user })));
        let asked = convert("mail", json!({ "mail": "privacy", "notice": "asked", "user": user }));
        assert_eq!(asked, ("email.deletion_requested".to_owned(), Queue::Mail, json!({ "user": user })));
        let reset =
            convert("mail", json!({ "mail": "account", "letter": "forgotten", "email": "a", "lang": "sv" }));
        assert_eq!(reset.0, "email.password_reset");
        let index = convert("index", json!({ "article": user }));
        assert_eq!(index, ("search.index_article".to_owned(), Queue::Index, json!({ "article": user })));
        assert_eq!(convert("mail", json!({ "mail": "new" })).0, "outbox.new");
    }
}
