//! Filing a ticket: validating the form, determining the requester, and inserting the ticket with its first message.

use fyr_domain::{
    Actor, Lang, User,
    escalation::{Escalation, EscalationTrigger},
    fields::{FieldErrors, Problem},
    permission::{Permission, Scope, may},
    sla::TicketClocks,
    text::EmailAddress,
    tickets::{
        Filing, GuestContact, RawTicket, Reference, Sender, Side, TicketDraft, TicketScope, Triage,
        file_ticket,
    },
};
use fyr_store::{
    Db, attachments, drafts, mailboxes, organisations, people, people::Account, relations, ticket_access,
    ticket_events, tickets, tickets::Ticket,
};
use uuid::Uuid;

use super::{
    FormRef,
    alarms::next_alarm,
    escalation::{follow_rules, follow_words},
    history::EventAuthor,
    record::{EventText, TicketWriter},
};
use crate::{Backend, Error, classification, require::require, settings, submission_key, tickets::urgency};

/// The result of filing a ticket.
#[derive(Clone, Debug)]
pub struct FiledTicket {
    /// The ticket as stored.
    pub ticket: Ticket,
    /// The same form was submitted before: this is the ticket that it filed then.
    pub already_filed: bool,
}

/// Validates the fields of the form against the existing topics and the rules of triage.
///
/// # Errors
/// [`Error::Invalid`] with the errors of all fields.
pub async fn parse_draft(backend: &Backend, actor: &Actor, raw: &RawTicket) -> Result<TicketDraft, Error> {
    let classification = classification::get(backend).await?;
    let topics: Vec<&str> = classification.topics.iter().map(|topic| topic.slug.as_str()).collect();
    let triage = settings::current::<Triage>(backend).await;
    let sender = match actor.user {
        None => Sender::Guest,
        Some(_) if may(actor, Permission::WorkEveryTicket) => Sender::Support,
        Some(_) => Sender::Account,
    };
    Ok(TicketDraft::parse(raw, sender, &topics, &triage)?)
}

/// Files a ticket with the files uploaded with its form. Submitting the same form twice returns the same ticket; with another text,
/// as from another tab, it files another.
///
/// # Errors
/// [`Error::Invalid`] where a counsellor names someone who is not theirs, or an organisation is named that the actor does not
/// belong to.
pub async fn file(
    backend: &Backend,
    actor: &Actor,
    form: FormRef<'_>,
    draft: &TicketDraft,
    lang: Lang,
) -> Result<FiledTicket, Error> {
    let now = backend.clock.now();
    let body = urgency::first_message(&*settings::current::<Triage>(backend).await, draft, lang);
    let mut tx = backend.begin_for(actor).await?;
    let filled_in = FilledInForm { form, draft, body: &body };
    let form_key = match find_existing(backend, &mut tx, actor, filled_in).await? {
        Existing::Filed(existing) => {
            tx.commit().await?;
            return Ok(*existing);
        }
        Existing::None { form_key } => form_key,
    };
    let guest = draft.guest.as_ref().filter(|_| actor.user.is_none()).map(|guest| &guest.email);
    backend
        .charge_filed_text(actor, form.owner, guest, draft.subject.len() + body.len())
        .map_err(|full| full.at("description"))?;
    let requester = resolve_requester(&mut tx, actor, draft, lang).await?;
    let settings = settings::load_in(backend, &mut tx).await?;
    let sla = settings.sla();
    let scope = TicketScope {
        kind: draft.kind,
        topic: draft.topic.clone(),
        organisation: requester.organisation,
        channel: draft.channel,
    };
    let clocks = TicketClocks::start(&sla, draft.priority, &scope, now);
    let deadlines = clocks.deadlines();
    let alarm_at = next_alarm(&sla, &clocks, draft.priority, &scope);
    let filing = Filing { priority: draft.priority, urgent: draft.urgent, requester: requester.id, scope };
    let filing = file_ticket(filing, deadlines, now);
    let state = &filing.state;
    let mut ticket = Ticket {
        id: backend.clock.id(),
        reference: String::new(),
        form_key,
        form_owner: form.owner.to_owned(),
        organisation_id: requester.organisation,
        private: false,
        requester_id: requester.id,
        requester_name: requester.name,
        requester_email: requester.email,
        filed_by_id: requester.filed_by.as_ref().map(|by| by.id),
        filed_by_name: requester.filed_by.map(|by| by.name),
        topic: draft.topic.clone(),
        kind: draft.kind,
        channel: draft.channel,
        impact: draft.impact,
        urgent_cause: draft.urgent_details.cause.clone(),
        subject: draft.subject.to_string(),
        lang: requester.lang.tag().to_owned(),
        priority: state.priority,
        status: state.status,
        urgent: state.urgent,
        assignee_id: state.assignee,
        created_at: now,
        updated_at: now,
        respond_by: deadlines.respond_by,
        responded_at: state.responded_at,
        waiting_since: state.waiting_since,
        reply_by: deadlines.reply_by,
        resolve_by: deadlines.resolve_by,
        update_by: deadlines.update_by,
        level: state.level,
        unacknowledged_since: state.unacknowledged_since,
        expected_by: state.expected_by,
        alarm_at,
        link_version: 0,
    };
    loop {
        ticket.reference = Reference::from_random(backend.clock.random()).compact().to_owned();
        if tickets::insert(&mut tx, &ticket).await? {
            break;
        }
        // the reference is taken, or another process has just filed the same form
        match find_existing(backend, &mut tx, actor, filled_in).await? {
            Existing::Filed(existing) => {
                tx.commit().await?;
                return Ok(*existing);
            }
            Existing::None { form_key } => ticket.form_key = form_key,
        }
    }
    let side = if ticket.filed_by_id.is_some() { Side::Counsellor } else { Side::Requester };
    let author = EventAuthor {
        user: actor.user_id(),
        name: ticket.filed_by_name.clone().unwrap_or_else(|| ticket.requester_name.clone()),
        side,
        on_behalf_of: ticket.requester_id.filter(|_| side == Side::Counsellor),
    };
    let writer = TicketWriter { backend, actor, author };
    let text = EventText { body: &body, form_key: None };
    let recorded = writer.record(&mut tx, &ticket, &filing, text).await?;
    if let Some(message) = recorded.as_ref().and_then(|recorded| recorded.events.first()) {
        attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    }
    let escalation = settings.get::<Escalation>();
    follow_rules(backend, &mut tx, &mut ticket, &escalation, EscalationTrigger::Filed).await?;
    follow_words(backend, &mut tx, &mut ticket, &escalation, &[&draft.subject, &body]).await?;
    drafts::delete(&mut tx, form.key).await?;
    if let (None, None, Some(guest)) = (ticket.requester_id, ticket.filed_by_id, actor.guest) {
        ticket_access::grant_to_guest(&mut tx, guest, ticket.id, now).await?;
    }
    if ticket.requester_id.is_none() && tx.is_caused_by_owner_of(&ticket.requester_email) {
        mailboxes::confirm_ticket(&mut tx, ticket.id, now).await?;
    }
    tx.commit().await?;
    Ok(FiledTicket { ticket, already_filed: false })
}

/// A form as it was sent.
#[derive(Clone, Copy, Debug)]
struct FilledInForm<'a> {
    form: FormRef<'a>,
    draft: &'a TicketDraft,
    /// The first message that follows from the draft.
    body: &'a str,
}

/// Whether a form has filed its ticket.
enum Existing {
    /// The form filed this ticket before.
    Filed(Box<FiledTicket>),
    /// It has not filed this text; the ticket gets this key.
    None { form_key: Uuid },
}

/// Finds the ticket that this form has filed with this text. Where it filed another text, as two tabs may that share a draft, the
/// key to use is derived from both.
async fn find_existing(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    filled_in: FilledInForm<'_>,
) -> Result<Existing, Error> {
    let FilledInForm { form, draft, body } = filled_in;
    let participant = draft.participant.map(|id| id.to_string()).unwrap_or_default();
    let derived = submission_key(form.key, [&*draft.subject, body, &participant]);
    let Some(filed) = find_filed(backend, db, actor, form).await? else {
        return Ok(Existing::None { form_key: form.key });
    };
    if has_text_of(db, &filed.ticket, draft, body).await? {
        return Ok(Existing::Filed(Box::new(filed)));
    }
    Ok(match find_filed(backend, db, actor, FormRef { key: derived, ..form }).await? {
        Some(filed) => Existing::Filed(Box::new(filed)),
        None => Existing::None { form_key: derived },
    })
}

/// Whether a ticket was filed with the text of a draft, whose first message is `body`.
async fn has_text_of(db: &mut Db, ticket: &Ticket, draft: &TicketDraft, body: &str) -> Result<bool, Error> {
    let is_for_another = draft.participant.is_some_and(|id| ticket.requester_id != Some(id));
    if ticket.subject != *draft.subject || is_for_another {
        return Ok(false);
    }
    let first = ticket_events::find_first_body(db, ticket.id).await?;
    Ok(first.is_some_and(|first| first == body))
}

/// Finds the ticket that was filed under a form's key, and gives this browser the access it had then: its answer may have been
/// lost, with the session it began. The form key of another owner is [`Error::NotFound`], unless the actor may see the ticket.
async fn find_filed(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    form: FormRef<'_>,
) -> Result<Option<FiledTicket>, Error> {
    match tickets::find_by_form_key(db, form.key).await? {
        None => Ok(None),
        Some(ticket) if ticket.form_owner == form.owner => {
            if let (None, Some(guest)) = (ticket.requester_id, actor.guest) {
                ticket_access::grant_to_guest(db, guest, ticket.id, backend.clock.now()).await?;
            }
            Ok(Some(FiledTicket { ticket, already_filed: true }))
        }
        // filed in this browser before its user signed in
        Some(ticket) => match tickets::find_visible(db, actor, &ticket.reference).await? {
            Some(ticket) => Ok(Some(FiledTicket { ticket, already_filed: true })),
            None => Err(Error::NotFound),
        },
    }
}

struct Requester {
    id: Option<Uuid>,
    organisation: Option<Uuid>,
    name: String,
    email: String,
    lang: Lang,
    filed_by: Option<FiledBy>,
}

/// The counsellor who files for a participant, or the agent who files for somebody who called.
struct FiledBy {
    id: Uuid,
    name: String,
}

/// Determines the requester: the guest, the signed-in person, a participant that the counsellor files for, or whoever reached support
/// by another channel than the form.
async fn resolve_requester(
    db: &mut Db,
    actor: &Actor,
    draft: &TicketDraft,
    lang: Lang,
) -> Result<Requester, Error> {
    let unknown_participant = || Error::Invalid(FieldErrors::single("participant", Problem::UnknownChoice));
    let Some(user) = &actor.user else {
        let guest = draft.guest.as_ref().ok_or(Error::SignInFirst)?;
        let (name, email) = (guest.name.to_string(), guest.email.to_string());
        return Ok(Requester { id: None, organisation: None, name, email, lang, filed_by: None });
    };
    if let Some(contact) = &draft.guest {
        return resolve_contact(db, user, contact, lang).await;
    }
    let Some(participant) = draft.participant else {
        let (name, email) = (user.name.clone(), user.email.clone());
        let mut organisations = actor.memberships().iter().map(|membership| membership.organisation);
        let organisation = match draft.organisation {
            Some(chosen) if organisations.any(|organisation| organisation == chosen) => Some(chosen),
            Some(_) => return Err(FieldErrors::single("organisation", Problem::UnknownChoice).into()),
            None => organisations.next(),
        };
        return Ok(Requester { id: Some(user.id), organisation, name, email, lang, filed_by: None });
    };
    if !actor.can_counsel() {
        return Err(unknown_participant());
    }
    let people::ParticipantAccess { account: participant, scope } =
        people::find_participant(db, actor, participant).await?.ok_or_else(unknown_participant)?;
    if scope != Scope::Act {
        return Err(unknown_participant());
    }
    // the organisation of the relation; for a relation of the whole portal, the participant's oldest membership
    let relation = relations::find_between(db, user.id, participant.id, actor.now).await?;
    let oldest = organisations::list_memberships(db, participant.id)
        .await?
        .first()
        .map(|membership| membership.organisation);
    let organisation = relation.and_then(|relation| relation.organisation_id).or(oldest);
    let lang = participant.lang.parse().unwrap_or(lang);
    let filed_by = Some(FiledBy { id: user.id, name: user.name.clone() });
    Ok(Requester {
        id: Some(participant.id),
        organisation,
        name: participant.name,
        email: participant.email,
        lang,
        filed_by,
    })
}

/// The name of the account that a ticket will belong to which support records for an address; `None` for a guest.
///
/// # Errors
/// [`Error::NotFound`] unless the actor may record tickets.
pub async fn find_recorded_requester(
    backend: &Backend,
    actor: &Actor,
    email: &str,
) -> Result<Option<String>, Error> {
    require(actor, Permission::WorkEveryTicket)?;
    let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
    let mut db = backend.store.read().await?;
    Ok(find_recordable_account(&mut db, &email).await?.map(|account| account.name))
}

/// The account with this address that a ticket can be recorded for: none that its mailbox has not confirmed, which may be anybody's,
/// and none that is deactivated, whose owner could not open the ticket.
async fn find_recordable_account(db: &mut Db, email: &EmailAddress) -> Result<Option<Account>, Error> {
    match people::find_by_email(db, email).await? {
        Some(account) if account.email_confirmed_at.is_some() => {
            Ok(people::find_active(db, account.id).await?)
        }
        _ => Ok(None),
    }
}

/// Whoever reached support by another channel, as an agent names them: the account with that address, otherwise a guest.
async fn resolve_contact(
    db: &mut Db,
    agent: &User,
    contact: &GuestContact,
    lang: Lang,
) -> Result<Requester, Error> {
    let filed_by = Some(FiledBy { id: agent.id, name: agent.name.clone() });
    let Some(account) = find_recordable_account(db, &contact.email).await? else {
        let (name, email) = (contact.name.to_string(), contact.email.to_string());
        return Ok(Requester { id: None, organisation: None, name, email, lang, filed_by });
    };
    let memberships = organisations::list_memberships(db, account.id).await?;
    Ok(Requester {
        id: Some(account.id),
        organisation: memberships.first().map(|membership| membership.organisation),
        lang: account.lang.parse().unwrap_or(lang),
        name: account.name,
        email: account.email,
        filed_by,
    })
}
