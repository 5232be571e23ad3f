//! Settings whose current value is in a table of its own, too, because other tables or many pages refer to its entries: topics and
//! components. A portal that was filled without versions has them there alone.

use fyr_domain::{
    Localised,
    fields::{FieldErrors, Problem},
    status::components::{COMPONENTS_FIELD, Component, Components},
    tickets::topics::{Topic, Topics},
};
use fyr_store::{
    Db, TitledItem, components,
    settings::{Revision, increment_revision},
    topics,
};
use serde_json::Value;

use super::{Setting, versions::parsed};
use crate::{Backend, Error};

/// What the table of a setting has; `None` for settings without one.
pub(super) async fn stored(db: &mut Db, name: &str) -> Result<Option<Value>, Error> {
    let value = match name {
        Topics::NAME => serde_json::to_value(stored_topics(db).await?),
        Components::NAME => serde_json::to_value(stored_components(db).await?),
        _ => return Ok(None),
    };
    value.map(Some).map_err(|error| Error::Internal(Box::new(error)))
}

async fn stored_topics(db: &mut Db) -> Result<Topics, Error> {
    let topics = topics::list(db).await?;
    Ok(Topics(topics.into_iter().map(|item| Topic { slug: item.slug, title: item.titles.0 }).collect()))
}

async fn stored_components(db: &mut Db) -> Result<Components, Error> {
    let component = |item: TitledItem| Component {
        slug: item.slug,
        title: item.titles.0,
        description: item.descriptions.0,
    };
    Ok(Components(components::list(db).await?.into_iter().map(component).collect()))
}

/// Brings the table of a setting to what a version says.
///
/// # Errors
/// [`Error::Invalid`] where a component is taken away that is in use.
pub(super) async fn store(backend: &Backend, db: &mut Db, name: &str, value: &Value) -> Result<(), Error> {
    match name {
        Topics::NAME => store_topics(backend, db, value).await,
        Components::NAME => store_components(backend, db, value).await,
        _ => Ok(()),
    }
}

fn item(backend: &Backend, position: i64, slug: &str, [title, description]: [&Localised; 2]) -> TitledItem {
    TitledItem {
        id: backend.clock.id(),
        slug: slug.to_owned(),
        position,
        titles: title.clone().into(),
        descriptions: description.clone().into(),
    }
}

async fn store_topics(backend: &Backend, db: &mut Db, value: &Value) -> Result<(), Error> {
    let wanted = parsed::<Topics>(value).unwrap_or_default();
    for (position, topic) in (0..).zip(&wanted.0) {
        let item = item(backend, position, &topic.slug, [&topic.title, &Localised::default()]);
        topics::upsert(db, &item).await?;
    }
    for known in topics::list(db).await? {
        if wanted.0.iter().all(|topic| topic.slug != known.slug) {
            topics::delete(db, &known.slug).await?;
        }
    }
    Ok(increment_revision(db, Revision::Classification).await?)
}

async fn store_components(backend: &Backend, db: &mut Db, value: &Value) -> Result<(), Error> {
    let wanted = parsed::<Components>(value).unwrap_or_default();
    for (position, component) in (0..).zip(&wanted.0) {
        let texts = [&component.title, &component.description];
        components::upsert(db, &item(backend, position, &component.slug, texts)).await?;
    }
    for known in components::list(db).await? {
        let is_wanted = wanted.0.iter().any(|component| component.slug == known.slug);
        if !is_wanted && !components::delete(db, &known.slug).await? {
            let problem = Problem::ComponentInUse { slug: known.slug };
            return Err(FieldErrors::single(COMPONENTS_FIELD, problem).into());
        }
    }
    Ok(increment_revision(db, Revision::Status).await?)
}
