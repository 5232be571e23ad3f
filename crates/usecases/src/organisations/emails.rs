//! The email with which someone is invited.

use fyr_domain::Lang;
use fyr_i18n::{date, t, text_for};
use fyr_mail::{Block, Mailbox};
use fyr_store::{invitations, organisations};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error,
    accounts::{hash_key, random_key},
    jobs::JobRun,
    mailer::{Email, EmailContent},
    relations, settings,
};

/// To someone who is invited to join, or asked to accept a counsellor. The link's key is generated when it is composed; only
/// its hash is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InvitationEmail {
    pub invitation: Uuid,
}

impl Email for InvitationEmail {
    const NAME: &'static str = "email.invitation";
    const KIND: &'static str = "invitation";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut tx = backend.begin().await?;
        let found = invitations::find_pending(&mut tx, self.invitation, backend.clock.now()).await?;
        let Some(invitation) = found.filter(|invitation| !invitation.email.is_empty()) else {
            return Ok(None);
        };
        let lang: Lang = invitation.lang.parse().unwrap_or(backend.settings.default_lang);
        let by = relations::account_name(&mut tx, invitation.invited_by_id).await?;
        let place = match invitation.organisation_id {
            Some(id) => organisations::find_by_id(&mut tx, id).await?.map(|organisation| organisation.name),
            None => None,
        };
        let place = match place {
            Some(place) => place,
            None => settings::portal_name(backend, lang).await,
        };
        let mut blocks = Vec::new();
        if invitation.counsellor_id.is_some() {
            let Some(offer) = relations::find_offer(&mut tx, &invitation).await? else { return Ok(None) };
            blocks.push(Block::Paragraph(t!(lang, "mail-offer", by = by.as_str(), place = place.as_str())));
            blocks.push(relations::terms_block(backend, lang, &offer.purpose, offer.scope, offer.until));
        } else {
            let role = text_for(lang, "role-", invitation.role.as_str());
            blocks.push(Block::Paragraph(t!(
                lang,
                "mail-invitation",
                by = by.as_str(),
                place = place.as_str(),
                role = role
            )));
            if invitation.organisation_id.is_some() {
                let page = t!(lang, "access-title");
                let words = t!(lang, "invitation-counsellor", place = place.as_str(), page = page);
                blocks.push(Block::Paragraph(words));
            }
        }
        let key = random_key(backend);
        invitations::set_token_hash(&mut tx, invitation.id, &hash_key(&key)).await?;
        tx.commit().await?;
        let url = format!("{}/invitation?token={key}", backend.settings.public_url);
        blocks.push(Block::Button { label: t!(lang, "mail-invitation-button").to_owned(), url });
        let last = date(lang, backend.last_day(invitation.expires_at));
        blocks.push(Block::Small(t!(lang, "mail-invitation-until", until = last)));
        let subject = t!(lang, "mail-invitation-subject", place = place.as_str());
        let email = EmailContent::new(Mailbox::new(&invitation.email), lang, subject, blocks);
        Ok(Some(EmailContent { footer: relations::email_footer(backend, lang), ..email }))
    }
}
