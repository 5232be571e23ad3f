//! Filing a ticket.

use fyr_domain::{
    Actor, Lang,
    fields::{FieldErrors, Problem},
    promise::first_response_due,
    tickets::{EntryKind, Priority, RawTicket, Reference, Side, Status, TicketDraft},
};
use fyr_store::{attachments, drafts, entries, entries::Entry, people, tickets, tickets::Ticket};
use uuid::Uuid;

use super::promise;
use crate::{Error, Services, catalogue, mail::Mail};

/// What filing gave.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The ticket.
    pub ticket: Ticket,
    /// Filed by an earlier sending of the same form.
    pub again: bool,
}

/// Checks what was typed, against the topics on offer.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong.
pub async fn check(ctx: &Services, actor: &Actor, raw: &RawTicket) -> Result<TicketDraft, Error> {
    let catalogue = catalogue::get(ctx).await?;
    let topics: Vec<&str> = catalogue.topics.iter().map(|topic| topic.slug.as_str()).collect();
    Ok(TicketDraft::parse(raw, actor.user.is_none(), &topics)?)
}

/// Files a ticket with the files its form has gathered. The same form sent again gives the same ticket.
///
/// # Errors
/// [`Error::Invalid`] where a counsellor names someone who is not theirs.
pub async fn file(
    ctx: &Services,
    actor: &Actor,
    form_key: Uuid,
    draft: &TicketDraft,
    lang: Lang,
) -> Result<Filed, Error> {
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    if let Some(ticket) = tickets::find_by_form_key(&mut tx, form_key).await? {
        return Ok(Filed { ticket, again: true });
    }
    let requester = requester(&mut tx, actor, draft, lang).await?;
    let priority = if draft.urgent { Priority::P2 } else { Priority::P3 };
    let settings = &ctx.settings;
    let mut ticket = Ticket {
        id: ctx.clock.id(),
        reference: String::new(),
        form_key,
        requester_id: requester.id,
        requester_name: requester.name,
        requester_email: requester.email,
        filed_by_id: requester.filed_by.as_ref().map(|(id, _)| *id),
        filed_by_name: requester.filed_by.map(|(_, name)| name),
        topic: draft.topic.clone(),
        subject: draft.subject.to_string(),
        lang: requester.lang.tag().to_owned(),
        priority,
        status: Status::New,
        urgent: draft.urgent,
        assignee_id: None,
        created_at: now,
        updated_at: now,
        respond_by: first_response_due(&settings.calendar, now, settings.service_level.within(priority)),
        responded_at: None,
        waiting_since: Some(now),
    };
    loop {
        ticket.reference = Reference::from_random(ctx.clock.random()).compact().to_owned();
        if tickets::put(&mut tx, &ticket).await? {
            break;
        }
        // the reference is taken, or the same form was filed by another process a moment ago
        if let Some(ticket) = tickets::find_by_form_key(&mut tx, form_key).await? {
            return Ok(Filed { ticket, again: true });
        }
    }
    let side = if ticket.filed_by_id.is_some() { Side::Counsellor } else { Side::Requester };
    let first = Entry {
        id: ctx.clock.id(),
        ticket_id: ticket.id,
        kind: EntryKind::Message,
        side,
        author_id: actor.user_id(),
        author_name: ticket.filed_by_name.clone().unwrap_or_else(|| ticket.requester_name.clone()),
        body: draft.description.to_string(),
        status_from: None,
        status_to: None,
        created_at: now,
    };
    entries::put(&mut tx, &first, None).await?;
    attachments::attach(&mut tx, form_key, first.id).await?;
    drafts::delete(&mut tx, form_key).await?;
    promise(ctx, &mut tx, &Mail::Filed { ticket: ticket.id }).await?;
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(Filed { ticket, again: false })
}

struct Requester {
    id: Option<Uuid>,
    name: String,
    email: String,
    lang: Lang,
    filed_by: Option<(Uuid, String)>,
}

/// Whose ticket it is: the guest's, the signed-in person's own, or a counsellor's participant's.
async fn requester(
    db: &mut fyr_store::Db,
    actor: &Actor,
    draft: &TicketDraft,
    lang: Lang,
) -> Result<Requester, Error> {
    let unknown = || Error::Invalid(FieldErrors::one("participant", Problem::UnknownChoice));
    let Some(user) = &actor.user else {
        let guest = draft.guest.as_ref().ok_or(Error::SignInFirst)?;
        let (name, email) = (guest.name.to_string(), guest.email.to_string());
        return Ok(Requester { id: None, name, email, lang, filed_by: None });
    };
    let Some(participant) = draft.participant else {
        let (name, email) = (user.name.clone(), user.email.clone());
        return Ok(Requester { id: Some(user.id), name, email, lang, filed_by: None });
    };
    if !actor.counsels() {
        return Err(unknown());
    }
    let theirs = people::participant(db, user.id, participant).await?.ok_or_else(unknown)?;
    let lang = theirs.lang.parse().unwrap_or(lang);
    let filed_by = Some((user.id, user.name.clone()));
    Ok(Requester { id: Some(theirs.id), name: theirs.name, email: theirs.email, lang, filed_by })
}
