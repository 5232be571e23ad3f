//! Reads one file as an article.

use std::{fs, path::Path};

use fyr_domain::Lang;

use super::{
    FormatProblem, MAX_SUMMARY_LENGTH, SkipReason, SourceArticle,
    clean::{self, Dialect},
    code::{self, Indented},
    front_matter::{self, FrontMatter},
    includes, path_info, text,
};
use crate::{
    markdown::{self, Renderer},
    slug::fold,
};

/// Larger files are skipped, in bytes.
const MAX_FILE_SIZE: u64 = 1024 * 1024;

/// An article with the deviations in its file.
pub(super) struct ParsedArticle {
    pub article: SourceArticle,
    pub problems: Vec<FormatProblem>,
}

/// Reads the file at `path`, which is relative to `root`. `folder_lang` is the language that the name of `root` stands for.
pub(super) fn read(root: &Path, path: &str, folder_lang: Option<Lang>) -> Result<ParsedArticle, SkipReason> {
    if path.rsplit('/').skip(1).any(|folder| folder.eq_ignore_ascii_case("includes")) {
        return Err(SkipReason::IncludedByOthers);
    }
    let (source, valid) = load(&root.join(path))?;
    let (matter, body) = front_matter::split(&source);
    if matter.flag("published") == Some(false) || matter.flag("draft") == Some(true) {
        return Err(SkipReason::NotPublished);
    }
    let path_info = path_info::parse(path);
    let lang = path_info
        .lang
        .or_else(|| front_matter_language(&matter))
        .or(folder_lang)
        .ok_or(SkipReason::NoLanguage)?;
    let body = clean::clean(&includes::resolve(root, path, body), dialect(path));
    let line = |keys: &[&str]| {
        let raw = matter.text(keys)?;
        Some(text::one_line(&includes::resolve(root, path, &raw))).filter(|line| !line.is_empty())
    };
    let title = match line(&["title"]).or_else(|| first_heading(&body)) {
        Some(title) => title,
        None if body.trim().is_empty() => return Err(SkipReason::Empty),
        None => return Err(SkipReason::NoTitle),
    };
    let body = remove_title(&body, &title);
    let rendered = Renderer::new(&|_| None).under_title(&title).render(&body);
    if rendered.plain.trim().is_empty() {
        return Err(SkipReason::Empty);
    }
    let summary = line(&["description", "summary"]).unwrap_or(rendered.first_paragraph);
    let article = SourceArticle {
        category_key: path_info::category(&path_info.key).to_owned(),
        key: path_info.key,
        slug: String::new(),
        lang,
        title,
        summary: text::shorten(&summary, MAX_SUMMARY_LENGTH),
        keywords: matter.list(&["keywords", "ms.search.keywords", "search_terms", "tags"]),
        updated: matter.date(&["ms.date", "date", "updated", "lastmod"]),
        publish_on: ["publishdate", "pubdate", "publish_date", "published_at", "date"]
            .into_iter()
            .find_map(|key| matter.date(&[key])),
        body,
        path: path.to_owned(),
        permalink: matter.text(&["permalink"]),
        machine_translated: matter.has_value("ms.translationtype", "MT")
            || matter.flag("machine_translated") == Some(true),
        kind: matter.text(&["kind"]),
        error_state: matter.text(&["error_state"]),
        audience: matter.text(&["audience"]),
        organisation: matter.text(&["organisation"]),
    };
    let problems = [(!valid, FormatProblem::Encoding), (matter.invalid_yaml, FormatProblem::FrontMatter)];
    Ok(ParsedArticle {
        article,
        problems: problems.into_iter().filter_map(|(present, problem)| present.then_some(problem)).collect(),
    })
}

fn load(file: &Path) -> Result<(String, bool), SkipReason> {
    let unreadable = |error: std::io::Error| SkipReason::Unreadable(error.to_string());
    if fs::metadata(file).map_err(unreadable)?.len() > MAX_FILE_SIZE {
        return Err(SkipReason::TooLarge);
    }
    let (source, valid) = text::decode(&fs::read(file).map_err(unreadable)?);
    if source.trim().is_empty() { Err(SkipReason::Empty) } else { Ok((source, valid)) }
}

fn front_matter_language(matter: &FrontMatter) -> Option<Lang> {
    ["ms.contentlocale", "lang", "language", "locale"]
        .into_iter()
        .find_map(|key| matter.text(&[key])?.parse().ok())
}

fn dialect(path: &str) -> Dialect {
    let is_mdx = Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("mdx"));
    if is_mdx { Dialect::Mdx } else { Dialect::Markdown }
}

fn first_heading(body: &str) -> Option<String> {
    let toc = markdown::render(body, &|_| None).toc;
    toc.into_iter().next().map(|heading| heading.text)
}

/// Removes a leading level-one heading that repeats the title, or that is the only one in the text: then it is another wording
/// of the title, which the page shows already.
fn remove_title(body: &str, title: &str) -> String {
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
