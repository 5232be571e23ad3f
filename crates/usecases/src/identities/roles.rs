//! What a provider's groups give and take. What someone gave by hand stays, unless the provider governs roles.
//!
//! Each identity remembers what its groups gave, so that a later login takes back that and nothing else. A provider that
//! governs decides over what its rules name: the role in the portal where a rule gives one, and every organisation in a rule.

use std::collections::BTreeSet;

use fyr_domain::{Actor, Level, Membership, Role};
use fyr_identity::{Config, Provider, Vouched};
use fyr_store::{
    Tx, identities,
    identities::{Given, Identity},
    organisations, people,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
    organisations::before_taking,
};

/// Brings roles in line with what the provider says now, and remembers in the identity what it gave.
pub async fn apply(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    (provider, vouched, identity): (&Provider, &Vouched, &mut Identity),
) -> Result<(), Error> {
    let wanted = wanted(tx, provider.config(), vouched).await?;
    let governed = governed(tx, provider.config()).await?;
    let mut change = Change { ctx, tx, actor, user: identity.user_id, provider: &provider.config().slug };
    let before = std::mem::take(&mut identity.given);
    identity.given.extend(change.portal(&wanted, &before, governed.portal).await?);
    identity.given.extend(change.organisations(&wanted, &before, &governed.organisations).await?);
    Ok(())
}

/// Takes back everything that the identity gave.
pub async fn take_back(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    identity: &mut Identity,
) -> Result<(), Error> {
    let before = std::mem::take(&mut identity.given);
    let mut change = Change { ctx, tx, actor, user: identity.user_id, provider: &identity.provider };
    change.portal(&[], &before, Governs::Nothing).await?;
    change.organisations(&[], &before, &BTreeSet::new()).await?;
    Ok(())
}

/// What the provider says someone is.
async fn wanted(tx: &mut Tx, config: &Config, vouched: &Vouched) -> Result<Vec<Given>, Error> {
    let mapped = config.mapped(&vouched.groups);
    let mut wanted: Vec<Given> = Vec::new();
    if let Some((role, level)) = mapped.portal {
        wanted.push(Given { organisation: None, role, level });
    }
    let mut named = mapped.organisations;
    if let Some(slug) = &vouched.organisation
        && !named.iter().any(|(known, ..)| known == slug)
    {
        named.push((slug.clone(), Role::Participant, 1));
    }
    for (slug, role, level) in named {
        match organisations::find_by_slug(tx, &slug).await? {
            Some(known) => wanted.push(Given { organisation: Some(known.id), role, level }),
            None => {
                tracing::warn!(provider = config.slug, "a claim or rule names an organisation there is not");
            }
        }
    }
    Ok(wanted)
}

/// Whether what someone gave by hand counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Governs {
    Nothing,
    Everything,
}

struct Governed {
    portal: Governs,
    organisations: BTreeSet<Uuid>,
}

async fn governed(tx: &mut Tx, config: &Config) -> Result<Governed, Error> {
    let mut governed = Governed { portal: Governs::Nothing, organisations: BTreeSet::new() };
    if !config.govern_roles {
        return Ok(governed);
    }
    for rule in &config.roles {
        match &rule.organisation {
            None => governed.portal = Governs::Everything,
            Some(slug) => {
                let known = organisations::find_by_slug(tx, slug).await?;
                governed.organisations.extend(known.map(|known| known.id));
            }
        }
    }
    Ok(governed)
}

struct Change<'a> {
    ctx: &'a Services,
    tx: &'a mut Tx,
    actor: &'a Actor,
    user: Uuid,
    provider: &'a str,
}

impl Change<'_> {
    /// The role in the whole portal; gives what is the provider's doing afterwards.
    async fn portal(
        &mut self,
        wanted: &[Given],
        before: &[Given],
        governs: Governs,
    ) -> Result<Option<Given>, Error> {
        let of_portal = |list: &[Given]| list.iter().find(|given| given.organisation.is_none()).cloned();
        let (wanted, before) = (of_portal(wanted), of_portal(before));
        let Some(account) = people::find(self.tx, self.user).await? else { return Ok(None) };
        let current = (account.role, account.level);
        let ours = before.as_ref().is_some_and(|given| (given.role, given.level) == current);
        let free = account.role == Role::Participant || ours || governs == Governs::Everything;
        if !free {
            return Ok(None);
        }
        let now = wanted.as_ref().map_or((Role::Participant, 1), |given| (given.role, given.level));
        if now != current {
            if now.0 != current.0 {
                before_taking(self.ctx, self.tx, self.actor, (self.user, None), current.0).await?;
            }
            identities::set_portal_role(self.tx, self.user, now.0, now.1).await?;
            self.note("role.changed", None, now.0).await?;
        }
        Ok(wanted)
    }

    /// Roles in organisations; gives those that are the provider's doing afterwards.
    async fn organisations(
        &mut self,
        wanted: &[Given],
        before: &[Given],
        governed: &BTreeSet<Uuid>,
    ) -> Result<Vec<Given>, Error> {
        let now = organisations::memberships(self.tx, self.user).await?;
        let has = |list: &[Given], organisation: Uuid, role: Role| {
            list.iter().any(|given| given.organisation == Some(organisation) && given.role == role)
        };
        for member in &now {
            let (organisation, role) = (member.organisation, member.role);
            let may_take = has(before, organisation, role) || governed.contains(&organisation);
            if may_take && !has(wanted, organisation, role) {
                let lost = (self.user, Some(organisation));
                before_taking(self.ctx, self.tx, self.actor, lost, role).await?;
                organisations::remove_member(self.tx, self.user, organisation, role).await?;
                self.note("role.taken", Some(organisation), role).await?;
            }
        }
        let mut given = Vec::new();
        for one in wanted {
            let Some(organisation) = one.organisation else { continue };
            let level = Level::clamped(one.level);
            let there = now.iter().find(|m| m.organisation == organisation && m.role == one.role);
            let by_hand =
                there.is_some() && !has(before, organisation, one.role) && !governed.contains(&organisation);
            if by_hand {
                continue;
            }
            given.push(one.clone());
            if there.is_some_and(|m| m.level == level) {
                continue;
            }
            let team = there.and_then(|m| m.team);
            let membership = Membership { organisation, team, role: one.role, level };
            organisations::put_member(self.tx, self.user, &membership, self.ctx.clock.now()).await?;
            self.note("role.given", Some(organisation), one.role).await?;
        }
        Ok(given)
    }

    async fn note(
        &mut self,
        action: &'static str,
        organisation: Option<Uuid>,
        role: Role,
    ) -> Result<(), Error> {
        let details = json!({ "role": role, "provider": self.provider });
        let did = Did { action, target: Some(("user", self.user)), organisation, details };
        audit::record(self.ctx, self.tx, self.actor, did).await
    }
}
