//! Creating relations: by an organisation's admin, or by the participant.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Role,
    fields::{FieldErrors, Problem},
    permission::{Permission, Scope, may},
    text::Purpose,
};
use fyr_store::{Db, organisations, people, people::NewRelation};
use uuid::Uuid;

use super::{RelationPair, insert_relation, require_confirmed_address};
use crate::{Backend, Error};

/// The terms of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationTerms {
    /// The purpose, in a few words.
    pub purpose: Option<Purpose>,
    /// Whether the counsellor may only see or also act.
    pub scope: Scope,
    /// The start; `None` starts it now.
    pub since: Option<DateTime<Utc>>,
    /// The end; `None` where it is open.
    pub until: Option<DateTime<Utc>>,
}

impl RelationTerms {
    /// The relation between two people on these terms.
    pub(super) fn to_relation(
        &self,
        organisation: Option<Uuid>,
        RelationPair { counsellor, participant }: RelationPair,
        now: DateTime<Utc>,
    ) -> NewRelation {
        NewRelation {
            counsellor_id: counsellor,
            participant_id: participant,
            organisation_id: organisation,
            purpose: self.purpose.as_deref().unwrap_or_default().to_owned(),
            scope: self.scope,
            since: self.since.unwrap_or(now),
            until: self.until,
            stands_in_for_id: None,
        }
    }
}

/// Whether someone is a counsellor in an organisation, or (`None`) in the whole portal.
pub(super) async fn is_counsellor_in(
    db: &mut Db,
    user: Uuid,
    organisation: Option<Uuid>,
) -> Result<bool, Error> {
    Ok(match organisation {
        Some(id) => organisations::list_members_with_role(db, id, Role::Counsellor)
            .await?
            .iter()
            .any(|counsellor| counsellor.id == user),
        None => people::find_by_id(db, user)
            .await?
            .is_some_and(|account| Actor::signed_in(account.into()).role() == Some(Role::Counsellor)),
    })
}

/// Creates a relation between a counsellor and a member of an organisation.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not administer the organisation; [`Error::Invalid`] where
/// they are not counsellor and member there, have a relation that the actor may not end, or the actor would be the counsellor.
pub async fn create(
    backend: &Backend,
    actor: &Actor,
    organisation: Uuid,
    pair: RelationPair,
    terms: &RelationTerms,
) -> Result<(), Error> {
    let RelationPair { counsellor, participant } = pair;
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    if !may(actor, Permission::Administer(organisation)) {
        return Err(Error::NotFound);
    }
    let mut tx = backend.begin().await?;
    organisations::find_administered(&mut tx, actor, organisation).await?.ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    if counsellor == participant || !is_counsellor_in(&mut tx, counsellor, Some(organisation)).await? {
        errors.push("counsellor", Problem::UnknownChoice);
    } else if !may(actor, Permission::Appoint(counsellor)) {
        errors.push("counsellor", Problem::OwnAppointment);
    }
    if !organisations::list_members(&mut tx, organisation)
        .await?
        .iter()
        .any(|member| member.id == participant)
    {
        errors.push("participant", Problem::UnknownChoice);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let relation = terms.to_relation(Some(organisation), pair, backend.clock.now());
    insert_relation(backend, &mut tx, actor, &relation).await?;
    tx.commit().await
}

/// Creates a relation between the actor as participant and a counsellor of an organisation that the actor is a member of.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] where they are not counsellor and member there, or have a relation that the actor
/// may not end.
pub async fn choose_counsellor(
    backend: &Backend,
    actor: &Actor,
    organisation: Uuid,
    counsellor: Uuid,
    terms: &RelationTerms,
) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    require_confirmed_address(actor, "counsellor")?;
    let mut tx = backend.begin().await?;
    let is_member = actor.memberships().iter().any(|membership| membership.organisation == organisation);
    if !is_member || counsellor == user || !is_counsellor_in(&mut tx, counsellor, Some(organisation)).await? {
        return Err(FieldErrors::single("counsellor", Problem::UnknownChoice).into());
    }
    let relation = terms.to_relation(
        Some(organisation),
        RelationPair { counsellor, participant: user },
        backend.clock.now(),
    );
    insert_relation(backend, &mut tx, actor, &relation).await?;
    tx.commit().await
}
