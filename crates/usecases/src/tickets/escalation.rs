//! Carrying out the rules of escalation: raising a ticket, and telling people by email, in the transaction of what made the rules hold.
//! Not in here: when shares of a target's time have passed, which is in `alarms.rs`.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Role,
    escalation::{EscalatedTicket, Escalation, EscalationLevel, EscalationTrigger, Recipient},
    fields::{FieldErrors, Problem},
    permission::TicketAction,
    text::Body,
    tickets::{AnswerNeed, Assignment, Side, Status, TicketCommand, TicketUpdate},
};
use fyr_i18n::t;
use fyr_store::{people, ticket_events, tickets, tickets::Ticket};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    FormRef, digest,
    escalation_email::{EscalationEmail, EscalationRecipient},
    escalation_webhook::SendEscalationWebhook,
    history::EventAuthor,
    lock_ticket,
    record::{EventText, TicketWriter},
    work::require_support,
};
use crate::{
    Backend, Error, Transaction,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    settings, submission_key,
};

/// The program as the author of events.
pub(super) fn program(backend: &Backend) -> EventAuthor {
    let name = t!(backend.settings.default_lang, "side-system").to_owned();
    EventAuthor { user: None, name, side: Side::System, on_behalf_of: None }
}

/// Carries out the rules that hold for a ticket now that this has happened to it.
///
/// # Errors
/// [`Error::Unavailable`].
pub(super) async fn follow_rules(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &mut Ticket,
    escalation: &Escalation,
    trigger: EscalationTrigger,
) -> Result<(), Error> {
    let escalated = EscalatedTicket {
        priority: ticket.priority,
        kind: ticket.kind,
        topic: &ticket.topic,
        urgent_cause: ticket.urgent_cause.as_deref(),
    };
    let rules: Vec<_> = escalation.rules_for(trigger, escalated).cloned().collect();
    if rules.is_empty() {
        return Ok(());
    }
    let to = rules.iter().filter_map(|rule| rule.level).max().unwrap_or(ticket.level);
    let repeats = rules.iter().any(|rule| rule.repeat.is_some());
    let command = TicketCommand::Escalate { to, cause: trigger, repeats };
    let writer = TicketWriter { backend, actor: &Actor::ANONYMOUS, author: program(backend) };
    writer.write(tx, ticket, &command, EventText::default()).await?;
    let mut notified = Notified::default();
    for rule in &rules {
        if rule.weekly {
            digest::add(backend, tx, ticket, trigger, &rule.notify).await?;
        } else {
            notify(tx, ticket, trigger, &rule.notify, &mut notified).await?;
        }
    }
    // one timer for all, which repeats as often as the most urgent rule
    if let Some(every) = rules.iter().filter_map(|rule| rule.repeat).min() {
        let repeating = rules.into_iter().filter(|rule| rule.repeat.is_some());
        let notify = repeating.map(|rule| rule.notify).collect();
        let repeat = RepeatEscalation { ticket: ticket.id, trigger, notify, every };
        tx.enqueue_at(&repeat, backend.clock.now() + every).await?;
    }
    Ok(())
}

/// Who was told already.
#[derive(Debug, Default)]
struct Notified {
    people: Vec<EscalationRecipient>,
    webhooks: Vec<String>,
}

/// Enqueues the emails and webhooks to these recipients, but for those in `notified`, which are added to it.
async fn notify(
    tx: &mut Transaction,
    ticket: &Ticket,
    cause: EscalationTrigger,
    recipients: &[Recipient],
    notified: &mut Notified,
) -> Result<(), Error> {
    for recipient in recipients {
        if let Recipient::Webhook(slug) = recipient
            && !notified.webhooks.contains(slug)
        {
            let webhook = slug.clone();
            tx.enqueue(&SendEscalationWebhook { ticket: ticket.id, cause, webhook }).await?;
            notified.webhooks.push(slug.clone());
        }
    }
    for to in reach(tx, ticket, recipients).await? {
        if !notified.people.contains(&to) {
            tx.enqueue_email(EscalationEmail { ticket: ticket.id, cause, to: to.clone() }).await?;
            notified.people.push(to);
        }
    }
    Ok(())
}

/// The people whom recipients of a rule stand for. A rule that reaches nobody would be one that nobody knows of: then those who may take
/// the ticket. Webhooks are no people.
pub(super) async fn reach(
    tx: &mut Transaction,
    ticket: &Ticket,
    recipients: &[Recipient],
) -> Result<Vec<EscalationRecipient>, Error> {
    let mut found = Vec::new();
    for recipient in recipients {
        found.extend(resolve(tx, ticket, recipient).await?);
    }
    let is_for_people = recipients.iter().any(|recipient| !matches!(recipient, Recipient::Webhook(_)));
    if found.is_empty() && is_for_people {
        let agents = people::list_agents(tx, ticket.organisation_id).await?;
        found.extend(agents.into_iter().map(|agent| EscalationRecipient::Account(agent.id)));
    }
    Ok(found)
}

/// The people behind a recipient.
async fn resolve(
    tx: &mut Transaction,
    ticket: &Ticket,
    recipient: &Recipient,
) -> Result<Vec<EscalationRecipient>, Error> {
    let organisation = ticket.organisation_id;
    let accounts = match recipient {
        Recipient::Assignee => {
            if let Some(assignee) = ticket.assignee_id {
                return Ok(vec![EscalationRecipient::Account(assignee)]);
            }
            people::list_agents_of_level(tx, organisation, ticket.level.agent_level()).await?
        }
        Recipient::Agents(level) => {
            people::list_agents_of_level(tx, organisation, level.agent_level()).await?
        }
        Recipient::Managers => people::list_by_role(tx, Role::Manager).await?,
        Recipient::Administrators => people::list_by_role(tx, Role::Admin).await?,
        Recipient::Address(address) => return Ok(vec![EscalationRecipient::Address(address.clone())]),
        Recipient::Webhook(_) => Vec::new(),
    };
    Ok(accounts.into_iter().map(|account| EscalationRecipient::Account(account.id)).collect())
}

/// Whether words that the requester wrote make rules hold; those that would raise the ticket no further are not asked again.
pub(super) async fn follow_words(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &mut Ticket,
    escalation: &Escalation,
    texts: &[&str],
) -> Result<(), Error> {
    let raises = |level: Option<EscalationLevel>| level.is_none_or(|level| level > ticket.level);
    let words = EscalationTrigger::Words;
    let may_hold = escalation.rules.iter().any(|rule| rule.trigger == words && raises(rule.level));
    if may_hold && texts.iter().any(|text| escalation.has_word(text)) {
        follow_rules(backend, tx, ticket, escalation, words).await?;
    }
    Ok(())
}

/// Follows the rules on repeated reopening, for a ticket that was just reopened.
pub(super) async fn follow_reopening(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &mut Ticket,
) -> Result<(), Error> {
    let escalation = settings::load_in(backend, tx).await?.get::<Escalation>();
    let facts = ticket_events::list_facts(tx, ticket.id).await?;
    let reopenings = facts.iter().filter(|fact| fact.change.is_reopening()).count();
    if reopenings >= usize::from(escalation.reopenings) {
        follow_rules(backend, tx, ticket, &escalation, EscalationTrigger::Reopened).await?;
    }
    Ok(())
}

/// Tells the recipients again until somebody takes the ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RepeatEscalation {
    pub ticket: Uuid,
    pub trigger: EscalationTrigger,
    /// The recipients of each rule.
    pub notify: Vec<Vec<Recipient>>,
    #[serde(with = "seconds")]
    pub every: TimeDelta,
}

/// A length of time as whole seconds.
mod seconds {
    use chrono::TimeDelta;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(duration: &TimeDelta, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(duration.num_seconds())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeDelta, D::Error> {
        i64::deserialize(deserializer).map(TimeDelta::seconds)
    }
}

impl Job for RepeatEscalation {
    const NAME: &'static str = "tickets.repeat_escalation";
    const QUEUE: Queue = Queue::Timers;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::about(Self::NAME, self.ticket))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let mut tx = run.backend.begin().await?;
        run.complete(&mut tx).await?;
        let ticket = tickets::find_by_id(&mut tx, self.ticket).await?;
        if let Some(ticket) = ticket.filter(|ticket| ticket.unacknowledged_since.is_some()) {
            let mut notified = Notified::default();
            for recipients in &self.notify {
                notify(&mut tx, &ticket, self.trigger, recipients, &mut notified).await?;
            }
            tx.enqueue_at(self, run.backend.clock.now() + self.every).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Asks from the requester's side that a ticket goes up, with the reason as a public message; a ticket that was done is reopened.
/// Submitting the same form twice asks once.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not reply to the ticket, works it, or nobody can be asked; [`Error::Invalid`] as for a reply.
pub async fn request_escalation(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    reason: &Body,
) -> Result<(), Error> {
    let mut tx = backend.begin_for(actor).await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Reply).await?;
    if locked.side() == Side::Support {
        return Err(Error::NotFound);
    }
    let form_key = submission_key(form.key, [&**reason]);
    if ticket_events::find_by_form_key(&mut tx, locked.ticket.id, form_key).await?.is_some() {
        return Ok(());
    }
    let escalation = settings::load_in(backend, &mut tx).await?.get::<Escalation>();
    if !escalation.is_offered_to_requesters(locked.ticket.level) {
        return Err(Error::NotFound);
    }
    let charged = backend.charge_filed_text(actor, form.owner, None, reason.len());
    charged.map_err(|full| full.at("reason"))?;
    let writer = TicketWriter { backend, actor, author: locked.author(actor) };
    let text = EventText { body: reason, form_key: Some(form_key) };
    let command = TicketCommand::Message { status: None, answer: AnswerNeed::Wanted };
    if writer.apply(&mut tx, &mut locked.ticket, &command, text).await?.is_some() {
        let trigger = EscalationTrigger::Requested;
        follow_rules(backend, &mut tx, &mut locked.ticket, &escalation, trigger).await?;
    }
    tx.commit().await
}

/// Hands a ticket up as an agent, with a summary as an internal note. An agent whose level is too low for it gives it back to the
/// queue, and the agents of the new level are told. Submitting the same form twice does it once.
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not work the ticket; [`Error::Invalid`] where the level is not above that of the ticket.
pub async fn escalate(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    to: EscalationLevel,
    summary: &Body,
) -> Result<(), Error> {
    require_support(actor)?;
    let mut tx = backend.begin_for(actor).await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let form_key = submission_key(form.key, [&**summary]);
    if ticket_events::find_by_form_key(&mut tx, locked.ticket.id, form_key).await?.is_some() {
        return Ok(());
    }
    if to <= locked.ticket.level || locked.ticket.status.is_done() {
        return Err(FieldErrors::single("level", Problem::UnknownChoice).into());
    }
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let text = EventText { body: summary, form_key: Some(form_key) };
    let ticket = &mut locked.ticket;
    if writer.apply(&mut tx, ticket, &TicketCommand::Note, text).await?.is_none() {
        return Ok(());
    }
    let trigger = EscalationTrigger::Agent;
    let command = TicketCommand::Escalate { to, cause: trigger, repeats: false };
    writer.write(&mut tx, ticket, &command, EventText::default()).await?;
    if ticket.assignee_id.is_some() && ticket.assignee_id == actor.user_id() && !may_close(actor, ticket) {
        let assignee = Some(Assignment::Nobody);
        let command = TicketCommand::Update(TicketUpdate { assignee, ..TicketUpdate::default() });
        writer.write(&mut tx, ticket, &command, EventText::default()).await?;
    }
    let recipient = match to {
        EscalationLevel::Management => Recipient::Managers,
        level => Recipient::Agents(level),
    };
    let people = actor.user_id().map(EscalationRecipient::Account).into_iter().collect();
    let mut notified = Notified { people, ..Notified::default() };
    notify(&mut tx, ticket, trigger, &[recipient], &mut notified).await?;
    let escalation = settings::load_in(backend, &mut tx).await?.get::<Escalation>();
    follow_rules(backend, &mut tx, ticket, &escalation, trigger).await?;
    tx.commit().await
}

/// Takes a ticket that went up: nobody is told of it again. One that nobody works on is assigned to the actor.
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not work the ticket.
pub async fn acknowledge(backend: &Backend, actor: &Actor, reference: &str) -> Result<(), Error> {
    require_support(actor)?;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let command = TicketCommand::Acknowledge;
    writer.apply(&mut tx, &mut locked.ticket, &command, EventText::default()).await?;
    tx.commit().await
}

/// Whether the actor's level is enough to close a ticket.
fn may_close(actor: &Actor, ticket: &Ticket) -> bool {
    ticket.level.may_be_closed_by(actor.agent_level(ticket.organisation_id))
}

/// Refuses to close a ticket that is on a level above the actor's.
///
/// # Errors
/// [`Error::Invalid`] at `field`.
pub(super) fn require_level(
    actor: &Actor,
    ticket: &Ticket,
    status: Option<Status>,
    field: &str,
) -> Result<(), Error> {
    let closes = status.is_some_and(Status::is_done) && !ticket.status.is_done();
    if closes && !may_close(actor, ticket) {
        return Err(FieldErrors::single(field, Problem::LevelTooLow).into());
    }
    Ok(())
}
