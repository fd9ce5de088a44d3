//! Rust sources, read as far as their `use`s and paths need it.

use std::collections::BTreeSet;

/// One source file.
pub(crate) struct Source {
    /// From the root of the package on, such as `src/unit/date.rs`.
    pub(crate) path: String,
    /// The module that it is, such as `unit`, `date`; nothing for the crate's root.
    pub(crate) module: Vec<String>,
    /// All of it but what only tests see.
    code: Vec<Token>,
    /// The modules in files of their own that only tests see.
    tests: Vec<String>,
}

/// A word or a mark, and its line from 1.
#[derive(Clone, Debug)]
struct Token {
    text: String,
    line: usize,
}

impl Source {
    pub(crate) fn new(path: String, text: &str) -> Self {
        let module = module_of(&path);
        let (code, tests) = without_tests(tokens(text));
        Self { path, module, code, tests }
    }

    /// The modules right under the crate's root that the code names by a path
    /// from `crate` or `super`, with their lines.
    pub(crate) fn uses(&self) -> Vec<(usize, String)> {
        let mut uses = Vec::new();
        let mut module = self.module.clone();
        let mut depth = 0;
        let mut inner = Vec::new();
        for at in 0..self.code.len() {
            match self.word(at) {
                "mod" if self.word(at + 2) == "{" => {
                    inner.push(depth);
                    module.push(self.word(at + 1).to_owned());
                }
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    if inner.last() == Some(&depth) {
                        inner.pop();
                        module.pop();
                    }
                }
                "crate" if self.begins_path(at) => self.follow(at + 2, &mut Vec::new(), &mut uses),
                "super" if self.begins_path(at) => self.follow(at, &mut module.clone(), &mut uses),
                _ => {}
            }
        }
        uses
    }

    /// The lines on which the code has these words and marks in a row.
    pub(crate) fn find(&self, words: &[&str]) -> Vec<usize> {
        let is_here = |row: &&[Token]| row.iter().map(|token| &token.text).eq(words);
        self.code.windows(words.len()).filter(is_here).map(|row| row[0].line).collect()
    }

    /// How many lines hold code.
    pub(crate) fn lines_of_code(&self) -> usize {
        self.code.iter().map(|token| token.line).collect::<BTreeSet<_>>().len()
    }

    /// The modules that the file declares for tests alone.
    pub(crate) fn test_modules(&self) -> Vec<Vec<String>> {
        let full = |name: &String| [&self.module[..], std::slice::from_ref(name)].concat();
        self.tests.iter().map(full).collect()
    }

    fn word(&self, at: usize) -> &str {
        self.code.get(at).map_or("", |token| &token.text)
    }

    fn begins_path(&self, at: usize) -> bool {
        self.word(at + 1) == "::" && (at == 0 || self.word(at - 1) != "::")
    }

    /// Follows a path, or each of a group of paths, from `module` on.
    fn follow(&self, at: usize, module: &mut Vec<String>, uses: &mut Vec<(usize, String)>) {
        match self.word(at) {
            "{" => self.members(at).for_each(|at| self.follow(at, &mut module.clone(), uses)),
            "super" => {
                module.pop();
                if self.word(at + 1) == "::" {
                    self.follow(at + 2, module, uses);
                }
            }
            name if module.is_empty() => uses.push((self.code[at].line, name.to_owned())),
            _ => {}
        }
    }

    /// Where the members of the group begin that opens at `at`.
    fn members(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut depth = 0;
        let inside = (at..self.code.len()).take_while(move |at| {
            depth += usize::from(self.word(*at) == "{");
            depth -= usize::from(self.word(*at) == "}");
            depth > 0
        });
        let mut depth = 0;
        inside.filter(move |at| {
            let begins = depth == 1 && matches!(self.word(*at - 1), "{" | ",");
            depth += usize::from(self.word(*at) == "{");
            depth -= usize::from(self.word(*at) == "}");
            begins
        })
    }
}

/// The module that a file of the library is, by its path.
fn module_of(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    if ["mod", "lib", "main"].contains(&module[module.len() - 1].as_str()) {
        module.pop();
    }
    module
}

/// The tokens without the items under `#[cfg(test)]`, and the names of the
/// modules among those that stand in files of their own.
fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, Vec<String>) {
    let word = |at: usize| tokens.get(at).map_or("", |token: &Token| &token.text);
    let (mut code, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if word(at) != "#" || word(at + 1) != "[" {
            code.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let end = end_of_group(&tokens, at + 1);
        let words: Vec<&str> = (at + 2..end).map(word).collect();
        let only_tests = words.first() == Some(&"cfg")
            && words.contains(&"test")
            && !words.iter().any(|word| ["not", "any"].contains(word));
        if !only_tests {
            code.extend_from_slice(&tokens[at..end]);
            at = end;
            continue;
        }
        let item = end;
        at = end_of_item(&tokens, item);
        let declared = (item..at).find(|at| word(*at) == "mod" && word(at + 2) == ";");
        modules.extend(declared.map(|at| word(at + 1).to_owned()));
    }
    (code, modules)
}

/// Where the group ends that opens at `at`.
fn end_of_group(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// Where the item ends that begins at `at`: with a semicolon or a body.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            ";" => return at + 1,
            "{" => return end_of_group(tokens, at),
            "(" | "[" => at = end_of_group(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// The words and marks of a Rust text, comments left out, a literal as one `"`.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let (length, is_code) = match first {
            _ if first.is_whitespace() => (first.len_utf8(), false),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (block_comment(rest), false),
            ':' if rest.starts_with("::") => (2, true),
            _ => (literal(rest).or(word(rest)).unwrap_or(first.len_utf8()), true),
        };
        let (token, after) = rest.split_at(length);
        if is_code {
            let text = if literal(token).is_some() { "\"" } else { token };
            tokens.push(Token { text: text.to_owned(), line });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

fn word(rest: &str) -> Option<usize> {
    let end = rest.find(|letter: char| letter != '_' && !letter.is_alphanumeric());
    Some(end.unwrap_or(rest.len())).filter(|length| *length > 0)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(next) = rest[at..].find(['/', '*']).map(|next| at + next) {
        at = next + 1;
        if rest[next..].starts_with("/*") {
            depth += 1;
            at += 1;
        } else if rest[next..].starts_with("*/") {
            depth -= 1;
            at += 1;
            if depth == 0 {
                return at;
            }
        }
    }
    rest.len()
}

/// The length of the string or character that `rest` begins with.
fn literal(rest: &str) -> Option<usize> {
    let prefix = rest.find(|letter: char| !letter.is_ascii_lowercase())?;
    let after = &rest[prefix..];
    match &rest[..prefix] {
        "r" | "br" | "cr" => {
            let hashes =
                after.find(|letter| letter != '#').filter(|at| after[*at..].starts_with('"'))?;
            let closer = format!("\"{}", "#".repeat(hashes));
            let body = prefix + hashes + 1;
            Some(rest[body..].find(&closer).map_or(rest.len(), |at| body + at + closer.len()))
        }
        "" | "b" | "c" if after.starts_with('"') => Some(prefix + quoted(after, '"')),
        "" | "b" if after.starts_with('\'') => {
            let mut letters = after[1..].chars();
            let escaped = letters.next() == Some('\\');
            // Anything else after a quote is a lifetime.
            (escaped || letters.next() == Some('\'')).then(|| prefix + quoted(after, '\''))
        }
        _ => None,
    }
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(path: &str, text: &str) -> Vec<(usize, String)> {
        Source::new(path.to_owned(), text).uses()
    }

    fn check(path: &str, text: &str, expected: &[(usize, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(line, name)| (*line, (*name).to_owned())).collect();
        assert_eq!(uses(path, text), expected, "{path}: {text}");
    }

    #[test]
    fn paths_from_the_root() {
        let path = "src/unit/mod.rs";
        check(
            path,
            "use crate::text::Word;\nfn f() { crate::scan::g() }",
            &[(1, "text"), (2, "scan")],
        );
        check(
            path,
            "pub use crate::{\n text::{A, b::{C}},\n scan, error::Error as E,\n};",
            &[(2, "text"), (3, "scan"), (3, "error")],
        );
        check(path, "pub(crate) fn f() {}\npub(in crate::unit) fn g() {}", &[(2, "unit")]);
        check(
            path,
            "use crate::*;\nmacro_rules! m { () => { $crate::scan::f() } }",
            &[(1, "*"), (2, "scan")],
        );
    }

    #[test]
    fn paths_through_parents() {
        check("src/unit/mod.rs", "use super::scan::A;", &[(1, "scan")]);
        check("src/unit.rs", "use super::{scan::A, text::{B, C}};", &[(1, "scan"), (1, "text")]);
        check(
            "src/unit/date.rs",
            "use super::scan::A;\nuse super::super::scan::B;",
            &[(2, "scan")],
        );
        check("src/a/b/c.rs", "use super::{x, super::{y, super::scan}};", &[(1, "scan")]);
        check("src/unit.rs", "mod a { use super::scan; }\nuse super::scan;", &[(2, "scan")]);
        check("src/unit.rs", "use self::a::B; use std::fmt; use a::crate_::x;", &[]);
    }

    #[test]
    fn comments_literals_and_tests_do_not_count() {
        let text = r####"
            //! crate::a::b
            /* crate::a /* */ crate::b */
            const A: &str = "crate::c \" crate::d";
            const B: &[u8] = br##"crate::e "# crate::f"##;
            fn f<'a>(c: char) -> &'a str { if c == '\'' || c == '"' { "x" } else { "y" } }
            #[cfg(test)]
            #[allow(dead_code)]
            use crate::g::{H, I};
            #[cfg(all(test, feature = "html"))]
            mod tests { use crate::h; fn f() {} }
            #[cfg(not(test))]
            use crate::i::J;
        "####;
        check("src/unit.rs", text, &[(13, "i")]);
    }

    #[test]
    fn test_modules_in_files_of_their_own() {
        let text = "mod a;\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod more { fn f() {} }";
        let source = Source::new("src/unit/date.rs".to_owned(), text);
        assert_eq!(source.test_modules(), [["unit", "date", "tests"]]);
        assert_eq!(source.lines_of_code(), 1);
        assert_eq!(source.find(&["mod", "a", ";"]), [1]);
    }
}
