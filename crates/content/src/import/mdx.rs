//! Converts MDX (Markdown with JSX) to Markdown. Code is removed, text stays; nothing is executed.

use std::{fmt::Write as _, sync::LazyLock};

use regex::Regex;

use super::{
    code::{self, Indented},
    dedent,
};

static MODULE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:import\s*(?:['"{*]|type\s|[\w$]+\s*(?:,|\sfrom\b))|export\s*(?:default|const|let|var|function|async|type|interface|class|enum|[{*])\b?)"#)
        .expect("a valid expression")
});

static LONE_BREAK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t]*<br>[ \t]*$").expect("a valid expression"));

/// Converts MDX to Markdown: removes module statements, comments, expressions and component tags, and keeps their text.
pub(super) fn to_markdown(text: &str) -> String {
    let text = remove_modules(text);
    let text = dedent::dedent_lines(&remove_jsx(&text));
    // A break on its own line is only for spacing, and would start an HTML block that hides the Markdown below.
    LONE_BREAK.replace_all(&text, "").into_owned()
}

/// Removes `import` and `export` statements. A statement ends at an empty line outside of braces.
fn remove_modules(text: &str) -> String {
    let code = code::ranges(text, Indented::Text);
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    let mut braces = None;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if braces.is_none() && MODULE_LINE.is_match(line) && !code::contains(&code, at) {
            braces = Some(0_i64);
        }
        match braces {
            Some(depth) if line.trim().is_empty() && depth <= 0 => {
                braces = None;
                out.push_str(line);
            }
            Some(depth) => braces = Some(depth + balance(line)),
            None => out.push_str(line),
        }
    }
    out
}

fn balance(line: &str) -> i64 {
    line.bytes()
        .map(|byte| {
            i64::from(matches!(byte, b'{' | b'(' | b'[')) - i64::from(matches!(byte, b'}' | b')' | b']'))
        })
        .sum()
}

fn remove_jsx(text: &str) -> String {
    let code = code::ranges(text, Indented::Text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(step) = text[at..].find(['<', '{', '\\']) {
        out.push_str(&text[at..at + step]);
        at += step;
        let rest = &text[at..];
        if let Some(range) = code::at(&code, at) {
            out.push_str(&text[at..range.end]);
            at = range.end;
        } else if let Some((element, length)) = element(rest) {
            out.push_str(&element.markup());
            at += length;
        } else if let Some(length) = rest.starts_with('{').then(|| braces(rest)).flatten() {
            out.push_str(literal(&rest[1..length - 1]));
            at += length;
        } else {
            let length = if rest.starts_with("\\{") || rest.starts_with("\\<") { 2 } else { 1 };
            out.push_str(&rest[..length]);
            at += length;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// The text of an expression that is a string literal, such as `{' '}`.
fn literal(expression: &str) -> &str {
    let expression = expression.trim();
    ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| {
            expression.strip_prefix(quote)?.strip_suffix(quote).filter(|text| !text.contains(quote))
        })
        .unwrap_or_default()
}

/// The maximum length of an expression in bytes. Longer ones are left unchanged, to bound the time for unbalanced braces.
const MAX_EXPRESSION_LENGTH: usize = 2048;

/// The length of `{…}` including nested braces. Braces inside quotes do not count.
fn braces(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().take(MAX_EXPRESSION_LENGTH).enumerate() {
        match (quote, byte) {
            _ if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(open), _) => {
                // An apostrophe is not a quote: it ends at the end of the line.
                if byte == open || (byte == b'\n' && open != b'`') {
                    quote = None;
                }
            }
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// A JSX or HTML tag.
struct Element<'a> {
    name: &'a str,
    closing: bool,
    empty: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

/// Parses a tag at the start of `text`; returns it with its length.
fn element(text: &str) -> Option<(Element<'_>, usize)> {
    let inside = text.strip_prefix('<')?;
    let closing = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name_length = inside
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .unwrap_or(inside.len());
    let name = &inside[..name_length];
    if !(name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return None;
    }
    let mut element = Element { name, closing, empty: false, attributes: Vec::new() };
    let mut rest = &inside[name_length..];
    if !rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        || (name.is_empty() && !rest.starts_with('>'))
    {
        return None;
    }
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((element, text.len() - after.len()));
        }
        if let Some(after) = rest.strip_prefix('/') {
            element.empty = true;
            rest = after;
        } else if rest.starts_with('{') {
            rest = &rest[braces(rest)?..];
        } else {
            let length = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '{' | '<'))
                .filter(|at| *at > 0)?;
            let key = &rest[..length];
            rest = rest[length..].trim_start();
            if let Some(after) = rest.strip_prefix('=') {
                let (value, left) = attribute_value(after.trim_start())?;
                element.attributes.push((key, value));
                rest = left;
            }
        }
    }
}

/// The value of an attribute if it is a string, with the text that follows.
fn attribute_value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote);
        }
    }
    if text.starts_with('{') {
        let length = braces(text)?;
        return Some((literal(&text[1..length - 1]), &text[length..]));
    }
    let length = text.find(|c: char| c.is_whitespace() || c == '>').filter(|at| *at > 0)?;
    Some((&text[..length], &text[length..]))
}

impl Element<'_> {
    /// The Markdown or HTML for this tag.
    fn markup(&self) -> String {
        if self.name.ends_with("Image") || self.name == "img" {
            return self.image();
        }
        // An empty line ends an HTML block, so that what follows is parsed as Markdown.
        if matches!(self.name, "p" | "Paragraph") {
            return "\n\n".to_owned();
        }
        let Some(html) = html_name(self.name) else { return String::new() };
        let (before, after) = match html {
            "td" | "th" | "li" | "details" => ("\n\n", "\n\n"),
            "hr" => return "\n\n---\n\n".to_owned(),
            _ => ("", ""),
        };
        if self.closing {
            return format!("{before}</{html}>");
        }
        if self.empty && !matches!(html, "br" | "hr") {
            return String::new();
        }
        let mut tag = format!("<{html}");
        for (key, value) in &self.attributes {
            if matches!(
                *key,
                "href" | "colspan" | "colSpan" | "rowspan" | "rowSpan" | "scope" | "start" | "lang"
            ) {
                // Writing to a String cannot fail.
                let _ = write!(tag, " {}=\"{}\"", key.to_ascii_lowercase(), value.replace('"', "&quot;"));
            }
        }
        format!("{tag}>{after}")
    }

    fn image(&self) -> String {
        let attribute = |name: &str| {
            let (_, text) = self.attributes.iter().find(|(key, _)| *key == name)?;
            Some(text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['[', ']', '<', '>'], ""))
        };
        match attribute("caption").or_else(|| attribute("alt")) {
            Some(words) if !words.is_empty() && !self.closing => {
                format!("\n\n![{words}](<{}>)\n\n", attribute("src").unwrap_or_default())
            }
            _ => String::new(),
        }
    }
}

/// The HTML element that a component or element stands for; `None` where only its text is kept.
fn html_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "Table" | "table" => "table",
        "TableHead" | "Table.Head" | "thead" => "thead",
        "TableBody" | "Table.Body" | "tbody" => "tbody",
        "TableFoot" | "Table.Foot" | "tfoot" => "tfoot",
        "TableRow" | "Table.Row" | "tr" => "tr",
        "TableHeaderCell" | "Table.HeaderCell" | "th" => "th",
        "TableCell" | "Table.Cell" | "td" => "td",
        "caption" => "caption",
        "Details" | "details" => "details",
        "DetailsSummary" | "Details.Summary" | "summary" => "summary",
        "Link" | "a" => "a",
        "List.Unordered" | "ul" => "ul",
        "List.Ordered" | "ol" => "ol",
        "List.Item" | "li" => "li",
        "h1" => "h1",
        "h2" => "h2",
        "h3" => "h3",
        "h4" => "h4",
        "h5" => "h5",
        "h6" => "h6",
        "strong" | "b" => "strong",
        "em" | "i" => "em",
        "br" => "br",
        "hr" | "Divider" => "hr",
        "code" => "code",
        "pre" => "pre",
        "kbd" => "kbd",
        "sub" => "sub",
        "sup" => "sup",
        "blockquote" => "blockquote",
        // These are removed with their content when the article is rendered.
        "script" => "script",
        "style" => "style",
        "svg" => "svg",
        "video" => "video",
        "audio" => "audio",
        "iframe" => "iframe",
        "select" => "select",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_statements_are_removed_and_similar_sentences_stay() {
        let text = "import { A } from 'a';\nimport B from 'b';\n\nimport your file\n\nexport const x = {\n\n  y: 1,\n};\n\nText";
        assert_eq!(to_markdown(text), "\nimport your file\n\n\nText");
    }

    #[test]
    fn component_tags_are_removed_and_their_text_stays() {
        let text = "<Card data-color='x' style={{ a: '>' }} onClick={() => b}>\n    Hej{' '}**du** {/* nej */}\n</Card>\n<Story />\n";
        assert_eq!(to_markdown(text), "\nHej **du** \n\n\n");
    }

    #[test]
    fn code_is_not_changed() {
        let text =
            "`<Card>` och\n\n<Box>\n  ```jsx\n    <Card a={b} />\n  ```\n</Box>\n<https://a.se> 1 < 2 \\{x}";
        assert_eq!(
            to_markdown(text),
            "`<Card>` och\n\n\n```jsx\n  <Card a={b} />\n```\n\n<https://a.se> 1 < 2 \\{x}"
        );
    }

    #[test]
    fn tables_links_and_images_are_converted() {
        let text = "<TableCell>a</TableCell><Link href='/x' className={y}>b</Link><Image src=\"p.png\" alt=\"c\" boxShadow={false} />";
        assert_eq!(to_markdown(text), "<td>\n\na\n\n</td><a href=\"/x\">b</a>\n\n![c](<p.png>)\n\n");
    }
}
