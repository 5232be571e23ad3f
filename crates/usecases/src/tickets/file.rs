//! Filing a ticket.

use fyr_domain::{
    Actor, Lang,
    fields::{FieldErrors, Problem},
    permission::Scope,
    promise::first_response_due,
    tickets::{EntryKind, RawTicket, Reference, Side, Status, TicketDraft},
};
use fyr_store::{
    Db, attachments, drafts, entries, entries::Entry, organisations, people, relations, tickets,
    tickets::Ticket,
};
use uuid::Uuid;

use super::{Form, promise};
use crate::{
    Error, Services,
    audit::{self, Did},
    catalogue,
    mail::Mail,
};

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
/// [`Error::Invalid`] where a counsellor names someone who is not theirs, or an organisation is named that the actor does not
/// belong to.
pub async fn file(
    ctx: &Services,
    actor: &Actor,
    form: Form<'_>,
    draft: &TicketDraft,
    lang: Lang,
) -> Result<Filed, Error> {
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    if let Some(again) = again(&mut tx, actor, form).await? {
        return Ok(again);
    }
    let requester = requester(&mut tx, actor, draft, lang).await?;
    let priority = draft.priority();
    let settings = &ctx.settings;
    let mut ticket = Ticket {
        id: ctx.clock.id(),
        reference: String::new(),
        form_key: form.key,
        form_owner: form.owner.to_owned(),
        organisation_id: requester.organisation,
        private: false,
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
        if let Some(again) = again(&mut tx, actor, form).await? {
            return Ok(again);
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
    attachments::attach(&mut tx, form.key, form.owner, first.id).await?;
    drafts::delete(&mut tx, form.key).await?;
    if let (None, Some(guest)) = (ticket.requester_id, actor.guest) {
        tickets::let_guest_in(&mut tx, guest, ticket.id, now).await?;
    }
    if ticket.filed_by_id.is_some() {
        let did = Did {
            action: "ticket.filed_for",
            target: Some(("ticket", ticket.id)),
            organisation: ticket.organisation_id,
            details: serde_json::json!({ "requester": ticket.requester_id }),
        };
        audit::record(ctx, &mut tx, actor, did).await?;
    }
    promise(ctx, &mut tx, &Mail::Filed { ticket: ticket.id }).await?;
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(Filed { ticket, again: false })
}

/// The ticket this form became before, if it is the same person's form. Another's key is as good as none: nothing is filed
/// and nothing is told.
async fn again(db: &mut Db, actor: &Actor, form: Form<'_>) -> Result<Option<Filed>, Error> {
    match tickets::find_by_form_key(db, form.key).await? {
        None => Ok(None),
        Some(ticket) if ticket.form_owner == form.owner => Ok(Some(Filed { ticket, again: true })),
        // filed in this browser, before signing in there
        Some(ticket) => match tickets::find_visible(db, actor, &ticket.reference).await? {
            Some(ticket) => Ok(Some(Filed { ticket, again: true })),
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
    filed_by: Option<(Uuid, String)>,
}

/// Whose ticket it is: the guest's, the signed-in person's own, or a counsellor's participant's.
async fn requester(db: &mut Db, actor: &Actor, draft: &TicketDraft, lang: Lang) -> Result<Requester, Error> {
    let unknown = || Error::Invalid(FieldErrors::one("participant", Problem::UnknownChoice));
    let Some(user) = &actor.user else {
        let guest = draft.guest.as_ref().ok_or(Error::SignInFirst)?;
        let (name, email) = (guest.name.to_string(), guest.email.to_string());
        return Ok(Requester { id: None, organisation: None, name, email, lang, filed_by: None });
    };
    let Some(participant) = draft.participant else {
        let (name, email) = (user.name.clone(), user.email.clone());
        let mut own = user.memberships.iter().map(|membership| membership.organisation);
        let organisation = match draft.organisation {
            Some(chosen) if own.any(|one| one == chosen) => Some(chosen),
            Some(_) => return Err(FieldErrors::one("organisation", Problem::UnknownChoice).into()),
            None => own.next(),
        };
        return Ok(Requester { id: Some(user.id), organisation, name, email, lang, filed_by: None });
    };
    if !actor.counsels() {
        return Err(unknown());
    }
    let (theirs, scope) = people::participant(db, actor, participant).await?.ok_or_else(unknown)?;
    if scope != Scope::Act {
        return Err(unknown());
    }
    // where the counsellor acts for them; of the whole portal's, where they have belonged the longest
    let tie = relations::between(db, user.id, theirs.id, actor.at).await?;
    let first = organisations::memberships(db, theirs.id).await?.first().map(|first| first.organisation);
    let organisation = tie.and_then(|tie| tie.organisation_id).or(first);
    let lang = theirs.lang.parse().unwrap_or(lang);
    let filed_by = Some((user.id, user.name.clone()));
    Ok(Requester {
        id: Some(theirs.id),
        organisation,
        name: theirs.name,
        email: theirs.email,
        lang,
        filed_by,
    })
}
