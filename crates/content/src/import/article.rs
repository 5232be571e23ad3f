//! One file: from its bytes to an article, or the reason why not.

use std::{fs, path::Path};

use fyr_domain::Lang;

use super::{
    Problem, Reason, SourceArticle,
    clean::{self, Dialect},
    code::{self, Indented},
    front_matter::{self, FrontMatter},
    includes, place, text,
};
use crate::{
    markdown::{self, Renderer},
    slug::fold,
};

const LARGEST_FILE: u64 = 1024 * 1024;
/// In characters. Longer summaries do not fit a list of articles.
const LONGEST_SUMMARY: usize = 300;

pub(super) struct Read {
    pub article: SourceArticle,
    pub problems: Vec<Problem>,
}

/// `folder_lang` is the language that the name of the folder itself stands for.
pub(super) fn read(root: &Path, path: &str, folder_lang: Option<Lang>) -> Result<Read, Reason> {
    if path.rsplit('/').skip(1).any(|folder| folder.eq_ignore_ascii_case("includes")) {
        return Err(Reason::IncludedByOthers);
    }
    let (source, valid) = load(&root.join(path))?;
    let (matter, body) = front_matter::split(&source);
    if matter.says("published", "false") || matter.says("draft", "true") {
        return Err(Reason::NotPublished);
    }
    let place = place::of(path);
    let lang = place.lang.or_else(|| said_language(&matter)).or(folder_lang).ok_or(Reason::NoLanguage)?;
    let body = clean::clean(&includes::resolve(root, path, body), dialect(path));
    let line = |keys: &[&str]| {
        let written = matter.text(keys)?;
        Some(text::one_line(&includes::resolve(root, path, &written))).filter(|line| !line.is_empty())
    };
    let title = match line(&["title"]).or_else(|| first_heading(&body)) {
        Some(title) => title,
        None if body.trim().is_empty() => return Err(Reason::Empty),
        None => return Err(Reason::NoTitle),
    };
    let body = without_title(&body, &title);
    let rendered = Renderer::new(&|_| None).under_title(&title).render(&body);
    if rendered.plain.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let summary = line(&["description", "summary"]).unwrap_or(rendered.first_paragraph);
    let article = SourceArticle {
        category_key: place::category(&place.key).to_owned(),
        key: place.key,
        slug: String::new(),
        lang,
        title,
        summary: text::shorten(&summary, LONGEST_SUMMARY),
        keywords: matter.list(&["keywords", "ms.search.keywords", "search_terms", "tags"]),
        updated: matter.date(&["ms.date", "date", "updated", "lastmod"]),
        body,
        path: path.to_owned(),
        permalink: matter.text(&["permalink"]),
        machine_translated: matter.says("ms.translationtype", "MT"),
    };
    let problems = [(!valid, Problem::Encoding), (matter.broken, Problem::FrontMatter)];
    Ok(Read {
        article,
        problems: problems.into_iter().filter_map(|(is, problem)| is.then_some(problem)).collect(),
    })
}

fn load(file: &Path) -> Result<(String, bool), Reason> {
    let unreadable = |error: std::io::Error| Reason::Unreadable(error.to_string());
    if fs::metadata(file).map_err(unreadable)?.len() > LARGEST_FILE {
        return Err(Reason::TooLarge);
    }
    let (source, valid) = text::decode(&fs::read(file).map_err(unreadable)?);
    if source.trim().is_empty() { Err(Reason::Empty) } else { Ok((source, valid)) }
}

fn said_language(matter: &FrontMatter) -> Option<Lang> {
    ["ms.contentlocale", "lang", "language", "locale"]
        .into_iter()
        .find_map(|key| matter.text(&[key])?.parse().ok())
}

fn dialect(path: &str) -> Dialect {
    let mdx = Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("mdx"));
    if mdx { Dialect::Mdx } else { Dialect::Markdown }
}

fn first_heading(body: &str) -> Option<String> {
    let toc = markdown::render(body, &|_| None).toc;
    toc.into_iter().next().map(|heading| heading.text)
}

/// Drops the level-one heading that opens the text when it says what the title says, or is the only one:
/// then it is the title in other words, and the page has a title already.
fn without_title(body: &str, title: &str) -> String {
    let body = body.trim_start_matches('\n');
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let (heading, rest) = match first.strip_prefix("# ") {
        Some(heading) => (heading, rest),
        None => match rest.split_once('\n').unwrap_or((rest, "")) {
            (line, rest) if is_underline(line) && !first.trim().is_empty() => (first, rest),
            _ => return body.to_owned(),
        },
    };
    if fold(&text::one_line(heading)) == fold(title) || !has_level_one(rest) {
        return rest.trim_start_matches('\n').to_owned();
    }
    body.to_owned()
}

fn is_underline(line: &str) -> bool {
    line.len() >= 2 && line.trim_end().bytes().all(|byte| byte == b'=')
}

fn has_level_one(text: &str) -> bool {
    let code = code::ranges(text, Indented::Code);
    let mut start = 0;
    text.split_inclusive('\n').any(|line| {
        let at = start;
        start += line.len();
        (line.starts_with("# ") || is_underline(line)) && !code::contains(&code, at)
    })
}
