//! Articles: in which language they come, how they are found, and what readers thought.

use fyr_domain::Lang;
use fyr_store::{
    articles::{self, Article, Listed, Rating, TocEntry, Translation},
    tickets::like_pattern,
};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    an_article_comes_in_the_wanted_language_or_the_nearest,
    an_article_comes_back_as_it_was_put,
    what_is_not_published_is_nowhere,
    a_category_lists_its_articles_by_title_in_one_language,
    the_first_articles_of_all_categories_come_at_once,
    an_article_knows_the_folder_it_came_from_last,
    popular_and_related_articles_begin_with_the_helpful_ones,
    hits_are_read_again_by_their_translations,
    the_index_is_filled_in_order_page_by_page,
    a_plain_search_finds_titles_first,
    an_article_keeps_its_slug_and_moves,
    a_taken_slug_gives_another,
    a_text_that_is_already_so_is_not_written,
    every_change_of_a_text_is_written,
    one_rating_counts_per_reader,
    readers_who_rate_at_once_are_all_counted,
}

async fn an_article_comes_in_the_wanted_language_or_the_nearest(bed: &Bed) {
    use Lang::{En, Nb, Sv};
    let category = make::category(bed, "c").await;
    for (n, (exists, wanted, given)) in [
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
        let id = make::article(bed, category, &slug, exists).await;
        let mut db = bed.read().await;
        for (wanted, given) in wanted.into_iter().zip(given) {
            let article = articles::find(&mut db, &slug, wanted).await.unwrap().unwrap();
            assert_eq!((article.id, article.lang.0), (id, given), "{exists:?}, {wanted} wanted");
        }
        assert_eq!(articles::langs(&mut db, id).await.unwrap(), exists);
    }
    assert!(articles::find(&mut bed.read().await, "none", Sv).await.unwrap().is_none());
}

async fn an_article_comes_back_as_it_was_put(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let id = make::article(bed, category, "a", &[]).await;
    let text = Translation { machine_translated: true, ..make::new_text(bed, id, Lang::Nb, "Æ ø å 🎉") };
    let mut tx = bed.begin().await;
    assert!(articles::put_translation(&mut tx, &text).await.unwrap());
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
    } = articles::find(&mut tx, "a", Lang::Nb).await.unwrap().unwrap();
    assert_eq!((found, slug.as_str(), category.as_str(), lang.0), (id, "a", "c", Lang::Nb));
    assert_eq!((title, summary, html, toc.0), (text.title, text.summary, text.html, text.toc));
    assert_eq!((machine_translated, updated_at), (true, at(0)));
}

fn slugs(list: &[Listed]) -> Vec<&str> {
    list.iter().map(|listed| listed.slug.as_str()).collect()
}

async fn what_is_not_published_is_nowhere(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let shown = make::article(bed, category, "shown", &[Lang::Sv]).await;
    let hidden = make::article(bed, category, "hidden", &[Lang::Sv]).await;
    let mut db = bed.read().await;
    let hidden_text = articles::for_index(&mut db, Some(hidden), Uuid::nil(), 9).await.unwrap()[0].id;
    bed.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;

    assert!(articles::find(&mut db, "hidden", Lang::Sv).await.unwrap().is_none());
    assert_eq!(slugs(&articles::in_category(&mut db, "c", Lang::Sv, 9, 0).await.unwrap()), ["shown"]);
    assert_eq!(slugs(&articles::popular(&mut db, Lang::Sv, 9).await.unwrap()), ["shown"]);
    assert!(articles::related(&mut db, shown, Lang::Sv, 9).await.unwrap().is_empty());
    assert!(articles::by_translation(&mut db, &[hidden_text]).await.unwrap().is_empty());
    assert_eq!(slugs(&articles::search_plain(&mut db, "%klartext%", Lang::Sv, 9).await.unwrap()), ["shown"]);
    assert!(articles::for_index(&mut db, Some(hidden), Uuid::nil(), 9).await.unwrap().is_empty());
    assert_eq!(articles::count_published(&mut db).await.unwrap(), 1);
    let all = articles::translation_ids(&mut db, hidden).await.unwrap();
    assert_eq!(all, [hidden_text], "but what the index may still hold of it is known");

    drop(db);
    let mut tx = bed.begin().await;
    articles::put(&mut tx, bed.id(), "hidden", "hidden", category, at(1)).await.unwrap();
    assert!(
        articles::find(&mut tx, "hidden", Lang::Sv).await.unwrap().is_some(),
        "put again, it is published again"
    );
}

async fn a_category_lists_its_articles_by_title_in_one_language(bed: &Bed) {
    let (one, two) = (make::category(bed, "one").await, make::category(bed, "two").await);
    for slug in ["c", "a", "b"] {
        make::article(bed, one, slug, &[Lang::Sv, Lang::En]).await;
    }
    make::article(bed, one, "norsk", &[Lang::Nb]).await;
    make::article(bed, two, "other", &[Lang::Sv]).await;
    let mut db = bed.read().await;
    let list = articles::in_category(&mut db, "one", Lang::Sv, 9, 0).await.unwrap();
    assert_eq!(slugs(&list), ["a", "b", "c"]);
    assert!(list.iter().all(|listed| listed.lang.0 == Lang::Sv && listed.category == "one"));
    assert_eq!(slugs(&articles::in_category(&mut db, "one", Lang::Sv, 1, 1).await.unwrap()), ["b"]);
    assert!(articles::in_category(&mut db, "none", Lang::Sv, 9, 0).await.unwrap().is_empty());
}

async fn the_first_articles_of_all_categories_come_at_once(bed: &Bed) {
    use Lang::{En, Nb, Sv};
    let (one, two) = (make::category(bed, "one").await, make::category(bed, "two").await);
    make::category(bed, "empty").await;
    for slug in ["c", "a", "b"] {
        make::article(bed, one, slug, &[Sv, En]).await;
    }
    make::article(bed, two, "norsk", &[Nb]).await;
    make::article(bed, two, "hidden", &[Nb]).await;
    bed.sql("UPDATE articles SET published = FALSE WHERE slug = 'hidden'").await;
    let mut db = bed.read().await;
    let mut first = async |langs: &[Lang]| {
        let list = articles::first_of_categories(&mut db, langs, 2).await.unwrap();
        list.into_iter()
            .map(|one| format!("{} {} {}", one.category, one.lang.0, one.slug))
            .collect::<Vec<_>>()
    };
    assert_eq!(first(&[Sv, Nb]).await, ["one sv a", "one sv b", "two nb norsk"]);
    assert_eq!(first(&[En]).await, ["one en a", "one en b"]);
    assert!(first(&[]).await.is_empty());
}

async fn an_article_knows_the_folder_it_came_from_last(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let (a, b) = (
        make::article(bed, category, "a", &[Lang::Sv]).await,
        make::article(bed, category, "b", &[Lang::Sv]).await,
    );
    let mut tx = bed.begin().await;
    assert!(articles::of_folder(&mut tx, "/texts").await.unwrap().is_empty());
    for article in [b, a] {
        articles::set_folder(&mut tx, article, "/texts").await.unwrap();
    }
    let keys = |list: Vec<articles::Source>| {
        list.into_iter().map(|one| (one.id, one.source_key, one.slug)).collect::<Vec<_>>()
    };
    let [of_a, of_b] = [(a, "a".to_owned(), "a".to_owned()), (b, "b".to_owned(), "b".to_owned())];
    assert_eq!(keys(articles::of_folder(&mut tx, "/texts").await.unwrap()), [of_a, of_b.clone()]);
    articles::set_folder(&mut tx, a, "/other").await.unwrap();
    assert_eq!(keys(articles::of_folder(&mut tx, "/texts").await.unwrap()), [of_b]);
    articles::unpublish(&mut tx, b).await.unwrap();
    assert!(articles::of_folder(&mut tx, "/texts").await.unwrap().is_empty());
    assert_eq!(articles::unpublished(&mut tx).await.unwrap(), [b]);
    assert!(articles::find(&mut tx, "b", Lang::Sv).await.unwrap().is_none());
}

async fn rate(bed: &Bed, article: Uuid, reader: &str, helpful: bool) {
    let mut tx = bed.begin().await;
    let rating = Rating { article, reader, helpful, comment: None, lang: Lang::Sv };
    articles::rate(&mut tx, &rating, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn popular_and_related_articles_begin_with_the_helpful_ones(bed: &Bed) {
    let (one, two) = (make::category(bed, "one").await, make::category(bed, "two").await);
    let mut ids = Vec::new();
    for slug in ["a", "b", "c"] {
        ids.push(make::article(bed, one, slug, &[Lang::Sv]).await);
    }
    make::article(bed, one, "norsk", &[Lang::Nb]).await;
    let other = make::article(bed, two, "other", &[Lang::Sv]).await;
    rate(bed, ids[2], "r1", true).await;
    rate(bed, ids[0], "r1", false).await;
    rate(bed, other, "r1", true).await;
    rate(bed, other, "r2", true).await;
    let mut db = bed.read().await;
    assert_eq!(slugs(&articles::popular(&mut db, Lang::Sv, 9).await.unwrap()), ["other", "c", "a", "b"]);
    assert_eq!(slugs(&articles::popular(&mut db, Lang::Sv, 1).await.unwrap()), ["other"]);
    assert_eq!(slugs(&articles::related(&mut db, ids[0], Lang::Sv, 9).await.unwrap()), ["c", "b"]);
    assert_eq!(slugs(&articles::related(&mut db, ids[0], Lang::Sv, 1).await.unwrap()), ["c"]);
}

async fn hits_are_read_again_by_their_translations(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let mut expected = Vec::new();
    for n in 0..30 {
        let id = make::article(bed, category, &format!("a{n:02}"), &[Lang::Sv, Lang::En]).await;
        expected.extend(
            articles::for_index(&mut bed.read().await, Some(id), Uuid::nil(), 9)
                .await
                .unwrap()
                .iter()
                .map(|t| t.id),
        );
    }
    let mut db = bed.read().await;
    assert!(articles::by_translation(&mut db, &[]).await.unwrap().is_empty());
    assert!(articles::by_translation(&mut db, &[bed.id()]).await.unwrap().is_empty());
    let one = articles::by_translation(&mut db, &expected[1..2]).await.unwrap();
    assert_eq!(
        (one.len(), one[0].0, one[0].1.slug.as_str(), one[0].1.lang.0),
        (1, expected[1], "a00", Lang::En)
    );

    let mut wanted = expected.clone();
    wanted.extend((0..300).map(|_| bed.id()));
    wanted.push(expected[0]);
    let mut found: Vec<_> =
        articles::by_translation(&mut db, &wanted).await.unwrap().into_iter().map(|(id, _)| id).collect();
    found.sort();
    assert_eq!(found, expected, "each once, and only what there is");
}

async fn the_index_is_filled_in_order_page_by_page(bed: &Bed) {
    let category = make::category(bed, "c").await;
    for n in 0..4 {
        make::article(bed, category, &format!("a{n}"), &[Lang::Sv, Lang::Nb]).await;
    }
    let mut db = bed.read().await;
    let all = articles::for_index(&mut db, None, Uuid::nil(), 100).await.unwrap();
    assert_eq!(all.len(), 8);
    assert!(all.is_sorted_by_key(|t| t.id));
    assert_eq!(articles::count_published(&mut db).await.unwrap(), 8);
    let mut paged = Vec::new();
    while let page =
        articles::for_index(&mut db, None, paged.last().copied().unwrap_or_default(), 3).await.unwrap()
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
    let own = articles::for_index(&mut db, Some(first.article_id), Uuid::nil(), 100).await.unwrap();
    assert!(own.len() == 2 && own.iter().all(|t| t.article_id == first.article_id));
}

async fn a_plain_search_finds_titles_first(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let mut tx = bed.begin().await;
    for (slug, title, plain) in [
        ("a", "Annat", "Byt LÖSENORD här"),
        ("b", "Lösenord", "x"),
        ("c", "Annat", "x"),
        ("d", "Annat", "lösenordet"),
    ] {
        let (id, _) = articles::put(&mut tx, bed.id(), slug, slug, category, at(0)).await.unwrap();
        let text = Translation {
            plain: plain.into(),
            summary: String::new(),
            ..make::new_text(bed, id, Lang::Sv, title)
        };
        articles::put_translation(&mut tx, &text).await.unwrap();
    }
    let found = articles::search_plain(&mut tx, &like_pattern("Lösenord"), Lang::Sv, 9).await.unwrap();
    assert_eq!(slugs(&found), ["b", "a", "d"]);
    assert_eq!(
        slugs(&articles::search_plain(&mut tx, &like_pattern("lösenord"), Lang::Sv, 1).await.unwrap()),
        ["b"]
    );
    assert!(
        articles::search_plain(&mut tx, &like_pattern("lösenord"), Lang::En, 9).await.unwrap().is_empty()
    );
}

async fn an_article_keeps_its_slug_and_moves(bed: &Bed) {
    let (one, two) = (make::category(bed, "one").await, make::category(bed, "two").await);
    let id = make::article(bed, one, "a", &[Lang::Sv]).await;
    let mut tx = bed.begin().await;
    for (offered, slug) in [(id, "a"), (bed.id(), "a"), (bed.id(), "new-title")] {
        let put = articles::put(&mut tx, offered, "a", slug, two, at(1)).await.unwrap();
        assert_eq!(put, (id, "a".into()), "links keep working");
    }
    assert_eq!(articles::find(&mut tx, "a", Lang::Sv).await.unwrap().unwrap().category, "two");
}

async fn a_taken_slug_gives_another(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let first = make::article(bed, category, "a", &[Lang::Sv]).await;
    let mut tx = bed.begin().await;
    let (second, slug) = articles::put(&mut tx, bed.id(), "other/a", "a", category, at(0)).await.unwrap();
    assert_ne!(second, first);
    assert!(slug.starts_with("a-") && slug.len() > 5, "{slug}");
    let again = articles::put(&mut tx, bed.id(), "other/a", "a", category, at(1)).await.unwrap();
    assert_eq!(again, (second, slug), "and keeps it");
    let unchanged = articles::put(&mut tx, bed.id(), "a", "a", category, at(1)).await.unwrap();
    assert_eq!(unchanged, (first, "a".into()));
}

async fn a_text_that_is_already_so_is_not_written(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let id = make::article(bed, category, "a", &[]).await;
    let text = make::new_text(bed, id, Lang::Sv, "Ett");
    let mut tx = bed.begin().await;
    assert!(articles::put_translation(&mut tx, &text).await.unwrap());
    assert!(!articles::put_translation(&mut tx, &text).await.unwrap());
    let later = Translation { id: bed.id(), updated_at: at(9), ..text };
    assert!(!articles::put_translation(&mut tx, &later).await.unwrap(), "reading it again is no change");
    assert_eq!(articles::find(&mut tx, "a", Lang::Sv).await.unwrap().unwrap().updated_at, at(0));
}

type Change = fn(&mut Translation);

async fn every_change_of_a_text_is_written(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let id = make::article(bed, category, "a", &[]).await;
    let mut text = make::new_text(bed, id, Lang::Sv, "Ett");
    let mut tx = bed.begin().await;
    articles::put_translation(&mut tx, &text).await.unwrap();
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
    for (n, (what, change)) in changes.into_iter().enumerate() {
        change(&mut text);
        text.updated_at = at(i64::try_from(n).unwrap() + 1);
        assert!(articles::put_translation(&mut tx, &text).await.unwrap(), "{what}");
        let found = articles::find(&mut tx, "a", Lang::Sv).await.unwrap().unwrap();
        assert_eq!(
            (found.updated_at, found.machine_translated),
            (text.updated_at, text.machine_translated),
            "{what}"
        );
    }
    let own = articles::for_index(&mut tx, Some(id), Uuid::nil(), 9).await.unwrap();
    assert_eq!((own.len(), own[0].plain.as_str(), &own[0].keywords.0), (1, "två", &vec!["två".to_owned()]));
}

async fn one_rating_counts_per_reader(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let id = make::article(bed, category, "a", &[Lang::Sv]).await;
    let other = make::article(bed, category, "b", &[Lang::Sv]).await;
    let counts = async || articles::rating_counts(&mut bed.read().await, id).await.unwrap();
    assert_eq!(counts().await, Some((0, 0)));
    rate(bed, id, "r1", true).await;
    rate(bed, id, "r1", true).await;
    assert_eq!(counts().await, Some((1, 0)));
    rate(bed, id, "r1", false).await;
    rate(bed, id, "r2", true).await;
    rate(bed, id, "r3", true).await;
    rate(bed, other, "r1", true).await;
    assert_eq!(counts().await, Some((2, 1)));
    let indexed = articles::for_index(&mut bed.read().await, Some(id), Uuid::nil(), 9).await.unwrap();
    assert_eq!(indexed[0].helpful_yes, 2, "popularity is part of the ranking");
    assert_eq!(articles::rating_counts(&mut bed.read().await, bed.id()).await.unwrap(), None);
}

async fn readers_who_rate_at_once_are_all_counted(bed: &Bed) {
    let category = make::category(bed, "c").await;
    let id = make::article(bed, category, "a", &[Lang::Sv]).await;
    let mut tx = bed.begin().await;
    let rating = Rating { article: id, reader: "r0", helpful: true, comment: Some("tack"), lang: Lang::Sv };
    articles::rate(&mut tx, &rating, at(0)).await.unwrap();
    let first = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        tx.commit().await.unwrap();
    };
    tokio::join!(first, rate(bed, id, "r1", true), rate(bed, id, "r2", true), rate(bed, id, "r3", false));
    assert_eq!(articles::rating_counts(&mut bed.read().await, id).await.unwrap(), Some((3, 1)));
}
