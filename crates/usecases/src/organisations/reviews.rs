//! Reminding managers to go through the agreement with an organisation, as often as its plan says.

use chrono::{Months, NaiveDate};
use fyr_domain::{
    Lang, Role,
    plans::{Plan, Plans},
};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::{Db, organisations, people, settings as stored_settings};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Backend, Error,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    mailer::{Email, EmailContent, EmailDescription, TextSource},
    settings,
};

/// Recurring: reminds managers of the reviews that are due; where there are none, administrators.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct RemindOfReviews {}

impl Job for RemindOfReviews {
    const NAME: &'static str = "organisations.remind_of_reviews";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(remind_of_reviews(run.backend).await?)
    }
}

/// Reminds of the reviews that are due.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remind_of_reviews(backend: &Backend) -> Result<(), Error> {
    let plans = settings::current::<Plans>(backend).await;
    for (organisation, slug) in &plans.organisations {
        if let Some(plan) = plans.find(slug).filter(|plan| plan.review_months > 0) {
            remind(backend, *organisation, plan).await?;
        }
    }
    Ok(())
}

/// The name under which the day of the latest review, or of the beginning, is kept.
fn last_review_name(organisation: Uuid) -> String {
    format!("review:{organisation}")
}

/// Reminds of the review with an organisation, where it is due. The months count from the day on which it was first seen with such a plan.
async fn remind(backend: &Backend, organisation: Uuid, plan: &Plan) -> Result<(), Error> {
    let today = backend.clock.now().with_timezone(&backend.settings.zone).date_naive();
    let name = last_review_name(organisation);
    let mut tx = backend.begin().await?;
    let last = stored_settings::find(&mut tx, &name).await?.and_then(|day| day.parse::<NaiveDate>().ok());
    let is_due = |last: NaiveDate| last.checked_add_months(Months::new(plan.review_months)) <= Some(today);
    if last.is_some_and(|last| !is_due(last)) {
        return Ok(());
    }
    stored_settings::put(&mut tx, &name, &today.to_string()).await?;
    if last.is_some() {
        let mut recipients = people::list_by_role(&mut tx, Role::Manager).await?;
        if recipients.is_empty() {
            recipients = people::list_by_role(&mut tx, Role::Admin).await?;
        }
        for to in recipients {
            tx.enqueue_email(ReviewEmail { organisation, to: to.id }).await?;
        }
    }
    tx.commit().await
}

/// Reminds someone of the review with an organisation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReviewEmail {
    pub organisation: Uuid,
    pub to: Uuid,
}

impl Email for ReviewEmail {
    const NAME: &'static str = "email.review";
    const KIND: &'static str = "review";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let plans = settings::current::<Plans>(backend).await;
        let mut db = backend.store.read().await?;
        let Some(account) = people::find_active(&mut db, self.to).await? else { return Ok(None) };
        let Some(organisation) = organisations::find_by_id(&mut db, self.organisation).await? else {
            return Ok(None);
        };
        let Some(plan) = plans.plan_of(Some(self.organisation)) else { return Ok(None) };
        let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
        let name = organisation.name.as_str();
        let mut blocks = vec![Block::Paragraph(t!(
            lang,
            "mail-review",
            organisation = name,
            plan = plan.title.text(lang)
        ))];
        let agenda = plan.review_agenda.text(lang);
        if !agenda.is_empty() {
            blocks.push(Block::Heading(t!(lang, "mail-review-agenda").to_owned()));
            let points: Vec<_> = agenda.lines().map(|point| format!("• {}", point.trim())).collect();
            blocks.push(Block::Paragraph(points.join("\n")));
        }
        let url = format!("{}/desk/people/organisations/{}", backend.settings.public_url, self.organisation);
        blocks.push(Block::Button { label: t!(lang, "mail-review-open").to_owned(), url });
        let subject = t!(lang, "mail-review-subject", organisation = name);
        let to = Mailbox::named(&account.email, &account.name);
        Ok(Some(EmailContent {
            words: TextSource::Recipients,
            ..EmailContent::new(to, lang, subject, blocks)
        }))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let recipient = people::find_by_id(db, self.to).await?.map(|account| account.email);
        Ok(EmailDescription { recipient, ..EmailDescription::of(Self::KIND) })
    }
}
