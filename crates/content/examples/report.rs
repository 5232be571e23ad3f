//! Reports the result of importing a folder: `cargo run -p fyr-content --example report -- DIR [PATH_PART]`.
//! With a second argument, prints the articles whose path contains it, as Markdown and as HTML.
#![expect(clippy::print_stdout, reason = "a command-line program talks on standard output")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::Instant,
};

use fyr_content::{Import, Rendered, Renderer, SourceArticle, import};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let dir = PathBuf::from(arguments.next().unwrap_or_else(|| ".".to_owned()));
    let started = Instant::now();
    let import = import::read_dir(&dir);
    println!("read in {} ms: {} articles", started.elapsed().as_millis(), import.articles.len());
    match arguments.next() {
        Some(part) => show(&import, &part),
        None => report(&import),
    }
}

fn show(import: &Import, part: &str) {
    let links = import.links();
    for article in import.articles.iter().filter(|article| article.path.contains(part)) {
        let (title, summary, key) = (&article.title, &article.summary, &article.key);
        println!(
            "=== {key} {} {title:?} {summary:?} {:?} {:?}",
            article.slug, article.keywords, article.updated
        );
        let rendered = Renderer::new(&links.for_article(article))
            .in_language(article.lang)
            .under_title(&article.title)
            .render(&article.body);
        println!("--- HTML\n{}\n--- contents\n{:#?}", rendered.html, rendered.toc);
    }
}

fn report(import: &Import) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut keys: BTreeMap<&str, Vec<&SourceArticle>> = BTreeMap::new();
    for article in &import.articles {
        *counts.entry((&article.category_key, article.lang.tag())).or_default() += 1;
        keys.entry(&article.key).or_default().push(article);
    }
    for ((category, lang), count) in counts {
        println!("{category:24} {lang} {count:5}");
    }
    let mut complete: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for articles in keys.values() {
        if let Some(first) = articles.first() {
            *complete.entry((&first.category_key, articles.len())).or_default() += 1;
        }
    }
    for ((category, languages), count) in complete {
        println!("{category:24} {count:5} keys in {languages} languages");
    }
    let machine = import.articles.iter().filter(|article| article.machine_translated).count();
    let dated = import.articles.iter().filter(|article| article.updated.is_some()).count();
    println!("machine translated {machine}, dated {dated}, of {}", import.articles.len());
    let mut skipped: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in &import.skipped {
        skipped.entry(file.reason.to_string()).or_default().push(&file.path);
    }
    for (reason, paths) in skipped {
        println!(
            "skipped {:4}: {reason}: {}",
            paths.len(),
            paths.iter().take(4).copied().collect::<Vec<_>>().join(", ")
        );
    }
    for warning in &import.warnings {
        println!("warning: {}: {}", warning.path, warning.problem);
    }
    rendered(import);
}

/// Renders every article, and reports the slowest, the longest, and leftover markup of other tools.
fn rendered(import: &Import) {
    let links = import.links();
    let mut times = Vec::new();
    let mut lengths = Vec::new();
    let started = Instant::now();
    for article in &import.articles {
        let article_started = Instant::now();
        let rendered = Renderer::new(&links.for_article(article))
            .in_language(article.lang)
            .under_title(&article.title)
            .render(&article.body);
        times.push((article_started.elapsed().as_micros(), &article.path));
        lengths.push((rendered.html.len(), &article.path));
        for problem in problems(article, &rendered) {
            println!("leftover: {problem} in {}", article.path);
        }
    }
    println!("rendered in {} ms", started.elapsed().as_millis());
    for (what, mut list) in [
        ("microseconds", times),
        ("bytes of HTML", lengths.into_iter().map(|(n, p)| (n as u128, p)).collect()),
    ] {
        list.sort_unstable_by(|a, b| b.cmp(a));
        for (amount, path) in list.iter().take(4) {
            println!("{amount:9} {what}: {path}");
        }
    }
}

/// Leftover markup that must not be in a rendered article, outside of code.
fn problems(article: &SourceArticle, rendered: &Rendered) -> Vec<String> {
    let mut html = rendered.html.clone();
    while let Some((start, end)) = html.find("<code>").zip(html.find("</code>")) {
        html.replace_range(start..end + "</code>".len(), "");
    }
    let marks = [
        "[!", "<a name", "<a id", "{{", "{%", "{:", "<h1", "<script", "[image ", "&lt;/", "&lt;div", "](",
        "**", "\r",
    ];
    let texts = [("title", &article.title), ("summary", &article.summary), ("html", &html)];
    let mut problems = Vec::new();
    for (name, text) in texts {
        problems.extend(
            marks.into_iter().filter(|mark| text.contains(mark)).map(|mark| format!("{mark:?} in {name}")),
        );
    }
    let body = ["[!INCLUDE", "<a name", "\r"].into_iter().filter(|mark| article.body.contains(mark));
    problems.extend(body.map(|mark| format!("{mark:?} in body")));
    let ids: BTreeSet<&str> = rendered.toc.iter().map(|heading| heading.id.as_str()).collect();
    if ids.len() != rendered.toc.len() {
        problems.push("an id twice".to_owned());
    }
    let levels: Vec<u8> =
        std::iter::once(1).chain(rendered.toc.iter().map(|heading| heading.level)).collect();
    if levels.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        problems.push("a skipped level".to_owned());
    }
    problems
}
