//! Articles at the desk: drafts, versions, reviews, the list and what is due.

use fyr_domain::{
    Lang, Role,
    articles::{ArticleKind, ArticleOrigin, Audience, ChangeSize, DraftState, Outdated, Readable},
};
use fyr_store::{
    Db,
    article_desk::{self, ArticleGroup, ArticleProperties, DeskFilter},
    article_drafts::{self, ArticleDraft},
    article_images::{self, ArticleImage, NewImage},
    article_versions::{self, ArticleVersion, NewReview},
    articles::{self, LangColumn},
};
use fyr_testing::{Harness, on_both_engines};
use sqlx::types::Json;
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    a_draft_is_saved_by_whoever_has_seen_its_last_revision,
    versions_are_numbered_in_each_language_and_begin_with_what_was_imported,
    translations_are_marked_as_behind_and_in_line_again,
    the_list_shows_the_articles_of_a_group,
    an_article_of_the_desk_is_published_archived_and_leads_elsewhere,
    an_import_leaves_alone_what_was_changed_at_the_desk,
    an_article_that_was_never_published_can_be_deleted,
    what_is_due_is_listed_once,
    reviews_are_recorded,
    a_confirmed_answer_counts_once,
    an_article_and_its_ticket_lead_to_each_other,
    a_picture_is_found_with_whether_its_article_is_published,
}

fn draft(article: Uuid, lang: Lang, title: &str, revision: i64) -> ArticleDraft {
    ArticleDraft {
        article_id: article,
        lang: LangColumn(lang),
        title: title.to_owned(),
        summary: "Kort".into(),
        keywords: Json(vec!["ord".into()]),
        source: format!("## {title}"),
        state: DraftState::Scheduled,
        publish_at: Some(at(60)),
        publish_as: Some("large".into()),
        revision,
        edited_by_id: None,
        edited_at: at(1),
    }
}

fn version(article: Uuid, lang: Lang, number: i64, by: Option<Uuid>) -> ArticleVersion {
    ArticleVersion {
        article_id: article,
        lang: LangColumn(lang),
        number,
        title: format!("Titel {number}"),
        summary: String::new(),
        keywords: Json(vec!["ord".into()]),
        source: format!("Text {number}"),
        change_size: Some("medium".into()),
        published_by_id: by,
        published_at: at(number),
    }
}

async fn a_draft_is_saved_by_whoever_has_seen_its_last_revision(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[]).await;
    let person = fixtures::person(harness, Role::Agent, "Agnes").await;
    let mut tx = harness.begin().await;
    assert!(article_drafts::find(&mut tx, id, Lang::Sv).await.unwrap().is_none());
    let first = ArticleDraft { edited_by_id: Some(person.id), ..draft(id, Lang::Sv, "Ett", 1) };
    assert!(!article_drafts::save(&mut tx, &first, 3).await.unwrap(), "there is none that was seen");
    assert!(article_drafts::save(&mut tx, &first, 0).await.unwrap());
    assert_eq!(article_drafts::find(&mut tx, id, Lang::Sv).await.unwrap(), Some(first.clone()));
    assert_eq!(first.change_size(), Some(ChangeSize::Large));
    assert!(
        !article_drafts::save(&mut tx, &draft(id, Lang::Sv, "Tre", 1), 0).await.unwrap(),
        "another was first"
    );
    let second = ArticleDraft {
        state: DraftState::Draft,
        publish_at: None,
        publish_as: None,
        ..draft(id, Lang::Sv, "Två", 2)
    };
    assert!(article_drafts::save(&mut tx, &second, 1).await.unwrap());
    assert!(article_drafts::save(&mut tx, &draft(id, Lang::Nb, "En", 1), 0).await.unwrap());
    let drafts = article_drafts::list_by_article(&mut tx, id).await.unwrap();
    assert_eq!(drafts, [draft(id, Lang::Nb, "En", 1), second]);
    article_drafts::unschedule(&mut tx, id).await.unwrap();
    let waiting = article_drafts::find(&mut tx, id, Lang::Nb).await.unwrap().unwrap();
    assert_eq!((waiting.state, waiting.publish_at, waiting.change_size()), (DraftState::Draft, None, None));
    article_drafts::delete(&mut tx, id, Lang::Sv).await.unwrap();
    assert!(article_drafts::find(&mut tx, id, Lang::Sv).await.unwrap().is_none());
}

async fn versions_are_numbered_in_each_language_and_begin_with_what_was_imported(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let person = fixtures::person(harness, Role::Agent, "Agnes").await;
    let mut tx = harness.begin().await;
    assert_eq!(article_versions::find_latest_number(&mut tx, id, Lang::Sv).await.unwrap(), 0);
    article_versions::insert_first(&mut tx, id, Lang::Nb).await.unwrap();
    assert_eq!(
        article_versions::find_latest_number(&mut tx, id, Lang::Nb).await.unwrap(),
        0,
        "nothing is there"
    );
    for _ in 0..2 {
        article_versions::insert_first(&mut tx, id, Lang::Sv).await.unwrap();
    }
    let imported = article_versions::find(&mut tx, id, Lang::Sv, 1).await.unwrap().unwrap();
    assert_eq!((imported.title.as_str(), imported.source.as_str(), imported.change_size), ("a", "# a", None));
    let published = article_versions::find_published(&mut tx, id, Lang::Sv).await.unwrap().unwrap();
    assert_eq!(
        (published.title, published.source, published.keywords),
        (imported.title, imported.source, imported.keywords)
    );
    assert!(article_versions::find_latest_publisher(&mut tx, id).await.unwrap().is_none());
    let second = version(id, Lang::Sv, 2, Some(person.id));
    article_versions::insert(&mut tx, &second).await.unwrap();
    assert_eq!(article_versions::find(&mut tx, id, Lang::Sv, 2).await.unwrap(), Some(second));
    assert_eq!(article_versions::find_latest_number(&mut tx, id, Lang::Sv).await.unwrap(), 2);
    assert_eq!(article_versions::find_latest_publisher(&mut tx, id).await.unwrap(), Some(person.id));
    let listed = article_versions::list_by_article(&mut tx, id, 10).await.unwrap();
    let names: Vec<_> =
        listed.iter().map(|version| (version.number, version.published_by.as_deref())).collect();
    assert_eq!(names, [(2, Some("Agnes")), (1, None)]);
    assert_eq!(article_versions::list_by_article(&mut tx, id, 1).await.unwrap().len(), 1);
}

async fn translations_are_marked_as_behind_and_in_line_again(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv, Lang::Nb, Lang::En]).await;
    let mut tx = harness.begin().await;
    let state = async |tx: &mut Db, lang: Lang| {
        let states = article_versions::list_translation_states(tx, id).await.unwrap();
        let state = states.into_iter().find(|state| state.lang.0 == lang).unwrap();
        (state.outdated(), state.follows())
    };
    assert_eq!(state(&mut tx, Lang::Nb).await, (None, None));
    article_versions::mark_others_outdated(&mut tx, id, Lang::Sv, 1, Outdated::Large).await.unwrap();
    article_versions::mark_others_outdated(&mut tx, id, Lang::Sv, 2, Outdated::Medium).await.unwrap();
    assert_eq!(
        state(&mut tx, Lang::Nb).await,
        (Some(Outdated::Large), Some((Lang::Sv, 1))),
        "it stays far behind the first version"
    );
    assert_eq!(state(&mut tx, Lang::Sv).await, (None, None), "the text itself is not behind");
    let read =
        articles::find_by_slug(&mut tx, "a", Lang::Nb, &Readable::by_everyone()).await.unwrap().unwrap();
    assert_eq!((read.outdated(), read.follows_lang.as_deref()), (Some(Outdated::Large), Some("sv")));
    article_versions::mark_up_to_date(&mut tx, id, Lang::Nb, Some((Lang::Sv, 3))).await.unwrap();
    assert_eq!(state(&mut tx, Lang::Nb).await, (None, Some((Lang::Sv, 3))));
    article_versions::mark_others_outdated(&mut tx, id, Lang::En, 4, Outdated::Medium).await.unwrap();
    assert_eq!(state(&mut tx, Lang::Nb).await, (Some(Outdated::Medium), Some((Lang::En, 4))));
    article_versions::mark_up_to_date(&mut tx, id, Lang::Nb, None).await.unwrap();
    assert_eq!(state(&mut tx, Lang::Nb).await, (None, None));
}

async fn the_list_shows_the_articles_of_a_group(harness: &Harness) {
    let (category, other) = (fixtures::category(harness, "c").await, fixtures::category(harness, "d").await);
    let old = fixtures::article(harness, category, "gammal", &[Lang::Sv, Lang::Nb]).await;
    let mut tx = harness.begin().await;
    let [new, due] = [harness.id(), harness.id()];
    assert!(article_desk::insert(&mut tx, new, "ny", other, at(5)).await.unwrap());
    assert!(
        !article_desk::insert(&mut tx, harness.id(), "ny", other, at(5)).await.unwrap(),
        "the slug is taken"
    );
    assert!(article_desk::insert(&mut tx, due, "över", category, at(6)).await.unwrap());
    let review = ArticleDraft { state: DraftState::Review, ..draft(new, Lang::Sv, "Ärlig_text", 1) };
    assert!(article_drafts::save(&mut tx, &review, 0).await.unwrap());
    article_versions::mark_others_outdated(&mut tx, old, Lang::Sv, 1, Outdated::Medium).await.unwrap();
    let properties = ArticleProperties {
        category,
        review_at: Some(at(7)),
        expires_at: None,
        audience: Audience::EVERYONE,
        kind: ArticleKind::Article,
    };
    article_desk::set_properties(&mut tx, due, properties, at(7)).await.unwrap();
    let gone = harness.id();
    assert!(article_desk::insert(&mut tx, gone, "borta", category, at(8)).await.unwrap());
    article_desk::archive(&mut tx, gone, Some(old), at(9)).await.unwrap();

    let list = async |tx: &mut Db, group: ArticleGroup, category: Option<&str>, text: Option<&str>| {
        let filter =
            DeskFilter { group, category: category.map(str::to_owned), text: text.map(str::to_owned) };
        let listed = article_desk::list(tx, &filter, at(8), 10, 0).await.unwrap();
        let total = article_desk::count(tx, &filter, at(8)).await.unwrap();
        assert_eq!(usize::try_from(total).unwrap(), listed.len());
        listed.into_iter().map(|article| article.slug).collect::<Vec<_>>()
    };

    assert_eq!(list(&mut tx, ArticleGroup::Current, None, None).await, ["över", "ny", "gammal"]);
    assert_eq!(list(&mut tx, ArticleGroup::Drafts, None, None).await, ["ny"]);
    assert_eq!(list(&mut tx, ArticleGroup::InReview, None, None).await, ["ny"]);
    assert_eq!(list(&mut tx, ArticleGroup::Outdated, None, None).await, ["gammal"]);
    assert_eq!(list(&mut tx, ArticleGroup::Due, None, None).await, ["över"]);
    assert_eq!(list(&mut tx, ArticleGroup::Archived, None, None).await, ["borta"]);
    assert_eq!(list(&mut tx, ArticleGroup::Current, Some("d"), None).await, ["ny"]);
    assert_eq!(
        list(&mut tx, ArticleGroup::Current, None, Some("ÄRLIG_")).await,
        ["ny"],
        "titles of drafts, too"
    );
    assert_eq!(list(&mut tx, ArticleGroup::Current, None, Some("GAMM")).await, ["gammal"]);
    let page = article_desk::list(&mut tx, &DeskFilter::default(), at(8), 1, 1).await.unwrap();
    assert_eq!(page[0].slug, "ny");
    let texts = article_desk::list_texts(&mut tx, old).await.unwrap();
    let states: Vec<_> =
        texts.iter().map(|text| (text.lang.0, text.state.as_str(), text.outdated.as_deref())).collect();
    assert_eq!(states, [(Lang::Nb, "published", Some("medium")), (Lang::Sv, "published", None)]);
    article_desk::touch(&mut tx, old, at(10)).await.unwrap();
    assert_eq!(
        list(&mut tx, ArticleGroup::Current, None, None).await[0],
        "gammal",
        "what was changed last is first"
    );
}

async fn an_article_of_the_desk_is_published_archived_and_leads_elsewhere(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let target = fixtures::article(harness, category, "mål", &[Lang::Sv]).await;
    let id = harness.id();
    let mut tx = harness.begin().await;
    article_desk::insert(&mut tx, id, "a", category, at(0)).await.unwrap();
    articles::upsert_translation(&mut tx, &fixtures::new_translation(harness, id, Lang::Sv, "a"))
        .await
        .unwrap();
    assert!(!article_desk::is_published(&mut tx, "a").await.unwrap());
    assert!(
        articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::by_everyone()).await.unwrap().is_none()
    );
    article_desk::publish(&mut tx, id, at(1)).await.unwrap();
    assert!(article_desk::is_published(&mut tx, "a").await.unwrap());
    assert!(articles::find_redirect(&mut tx, "a", &Readable::by_everyone()).await.unwrap().is_none());
    article_desk::archive(&mut tx, id, Some(target), at(2)).await.unwrap();
    assert!(
        articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::by_everyone()).await.unwrap().is_none()
    );
    assert_eq!(
        articles::find_redirect(&mut tx, "a", &Readable::by_everyone()).await.unwrap().as_deref(),
        Some("mål")
    );
    let archived = article_desk::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((archived.archived_at, archived.redirect_to.as_deref()), (Some(at(2)), Some("mål")));
    assert_eq!(article_desk::find_by_slug(&mut tx, "a").await.unwrap(), Some(archived));
    articles::unpublish(&mut tx, target).await.unwrap();
    assert!(
        articles::find_redirect(&mut tx, "a", &Readable::by_everyone()).await.unwrap().is_none(),
        "it would lead to nothing"
    );
}

async fn an_import_leaves_alone_what_was_changed_at_the_desk(harness: &Harness) {
    let (category, other) = (fixtures::category(harness, "c").await, fixtures::category(harness, "d").await);
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    articles::set_import_folder(&mut tx, id, "/texts").await.unwrap();
    assert!(article_desk::list_desk_source_keys(&mut tx).await.unwrap().is_empty());
    let properties = ArticleProperties {
        category,
        review_at: Some(at(9)),
        expires_at: None,
        audience: Audience::EVERYONE,
        kind: ArticleKind::Article,
    };
    article_desk::set_properties(&mut tx, id, properties, at(1)).await.unwrap();
    let origin = async |tx: &mut Db| article_desk::find(tx, id).await.unwrap().unwrap().origin;
    assert_eq!(origin(&mut tx).await, ArticleOrigin::Import, "a date is not of the text");
    article_desk::set_properties(&mut tx, id, ArticleProperties { category: other, ..properties }, at(1))
        .await
        .unwrap();
    assert_eq!(origin(&mut tx).await, ArticleOrigin::Desk);
    assert_eq!(article_desk::list_desk_source_keys(&mut tx).await.unwrap(), ["a"]);
    assert!(articles::list_for_import_folder(&mut tx, "/texts").await.unwrap().is_empty());
    article_desk::archive(&mut tx, id, None, at(2)).await.unwrap();
    let key = articles::upsert(&mut tx, harness.id(), "a", "a", category, at(3)).await.unwrap();
    let found = article_desk::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((key.id, found.published, found.category.as_str()), (id, false, "d"));
}

async fn an_article_that_was_never_published_can_be_deleted(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let published = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let id = harness.id();
    let mut tx = harness.begin().await;
    article_desk::insert(&mut tx, id, "b", category, at(0)).await.unwrap();
    article_drafts::save(&mut tx, &draft(id, Lang::Sv, "B", 1), 0).await.unwrap();
    assert!(!article_desk::delete_unpublished(&mut tx, id).await.unwrap(), "somebody works on it");
    article_drafts::delete(&mut tx, id, Lang::Sv).await.unwrap();
    assert!(article_desk::delete_unpublished(&mut tx, id).await.unwrap());
    assert!(article_desk::find(&mut tx, id).await.unwrap().is_none());
    articles::unpublish(&mut tx, published).await.unwrap();
    assert!(!article_desk::delete_unpublished(&mut tx, published).await.unwrap(), "it has a text");
}

async fn what_is_due_is_listed_once(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let properties = ArticleProperties {
        category,
        review_at: Some(at(10)),
        expires_at: Some(at(20)),
        audience: Audience::EVERYONE,
        kind: ArticleKind::Article,
    };
    article_desk::set_properties(&mut tx, id, properties, at(1)).await.unwrap();
    assert!(article_desk::list_to_remind(&mut tx, at(9)).await.unwrap().is_empty());
    assert_eq!(article_desk::list_to_remind(&mut tx, at(10)).await.unwrap(), [id]);
    article_desk::set_reminded(&mut tx, id, at(10)).await.unwrap();
    assert!(article_desk::list_to_remind(&mut tx, at(11)).await.unwrap().is_empty());
    article_desk::set_properties(&mut tx, id, properties, at(12)).await.unwrap();
    assert_eq!(article_desk::list_to_remind(&mut tx, at(12)).await.unwrap(), [id], "a new day is due anew");
    assert!(article_desk::list_expired(&mut tx, at(19)).await.unwrap().is_empty());
    assert_eq!(article_desk::list_expired(&mut tx, at(20)).await.unwrap(), [id]);
    article_desk::archive(&mut tx, id, None, at(20)).await.unwrap();
    assert!(article_desk::list_expired(&mut tx, at(21)).await.unwrap().is_empty());
    assert!(article_desk::list_to_remind(&mut tx, at(21)).await.unwrap().is_empty());
}

async fn reviews_are_recorded(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[]).await;
    let person = fixtures::person(harness, Role::Agent, "Agnes").await;
    let mut tx = harness.begin().await;
    let review =
        NewReview { id: harness.id(), article: id, by: Some(person.id), at: at(1), review_at: Some(at(9)) };
    assert!(article_versions::insert_review(&mut tx, review).await.unwrap());
    assert!(!article_versions::insert_review(&mut tx, review).await.unwrap(), "the same one");
    let later = NewReview { id: harness.id(), by: None, at: at(2), review_at: None, ..review };
    assert!(article_versions::insert_review(&mut tx, later).await.unwrap());
    let reviews = article_versions::list_reviews(&mut tx, id, 10).await.unwrap();
    let listed: Vec<_> = reviews
        .iter()
        .map(|review| (review.reviewed_by.as_deref(), review.reviewed_at, review.review_at))
        .collect();
    assert_eq!(listed, [(None, at(2), None), (Some("Agnes"), at(1), Some(at(9)))]);
    assert_eq!(article_versions::list_reviews(&mut tx, id, 1).await.unwrap().len(), 1);
}

async fn a_picture_is_found_with_whether_its_article_is_published(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let person = fixtures::person(harness, Role::Agent, "Agnes").await;
    let article = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let image = NewImage {
        id: harness.id(),
        article_id: article,
        media_type: "image/png",
        data: "aGVq".into(),
        added_by_id: Some(person.id),
        added_at: at(1),
    };
    for _ in 0..2 {
        article_images::insert(&mut tx, &image).await.unwrap();
    }
    let found = |published| ArticleImage {
        media_type: "image/png".into(),
        data: "aGVq".into(),
        published,
        audience: Audience::EVERYONE,
    };
    assert_eq!(article_images::find(&mut tx, image.id).await.unwrap(), Some(found(true)));
    articles::unpublish(&mut tx, article).await.unwrap();
    assert_eq!(article_images::find(&mut tx, image.id).await.unwrap(), Some(found(false)));
    assert_eq!(article_images::find(&mut tx, article).await.unwrap(), None);
}

async fn an_article_and_its_ticket_lead_to_each_other(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let article = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let ticket = fixtures::ticket(harness, None).await;
    let mut tx = harness.begin().await;
    for _ in 0..2 {
        article_desk::insert_ticket(&mut tx, article, ticket.id).await.unwrap();
    }
    assert_eq!(article_desk::list_tickets(&mut tx, article).await.unwrap(), [ticket.reference]);
    let articles = article_desk::list_by_ticket(&mut tx, ticket.id).await.unwrap();
    assert_eq!(articles.iter().map(|key| (key.id, key.slug.as_str())).collect::<Vec<_>>(), [(article, "a")]);
    assert!(article_desk::list_by_ticket(&mut tx, article).await.unwrap().is_empty());
}

async fn a_confirmed_answer_counts_once(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let article = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let [one, other] = [harness.id(), harness.id()];
    for id in [one, one, other] {
        article_desk::insert_confirmed_answer(&mut tx, id, article, Lang::Sv, at(1)).await.unwrap();
    }
    assert_eq!(article_desk::count_confirmed_answers(&mut tx, article).await.unwrap(), 2);
    assert_eq!(article_desk::count_confirmed_answers(&mut tx, one).await.unwrap(), 0);
}
