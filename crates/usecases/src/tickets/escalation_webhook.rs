//! Telling another program, such as a chat, of an escalation. Like the emails, it repeats nothing that anyone typed.

use fyr_domain::escalation::EscalationTrigger;
use fyr_i18n::{day_and_time, t, text_for};
use fyr_store::{tickets, tickets::Ticket};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    escalation_email::{earliest_deadline, is_pointless},
    format_reference,
};
use crate::{
    Backend,
    jobs::{Job, JobError, JobRun, Queue},
};

/// Sends a webhook about an escalation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendEscalationWebhook {
    pub ticket: Uuid,
    pub cause: EscalationTrigger,
    /// The slug of the webhook in the configuration.
    pub webhook: String,
}

impl Job for SendEscalationWebhook {
    const NAME: &'static str = "webhook.escalation";
    const QUEUE: Queue = Queue::Webhooks;

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let backend = run.backend;
        let endpoint = backend.settings.webhooks.iter().find(|endpoint| endpoint.slug == self.webhook);
        let Some(endpoint) = endpoint else {
            // a rule that outlived its webhook
            return Err(JobError::Fail(format!("there is no webhook {} in the configuration", self.webhook)));
        };
        let mut db = backend.store.read().await?;
        let ticket = tickets::find_by_id(&mut db, self.ticket).await?;
        drop(db);
        let Some(ticket) =
            ticket.filter(|ticket| !is_pointless(self.cause, ticket, earliest_deadline(ticket)))
        else {
            return Ok(());
        };
        let body = body(backend, self.cause, &ticket).to_string();
        let sent = backend.webhooks.send(endpoint, run.id, backend.clock.now(), body).await;
        sent.map_err(|error| JobError::Retry(error.to_string()))
    }
}

/// What is sent: `text` for chat tools, which show it as it is, and the same as fields for programs.
fn body(backend: &Backend, cause: EscalationTrigger, ticket: &Ticket) -> serde_json::Value {
    let lang = backend.settings.default_lang;
    let reference = format_reference(&ticket.reference);
    let url = format!("{}/desk/tickets/{reference}", backend.settings.public_url);
    let due = earliest_deadline(ticket);
    let said = text_for(lang, "mail-escalation-", cause.as_str());
    let priority = text_for(lang, "priority-", ticket.priority.as_str());
    let due_text = due.map(|due| {
        let when = day_and_time(lang, due, backend.clock.now(), backend.settings.zone);
        format!("{}: {when}", t!(lang, "mail-escalation-due"))
    });
    let parts = [Some(said), Some(priority), due_text, Some(url.clone())];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    json!({
        "type": format!("ticket.escalation.{}", cause.as_str()),
        "text": format!("[{reference}] {text}"),
        "data": {
            "reference": reference,
            "url": url,
            "priority": ticket.priority.as_str(),
            "kind": ticket.kind.as_str(),
            "level": ticket.level.as_str(),
            "due": due,
        },
    })
}
