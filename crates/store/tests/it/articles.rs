//! Articles: languages and fallback, lists, search, import and ratings.

use fyr_domain::{
    Lang,
    articles::{ArticleKind, Audience, AudienceLevel, ErrorState, Readable},
};
use fyr_store::{
    article_desk::{self, ArticleProperties},
    articles::{self, Article, ArticleKey, ArticleSummary, ArticleTranslation, TocEntry},
    tickets::like_pattern,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::{
    article_ratings::rate,
    fixtures::{self, at},
};

on_both_engines! {
    an_article_is_found_in_the_language_or_its_first_fallback,
    an_article_is_read_back_unchanged,
    unpublished_articles_are_not_found,
    only_its_readers_find_an_article,
    a_category_lists_its_articles_by_title_in_one_language,
    the_first_articles_of_all_categories_are_listed_in_one_query,
    an_article_records_the_folder_of_its_last_import,
    an_import_says_what_its_articles_are,
    popular_and_related_articles_begin_with_the_helpful_ones,
    search_hits_are_read_by_translation_id,
    the_index_is_filled_in_order_page_by_page,
    search_lists_matches_in_titles_first,
    an_article_keeps_its_slug_and_moves,
    a_taken_slug_gets_a_suffix,
    an_unchanged_translation_is_not_written,
    every_changed_field_of_a_translation_is_written,
}

async fn an_article_is_found_in_the_language_or_its_first_fallback(harness: &Harness) {
    use Lang::{En, Nb, Sv};
    let category = fixtures::category(harness, "c").await;
    for (n, (exists, requested, expected)) in [
        (&[Sv, Nb, En][..], [Sv, Nb, En], [Sv, Nb, En]),
        (&[Nb, En], [Sv, Nb, En], [Nb, Nb, En]),
        (&[Sv, En], [Sv, Nb, En], [Sv, Sv, En]),
        (&[Sv, Nb], [Sv, Nb, En], [Sv, Nb, Sv]),
        (&[Nb], [Sv, Nb, En], [Nb, Nb, Nb]),
        (&[En], [Sv, Nb, En], [En, En, En]),
    ]
    .into_iter()
    .enumerate()
    {
        let slug = format!("a{n}");
        let id = fixtures::article(harness, category, &slug, exists).await;
        let mut db = harness.read().await;
        for (requested, expected) in requested.into_iter().zip(expected) {
            let article = articles::find_by_slug(&mut db, &slug, requested, &Readable::by_everyone())
                .await
                .unwrap()
                .unwrap();
            assert_eq!((article.id, article.lang.0), (id, expected), "{exists:?}, {requested} requested");
        }
        assert_eq!(articles::list_languages(&mut db, id).await.unwrap(), exists);
    }
    assert!(
        articles::find_by_slug(&mut harness.read().await, "none", Sv, &Readable::by_everyone())
            .await
            .unwrap()
            .is_none()
    );
}

async fn an_article_is_read_back_unchanged(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[]).await;
    let text = ArticleTranslation {
        machine_translated: true,
        ..fixtures::new_translation(harness, id, Lang::Nb, "Æ ø å 🎉")
    };
    let mut tx = harness.begin().await;
    assert!(articles::upsert_translation(&mut tx, &text).await.unwrap());
    let Article {
        id: found,
        slug,
        category,
        lang,
        title,
        summary,
        html,
        toc,
        machine_translated,
        updated_at,
        outdated,
        follows_lang,
        audience,
        kind,
        error_state,
        error_state_at,
    } = articles::find_by_slug(&mut tx, "a", Lang::Nb, &Readable::by_everyone()).await.unwrap().unwrap();
    assert_eq!((found, slug.as_str(), category.as_str(), lang.0), (id, "a", "c", Lang::Nb));
    assert_eq!((title, summary, html, toc.0), (text.title, text.summary, text.html, text.toc));
    assert_eq!((machine_translated, updated_at), (true, at(0)));
    assert_eq!((outdated, follows_lang, audience), (None, None, Audience::EVERYONE));
    assert_eq!((kind, error_state, error_state_at), (ArticleKind::Article, None, None));
}

fn slugs(list: &[ArticleSummary]) -> Vec<&str> {
    list.iter().map(|article| article.slug.as_str()).collect()
}

async fn unpublished_articles_are_not_found(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let shown = fixtures::article(harness, category, "shown", &[Lang::Sv]).await;
    let hidden = fixtures::article(harness, category, "hidden", &[Lang::Sv]).await;
    let mut db = harness.read().await;
    let hidden_text = articles::list_for_index(&mut db, Some(hidden), Uuid::nil(), 9).await.unwrap()[0].id;
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;

    assert!(
        articles::find_by_slug(&mut db, "hidden", Lang::Sv, &Readable::by_everyone())
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        slugs(
            &articles::list_by_category(&mut db, "c", Lang::Sv, &Readable::by_everyone(), 9, 0)
                .await
                .unwrap()
        ),
        ["shown"]
    );
    assert_eq!(slugs(&articles::list_popular(&mut db, Lang::Sv, 9).await.unwrap()), ["shown"]);
    assert!(
        articles::list_related(&mut db, shown, Lang::Sv, &Readable::by_everyone(), 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        articles::list_by_translation_ids(&mut db, &[hidden_text], &Readable::by_everyone())
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        slugs(&articles::search(&mut db, "%klartext%", Lang::Sv, &Readable::by_everyone(), 9).await.unwrap()),
        ["shown"]
    );
    assert!(articles::list_for_index(&mut db, Some(hidden), Uuid::nil(), 9).await.unwrap().is_empty());
    assert_eq!(articles::count_published_translations(&mut db).await.unwrap(), 1);
    let all = articles::list_translation_ids(&mut db, hidden).await.unwrap();
    assert_eq!(all, [hidden_text], "but what the index may still hold of it is known");

    drop(db);
    let mut tx = harness.begin().await;
    articles::upsert(&mut tx, harness.id(), "hidden", "hidden", category, at(1)).await.unwrap();
    assert!(
        articles::find_by_slug(&mut tx, "hidden", Lang::Sv, &Readable::by_everyone())
            .await
            .unwrap()
            .is_some(),
        "upserting publishes it again"
    );
}

async fn only_its_readers_find_an_article(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let public = fixtures::article(harness, category, "public", &[Lang::Sv]).await;
    let id = fixtures::article(harness, category, "internal", &[Lang::Sv]).await;
    let old = fixtures::article(harness, category, "old", &[]).await;
    let organisation = harness.id();
    let mut tx = harness.begin().await;
    article_desk::archive(&mut tx, old, Some(id), at(1)).await.unwrap();
    let text = articles::list_translation_ids(&mut tx, id).await.unwrap();
    let audience = Audience::new(AudienceLevel::Counsellors, Some(organisation));
    let properties = ArticleProperties {
        category,
        review_at: None,
        expires_at: None,
        audience,
        kind: ArticleKind::Article,
    };
    article_desk::set_properties(&mut tx, id, properties, at(1)).await.unwrap();
    let of = |organisation| Audience::new(AudienceLevel::Counsellors, Some(organisation)).to_string();
    for (readable, finds) in [
        (Readable::by_everyone(), false),
        (Readable::Only(vec!["everyone".into(), "participants".into(), "counsellors".into()]), false),
        (Readable::Only(vec!["everyone".into(), of(harness.id())]), false),
        (Readable::Only(vec!["everyone".into(), of(organisation)]), true),
        (Readable::All, true),
    ] {
        let (reader, lang) = (&readable, Lang::Sv);
        let article = articles::find_by_slug(&mut tx, "internal", lang, reader).await.unwrap();
        assert_eq!(article.is_some_and(|article| article.audience == audience), finds, "{readable:?}");
        let redirect = articles::find_redirect(&mut tx, "old", reader).await.unwrap();
        assert_eq!(redirect.is_some(), finds, "{readable:?}");
        let hits = articles::list_by_translation_ids(&mut tx, &text, reader).await.unwrap();
        assert_eq!(hits.len(), usize::from(finds), "{readable:?}");
        for list in [
            articles::list_by_category(&mut tx, "c", lang, reader, 9, 0).await.unwrap(),
            articles::list_first_per_category(&mut tx, &[lang], reader, 9).await.unwrap(),
            articles::list_related(&mut tx, public, lang, reader, 9).await.unwrap(),
            articles::search(&mut tx, "%internal%", lang, reader, 9).await.unwrap(),
        ] {
            assert_eq!(slugs(&list).contains(&"internal"), finds, "{readable:?}");
        }
    }
    let indexed = articles::list_for_index(&mut tx, Some(id), Uuid::nil(), 9).await.unwrap();
    assert_eq!(indexed[0].audience, audience, "the index knows whom it is for");
    let popular = articles::list_popular(&mut tx, Lang::Sv, 1).await.unwrap();
    assert_eq!(popular.len(), 2, "the limit is one of each audience");
}

async fn a_category_lists_its_articles_by_title_in_one_language(harness: &Harness) {
    let (one, two) = (fixtures::category(harness, "one").await, fixtures::category(harness, "two").await);
    for slug in ["c", "a", "b"] {
        fixtures::article(harness, one, slug, &[Lang::Sv, Lang::En]).await;
    }
    fixtures::article(harness, one, "norsk", &[Lang::Nb]).await;
    fixtures::article(harness, two, "other", &[Lang::Sv]).await;
    let mut db = harness.read().await;
    let list =
        articles::list_by_category(&mut db, "one", Lang::Sv, &Readable::by_everyone(), 9, 0).await.unwrap();
    assert_eq!(slugs(&list), ["a", "b", "c"]);
    assert!(list.iter().all(|article| article.lang.0 == Lang::Sv && article.category == "one"));
    assert_eq!(
        slugs(
            &articles::list_by_category(&mut db, "one", Lang::Sv, &Readable::by_everyone(), 1, 1)
                .await
                .unwrap()
        ),
        ["b"]
    );
    assert!(
        articles::list_by_category(&mut db, "none", Lang::Sv, &Readable::by_everyone(), 9, 0)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn the_first_articles_of_all_categories_are_listed_in_one_query(harness: &Harness) {
    use Lang::{En, Nb, Sv};
    let (one, two) = (fixtures::category(harness, "one").await, fixtures::category(harness, "two").await);
    fixtures::category(harness, "empty").await;
    for slug in ["c", "a", "b"] {
        fixtures::article(harness, one, slug, &[Sv, En]).await;
    }
    fixtures::article(harness, two, "norsk", &[Nb]).await;
    fixtures::article(harness, two, "hidden", &[Nb]).await;
    harness.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let mut db = harness.read().await;
    let mut first = async |langs: &[Lang]| {
        let list =
            articles::list_first_per_category(&mut db, langs, &Readable::by_everyone(), 2).await.unwrap();
        list.into_iter()
            .map(|one| format!("{} {} {}", one.category, one.lang.0, one.slug))
            .collect::<Vec<_>>()
    };
    assert_eq!(first(&[Sv, Nb]).await, ["one sv a", "one sv b", "two nb norsk"]);
    assert_eq!(first(&[En]).await, ["one en a", "one en b"]);
    assert!(first(&[]).await.is_empty());
}

async fn an_article_records_the_folder_of_its_last_import(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let (a, b) = (
        fixtures::article(harness, category, "a", &[Lang::Sv]).await,
        fixtures::article(harness, category, "b", &[Lang::Sv]).await,
    );
    let mut tx = harness.begin().await;
    assert!(articles::list_for_import_folder(&mut tx, "/texts").await.unwrap().is_empty());
    for article in [b, a] {
        articles::set_import_folder(&mut tx, article, "/texts").await.unwrap();
    }
    let keys = |list: Vec<articles::ImportedArticle>| {
        list.into_iter().map(|one| (one.id, one.source_key, one.slug)).collect::<Vec<_>>()
    };
    let [of_a, of_b] = [(a, "a".to_owned(), "a".to_owned()), (b, "b".to_owned(), "b".to_owned())];
    assert_eq!(
        keys(articles::list_for_import_folder(&mut tx, "/texts").await.unwrap()),
        [of_a, of_b.clone()]
    );
    articles::set_import_folder(&mut tx, a, "/other").await.unwrap();
    assert_eq!(keys(articles::list_for_import_folder(&mut tx, "/texts").await.unwrap()), [of_b]);
    articles::unpublish(&mut tx, b).await.unwrap();
    assert!(articles::list_for_import_folder(&mut tx, "/texts").await.unwrap().is_empty());
    assert_eq!(articles::list_unpublished_ids(&mut tx).await.unwrap(), [b]);
    assert!(
        articles::find_by_slug(&mut tx, "b", Lang::Sv, &Readable::by_everyone()).await.unwrap().is_none()
    );
}

async fn popular_and_related_articles_begin_with_the_helpful_ones(harness: &Harness) {
    let (one, two) = (fixtures::category(harness, "one").await, fixtures::category(harness, "two").await);
    let mut ids = Vec::new();
    for slug in ["a", "b", "c"] {
        ids.push(fixtures::article(harness, one, slug, &[Lang::Sv]).await);
    }
    fixtures::article(harness, one, "norsk", &[Lang::Nb]).await;
    let other = fixtures::article(harness, two, "other", &[Lang::Sv]).await;
    rate(harness, ids[2], "r1", true).await;
    rate(harness, ids[0], "r1", false).await;
    rate(harness, other, "r1", true).await;
    rate(harness, other, "r2", true).await;
    let mut db = harness.read().await;
    assert_eq!(slugs(&articles::list_popular(&mut db, Lang::Sv, 9).await.unwrap()), ["other", "c", "a", "b"]);
    assert_eq!(slugs(&articles::list_popular(&mut db, Lang::Sv, 1).await.unwrap()), ["other"]);
    assert_eq!(
        slugs(&articles::list_related(&mut db, ids[0], Lang::Sv, &Readable::by_everyone(), 9).await.unwrap()),
        ["c", "b"]
    );
    assert_eq!(
        slugs(&articles::list_related(&mut db, ids[0], Lang::Sv, &Readable::by_everyone(), 1).await.unwrap()),
        ["c"]
    );
}

async fn search_hits_are_read_by_translation_id(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let mut expected = Vec::new();
    for n in 0..30 {
        let id = fixtures::article(harness, category, &format!("a{n:02}"), &[Lang::Sv, Lang::En]).await;
        expected.extend(
            articles::list_for_index(&mut harness.read().await, Some(id), Uuid::nil(), 9)
                .await
                .unwrap()
                .iter()
                .map(|t| t.id),
        );
    }
    let mut db = harness.read().await;
    assert!(
        articles::list_by_translation_ids(&mut db, &[], &Readable::by_everyone()).await.unwrap().is_empty()
    );
    assert!(
        articles::list_by_translation_ids(&mut db, &[harness.id()], &Readable::by_everyone())
            .await
            .unwrap()
            .is_empty()
    );
    let one =
        articles::list_by_translation_ids(&mut db, &expected[1..2], &Readable::by_everyone()).await.unwrap();
    assert_eq!(
        (one.len(), one[0].translation_id, one[0].article.slug.as_str(), one[0].article.lang.0),
        (1, expected[1], "a00", Lang::En)
    );

    let mut requested = expected.clone();
    requested.extend((0..300).map(|_| harness.id()));
    requested.push(expected[0]);
    let found =
        articles::list_by_translation_ids(&mut db, &requested, &Readable::by_everyone()).await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|summary| summary.translation_id).collect();
    found.sort();
    assert_eq!(found, expected, "each once, and only what there is");
}

async fn the_index_is_filled_in_order_page_by_page(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    for n in 0..4 {
        fixtures::article(harness, category, &format!("a{n}"), &[Lang::Sv, Lang::Nb]).await;
    }
    let mut db = harness.read().await;
    let all = articles::list_for_index(&mut db, None, Uuid::nil(), 100).await.unwrap();
    assert_eq!(all.len(), 8);
    assert!(all.is_sorted_by_key(|t| t.id));
    assert_eq!(articles::count_published_translations(&mut db).await.unwrap(), 8);
    let mut paged = Vec::new();
    while let page =
        articles::list_for_index(&mut db, None, paged.last().copied().unwrap_or_default(), 3).await.unwrap()
        && !page.is_empty()
    {
        paged.extend(page.iter().map(|t| t.id));
    }
    assert_eq!(paged, all.iter().map(|t| t.id).collect::<Vec<_>>());

    let first = &all[0];
    assert_eq!((first.lang.0, first.category.as_str(), first.title.as_str()), (Lang::Sv, "c", "a0"));
    assert_eq!(
        (first.summary.as_str(), first.plain.as_str(), first.helpful_yes),
        ("Om a0", "a0 i klartext", 0)
    );
    assert_eq!(first.keywords.0, ["lösenord", "kod"]);
    let own = articles::list_for_index(&mut db, Some(first.article_id), Uuid::nil(), 100).await.unwrap();
    assert!(own.len() == 2 && own.iter().all(|t| t.article_id == first.article_id));
}

async fn search_lists_matches_in_titles_first(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let mut tx = harness.begin().await;
    for (slug, title, plain) in [
        ("a", "Annat", "Byt LÖSENORD här"),
        ("b", "Lösenord", "x"),
        ("c", "Annat", "x"),
        ("d", "Annat", "lösenordet"),
    ] {
        let id = articles::upsert(&mut tx, harness.id(), slug, slug, category, at(0)).await.unwrap().id;
        let text = ArticleTranslation {
            plain: plain.into(),
            summary: String::new(),
            ..fixtures::new_translation(harness, id, Lang::Sv, title)
        };
        articles::upsert_translation(&mut tx, &text).await.unwrap();
    }
    let found = articles::search(&mut tx, &like_pattern("Lösenord"), Lang::Sv, &Readable::by_everyone(), 9)
        .await
        .unwrap();
    assert_eq!(slugs(&found), ["b", "a", "d"]);
    assert_eq!(
        slugs(
            &articles::search(&mut tx, &like_pattern("lösenord"), Lang::Sv, &Readable::by_everyone(), 1)
                .await
                .unwrap()
        ),
        ["b"]
    );
    assert!(
        articles::search(&mut tx, &like_pattern("lösenord"), Lang::En, &Readable::by_everyone(), 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn an_article_keeps_its_slug_and_moves(harness: &Harness) {
    let (one, two) = (fixtures::category(harness, "one").await, fixtures::category(harness, "two").await);
    let id = fixtures::article(harness, one, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    for (offered, slug) in [(id, "a"), (harness.id(), "a"), (harness.id(), "new-title")] {
        let key = articles::upsert(&mut tx, offered, "a", slug, two, at(1)).await.unwrap();
        assert_eq!(key, ArticleKey { id, slug: "a".into() }, "links keep working");
    }
    assert_eq!(
        articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::by_everyone())
            .await
            .unwrap()
            .unwrap()
            .category,
        "two"
    );
}

async fn a_taken_slug_gets_a_suffix(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let first = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    let second = articles::upsert(&mut tx, harness.id(), "other/a", "a", category, at(0)).await.unwrap();
    assert_ne!(second.id, first);
    assert!(second.slug.starts_with("a-") && second.slug.len() > 5, "{}", second.slug);
    let repeated = articles::upsert(&mut tx, harness.id(), "other/a", "a", category, at(1)).await.unwrap();
    assert_eq!(repeated, second, "and keeps it");
    let unchanged = articles::upsert(&mut tx, harness.id(), "a", "a", category, at(1)).await.unwrap();
    assert_eq!(unchanged, ArticleKey { id: first, slug: "a".into() });
}

async fn an_unchanged_translation_is_not_written(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[]).await;
    let text = fixtures::new_translation(harness, id, Lang::Sv, "Ett");
    let mut tx = harness.begin().await;
    assert!(articles::upsert_translation(&mut tx, &text).await.unwrap());
    assert!(!articles::upsert_translation(&mut tx, &text).await.unwrap());
    let later = ArticleTranslation { id: harness.id(), updated_at: at(9), ..text };
    assert!(!articles::upsert_translation(&mut tx, &later).await.unwrap(), "reading it again is no change");
    assert_eq!(
        articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::by_everyone())
            .await
            .unwrap()
            .unwrap()
            .updated_at,
        at(0)
    );
}

type Change = fn(&mut ArticleTranslation);

async fn every_changed_field_of_a_translation_is_written(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[]).await;
    let mut text = fixtures::new_translation(harness, id, Lang::Sv, "Ett");
    let mut tx = harness.begin().await;
    articles::upsert_translation(&mut tx, &text).await.unwrap();
    let changes: [(&str, Change); 8] = [
        ("title", |t| t.title = "Två".into()),
        ("summary", |t| t.summary = "Två".into()),
        ("keywords", |t| t.keywords = vec!["två".into()]),
        ("source", |t| t.source = "två".into()),
        ("html", |t| t.html = "två".into()),
        ("toc", |t| t.toc = vec![TocEntry { level: 3, id: "två".into(), text: "Två".into() }]),
        ("plain", |t| t.plain = "två".into()),
        ("machine_translated", |t| t.machine_translated = true),
    ];
    let mut seen_at = text.updated_at;
    for (n, (what, change)) in changes.into_iter().enumerate() {
        change(&mut text);
        text.updated_at = at(i64::try_from(n).unwrap() + 1);
        if ["title", "summary", "html"].contains(&what) {
            seen_at = text.updated_at;
        }
        assert!(articles::upsert_translation(&mut tx, &text).await.unwrap(), "{what}");
        let found =
            articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::by_everyone()).await.unwrap().unwrap();
        assert_eq!(
            (found.updated_at, found.machine_translated),
            (seen_at, text.machine_translated),
            "{what}: the date is that of what readers see"
        );
    }
    let own = articles::list_for_index(&mut tx, Some(id), Uuid::nil(), 9).await.unwrap();
    assert_eq!((own.len(), own[0].plain.as_str(), &own[0].keywords.0), (1, "två", &vec!["två".to_owned()]));
}

async fn an_import_says_what_its_articles_are(harness: &Harness) {
    let category = fixtures::category(harness, "c").await;
    let id = fixtures::article(harness, category, "a", &[Lang::Sv]).await;
    let staff = Audience::new(AudienceLevel::Staff, None);
    let mut tx = harness.begin().await;
    let (kind, fixed) = (ArticleKind::KnownError, Some(ErrorState::Fixed));
    assert!(articles::set_import_kind(&mut tx, id, kind, fixed, staff).await.unwrap());
    assert!(!articles::set_import_kind(&mut tx, id, kind, fixed, staff).await.unwrap(), "the same again");
    assert!(!articles::set_import_kind(&mut tx, id, kind, None, staff).await.unwrap(), "the state stays");
    let read = articles::find_by_slug(&mut tx, "a", Lang::Sv, &Readable::All).await.unwrap().unwrap();
    assert_eq!((read.error_state(), read.audience), (fixed, staff));
    article_desk::publish(&mut tx, id, at(1)).await.unwrap();
    let everyone = Audience::EVERYONE;
    assert!(
        !articles::set_import_kind(&mut tx, id, kind, None, everyone).await.unwrap(),
        "it is of the desk"
    );
}
