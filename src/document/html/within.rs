//! The part of a page to read.

use std::fmt;
use std::str::FromStr;

use scraper::Selector;
use scraper::error::SelectorErrorKind;

use crate::error::{Error, ErrorKind};

/// A CSS selector: only what the elements it matches hold is read of a page.
///
/// Where it matches several elements, each is read; ids are joined across them.
///
/// # Example
///
/// ```
/// use bitext::document::Within;
///
/// let within = Within::parse("main, #content")?;
/// assert_eq!(within.as_str(), "main, #content");
/// assert!(Within::parse("main >").is_err());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Within {
    css: String,
    selector: Selector,
}

impl Within {
    /// Reads a selector, or several separated by commas.
    ///
    /// # Errors
    ///
    /// Where the text is no CSS selector, or uses pseudo-classes that need a
    /// browser, such as `:hover`.
    pub fn parse(css: &str) -> Result<Self, Error> {
        let selector = Selector::parse(css).map_err(|cause| {
            Error::new(ErrorKind::Selector { found: css.to_owned(), cause: explained(&cause) })
        })?;
        Ok(Self { css: css.to_owned(), selector })
    }

    /// The selector as given.
    pub fn as_str(&self) -> &str {
        &self.css
    }

    pub(super) fn selector(&self) -> &Selector {
        &self.selector
    }
}

/// Says what the parser found, for whoever wrote the selector. Most of its
/// kinds are of a type that scraper does not export, so they are known by their
/// names.
fn explained(cause: &SelectorErrorKind) -> String {
    let kind = match cause {
        SelectorErrorKind::UnexpectedSelectorParseError(kind) => format!("{kind:?}"),
        other => format!("{other:?}"),
    };
    let explained = match kind.as_str() {
        "DanglingCombinator" => {
            "expected a selector behind each combinator (`>`, `+`, `~`), but found none"
        }
        "EmptySelector" => {
            "expected a selector before each combinator and on both sides of each comma, but found none"
        }
        "UnsupportedPseudoClassOrElement" => {
            "expected pseudo-classes that a page without a browser can answer, but found another"
        }
        "EndOfLine" => "expected more, such as a closing bracket or a name, but found the end",
        "ClassNeedsIdent" => "expected a name behind `.`, but found none",
        _ => return format!("the parser of selectors reports {kind}"),
    };
    explained.to_owned()
}

impl FromStr for Within {
    type Err = Error;

    fn from_str(css: &str) -> Result<Self, Error> {
        Self::parse(css)
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.css)
    }
}

impl fmt::Debug for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Within").field(&self.css).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages are read on several threads with one selector.
    #[test]
    fn is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Within>();
    }

    #[test]
    fn what_is_no_selector_is_refused_with_its_text() {
        for css in ["", "main >", "p:hover(", "[", "p::before::after x"] {
            let error = Within::parse(css).unwrap_err().to_string();
            assert!(error.contains(&format!("but found `{css}`")), "{error}");
        }
        assert_eq!(format!("{:?}", Within::parse("td").unwrap()), "Within(\"td\")");
    }

    #[test]
    fn what_is_wrong_with_a_selector_is_said_in_one_line() {
        let cases = [
            (
                "main >",
                "expected a selector behind each combinator (`>`, `+`, `~`), but found none",
            ),
            ("main > , x", "expected a selector behind each combinator"),
            ("main >> p", "expected a selector behind each combinator"),
            ("> p", "expected a selector before each combinator"),
            ("", "expected a selector before each combinator"),
            ("a,", "on both sides of each comma"),
            ("p:hover", "expected pseudo-classes"),
            ("[", "but found the end"),
            (".", "but found the end"),
            (".>", "expected a name behind `.`"),
            ("[a=1]", "the parser of selectors reports BadValueInAttr"),
        ];
        for (css, cause) in cases {
            let error = Within::parse(css).unwrap_err().to_string();
            assert!(error.contains(cause) && !error.contains('\n'), "{css}: {error}");
        }
    }
}
