//! Setting up an organisation.

use fyr_content::slug::slugify;
use fyr_domain::{
    Actor,
    permission::{Question, may},
    text::GroupName,
};
use fyr_store::{Db, organisations, organisations::Organisation};
use serde_json::json;
use uuid::Uuid;

use super::Changes;
use crate::{
    Error, Services,
    audit::{self, Did},
};

/// Adds an organisation and gives its id. The same form sent again gives the same organisation.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone but the portal's admins.
pub async fn create(ctx: &Services, actor: &Actor, form_key: Uuid, changes: &Changes) -> Result<Uuid, Error> {
    super::only_keepers(actor)?;
    if !may(actor, Question::CreateOrganisation) {
        return Err(Error::NotFound);
    }
    let mut tx = ctx.store.begin().await?;
    if organisations::find(&mut tx, form_key).await?.is_some() {
        return Ok(form_key);
    }
    let organisation = Organisation {
        id: form_key,
        slug: free_slug(&mut tx, &changes.name).await?,
        name: changes.name.to_string(),
        sharing: changes.sharing,
        participants_end: changes.participants_end,
        created_at: ctx.clock.now(),
    };
    organisations::put(&mut tx, &organisation).await?;
    let did = Did {
        action: "organisation.created",
        target: Some(("organisation", form_key)),
        organisation: Some(form_key),
        details: json!({ "slug": organisation.slug, "sharing": changes.sharing }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    Ok(form_key)
}

/// The name as a slug; with a number where that is taken.
async fn free_slug(db: &mut Db, name: &GroupName) -> Result<String, Error> {
    let slug = Some(slugify(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "organisation".into());
    let mut free = slug.clone();
    let mut number = 2;
    while organisations::find_by_slug(db, &free).await?.is_some() {
        free = format!("{slug}-{number}");
        number += 1;
    }
    Ok(free)
}
