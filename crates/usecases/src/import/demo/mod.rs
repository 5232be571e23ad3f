//! Everything a demonstration needs, from `demo/`: what the fields of `demo.toml` mean is said in that file.

mod file;
mod organisations;
mod status;
mod tickets;

use std::{
    collections::{HashMap, hash_map::Entry},
    path::Path,
};

use chrono::{DateTime, TimeDelta, Utc};
use file::Demo;
use fyr_store::{Tx, catalogue, people, people::Account, settings, settings::Revision};
use uuid::{Builder, Uuid};

use super::{Counts, Gone, Report, articles, bad, categories, fingerprint, read_toml};
use crate::{Error, Services};

/// Puts people, services, topics, tickets and a status page, and the articles of the folder `articles` where there is one. What is there already, by address or slug, stays as
/// it is. Nobody gets mail about demonstration tickets.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::Internal`] where `demo.toml` cannot be read or names someone it does not have.
pub async fn demo(ctx: &Services, dir: &Path, gone: Gone) -> Result<Report, Error> {
    let path = dir.join("demo.toml");
    let demo: Demo = read_toml(&path)?;
    let texts = dir.join("articles");
    let mut report = if texts.is_dir() { articles(ctx, &texts, gone).await? } else { Report::default() };
    let hash = hash_once(ctx, &demo).await?;
    let loading = Loading { path: &path, now: ctx.clock.now(), ctx };

    let mut tx = ctx.store.begin().await?;
    let (people, counted) = put_people(&loading, &mut tx, &demo, &hash).await?;
    report.counts.push(("people", counted));
    report.counts.push(("organisations", organisations::put(&loading, &mut tx, &demo, &people).await?));
    let (topics, services) =
        (put_topics(&loading, &mut tx, &demo).await?, put_services(&loading, &mut tx, &demo).await?);
    report.counts.push(("topics", topics));
    report.counts.push(("tickets", tickets::put(&loading, &mut tx, &demo, &people).await?));
    report.counts.push(("services", services.counts));
    let (incidents, maintenances) = status::put(&loading, &mut tx, &demo, &services.ids).await?;
    report.counts.push(("incidents", incidents));
    report.counts.push(("maintenances", maintenances));
    if topics.any_written() {
        settings::touch(&mut tx, Revision::Catalogue).await?;
    }
    if services.counts.any_written() || incidents.any_written() || maintenances.any_written() {
        settings::touch(&mut tx, Revision::Status).await?;
    }
    tx.commit().await?;
    Ok(report)
}

/// What every part of loading needs.
struct Loading<'a> {
    path: &'a Path,
    now: DateTime<Utc>,
    ctx: &'a Services,
}

impl Loading<'_> {
    /// What a name stands for, or an error that says where it was used.
    fn find<'m, T>(&self, known: &'m HashMap<String, T>, name: &str) -> Result<&'m T, Error> {
        known.get(name).ok_or_else(|| bad(self.path, &format!("{name} is used but not defined")))
    }

    /// A moment in the past, as the file says it.
    fn ago(&self, days: i64, hours: i64) -> DateTime<Utc> {
        self.now - TimeDelta::days(days) - TimeDelta::hours(hours)
    }
}

/// An id of a moment, as the real ones are, and the same for the same name at the same moment.
fn id_at(at: DateTime<Utc>, name: &str) -> Uuid {
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&fingerprint(name)[..10]);
    Builder::from_unix_timestamp_millis(at.timestamp_millis().unsigned_abs(), &bytes).into_uuid()
}

/// Hashes the password that all people of a demonstration share.
async fn hash_once(ctx: &Services, demo: &Demo) -> Result<HashMap<String, String>, Error> {
    let passwords: Vec<String> = demo.person.iter().map(|person| person.password.clone()).collect();
    let ctx = ctx.clone();
    let hash = move || {
        let mut hashes = HashMap::new();
        for password in passwords {
            if let Entry::Vacant(place) = hashes.entry(password) {
                let hash = ctx.hash_password(place.key())?;
                place.insert(hash);
            }
        }
        Ok(hashes)
    };
    tokio::task::spawn_blocking(hash).await.map_err(|error| Error::Internal(Box::new(error)))?
}

async fn put_people(
    loading: &Loading<'_>,
    tx: &mut Tx,
    demo: &Demo,
    hashes: &HashMap<String, String>,
) -> Result<(HashMap<String, Account>, Counts), Error> {
    let (mut known, mut counts) = (HashMap::new(), Counts::default());
    for person in &demo.person {
        let email = person.email.to_lowercase();
        let found = people::find_by_email(tx, &email).await?;
        counts.added(found.is_none());
        let account = if let Some(account) = found {
            account
        } else {
            let account = Account {
                id: loading.ctx.clock.id(),
                email: email.clone(),
                name: person.name.clone(),
                role: person.role,
                level: 1,
                lang: person.language.tag().to_owned(),
                password_hash: hashes.get(&person.password).cloned(),
            };
            people::put(tx, &account, loading.now).await?;
            account
        };
        known.insert(email, account);
    }
    Ok((known, counts))
}

fn entry(loading: &Loading<'_>, named: &file::Named) -> catalogue::Entry {
    catalogue::Entry {
        id: loading.ctx.clock.id(),
        slug: named.slug.clone(),
        position: named.order,
        titles: named.name.clone().into(),
        descriptions: named.description.clone().into(),
    }
}

async fn put_topics(loading: &Loading<'_>, tx: &mut Tx, demo: &Demo) -> Result<Counts, Error> {
    let known = catalogue::topics(tx).await?;
    let mut counts = Counts::default();
    for topic in &demo.topic {
        let entry = entry(loading, topic);
        let found = known.iter().find(|known| known.slug == entry.slug);
        match found.map(|known| known.position == entry.position && known.titles.0 == entry.titles.0) {
            Some(true) => counts.unchanged += 1,
            Some(false) => counts.changed += 1,
            None => counts.new += 1,
        }
        catalogue::put_topic(tx, &entry).await?;
    }
    Ok(counts)
}

/// What was put, and the ids that stand for the slugs.
struct Put {
    ids: HashMap<String, Uuid>,
    counts: Counts,
}

async fn put_services(loading: &Loading<'_>, tx: &mut Tx, demo: &Demo) -> Result<Put, Error> {
    let known = catalogue::services(tx).await?;
    let (mut ids, mut counts) = (HashMap::new(), Counts::default());
    for service in &demo.service {
        let entry = entry(loading, service);
        match known.iter().find(|known| known.slug == entry.slug).map(|known| categories::same(known, &entry))
        {
            Some(true) => counts.unchanged += 1,
            Some(false) => counts.changed += 1,
            None => counts.new += 1,
        }
        let id = catalogue::put_service(tx, &entry).await?;
        ids.insert(entry.slug, id);
    }
    Ok(Put { ids, counts })
}
