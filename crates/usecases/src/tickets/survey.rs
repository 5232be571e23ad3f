//! The survey: what a requester thinks of the help, once the ticket is done.

use fyr_domain::{
    Actor,
    escalation::{Escalation, EscalationTrigger},
    fields::{FieldErrors, Problem},
    permission::TicketAction,
    text::Comment,
    tickets::TicketCommand,
};
use fyr_store::surveys;

use super::{
    escalation, lock_ticket,
    record::{EventText, TicketWriter},
};
use crate::{Backend, Error, QuotaKind, settings};

/// Records the requester's answer; a later one replaces it.
///
/// # Errors
/// [`Error::NotFound`] for anyone but the requester, and while the ticket is not done; [`Error::Invalid`] for a score
/// that is not 1 to 5.
pub async fn submit_survey(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    score: &str,
    comment: &str,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Rate).await?;
    if !locked.ticket.status.is_done() {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::default();
    let score = match score.trim() {
        "" => Err(Problem::Required),
        number => number.parse().ok().filter(|score| (1..=5).contains(score)).ok_or(Problem::UnknownChoice),
    };
    let score = errors.check("score", score);
    let comment = errors.check("comment", Comment::parse_optional(comment));
    let (Some(score), Some(comment)) = (score, comment) else { return Err(errors.into()) };
    let owner = actor.user_id().or(actor.guest).unwrap_or_default();
    let bytes = comment.as_ref().map_or(0, |comment| comment.len() as u64);
    let charged = backend.charge_quota(QuotaKind::RatingText, actor, &format!("survey:{owner}"), bytes);
    charged.map_err(|full| full.at("comment"))?;
    let ticket = locked.ticket.id;
    let earlier = surveys::find_for_ticket(&mut tx, ticket).await?.map(|answer| answer.score);
    let writer = TicketWriter { backend, actor, author: locked.author(actor) };
    let command = TicketCommand::Rate { score, earlier };
    writer.apply(&mut tx, &mut locked.ticket, &command, EventText::default()).await?;
    let escalation = settings::load_in(backend, &mut tx).await?.get::<Escalation>();
    if score <= i64::from(escalation.low_score) && earlier != Some(score) {
        let trigger = EscalationTrigger::BadSurvey;
        escalation::follow_rules(backend, &mut tx, &mut locked.ticket, &escalation, trigger).await?;
    }
    surveys::upsert(&mut tx, ticket, score, comment.as_deref(), backend.clock.now()).await?;
    tx.commit().await
}
