//! Imports the demonstration data in `demo/`. The fields of `demo.toml` are documented in that file.

mod file;
mod organisations;
mod status;
mod tickets;

use std::{
    collections::{HashMap, hash_map::Entry},
    path::Path,
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use file::DemoFile;
use fyr_domain::{sla::SlaHistory, text::EmailAddress};
use fyr_store::{TitledItem, components, people, people::Account, settings, settings::Revision, topics};
use serde::Deserialize;
use uuid::{Builder, Uuid};

use super::{
    ImportCounts, ImportReport, MissingArticles, articles, categories, fingerprint, invalid_file, read_toml,
};
use crate::{Backend, Error, Transaction, settings::load_in};

/// Imports people, organisations, topics, tickets, the status page's components, incidents and maintenances, and the articles
/// in the folder `articles` where there is one. People, organisations, tickets, incidents and maintenances that exist
/// already are left unchanged. No mail is sent about demonstration tickets.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::Internal`] where `demo.toml` cannot be parsed or refers to something it does not define.
pub async fn demo(backend: &Backend, dir: &Path, missing: MissingArticles) -> Result<ImportReport, Error> {
    let path = dir.join("demo.toml");
    let demo: DemoFile = read_toml(&path)?;
    let articles_dir = dir.join("articles");
    let mut report = if articles_dir.is_dir() {
        articles(backend, &articles_dir, missing).await?
    } else {
        ImportReport::default()
    };
    let hashes = hash_passwords(backend, &demo).await?;
    let mut tx = backend.begin().await?;
    report.counts.extend(import_in(backend, &mut tx, (&path, &demo), &hashes).await?);
    tx.commit().await?;
    Ok(report)
}

/// Made-up people and tickets of a preset, in the format of `demo.toml`. Nobody can sign in as one of these people.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Examples(Arc<DemoFile>);

impl Examples {
    /// The number of tickets.
    pub fn count_tickets(&self) -> usize {
        self.0.tickets.len()
    }
}

/// Imports examples in a transaction of the caller, who commits it.
///
/// # Errors
/// As [`demo`].
pub async fn examples(backend: &Backend, tx: &mut Transaction, examples: &Examples) -> Result<(), Error> {
    let place = Path::new("examples");
    import_in(backend, tx, (place, &examples.0), &HashMap::new()).await.map(|_| ())
}

async fn import_in(
    backend: &Backend,
    tx: &mut Transaction,
    (path, demo): (&Path, &DemoFile),
    hashes: &HashMap<String, String>,
) -> Result<Vec<(&'static str, ImportCounts)>, Error> {
    let sla = load_in(backend, tx).await?.sla();
    let import = DemoImport { path, now: backend.clock.now(), backend, sla };
    let (people, people_counts) = import_people(&import, tx, demo, hashes).await?;
    let organisations = organisations::import_all(&import, tx, demo, &people).await?;
    let topics = import_topics(&import, tx, demo).await?;
    let components = import_components(&import, tx, demo).await?;
    let tickets = tickets::import_all(&import, tx, demo, &people).await?;
    let (incidents, maintenances) = status::import_all(&import, tx, demo, &components.ids).await?;
    if topics.any_written() {
        settings::increment_revision(tx, Revision::Classification).await?;
    }
    if components.counts.any_written() || incidents.any_written() || maintenances.any_written() {
        settings::increment_revision(tx, Revision::Status).await?;
    }
    Ok(vec![
        ("people", people_counts),
        ("organisations", organisations),
        ("topics", topics),
        ("tickets", tickets),
        ("services", components.counts),
        ("incidents", incidents),
        ("maintenances", maintenances),
    ])
}

/// The context that every part of the import needs.
struct DemoImport<'a> {
    path: &'a Path,
    now: DateTime<Utc>,
    backend: &'a Backend,
    sla: Arc<SlaHistory>,
}

impl DemoImport<'_> {
    /// Looks a name up, or returns an error that says the file uses it without defining it.
    fn find<'m, T>(&self, known: &'m HashMap<String, T>, name: &str) -> Result<&'m T, Error> {
        known.get(name).ok_or_else(|| invalid_file(self.path, &format!("{name} is used but not defined")))
    }

    /// A moment this many days and hours before the import.
    fn time_ago(&self, days: i64, hours: i64) -> DateTime<Utc> {
        self.now - TimeDelta::days(days) - TimeDelta::hours(hours)
    }
}

/// A UUID v7 of a moment whose random part is derived from a name: the same moment and name give the same id.
fn stable_id_at(at: DateTime<Utc>, name: &str) -> Uuid {
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&fingerprint(name)[..10]);
    Builder::from_unix_timestamp_millis(at.timestamp_millis().unsigned_abs(), &bytes).into_uuid()
}

/// Hashes each distinct password once: all people of the demonstration share one.
async fn hash_passwords(backend: &Backend, demo: &DemoFile) -> Result<HashMap<String, String>, Error> {
    let passwords: Vec<String> = demo.people.iter().filter_map(|person| person.password.clone()).collect();
    let backend = backend.clone();
    let hash = move || {
        let mut hashes = HashMap::new();
        for password in passwords {
            if let Entry::Vacant(slot) = hashes.entry(password) {
                let hash = backend.hash_password(slot.key())?;
                slot.insert(hash);
            }
        }
        Ok(hashes)
    };
    tokio::task::spawn_blocking(hash).await.map_err(|error| Error::Internal(Box::new(error)))?
}

async fn import_people(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &DemoFile,
    hashes: &HashMap<String, String>,
) -> Result<(HashMap<String, Account>, ImportCounts), Error> {
    let (mut known, mut counts) = (HashMap::new(), ImportCounts::default());
    for person in &demo.people {
        let email = EmailAddress::canonical(&person.email);
        let found = people::find_by_email(tx, &email).await?;
        counts.add(found.is_none());
        let account = if let Some(account) = found {
            account
        } else {
            let account = Account {
                id: import.backend.clock.id(),
                email: email.clone(),
                name: person.name.clone(),
                role: person.role,
                level: 1,
                lang: person.language.tag().to_owned(),
                password_hash: person.password.as_ref().and_then(|password| hashes.get(password).cloned()),
                email_confirmed_at: Some(import.now),
            };
            people::upsert(tx, &account, import.now).await?;
            account
        };
        known.insert(email, account);
    }
    Ok((known, counts))
}

fn list_item(import: &DemoImport<'_>, item: &file::DemoListItem) -> TitledItem {
    TitledItem {
        id: import.backend.clock.id(),
        slug: item.slug.clone(),
        position: item.position,
        titles: item.name.clone().into(),
        descriptions: item.description.clone().into(),
    }
}

async fn import_topics(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &DemoFile,
) -> Result<ImportCounts, Error> {
    let known = topics::list(tx).await?;
    let mut counts = ImportCounts::default();
    for topic in &demo.topics {
        let entry = list_item(import, topic);
        let found = known.iter().find(|known| known.slug == entry.slug);
        match found.map(|known| known.position == entry.position && known.titles.0 == entry.titles.0) {
            Some(true) => counts.unchanged += 1,
            Some(false) => counts.changed += 1,
            None => counts.new += 1,
        }
        topics::upsert(tx, &entry).await?;
    }
    Ok(counts)
}

/// The components' ids by slug, and how many were written.
struct ImportedComponents {
    ids: HashMap<String, Uuid>,
    counts: ImportCounts,
}

async fn import_components(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &DemoFile,
) -> Result<ImportedComponents, Error> {
    let known = components::list(tx).await?;
    let (mut ids, mut counts) = (HashMap::new(), ImportCounts::default());
    for component in &demo.components {
        let entry = list_item(import, component);
        match known
            .iter()
            .find(|known| known.slug == entry.slug)
            .map(|known| categories::same_content(known, &entry))
        {
            Some(true) => counts.unchanged += 1,
            Some(false) => counts.changed += 1,
            None => counts.new += 1,
        }
        let id = components::upsert(tx, &entry).await?;
        ids.insert(entry.slug, id);
    }
    Ok(ImportedComponents { ids, counts })
}
