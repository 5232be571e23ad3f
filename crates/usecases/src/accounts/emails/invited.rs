//! The email to someone whose account was created for them.

use fyr_domain::User;
use fyr_i18n::t;
use fyr_mail::Block;
use fyr_store::{organisations, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::{
        create::INVITATION_LIFETIME,
        tokens::{NewToken, TokenPurpose},
    },
    Content, KIND, find_user_by_id,
    links::{password_button, token_for},
    mailbox,
};
use crate::{
    Backend, Error,
    jobs::JobRun,
    mailer::{Email, EmailContent},
    settings,
};

/// To someone whose account was created for them: the link for choosing a first password.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountInvitedEmail {
    pub user: Uuid,
    /// Who created the account; `None` for an operator, and in what an earlier release enqueued.
    #[serde(default)]
    pub by: Option<Uuid>,
    /// The organisation in which they got a role.
    #[serde(default)]
    pub organisation: Option<Uuid>,
}

impl AccountInvitedEmail {
    /// Who has added the person, and to what, as far as it is known.
    async fn greeting(&self, backend: &Backend, user: &User) -> Result<String, Error> {
        let (lang, name) = (user.lang, user.name.as_str());
        let mut db = backend.store.read().await?;
        let by = match self.by {
            Some(by) => people::find_by_id(&mut db, by).await?.map(|account| account.name),
            None => None,
        };
        let organisation = match self.organisation {
            Some(id) => organisations::find_by_id(&mut db, id).await?.map(|known| known.name),
            None => None,
        };
        let place = match organisation {
            Some(place) => place,
            None => settings::portal_name(backend, lang).await,
        };
        Ok(match by {
            Some(by) => t!(lang, "mail-invited-by", name = name, by = by, place = place),
            None => t!(lang, "mail-invited", name = name),
        })
    }
}

impl Email for AccountInvitedEmail {
    const NAME: &'static str = "email.account_invited";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(user) = find_user_by_id(run.backend, self.user).await? else { return Ok(None) };
        let lang = user.lang;
        let token =
            NewToken { lifetime: INVITATION_LIFETIME, ..token_for(&user, TokenPurpose::PasswordReset) };
        let Some(rest) = password_button(run, token, lang).await? else { return Ok(None) };
        let mut blocks = vec![Block::Paragraph(self.greeting(run.backend, &user).await?)];
        blocks.extend(rest);
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-invited-subject"),
            blocks,
            footer: t!(lang, "mail-invited-footer"),
        };
        Ok(Some(EmailContent { first_contact: true, ..content.into_email(run.backend) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_release_enqueued_can_still_be_sent() {
        let user = Uuid::from_u128(1);
        let earlier = serde_json::json!({ "user": user });
        let email: AccountInvitedEmail = serde_json::from_value(earlier).expect("readable");
        assert_eq!((email.user, email.by, email.organisation), (user, None, None));
    }
}
