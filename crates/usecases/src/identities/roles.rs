//! Roles granted and revoked by a provider's groups at each login. Roles granted by hand stay, unless the provider governs
//! roles (`govern_roles`).
//!
//! Each identity stores the roles that its groups granted, so that a later login revokes these and no others. A provider that
//! governs roles decides alone over what its rules name: the portal role where a rule grants one, and the memberships in every
//! organisation that a rule names.

use std::collections::BTreeSet;

use fyr_domain::{Actor, Level, Membership, Role};
use fyr_identity::{MappedRole, OrganisationRole, ProviderConfig, VerifiedIdentity};
use fyr_store::{
    identities,
    identities::{Identity, ProviderRole},
    organisations, people,
};
use serde_json::json;
use uuid::Uuid;

use super::ProviderLogin;
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    organisations::{HeldRole, end_role_dependents},
    tickets::unassign_open_tickets,
};

/// Grants and revokes roles according to the groups in this login, and sets the granted roles in the identity. The caller
/// stores the identity.
pub async fn sync(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    login: ProviderLogin<'_>,
    identity: &mut Identity,
) -> Result<(), Error> {
    let ProviderLogin { provider, verified } = login;
    let mapped = mapped_roles(tx, provider.config(), verified).await?;
    let governed = governed_scopes(tx, provider.config()).await?;
    let mut sync = RoleSync { backend, tx, actor, user: identity.user_id, provider: &provider.config().slug };
    let before = std::mem::take(&mut identity.given);
    identity.given.extend(sync.portal(&mapped, &before, governed.portal).await?);
    identity.given.extend(sync.organisations(&mapped, &before, &governed.organisations).await?);
    Ok(())
}

/// Revokes every role that the identity's groups granted.
pub async fn revoke(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    identity: &mut Identity,
) -> Result<(), Error> {
    let before = std::mem::take(&mut identity.given);
    let mut sync = RoleSync { backend, tx, actor, user: identity.user_id, provider: &identity.provider };
    sync.portal(&[], &before, Governance::None).await?;
    sync.organisations(&[], &before, &BTreeSet::new()).await?;
    Ok(())
}

/// The roles that the groups and the organisation claim of this identity map to. Unknown organisations are logged and ignored.
async fn mapped_roles(
    tx: &mut Transaction,
    config: &ProviderConfig,
    verified: &VerifiedIdentity,
) -> Result<Vec<ProviderRole>, Error> {
    let configured = config.roles_for_groups(&verified.groups);
    let mut mapped: Vec<ProviderRole> = Vec::new();
    if let Some(MappedRole { role, level }) = configured.portal {
        mapped.push(ProviderRole { organisation: None, role, level });
    }
    let mut named = configured.organisations;
    if let Some(slug) = &verified.organisation
        && !named.iter().any(|known| known.organisation == *slug)
    {
        named.push(OrganisationRole { organisation: slug.clone(), role: Role::Participant, level: 1 });
    }
    for OrganisationRole { organisation: slug, role, level } in named {
        match organisations::find_by_slug(tx, &slug).await? {
            Some(known) => mapped.push(ProviderRole { organisation: Some(known.id), role, level }),
            None => {
                tracing::warn!(provider = config.slug, "a claim or rule names an unknown organisation");
            }
        }
    }
    Ok(mapped)
}

/// Whether the provider may replace a role that was granted by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Governance {
    None,
    Full,
}

/// What the provider governs.
struct GovernedScopes {
    portal: Governance,
    organisations: BTreeSet<Uuid>,
}

async fn governed_scopes(tx: &mut Transaction, config: &ProviderConfig) -> Result<GovernedScopes, Error> {
    let mut governed = GovernedScopes { portal: Governance::None, organisations: BTreeSet::new() };
    if !config.govern_roles {
        return Ok(governed);
    }
    for rule in &config.roles {
        match &rule.organisation {
            None => governed.portal = Governance::Full,
            Some(slug) => {
                let known = organisations::find_by_slug(tx, slug).await?;
                governed.organisations.extend(known.map(|known| known.id));
            }
        }
    }
    Ok(governed)
}

struct RoleSync<'a> {
    backend: &'a Backend,
    tx: &'a mut Transaction,
    actor: &'a Actor,
    user: Uuid,
    provider: &'a str,
}

impl RoleSync<'_> {
    /// Sets the role in the whole portal, and returns it where it is granted by the provider afterwards.
    async fn portal(
        &mut self,
        mapped: &[ProviderRole],
        before: &[ProviderRole],
        governance: Governance,
    ) -> Result<Option<ProviderRole>, Error> {
        let portal_role =
            |roles: &[ProviderRole]| roles.iter().find(|role| role.organisation.is_none()).cloned();
        let (mapped, before) = (portal_role(mapped), portal_role(before));
        let Some(account) = people::find_by_id(self.tx, self.user).await? else { return Ok(None) };
        let current = (account.role, account.level);
        let from_provider = before.as_ref().is_some_and(|granted| (granted.role, granted.level) == current);
        let replaceable =
            account.role == Role::Participant || from_provider || governance == Governance::Full;
        if !replaceable {
            return Ok(None);
        }
        let (role, level) =
            mapped.as_ref().map_or((Role::Participant, 1), |granted| (granted.role, granted.level));
        if (role, level) != current {
            if role != current.0 {
                end_role_dependents(
                    self.backend,
                    self.tx,
                    self.actor,
                    HeldRole { person: self.user, organisation: None, role: current.0 },
                )
                .await?;
            }
            let now = self.backend.clock.now();
            identities::set_portal_role(self.tx, self.user, role, level, now).await?;
            unassign_open_tickets(self.backend, self.tx, self.user).await?;
            self.record("role.changed", None, role).await?;
        }
        Ok(mapped)
    }

    /// Adds and removes memberships in organisations, and returns those that are granted by the provider afterwards.
    async fn organisations(
        &mut self,
        mapped: &[ProviderRole],
        before: &[ProviderRole],
        governed: &BTreeSet<Uuid>,
    ) -> Result<Vec<ProviderRole>, Error> {
        let current = organisations::list_memberships(self.tx, self.user).await?;
        let has = |roles: &[ProviderRole], organisation: Uuid, role: Role| {
            roles.iter().any(|granted| granted.organisation == Some(organisation) && granted.role == role)
        };
        for membership in &current {
            let (organisation, role) = (membership.organisation, membership.role);
            let revocable = has(before, organisation, role) || governed.contains(&organisation);
            if revocable && !has(mapped, organisation, role) {
                let lost = HeldRole { person: self.user, organisation: Some(organisation), role };
                end_role_dependents(self.backend, self.tx, self.actor, lost).await?;
                organisations::delete_membership(self.tx, self.user, organisation, role).await?;
                unassign_open_tickets(self.backend, self.tx, self.user).await?;
                self.record("role.taken", Some(organisation), role).await?;
            }
        }
        let mut granted = Vec::new();
        for mapped in mapped {
            let Some(organisation) = mapped.organisation else { continue };
            let level = Level::clamped(mapped.level);
            let existing = current.iter().find(|m| m.organisation == organisation && m.role == mapped.role);
            let granted_by_hand = existing.is_some()
                && !has(before, organisation, mapped.role)
                && !governed.contains(&organisation);
            if granted_by_hand {
                continue;
            }
            granted.push(mapped.clone());
            if existing.is_some_and(|m| m.level == level) {
                continue;
            }
            let team = existing.and_then(|m| m.team);
            let membership = Membership { organisation, team, role: mapped.role, level };
            organisations::upsert_membership(self.tx, self.user, &membership, self.backend.clock.now())
                .await?;
            self.record("role.given", Some(organisation), mapped.role).await?;
        }
        Ok(granted)
    }

    /// Records an audit event about a role of this person.
    async fn record(
        &mut self,
        action: &'static str,
        organisation: Option<Uuid>,
        role: Role,
    ) -> Result<(), Error> {
        let details = json!({ "role": role, "provider": self.provider });
        let event = AuditEvent { action, target: Some(("user", self.user)), organisation, details };
        audit::record(self.backend, self.tx, self.actor, event).await
    }
}
